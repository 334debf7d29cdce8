"""Write a draft into the catalogue by field, and take it back again.

Only what differs from the state the draft was begun from is written. Where the catalogue has moved
on in the same field since, nothing is, and ``Moved`` says which fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from areal.drafts import rows
from areal.drafts.content import Content, Path, empty
from areal.drafts.merge import changes, merge, same
from areal.drafts.store import Draft, snapshot
from areal.errors import ArealError
from areal.ingest.imports.fields import slugified
from areal.models.parcel import Parcel
from areal.models.site import Site

_LISTS: dict[str, Any] = {"highlights_nb": [], "highlights_en": [], "focus_areas": []}
_PARCEL_DEFAULTS: dict[str, Any] = {
    "price_public": False,
    **dict.fromkeys(("water", "sewage", "fibre", "access"), "ukjent"),
}


class Moved(ArealError):
    """The catalogue has changed in the same fields since; ``fields`` says where."""

    code = "catalogue-moved"

    def __init__(self, fields: tuple[Path, ...]) -> None:
        shown = ", ".join(" ".join(path) for path in fields[:10])
        super().__init__(f"The catalogue has changed since, in: {shown}.")
        self.fields = fields


@dataclass(frozen=True)
class Applied:
    """What became of a draft, and what is needed to take it back: the site before and after.

    ``before`` None says that the site did not exist.
    """

    site_id: int
    before: Content | None
    after: Content

    def as_json(self) -> dict[str, Any]:
        """Return it as a row can keep it."""
        return {"site_id": self.site_id, "before": self.before, "after": self.after}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Applied:
        """Return what ``as_json`` made."""
        return cls(kept["site_id"], kept["before"], kept["after"])


def apply(connection: Connection, draft: Draft, *, publish: bool = False) -> Applied:
    """Write a draft into the catalogue, in the caller's transaction.

    ``publish`` makes the site and the parcels that stand public with it; without, what is new is
    not public yet. Raises ``Moved``, and ``InputError`` for a parcel without a place.
    """
    before = None if draft.site_id is None else _locked(connection, draft.site_id)
    wanted = draft.content if before is None else _moved_along(draft.base, draft.content, before)
    if publish:
        wanted = _published(wanted)
    site_id = _write(connection, draft.site_id, draft.kommunenummer, before or empty(), wanted)
    return Applied(site_id, before, snapshot(connection, site_id))


def revert(connection: Connection, applied: Applied) -> None:
    """Take back what was applied; raises ``Moved`` when the site has changed since."""
    now = _locked(connection, applied.site_id)
    moved = changes(applied.after, now)
    if moved:
        raise Moved(tuple(change.path for change in moved))
    if applied.before is None:
        gone = {**now, "parcels": [{**item, "removed": True} for item in now["parcels"]]}
        _write(connection, applied.site_id, "", now, gone)
        _remove(connection, "site", applied.site_id)
        return
    there = {item["key"] for item in applied.before["parcels"]}
    made_since = [{**item, "removed": True} for item in now["parcels"] if item["key"] not in there]
    wanted = {**applied.before, "parcels": [*applied.before["parcels"], *made_since]}
    _write(connection, applied.site_id, "", now, wanted)


def _locked(connection: Connection, site_id: int) -> Content:
    connection.execute(
        text("SELECT 1 FROM areal.site WHERE site_id = :id FOR UPDATE"), {"id": site_id}
    )
    connection.execute(
        text("SELECT 1 FROM areal.parcel WHERE site_id = :id ORDER BY parcel_id FOR UPDATE"),
        {"id": site_id},
    )
    return snapshot(connection, site_id)


def _moved_along(base: Content, content: Content, now: Content) -> Content:
    merged = merge(base, content, now)
    if merged.differences:
        raise Moved(tuple(item.path for item in merged.differences))
    return merged.content


def _published(content: Content) -> Content:
    parcels = [
        {**item, "fields": {**item["fields"], "published": True}} for item in content["parcels"]
    ]
    return {**content, "site": {**content["site"], "published": True}, "parcels": parcels}


def _write(
    connection: Connection, site_id: int | None, kommune: str, now: Content, wanted: Content
) -> int:
    fields = _changed(now["site"], wanted["site"])
    if site_id is None:
        row = {"published": False, **_LISTS, **_given(wanted["site"]), "kommunenummer": kommune}
        row["slug"] = _free_slug(connection, "site", row.get("slug") or slugified(row["name"]))
        site_id = rows.insert(connection, Site, row)
    else:
        rows.update(connection, Site, site_id, {**fields})
    if wanted["media"] != now["media"]:
        rows.put_list(connection, "site_media", "site_id", site_id, wanted["media"])
    held = {item["key"]: item for item in now["parcels"]}
    for item in wanted["parcels"]:
        _write_parcel(connection, site_id, held.get(item["key"]), item, wanted["site"])
    return site_id


def _write_parcel(
    connection: Connection,
    site_id: int,
    now: dict[str, Any] | None,
    wanted: dict[str, Any],
    site: dict[str, Any],
) -> None:
    if wanted.get("removed"):
        if now is not None:
            _remove(connection, "parcel", now["parcel_id"])
        return
    fields = wanted["fields"]
    if now is None:
        parcel_id = _new_parcel(connection, site_id, wanted, site)
        now = {"verified": {}, "restrictions": []}
    else:
        parcel_id = now["parcel_id"]
        row = _changed(now["fields"], fields)
        if wanted.get("matrikkel") != now.get("matrikkel"):
            row["matrikkel"] = wanted.get("matrikkel") or []
        if wanted["geometry"] != now["geometry"]:
            row |= rows.place(connection, wanted["geometry"], str(fields.get("slug")))
        rows.update(connection, Parcel, parcel_id, row)
    for axis in {**now["verified"], **wanted.get("verified", {})}:
        value = wanted.get("verified", {}).get(axis)
        if value != now["verified"].get(axis):
            rows.put_verified(connection, parcel_id, axis, value)
    if (wanted.get("restrictions") or []) != now["restrictions"]:
        listed = wanted.get("restrictions") or []
        rows.put_list(connection, "restriction", "parcel_id", parcel_id, listed)


def _new_parcel(
    connection: Connection, site_id: int, wanted: dict[str, Any], site: dict[str, Any]
) -> int:
    fields = _given(wanted["fields"])
    name = fields.get("slug") or slugified(f"{site.get('slug') or site['name']} {fields['label']}")
    row = {
        "published": False,
        **_PARCEL_DEFAULTS,
        **fields,
        "slug": _free_slug(connection, "parcel", name),
        "site_id": site_id,
        "matrikkel": wanted.get("matrikkel") or [],
        **rows.place(connection, wanted["geometry"], name),
    }
    if wanted.get("parcel_id") is not None:
        # It has been in the catalogue, and comes back by its own number.
        row["parcel_id"] = wanted["parcel_id"]
    return rows.insert(connection, Parcel, row)


def _remove(connection: Connection, table: str, key: int) -> None:
    """Take a row away; one that decisions are tied to is taken offline instead."""
    tied = connection.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM areal.deviation_grant AS g JOIN areal.parcel AS p "
            f"USING (parcel_id) WHERE p.{table}_id = :key)"
        ),
        {"key": key},
    ).scalar_one()
    what = "UPDATE areal.{0} SET published = FALSE" if tied else "DELETE FROM areal.{0}"
    connection.execute(text(f"{what.format(table)} WHERE {table}_id = :key"), {"key": key})


def _free_slug(connection: Connection, table: str, wanted: str) -> str:
    """Return a name for addresses that nobody else has: the wanted one, or with a number."""
    taken = set(
        connection.execute(
            text(
                f"SELECT slug FROM areal.{table} "
                "WHERE slug = :slug OR starts_with(slug, :slug || '-')"
            ),
            {"slug": wanted},
        ).scalars()
    )
    number = 2
    slug = wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _changed(now: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if not same(now.get(name), value)}


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
