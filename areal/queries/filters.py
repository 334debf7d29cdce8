"""Which parcels are asked for: one filter, one condition, shared by every query."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from areal.queries.connection import composed
from areal.queries.folding import is_number, name_pattern, number_pattern, words_of

#: Code of a market status nobody has told; in the database that is NULL.
UNKNOWN = "ukjent"
#: What ``utility`` may hold, as the columns of a parcel are called.
UTILITIES = ("water", "sewage", "fibre")

_M2_PER_DAA = 1_000
_M_PER_KM = 1_000
_NEAR = re.compile(r"(?P<target>[a-z0-9_]+)(?:\.(?P<code>[^:]+))?:(?P<km>\d+(?:\.\d+)?)")


class Mode(StrEnum):
    """How several choices of one group count together."""

    ANY = "any"
    #: Only where one parcel can have several: focus areas and utilities.
    ALL = "all"
    NONE = "none"


#: Width and height of a box, in degrees, up to which its parcels are looked up one by one.
_SMALL = (0.2, 0.1)


@dataclass(frozen=True, slots=True)
class Bbox:
    """A box in WGS 84 degrees; west ≤ east and south ≤ north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def is_small(self) -> bool:
        """True for a box that at most some hundred parcels lie in: 12 by 11 km in the far south."""
        return self.east - self.west <= _SMALL[0] and self.north - self.south <= _SMALL[1]


@dataclass(frozen=True, slots=True)
class Near:
    """A layer, or one class of it (``hovedveg`` and ``E16``), and how far it may be in km."""

    target: str
    code: str
    km: float

    @classmethod
    def read(cls, text: str) -> Near:
        """Read ``jernbane:5`` or ``hovedveg.E16:2``; raises ``ValueError``."""
        found = _NEAR.fullmatch(text)
        if found is None:
            raise ValueError("must be a target and km: jernbane:5, or hovedveg.E16:2")
        return cls(found["target"], found["code"] or "", float(found["km"]))

    @property
    def place(self) -> str:
        """Return the target as it is written: ``hovedveg.E16``."""
        return f"{self.target}.{self.code}" if self.code else self.target


@dataclass(frozen=True, slots=True)
class ParcelFilter:
    """What a parcel must be to count; an empty field asks for nothing.

    A condition holds, does not hold, or can't be decided because the fact is not known; only the
    first counts. ``kommune`` holds kommunenummer, ``market`` codes of that list or ``ukjent``,
    ``verdict`` overall verdicts. Every word of ``q`` must occur in the name of site, parcel or
    kommune, or be a matrikkel number of the parcel, where ``36/7`` is that property and not
    36/77. ``finding`` holds verdicts of single rules: the parcel must have one of them, on one of
    the rules ``rule`` and ``theme`` name where they name any.
    """

    kommune: tuple[str, ...] = ()
    kommune_mode: Mode = Mode.ANY
    min_daa: float | None = None
    max_daa: float | None = None
    market: tuple[str, ...] = ()
    market_mode: Mode = Mode.ANY
    #: Free on that day at the latest, and neither sold nor kept.
    available_by: date | None = None
    modenhet_min: int | None = None
    category: tuple[str, ...] = ()
    category_mode: Mode = Mode.ANY
    area_class: tuple[str, ...] = ()
    area_class_mode: Mode = Mode.ANY
    focus: tuple[str, ...] = ()
    focus_mode: Mode = Mode.ANY
    #: Power that is there now, in MW.
    min_mw: float | None = None
    utility: tuple[str, ...] = ()
    utility_mode: Mode = Mode.ALL
    #: All of them must hold.
    near: tuple[Near, ...] = ()
    #: Public price in NOK per m².
    max_price: float | None = None
    owner: tuple[str, ...] = ()
    owner_mode: Mode = Mode.ANY
    verdict: tuple[str, ...] = ()
    verdict_mode: Mode = Mode.ANY
    q: str = ""
    #: Codes of rules, themes of rules, and verdicts a rule may have given.
    rule: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    finding: tuple[str, ...] = ()
    #: Slugs of sites to keep to.
    areal: tuple[str, ...] = ()
    #: Slug of the one site a page is about.
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
        words = words_of(self.q)
        box = self.bbox
        return {
            **{name: list(getattr(self, name)) or None for name in _LISTS},
            **{
                f"{name}_wanted": getattr(self, f"{name}_mode") is not Mode.NONE for name in _EITHER
            },
            "focus_mode": self.focus_mode.value,
            "utility_mode": self.utility_mode.value,
            "min_m2": None if self.min_daa is None else self.min_daa * _M2_PER_DAA,
            "max_m2": None if self.max_daa is None else self.max_daa * _M2_PER_DAA,
            **{name: getattr(self, name) for name in _SINGLE},
            "near_target": [near.target for near in self.near] or None,
            "near_code": [near.code for near in self.near] or None,
            "near_metres": [near.km * _M_PER_KM for near in self.near] or None,
            "patterns": [name_pattern(word) for word in words if not is_number(word)] or None,
            "numbers": [number_pattern(word) for word in words if is_number(word)] or None,
            "west": box.west if box else None,
            "south": box.south if box else None,
            "east": box.east if box else None,
            "north": box.north if box else None,
        }


_LISTS = (
    "kommune", "market", "category", "area_class", "focus", "utility", "owner", "verdict", "rule",
    "theme", "finding", "areal",
)  # fmt: skip
#: Groups of which a parcel has one value: it is among the chosen ones or it is not.
_EITHER = ("kommune", "market", "category", "area_class", "owner", "verdict")
_SINGLE = ("available_by", "modenhet_min", "min_mw", "max_price", "site")


def filtered(*names: str) -> str:
    """Return the last of the named queries with the filter and the others in front of it.

    A query reads ``judged``, parcels with one column for each condition, ``matching``, those that
    fulfil them all, and the queries named before it, by their names.
    """
    return composed("judged", "matching", *names)
