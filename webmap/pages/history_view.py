"""The history of a parcel in words: when, who, and which fact became what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from areal.queries.history import Change, PublicStep
from areal.queries.parcels import Restriction
from areal.queries.texts import optional
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.facts import megawatts, price
from webmap.pages.numbers import NBSP, area, day, distance, number, percent
from webmap.pages.parcel_facts import restriction_line
from webmap.pages.words import LISTS, Labels

#: Facts that are codes of a list of the same name, besides those that words.LISTS names.
_CODED = ("market", "modenhet", "planstatus", "arealformaal", "owner_kind", "power_status")
_AREAS = ("area_m2", "buildable_area_m2")
_DATES = ("available_from", "power_planned_from", "power_date")


@dataclass(frozen=True)
class ChangeLine:
    """One fact with what it was and what it became; without both, ``label`` says it all."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class StepView:
    """What was done at once; ``stamp`` is the time for programs."""

    stamp: str
    day: str
    who: str
    title: str
    lines: tuple[ChangeLine, ...]


def step_views(steps: Sequence[PublicStep], labels: Labels, lang: Language) -> tuple[StepView, ...]:
    """Return the steps as the page tells them, the newest first."""
    return tuple(_view(step, labels, lang) for step in reversed(steps))


def _view(step: PublicStep, labels: Labels, lang: Language) -> StepView:
    added = step.event == "added"
    lines = () if added else _lines(step.changes, labels, lang)
    return StepView(
        stamp=step.done_at.isoformat(timespec="seconds"),
        day=day(step.done_at, lang),
        who=_who(step),
        title=_title(added=added, told=bool(lines)),
        lines=lines,
    )


def _title(*, added: bool, told: bool) -> str:
    if added:
        return gettext("Lagt inn i katalogen")
    return gettext("Endret") if told else gettext("Mindre rettinger")


def _who(step: PublicStep) -> str:
    """Name an import, else the kommune: the register's accounts are persons, and stay inside."""
    if step.import_name is None:
        return gettext("kommunen")
    return gettext("import «%(name)s»", name=step.import_name)


def _lines(changes: Sequence[Change], labels: Labels, lang: Language) -> tuple[ChangeLine, ...]:
    opened = any(c.field == "price_public" for c in changes)
    priced = opened and any(c.field == "price_nok_m2" for c in changes)
    lines = []
    for change in sorted(changes, key=_place):
        if change.field == "outline":
            lines.append(ChangeLine(gettext("Omrisset er tegnet på nytt"), "", ""))
            continue
        if change.field == "price_public" and priced:
            continue
        before, after = (
            _written(change.field, value, labels, lang, asked=opened)
            for value in (change.before, change.after)
        )
        # What differs by less than is written is told by what made it differ.
        if before != after:
            lines.append(ChangeLine(_capital(texts.attribute(change.field)), before, after))
    return tuple(lines)


def _place(change: Change) -> int:
    """Order the facts as people are told them; the outline stands first."""
    names = ("outline", *texts.ATTRIBUTES)
    return names.index(change.field) if change.field in names else len(names)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _written(field: str, value: Any, labels: Labels, lang: Language, *, asked: bool) -> str:
    if field == "price_nok_m2" and value is None and asked:
        # A price that is not public is no unknown price.
        return gettext("på forespørsel")
    if value is None or value == []:
        return gettext("ingen") if field == "restrictions" else gettext("ukjent")
    if field == "restrictions":
        return "; ".join(restriction_line(_restriction(item), labels, lang) for item in value)
    if field in LISTS or field in _CODED:
        found = value if isinstance(value, list) else [value]
        return ", ".join(labels(field, code) for code in found)
    return _measured(field, value, lang)


def _measured(field: str, value: Any, lang: Language) -> str:
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nei")
    if isinstance(value, list):
        return ", ".join(value)
    if field in _DATES or field.startswith("verified_"):
        return day(date.fromisoformat(value), lang)
    if field.endswith("_distance_m"):
        return distance(value, lang)
    writers: Mapping[str, Callable[[float], str | None]] = {
        **dict.fromkeys(_AREAS, lambda it: area(it, lang)),
        "retail_m2": lambda it: f"{number(it, lang)}{NBSP}m²",
        "price_nok_m2": lambda it: price(it, lang),
        "bya_percent": lambda it: percent(it / 100, lang),
        "max_height_m": lambda it: f"{number(it, lang, 1)}{NBSP}m",
        "power_mw_now": lambda it: megawatts(it, lang),
        "power_mw_planned": lambda it: megawatts(it, lang),
    }
    write = writers.get(field)
    return (write(value) or "") if write else str(value)


def _restriction(item: Mapping[str, Any]) -> Restriction:
    end = item.get("expected_end")
    return Restriction(
        code=item["code"],
        cause=item["cause"],
        source=item.get("source"),
        expected_end=date.fromisoformat(end) if end else None,
        note=optional(item.get("note_nb"), item.get("note_en")),
    )
