"""The differences a draft makes, field by field, in words: what stood, and what will stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from areal.drafts.content import Content, parcel
from areal.drafts.merge import Change, changes
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.numbers import day, number
from webmap.pages.words import Labels, parcel_label

_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
#: What follows from something else that is told, or tells nothing.
_SILENT = {"parcel_id", "source_id", "source_key", "import_id"}


@dataclass(frozen=True)
class Line:
    """One field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Group:
    """The changed fields of the site, of a parcel, or its media."""

    title: str
    #: new, removed or changed.
    kind: str
    lines: tuple[Line, ...]


def groups(base: Content, content: Content, labels: Labels, lang: Language) -> tuple[Group, ...]:
    """Return what differs, the site first."""
    found: dict[tuple[str, ...], list[Change]] = {}
    for change in changes(base, content):
        if change.path[-1] in _SILENT or (not change.before and not change.after):
            continue
        place = change.path[:2] if change.path[0] == "parcel" else change.path[:1]
        found.setdefault(place, []).append(change)
    return tuple(_group(place, told, base, content, labels, lang) for place, told in found.items())


def _group(
    place: tuple[str, ...],
    told: Iterable[Change],
    base: Content,
    content: Content,
    labels: Labels,
    lang: Language,
) -> Group:
    if place[0] == "media":
        return Group(
            gettext("Bilder og dokumenter"), "changed", tuple(_medium(item) for item in told)
        )
    lines = tuple(_line(item, labels, lang) for item in told)
    if place[0] == "site":
        return Group(gettext("Området"), "changed" if base["site"] else "new", lines)
    was, now = parcel(base, place[1]), parcel(content, place[1])
    name = parcel_label(str(((now or was or {}).get("fields") or {}).get("label") or place[1]))
    if was is None:
        return Group(name, "new", lines)
    if now is None or now.get("removed"):
        return Group(name, "removed", ())
    return Group(name, "changed", lines)


def _line(change: Change, labels: Labels, lang: Language) -> Line:
    name = change.path[-1]
    if name in ("/geometry", "/removed"):
        return Line(
            gettext("Omriss"),
            gettext("slik det er i kartet") if change.before else "",
            gettext("tegnet på nytt") if change.after else "",
        )
    if change.path[-2] == "/verified":
        label = texts.attribute(f"verified_{name}")
        return Line(_capital(label), _verified(change.before, lang), _verified(change.after, lang))
    field = name.strip("/")
    return Line(
        _capital(_label(field)),
        _value(field, change.before, labels, lang),
        _value(field, change.after, labels, lang),
    )


def _label(field: str) -> str:
    told = {
        "name": gettext("navn"),
        "description_nb": gettext("beskrivelse på bokmål"),
        "description_en": gettext("beskrivelse på engelsk"),
        "highlights_nb": gettext("fortrinn på bokmål"),
        "highlights_en": gettext("fortrinn på engelsk"),
        "verified_on": gettext("dato området sist ble bekreftet"),
        "verified_by": gettext("hvem som sist bekreftet området"),
        "verified_how": gettext("hvordan området sist ble bekreftet"),
    }
    return told.get(field) or texts.attribute(field)


def _value(field: str, value: Any, labels: Labels, lang: Language) -> str:
    if value is None or value in ([], ""):
        return gettext("ukjent")
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nei")
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return ", ".join(labels("restriction", item.get("code")) for item in value)
        return labels.many(field, value) or gettext("ukjent")
    if isinstance(value, int | float) and field not in ("modenhet", "planstatus"):
        return number(float(value), lang, 1)
    text = str(value)
    return day(date.fromisoformat(text), lang) if _DAY.match(text) else labels(field, value)


def _verified(value: Any, lang: Language) -> str:
    if not isinstance(value, dict):
        return gettext("ukjent")
    return f"{day(date.fromisoformat(value['on']), lang)}, {value['by']}"


def _medium(change: Change) -> Line:
    item = change.after or change.before or {}
    return Line(
        str(item.get("alt_nb") or change.path[-1]),
        str((change.before or {}).get("url") or gettext("ikke med")),
        str((change.after or {}).get("url") or gettext("ikke med")),
    )


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
