"""A period figures are told for: two days, both within it; a half-year unless somebody says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_JULY = 7


@dataclass(frozen=True)
class Period:
    """From the first day to the last."""

    first: date
    last: date


def half_year(today: date) -> Period:
    """Return the last whole half-year."""
    if today.month < _JULY:
        return Period(date(today.year - 1, _JULY, 1), date(today.year - 1, 12, 31))
    return Period(date(today.year, 1, 1), date(today.year, 6, 30))


def this_half_year(today: date) -> Period:
    """Return the half-year that runs, until today."""
    return Period(date(today.year, 1 if today.month < _JULY else _JULY, 1), today)


def read(first: str, last: str, today: date) -> Period:
    """Return the period two texts name (``2026-01-01``); the last half-year where they name none.

    Of two days in the wrong order each is taken for the other.
    """
    usual = half_year(today)
    begins, ends = _day(first) or usual.first, _day(last) or usual.last
    if not _day(last) and begins > ends:
        ends = today
    return Period(min(begins, ends), max(begins, ends))


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found < date(2200, 1, 1) - timedelta(days=1) else None
