"""Counting verdicts: how many rules of a parcel, a site or a kommune came out how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import RowMapping

#: Worst first: of several parcels the first of these that one has is shown for all.
WORST_FIRST = (
    "deviates",
    "consider",
    "error",
    "missing",
    "not_mapped",
    "met",
    "not_relevant",
)

#: The same for the overall verdicts of parcels and sites.
OVERALL_WORST_FIRST = ("deviates", "consider", "gap", "met")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Number of findings per verdict."""

    met: int = 0
    consider: int = 0
    deviates: int = 0
    not_mapped: int = 0
    missing: int = 0
    not_relevant: int = 0
    error: int = 0

    @property
    def assessed(self) -> int:
        """The 22 of "17 av 22": every rule that is relevant, answered or not."""
        gaps = self.not_mapped + self.missing + self.error
        return self.met + self.consider + self.deviates + gaps


def count(strip: Iterable[str]) -> Verdicts:
    """Count the cells of a strip."""
    return Verdicts(**Counter(strip))


def from_row(row: RowMapping) -> Verdicts:
    """Take the counts of a row that has the columns ``n_met`` to ``n_error``."""
    return Verdicts(
        met=row["n_met"],
        consider=row["n_consider"],
        deviates=row["n_deviates"],
        not_mapped=row["n_not_mapped"],
        missing=row["n_missing"],
        not_relevant=row["n_not_relevant"],
        error=row["n_error"],
    )
