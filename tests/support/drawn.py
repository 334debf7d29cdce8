"""Rule cases drawn as grids: letters become parcels and layers, the real engine gives a verdict.

A case places one or more parcels, draws the layers the rule looks at, and says what is expected.
Cells are squares of ``cell`` metres; ``.`` is empty. North is up.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, text

from areal.assess.evaluate import Sink, evaluate
from areal.assess.snapshot import store_snapshot
from areal.assess.whole import empty_subject
from areal.database import sql
from areal.strategy.kinds import Rule
from areal.strategy.load import StrategyFile
from tests.support.cases import Case, CaseFile, Drawing, Parcel

#: Where grids are drawn: EPSG:25833 has scale 1 here, so a drawn daa is a daa on the ellipsoid.
ORIGIN = (319_900.0, 6_680_000.0)
#: The day ages are counted to.
AS_OF = date(2026, 11, 1)


#: Attributes kept with the site, and the column of each.
_SITE_COLUMNS = {
    "category": "category",
    "area_class": "area_class",
    "focus_areas": "focus_areas",
    "contact_role": "contact_role",
    "contact_email": "contact_email",
    "contact_phone": "contact_phone",
    "site_verified_on": "verified_on",
}


def verdict_of(connection: Connection, file: CaseFile, case: Case, strategy: StrategyFile) -> Any:
    """Return the finding row of the case's subject, made by the real engine."""
    rule = next(rule for rule in strategy.strategy.rules if rule.code == file.rule)
    draw_parcels(connection, file, case)
    versions = _draw_layers(connection, rule, file, case)
    fill_subject(connection)
    connection.execute(
        text("UPDATE subject SET attrs = attrs - CAST(:names AS text[])"), {"names": case.without}
    )
    subject = (case.subject or file.subject).lower()
    found = _evaluated(connection, strategy, rule, versions, subject, few=False)
    if rule.sql_name in ("overlap", "distance", "net_area"):
        # Of many parcels and of few what is on or near them is looked up in two ways.
        assert _evaluated(connection, strategy, rule, versions, subject, few=True) == found
    return found


def fill_subject(connection: Connection) -> None:
    """Fill the table that rules read with the catalogue as it is."""
    empty_subject(connection)
    connection.execute(text(Path(__file__).with_name("subject.sql").read_text()))


def _evaluated(
    connection: Connection,
    strategy: StrategyFile,
    rule: Rule,
    versions: dict[str, int],
    subject: str,
    *,
    few: bool,
) -> Any:
    sink = _run(connection, strategy)
    done = evaluate(connection, sink, rule, versions, AS_OF, few=few)
    assert done, "the rule could not be evaluated"
    return connection.execute(
        text(
            "SELECT f.verdict, f.measured, f.unit, f.margin, f.evidence, "
            "coalesce(lower(GeometryType(f.evidence_geom)), 'nothing') AS drawn, "
            "ST_Area(f.evidence_geom) AS drawn_m2 "
            "FROM areal.finding AS f LEFT JOIN areal.parcel AS p ON f.parcel_id = p.parcel_id "
            "WHERE f.run_id = :run AND f.rule_code = :rule "
            "AND coalesce(p.slug, f.kommunenummer, f.region_id) = :subject"
        ),
        {"run": sink.run_id, "rule": rule.code, "subject": subject},
    ).one()


def cells(grid: str, cell: float) -> dict[str, list[Polygon]]:
    """Return the squares of each letter of a grid, in EPSG:25833."""
    found: dict[str, list[Polygon]] = {}
    for row, line in enumerate(grid.rstrip("\n").split("\n")):
        for column, letter in enumerate(line):
            if letter not in ". ":
                x, y = ORIGIN[0] + column * cell, ORIGIN[1] - row * cell
                found.setdefault(letter, []).append(box(x, y - cell, x + cell, y))
    return found


def draw_parcels(connection: Connection, file: CaseFile, case: Case) -> None:
    """Put the drawn parcels of a case in the catalogue, with their sites."""
    drawn = cells(case.parcels or file.parcels, case.cell or file.cell)
    unknown = set(case.about) - set(drawn)
    assert not unknown, f"{unknown} are told about but not drawn"
    for letter, squares in drawn.items():
        parcel = case.about.get(letter, Parcel())
        known = {**file.attributes, **case.attributes, **parcel.attributes}
        site = {column: known.pop(name) for name, column in _SITE_COLUMNS.items() if name in known}
        _insert_site(connection, parcel, site)
        _insert_parcel(connection, letter.lower(), parcel, known, shapely.union_all(squares))


def _insert_site(connection: Connection, parcel: Parcel, known: dict[str, Any]) -> None:
    row = {
        "slug": parcel.site,
        "name": parcel.site,
        "kommunenummer": parcel.kommune,
        "category": "regional",
        "area_class": "C",
        "highlights_nb": [],
        "highlights_en": [],
        "focus_areas": [],
        "published": True,
        **known,
    }
    _insert(connection, "site", row, on_conflict="ON CONFLICT (slug) DO NOTHING")


def _insert_parcel(
    connection: Connection, slug: str, parcel: Parcel, known: dict[str, Any], shape: BaseGeometry
) -> None:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    site = connection.execute(
        text("SELECT site_id FROM areal.site WHERE slug = :slug"), {"slug": parcel.site}
    ).scalar_one()
    boundary = connection.execute(
        text("SELECT boundary_version_id FROM areal.boundary_version WHERE in_force")
    ).scalar_one()
    row = {
        "slug": slug,
        "label": slug,
        "site_id": site,
        "kommunenummer": parcel.kommune,
        "kommune_share": 1,
        "boundary_version_id": boundary,
        "matrikkel": [],
        "price_public": False,
        "water": "ukjent",
        "sewage": "ukjent",
        "fibre": "ukjent",
        "access": "ukjent",
        "published": True,
        **known,
        "geom": _hex(MultiPolygon(parts)),
        "area_m2": shape.area,
    }
    _insert(connection, "parcel", row)
    for axis, day in parcel.verified.items():
        connection.execute(
            text(
                "INSERT INTO areal.verification SELECT parcel_id, :axis, :day, 'role', 'how' "
                "FROM areal.parcel WHERE slug = :slug"
            ),
            {"axis": axis, "day": day, "slug": slug},
        )


def _insert(connection: Connection, table: str, row: dict[str, Any], on_conflict: str = "") -> None:
    columns = ", ".join(row)
    values = ", ".join(f"r.{name}" for name in row)
    connection.execute(
        text(
            f"INSERT INTO areal.{table} ({columns}) SELECT {values} "
            f"FROM jsonb_populate_record(NULL::areal.{table}, CAST(:row AS jsonb)) AS r "
            f"{on_conflict}"
        ),
        {"row": json.dumps(row, default=str)},
    )


def _draw_layers(connection: Connection, rule: Rule, file: CaseFile, case: Case) -> dict[str, int]:
    unknown = set(case.layers) - set(rule.layers)
    assert not unknown, f"{rule.code} does not look at {unknown}"
    return {
        layer: draw_layer(
            connection,
            layer,
            case.layers.get(layer, Drawing()),
            case.cell or file.cell,
            file.legend.get(layer, {}),
        )
        for layer in rule.layers
    }


_LINES = {"veg", "jernbane", "hovedveg"}
_POINTS = {"stasjon", "godsterminal", "knutepunkt", "lufthavn"}


def _shape(layer: str, squares: list[Polygon]) -> BaseGeometry:
    """Return what the squares of one letter stand for: an area, lines through them, or points."""
    if layer in _POINTS:
        return MultiPoint([square.centroid for square in squares])
    if layer in _LINES:
        return _lines_through(squares)
    return shapely.union_all(squares)


def _lines_through(squares: list[Polygon]) -> MultiLineString:
    """Return lines from centre to centre of squares that touch; a square alone is crossed."""
    centres = {square.centroid.coords[0] for square in squares}
    side = squares[0].bounds[2] - squares[0].bounds[0]
    joined = [
        LineString([(x, y), (x + right * side, y - down * side)])
        for x, y in sorted(centres)
        for right, down in ((1, 0), (0, 1))
        if (x + right * side, y - down * side) in centres
    ]
    alone = [LineString([(x - side / 2, y), (x + side / 2, y)]) for x, y in sorted(centres)]
    return MultiLineString(joined or alone)


def draw_layer(
    connection: Connection,
    layer: str,
    drawing: Drawing,
    cell: float,
    legend: dict[str, dict[str, Any]],
) -> int:
    """Store a drawn layer as the version in force and return that version.

    A letter nobody explains is a feature with that letter as its code.
    """
    kind = "point" if layer in _POINTS else "line" if layer in _LINES else "polygon"
    connection.execute(
        text(
            "INSERT INTO areal.layer VALUES (:layer, :layer, :layer, 'test', :kind, 'test', NULL, "
            "'full', FALSE, FALSE)"
        ),
        {"layer": layer, "kind": kind},
    )
    version: int = connection.execute(
        text(sql("load/layer_version.sql")),
        {
            "layer_id": layer,
            "source": "drawn",
            "source_date": None,
            "licence": "test",
            "attribution": "test",
            "checksum": layer,
            "sample": True,
            "feature_count": 0,
        },
    ).scalar_one()
    cell = drawing.cell or cell
    known = {**legend, **drawing.letters}
    for sheet in drawing.sheets:
        for letter, squares in cells(sheet, cell).items():
            props = {"code": None, "name": letter, **known.get(letter, {"code": letter})}
            _insert_feature(connection, version, props, _shape(layer, squares))
    connection.execute(text(sql("load/layer_part.sql")), {"layer_version_id": version})
    _cover(connection, version, drawing.coverage, cell)
    return version


def _insert_feature(
    connection: Connection, version: int, props: dict[str, Any], shape: BaseGeometry
) -> None:
    connection.execute(
        text(
            "INSERT INTO areal.layer_feature (layer_version_id, code, name, props, geom) VALUES "
            "(:version, :code, :name, CAST(:props AS jsonb), CAST(:geom AS geometry))"
        ),
        {
            "version": version,
            "code": props["code"],
            "name": props["name"],
            "props": json.dumps(props),
            "geom": _hex(shape),
        },
    )


def _cover(connection: Connection, version: int, coverage: str, cell: float) -> None:
    x, y = ORIGIN
    whole = [box(x - 90_000, y - 90_000, x + 90_000, y + 90_000)]
    pieces = {"all": {"m": whole}, "none": {}}.get(coverage.strip()) if coverage else {}
    if pieces is None:
        pieces = cells(coverage, cell)
    for letter, squares in pieces.items():
        connection.execute(
            text(
                "INSERT INTO areal.layer_coverage (layer_version_id, status, geom) VALUES "
                "(:version, :status, CAST(:geom AS geometry))"
            ),
            {
                "version": version,
                "status": {"m": "mapped", "f": "failed"}[letter],
                "geom": _hex(shapely.union_all(squares)),
            },
        )


def _hex(shape: BaseGeometry) -> str:
    return shapely.to_wkb(shapely.set_srid(shape, 25833), include_srid=True, hex=True)


def _run(connection: Connection, strategy: StrategyFile) -> Sink:
    snapshot = store_snapshot(connection, strategy)
    run_id: int = connection.execute(
        text(
            "INSERT INTO areal.run (snapshot_id, boundary_version_id, as_of, engine_version, "
            "layer_versions, inputs_sha256, state) SELECT :snapshot, boundary_version_id, :day, "
            "'test', '{}', 'test', 'running' FROM areal.boundary_version WHERE in_force "
            "RETURNING run_id"
        ),
        {"snapshot": snapshot, "day": AS_OF},
    ).scalar_one()
    return Sink(run_id, run_id)
