"""What the catalogue must tell before a file can be read: codes, kommuner, where the region is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, text

from areal.errors import InputError
from areal.ingest.imports.place import Box
from areal.ingest.imports.values import CodeNames, Context

#: Plan kinds are a column's own values, not a code list.
_PLAN_KINDS = {
    "kommuneplan": ("kommuneplan", "kp", "kommunedelplan", "municipal plan"),
    "reguleringsplan": (
        "reguleringsplan",
        "rp",
        "detaljregulering",
        "områderegulering",
        "zoning plan",
    ),
}


def context(connection: Connection, today: date) -> Context:
    """Return what values are read against."""
    lists: dict[str, dict[str, str]] = {}
    codes: dict[str, list[str]] = {}
    for row in connection.execute(
        text("SELECT list, code, label_nb, label_en FROM areal.code ORDER BY list, position")
    ):
        names = lists.setdefault(row.list, {})
        codes.setdefault(row.list, []).append(row.code)
        for name in (row.label_en, row.label_nb, row.code):
            names[name.casefold()] = row.code
    found = {name: CodeNames(tuple(codes[name]), names) for name, names in lists.items()}
    plans = {word: kind for kind, words in _PLAN_KINDS.items() for word in words}
    found["plantype"] = CodeNames(tuple(_PLAN_KINDS), plans)
    kommuner = connection.execute(text("SELECT kommunenummer, name FROM areal.kommune ORDER BY 1"))
    return Context(found, {row.kommunenummer: row.name for row in kommuner}, today)


def region_box(connection: Connection) -> Box:
    """Return the box around the borders in force, EPSG:25833; raises ``InputError`` without any."""
    row = connection.execute(
        text(
            "SELECT ST_XMin(e) AS west, ST_YMin(e) AS south, ST_XMax(e) AS east, "
            "ST_YMax(e) AS north FROM (SELECT ST_Extent(b.geom) AS e FROM areal.boundary AS b "
            "INNER JOIN areal.boundary_version AS v USING (boundary_version_id) "
            "WHERE v.in_force) AS region"
        )
    ).one()
    if row.west is None:
        raise InputError(
            "There are no kommune borders to place parcels in.",
            hint="Load them first: `areal load`.",
        )
    return (row.west, row.south, row.east, row.north)
