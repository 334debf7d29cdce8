"""Which parcels are asked for: one filter, one condition, shared by every query."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from areal.queries.connection import composed

#: Code of a market status nobody has told; in the database that is NULL.
UNKNOWN = "ukjent"

_M2_PER_DAA = 1_000
_MATRIKKEL = re.compile(r"(\d{4}-)?\d+/\d+(/\d+){0,2}")
_LIKE_SPECIAL = re.compile(r"([\\%_])")


@dataclass(frozen=True, slots=True)
class Bbox:
    """A box in WGS 84 degrees; west ≤ east and south ≤ north."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class ParcelFilter:
    """What a parcel must be to count; an empty field asks for nothing.

    ``kommune`` holds kommunenummer, ``market`` codes of that list or ``ukjent``, ``verdict``
    overall verdicts. ``modenhet_min`` leaves out parcels of unknown modenhet. Every word of ``q``
    must occur in the name of site, parcel or kommune, or in a matrikkel number, where ``36/7``
    means that property and not 36/77. ``finding`` holds verdicts of single rules: the parcel must
    have one of them, on one of the rules ``rule`` and ``theme`` name where they name any.
    """

    kommune: tuple[str, ...] = ()
    min_daa: float | None = None
    max_daa: float | None = None
    market: tuple[str, ...] = ()
    modenhet_min: int | None = None
    verdict: tuple[str, ...] = ()
    q: str = ""
    #: Codes of rules, themes of rules, and verdicts a rule may have given.
    rule: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    finding: tuple[str, ...] = ()
    #: Slug of a site.
    site: str | None = None
    bbox: Bbox | None = None

    @property
    def is_empty(self) -> bool:
        """True when every parcel matches."""
        return self == ParcelFilter()

    def without(self, *names: str) -> ParcelFilter:
        """Return the filter with the named fields emptied."""
        blank: dict[str, Any] = {
            field.name: field.default for field in fields(self) if field.name in names
        }
        return replace(self, **blank)

    def binds(self) -> dict[str, Any]:
        """Return the values the shared condition is bound to."""
        box = self.bbox
        return {
            "kommune": list(self.kommune) or None,
            "min_m2": None if self.min_daa is None else self.min_daa * _M2_PER_DAA,
            "max_m2": None if self.max_daa is None else self.max_daa * _M2_PER_DAA,
            "market": list(self.market) or None,
            "modenhet_min": self.modenhet_min,
            "verdict": list(self.verdict) or None,
            "rule": list(self.rule) or None,
            "theme": list(self.theme) or None,
            "finding": list(self.finding) or None,
            "site": self.site,
            "patterns": [_pattern(word) for word in self.q.split()] or None,
            "west": box.west if box else None,
            "south": box.south if box else None,
            "east": box.east if box else None,
            "north": box.north if box else None,
        }


def _pattern(word: str) -> str:
    escaped = _LIKE_SPECIAL.sub(r"\\\1", word)
    if not _MATRIKKEL.fullmatch(word):
        return f"%{escaped}%"
    # The searched text holds numbers as " 3415-36/77/", so that 36/7 does not find 36/77.
    return f"% {escaped}/%" if "-" in word else f"%-{escaped}/%"


def filtered(*names: str) -> str:
    """Return the last of the named queries with the filter and the others in front of it.

    A query reads ``judged``, parcels with one column for each condition, ``matching``, those that
    fulfil them all, and the queries named before it, by their names.
    """
    return composed("judged", "matching", *names)
