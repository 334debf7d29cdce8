"""The choices of every filter, each counted with the other filters as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from areal.queries.codes import FilterCodes
from areal.queries.connection import Connection, composed, many
from areal.queries.filters import UNKNOWN, UTILITIES, ParcelFilter
from areal.queries.verdicts import OVERALL_WORST_FIRST

#: Steps that are offered: daa and MW at least, NOK per m² and km at most.
SIZES_DAA = (5, 10, 20, 50, 100, 200)
POWERS_MW = (1, 5, 10, 20, 50)
PRICES_NOK = (150, 300, 500, 1_000, 2_000)
DISTANCES_KM = (1, 2, 5, 10, 25, 50)
#: How many quarters ahead are offered, the present one first.
QUARTERS = 8
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with the number of sites it would give.

    ``code`` is what the filter's parameter takes; of sizes, power and modenhet it means that or
    more, of prices, distances and dates that or less.
    """

    code: str
    sites: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of every filter, each list complete and in its own order."""

    choices: Mapping[str, tuple[Choice, ...]]
    #: Sites left out only because a fact that would decide is not known.
    unknown: int

    def __getitem__(self, name: str) -> tuple[Choice, ...]:
        """Return the choices of one filter."""
        return self.choices[name]


def quarter_ends(today: date) -> tuple[date, ...]:
    """Return the last day of this quarter and of those after it."""
    first = (today.month - 1) // _MONTHS * _MONTHS
    months = [first + _MONTHS * (step + 1) for step in range(QUARTERS)]
    return tuple(
        date(today.year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in months
    )


def facets(
    connection: Connection, parcel_filter: ParcelFilter, codes: FilterCodes, today: date
) -> Facets:
    """Count the choices of every filter; ``today`` decides which quarters are offered."""
    offered = [code.partition(".") for code in codes.codes("near")]
    order = _order(codes, today)
    rows = many(
        connection,
        # Without the parcels that match: asked for twice, all would be kept with their shapes.
        composed("judged", "facets"),
        **parcel_filter.binds(),
        overall_worst_first=list(OVERALL_WORST_FIRST),
        sizes_m2=[daa * 1_000 for daa in SIZES_DAA],
        powers=list(POWERS_MW),
        prices=list(PRICES_NOK),
        distances_m=[km * 1_000 for km in DISTANCES_KM],
        days=list(quarter_ends(today)),
        markets=list(order["market"]),
        owners=list(order["owner"]),
        offered_target=[target for target, _, _ in offered],
        offered_code=[code for _, _, code in offered],
    )
    told = _Told([(row["facet"], row["code"], row["step"], row["sites"]) for row in rows])
    return Facets(
        {name: told.choices(name, listed) for name, listed in order.items()},
        told.where("unknown", lambda _: True),
    )


#: Facets whose step is how many of the offered steps are reached, and those of which fewer reach
#: further: a step of two then means that all but the first two hold.
_AT_LEAST = frozenset({"size", "power"})
_AT_MOST = frozenset({"price", "available_by"})
#: Facets whose step has a bit for each code; the first code's bit.
_BITS = {"market": 1, "owner": 1, "verdict": 1, "utility": 0}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the database counted: facet, code, step and number of sites."""

    rows: list[tuple[str, str, int, int]]

    def where(self, facet: str, test: Callable[[int], bool], code: str = "") -> int:
        """Add up the sites of a facet's code whose step passes a test."""
        return sum(
            sites
            for name, found, step, sites in self.rows
            if name == facet and found == code and test(step)
        )

    def choices(self, facet: str, listed: Sequence[str]) -> tuple[Choice, ...]:
        """Return the choices of a facet in their order."""
        return tuple(
            Choice(code, self._count(facet, number, code)) for number, code in enumerate(listed)
        )

    def _count(self, facet: str, number: int, code: str) -> int:
        if facet in _AT_LEAST:
            return self.where(facet, lambda step: step > number)
        if facet in _AT_MOST:
            return self.where(facet, lambda step: step <= number)
        if facet in _BITS:
            bit = 1 << (number + _BITS[facet])
            return self.where(facet, lambda step: step & bit != 0)
        if facet == "modenhet":
            return self.where(facet, lambda step: step >= int(code))
        if facet == "near":
            place, _, km = code.partition(":")
            return self.where(facet, lambda step: step <= DISTANCES_KM.index(int(km)), place)
        return self.where(facet, lambda _: True, code)


def _order(codes: FilterCodes, today: date) -> dict[str, tuple[str, ...]]:
    lists = ("kommune", "modenhet", "category", "area_class", "focus", "owner")
    return {
        **{name: codes.codes(name) for name in lists},
        "market": (*codes.codes("market"), UNKNOWN),
        "size": _written(SIZES_DAA),
        "power": _written(POWERS_MW),
        "price": _written(PRICES_NOK),
        "available_by": _written(quarter_ends(today)),
        "utility": UTILITIES,
        "near": tuple(f"{place}:{km}" for place in codes.codes("near") for km in DISTANCES_KM),
        "verdict": OVERALL_WORST_FIRST,
    }


def _written(steps: tuple[int, ...] | tuple[date, ...]) -> tuple[str, ...]:
    return tuple(str(step) for step in steps)
