"""The answer of a match: offers in order, each with its parts, and what each part rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

#: fits: all that must be is there. together: it is, when the parcels are taken together. unclear:
#: nothing speaks against it, but something that must be there is not known. near: what must be
#: there and is not, is dated or little. out: it is not.
Status = Literal["fits", "together", "unclear", "near", "out"]
STATUSES: tuple[Status, ...] = ("fits", "together", "unclear", "near", "out")
State = Literal["met", "not_met", "unknown"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was asked, what is there, and the points it gave of those it could.

    ``asked`` and ``found`` are numbers where the thing is a number: m², MW, metres in a straight
    line, jobs per daa, modenhet. ``told`` is what was found as a code, name or date. ``fits_from``
    is the day it will be there, where the data say one. ``told_on`` is when ``source`` said so; of
    the strategy's own words ``source`` is the rule.
    """

    question: str
    part: str
    must: bool
    state: State
    points: float
    possible: float
    asked: float | None
    asked_code: str | None
    #: Layer, class of feature, for what is asked to be near.
    target: str | None
    code: str | None
    found: float | None
    told: str | None
    fits_from: date | None
    source: str | None
    told_on: date | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A parcel of an offer; ``area_m2`` on the ellipsoid."""

    slug: str
    label: str
    area_m2: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A parcel, or several of one site taken together, held against what was asked.

    ``score`` is 0–100, None when nothing that is asked counts. ``fits_from`` is the day everything
    that must be there is there. ``strip`` holds the worst verdict of each parcel rule.
    """

    status: Status
    score: float | None
    fits_from: date | None
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    area_class: str
    plots: tuple[Plot, ...]
    area_m2: float
    market: str | None
    modenhet: int | None
    #: Code of the restriction that is lifted last, where one is dated.
    held_because: str | None
    overall: str
    strip: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Offers, best first, and how many there are of each status, shown or not.

    Parcels taken together are counted as they are shown; alone they count under their own status.
    """

    offers: tuple[Offer, ...]
    counts: Mapping[Status, int]

    @property
    def found(self) -> bool:
        """True when something fits, alone or together."""
        return bool(self.counts["fits"] or self.counts["together"])

    def of(self, status: Status) -> tuple[Offer, ...]:
        """Return the offers of one status, best first."""
        return tuple(offer for offer in self.offers if offer.status == status)
