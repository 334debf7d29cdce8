"""The facts of a site or a parcel as label and value; unknown is written as unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from webmap.language import gettext, ngettext
from webmap.pages.current_settings import settings
from webmap.pages.numbers import NBSP, area, area_long, day, distance, number

#: Days of a month, on average.
_MONTH = 365.25 / 12
_YEAR = 12


@dataclass(frozen=True)
class Fact:
    """One label with its value; ``note`` stands under it, ``stale`` makes it amber."""

    label: str
    value: str
    note: str = ""
    unknown: bool = False
    stale: bool = False
    wide: bool = False


def fact(label: str, value: str | None, note: str = "", *, wide: bool = False) -> Fact:
    """Make a fact; without a value it says "ukjent", never a dash and never "nei"."""
    if value:
        return Fact(label, value, note, wide=wide)
    return Fact(label, gettext("ukjent"), note, unknown=True, wide=wide)


def megawatts(value: float | None, lang: str) -> str | None:
    """Write a power in MW."""
    return None if value is None else f"{number(value, lang, 1)}{NBSP}MW"


def known_area(square_metres: float | None, lang: str) -> str | None:
    """Write an area given in m², with acres in English."""
    return None if square_metres is None else area_long(square_metres, lang)


def short_area(square_metres: float | None, lang: str) -> str | None:
    """Write an area given in m² in one unit."""
    return None if square_metres is None else area(square_metres, lang)


def price(nok_per_m2: object, lang: str) -> str | None:
    """Write a price per square metre; English names the currency first."""
    if nok_per_m2 is None:
        return None
    amount = number(float(str(nok_per_m2)), lang)
    return f"NOK{NBSP}{amount} per m²" if lang == "en" else f"{amount}{NBSP}kr/m²"


def near(metres: float | None, lang: str) -> str | None:
    """Write a distance given in metres."""
    return None if metres is None else distance(metres, lang)


def confirmed(on: date | None, by: str | None, as_of: date, lang: str) -> Fact:
    """Tell when and by whom something was last confirmed; old ones say so in words."""
    label = gettext("Sist bekreftet")
    if on is None:
        return Fact(label, gettext("ukjent"), unknown=True)
    if is_old(on, as_of):
        note = older_than()
        return Fact(label, day(on, lang), f"{note}. {by}" if by else note, stale=True)
    return Fact(label, day(on, lang), by or "")


def is_old(on: date, as_of: date) -> bool:
    """Return whether something was confirmed longer ago than the interval of the settings."""
    return as_of - on > timedelta(days=round(settings().fact_months * _MONTH))


def older_than() -> str:
    """Say in words that something is older than the interval."""
    months = settings().fact_months
    if months == _YEAR:
        return gettext("Eldre enn ett år")
    return ngettext("Eldre enn %(num)s måned", "Eldre enn %(num)s måneder", months)


def joined(words: Iterable[str]) -> str | None:
    """Join words with commas; None where there are none."""
    return ", ".join(words) or None
