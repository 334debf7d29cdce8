"""What a draft holds: a site with its parcels and media, whole and value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

#: ``{"site": {field: value}, "parcels": [...], "media": [...]}``, as sql/drafts/content.sql has it.
Content = dict[str, Any]
#: Where a value stands: ("site", "name"), ("parcel", key, "market"), ("media", address).
Path = tuple[str, ...]

#: Parts of a parcel beside its fields, each compared as one value.
PARTS = ("geometry", "removed", "matrikkel", "restrictions")


class _Missing:
    """Stands for a value that is not there at all, which is not the same as an unknown one."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


def empty() -> Content:
    """Return the content of a site nothing is known of."""
    return {"site": {}, "parcels": [], "media": []}


def parcel(content: Content, key: str) -> dict[str, Any] | None:
    """Return a parcel of a draft by its key, None when there is no such one."""
    found: dict[str, Any] | None = next(
        (item for item in content["parcels"] if item["key"] == key), None
    )
    return found


def standing(content: Content) -> list[dict[str, Any]]:
    """Return the parcels that are not taken away."""
    return [item for item in content["parcels"] if not item.get("removed")]


def flat(content: Content) -> dict[Path, Any]:
    """Return every value by where it stands."""
    return dict(_values(content))


def _values(content: Content) -> Iterator[tuple[Path, Any]]:
    for name, value in content["site"].items():
        yield ("site", name), value
    for item in content["parcels"]:
        key = item["key"]
        yield ("parcel", key, "parcel_id"), item.get("parcel_id")
        for name, value in item["fields"].items():
            yield ("parcel", key, name), value
        for part in PARTS:
            yield ("parcel", key, f"/{part}"), item.get(part)
        for axis, value in item.get("verified", {}).items():
            yield ("parcel", key, "/verified", axis), value
    for item in content["media"]:
        yield ("media", item["url"]), item


def whole(values: Mapping[Path, Any]) -> Content:
    """Return the content that ``values`` are the values of, in their order."""
    made = empty()
    parcels: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        if value is MISSING:
            continue
        if path[0] == "site":
            made["site"][path[1]] = deepcopy(value)
        elif path[0] == "media":
            made["media"].append(deepcopy(value))
        else:
            held = parcels.setdefault(
                path[1], {"parcel_id": None, "key": path[1], "fields": {}, "verified": {}}
            )
            _put(held, path[2:], deepcopy(value))
    # Of a parcel that is not there any more, only what was unknown anyway is left.
    made["parcels"] = [held for held in parcels.values() if "removed" in held]
    return made


def _put(held: dict[str, Any], path: Path, value: Any) -> None:
    name = path[0]
    if name == "parcel_id":
        held["parcel_id"] = value
    elif name == "/verified":
        held["verified"][path[1]] = value
    elif name.startswith("/"):
        held[name[1:]] = value
    else:
        held["fields"][name] = value
