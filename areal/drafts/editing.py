"""What a form makes of a draft: its fields read, its outline placed, what is wrong told."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from areal.clock import today
from areal.drafts import parts, shapes
from areal.drafts.content import Content, parcel, standing
from areal.drafts.coordinates import outline, text_of
from areal.drafts.fields import Spec, parcel_specs, site_specs
from areal.drafts.shapes import Overlap
from areal.drafts.typed import Sent, typed
from areal.errors import NotFound
from areal.ingest.imports.context import context
from areal.ingest.imports.issues import Language

Label = Callable[[str], str]
#: The field of an outline, and that of one drawn on the map.
COORDINATES, DRAWN = "coordinates", "drawn"


@dataclass
class Attempt:
    """What a form makes of a draft; fields that are ``wrong`` keep what they had."""

    content: Content
    wrong: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    overlaps: tuple[Overlap, ...] = ()


def site_attempt(
    connection: Connection, content: Content, sent: Sent, label: Label, lang: str
) -> Attempt:
    """Read the form of a site; ``content`` is the version the form was made of."""
    made = deepcopy(content)
    read = typed(sent, made["site"], site_specs(), label, context(connection, today()))
    made["site"] |= read.values
    return Attempt(made, read.told(lang))


def parcel_attempt(
    connection: Connection,
    content: Content,
    key: str,
    sent: Sent,
    label: Label,
    lang: str,
    site_id: int | None,
) -> Attempt:
    """Read the form of a parcel, its outline too; raises ``NotFound`` for an unknown key."""
    made = deepcopy(content)
    held = parcel(made, key)
    if held is None:
        raise NotFound(f"There is no parcel '{key}' in this draft.")
    codes = context(connection, today())
    before = {**held["fields"], "matrikkel": held.get("matrikkel") or []}
    read = typed(sent, before, parcel_specs(), label, codes)
    if "matrikkel" in read.values:
        held["matrikkel"] = read.values.pop("matrikkel") or []
    held["fields"] |= read.values
    verified = parts.verified(sent, held.get("verified") or {}, label, codes)
    held["verified"] = {**(held.get("verified") or {}), **verified.values}
    listed = parts.restrictions(sent, held.get("restrictions") or [], label, codes)
    held["restrictions"] = listed.values.get("restrictions", held.get("restrictions") or [])
    attempt = Attempt(made, read.told(lang) | verified.told(lang) | listed.told(lang))
    _outline(connection, attempt, held, sent, lang, site_id)
    return attempt


def _outline(
    connection: Connection,
    attempt: Attempt,
    held: dict[str, Any],
    sent: Sent,
    lang: str,
    site_id: int | None,
) -> None:
    drawn = (sent.get(DRAWN) or [""])[-1]
    if drawn:
        placed = shapes.drawn(connection, attempt.content, held["key"], site_id, drawn)
        text = text_of(placed)
    elif COORDINATES in sent:
        text = sent[COORDINATES][-1].replace("\r\n", "\n").strip()
        if text == text_of(held.get("geometry")):
            return
    else:
        return
    found = outline(text)
    if found.geometry is None:
        if text or held.get("geometry"):
            attempt.wrong[COORDINATES] = found.told(lang)
        return
    said: Language = "en" if lang == "en" else "nb"
    attempt.notes += [issue.told(said) for issue in found.notes]
    held["geometry"] = found.geometry
    attempt.overlaps = shapes.overlaps(
        connection, attempt.content, held["key"], site_id, found.geometry
    )


def add_parcel(content: Content, label: str, *, like: str | None = None) -> tuple[Content, str]:
    """Return the content with another parcel, and its key; ``like`` names one to copy facts of."""
    source = parcel(content, like) if like else None
    fields = deepcopy(source["fields"]) if source else {}
    key = shapes.new_key()
    made: dict[str, Any] = {
        "parcel_id": None,
        "key": key,
        "fields": {**fields, "label": label, "slug": None, "source_key": None},
        "geometry": None,
        "removed": False,
        "matrikkel": [],
        "verified": {},
        "restrictions": [],
    }
    return {**content, "parcels": [*content["parcels"], made]}, key


def set_removed(content: Content, key: str, *, removed: bool) -> Content:
    """Return the content with a parcel taken away, or brought back."""
    parcels = [
        {**item, "removed": removed} if item["key"] == key else item for item in content["parcels"]
    ]
    return {**content, "parcels": parcels}


def lacking(content: Content) -> tuple[tuple[str, str], ...]:
    """Return what a site lacks before it can be published: (parcel's key or "", field)."""
    told = content["site"]
    site = [("", spec.name) for spec in _required(site_specs()) if not told.get(spec.name)]
    parcels = [
        (item["key"], spec.name)
        for item in standing(content)
        for spec in _required(parcel_specs())
        if not item["fields"].get(spec.name)
    ]
    shapeless = [(item["key"], COORDINATES) for item in standing(content) if not item["geometry"]]
    return (*site, *parcels, *shapeless)


def _required(specs: tuple[Spec, ...]) -> list[Spec]:
    return [spec for spec in specs if spec.required]
