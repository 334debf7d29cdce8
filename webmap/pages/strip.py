"""The rule strip: one cell per rule in the order of the strategy, and its summary in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from webmap.pages import texts


@dataclass(frozen=True)
class RuleName:
    """What a cell needs to know about its rule."""

    code: str
    title: str


@dataclass(frozen=True)
class Cell:
    """One rule's verdict; ``name`` is read aloud and shown on hover."""

    code: str
    verdict: str
    name: str


@dataclass(frozen=True)
class Strip:
    """All cells of one parcel or site with their counts."""

    cells: tuple[Cell, ...]
    met: int
    relevant: int
    summary: str

    @property
    def counts(self) -> dict[str, int]:
        """Number of cells per verdict."""
        return dict(Counter(cell.verdict for cell in self.cells))


def summary(counts: dict[str, int], relevant: int) -> str:
    """Say a strip in words: "17 av 22 oppfylt, 1 avvik, 1 bør vurderes, 3 uavklart"."""
    parts = [gettext("%(met)s av %(all)s oppfylt", met=counts.get("met", 0), all=relevant)]
    if counts.get("deviates"):
        parts.append(ngettext("%(num)s avvik", "%(num)s avvik", counts["deviates"]))
    if counts.get("consider"):
        parts.append(
            ngettext("%(num)s bør vurderes", "%(num)s bør vurderes", counts["consider"])
        )
    gaps = sum(counts.get(code, 0) for code in ("not_mapped", "missing", "error"))
    if gaps:
        parts.append(ngettext("%(num)s uavklart", "%(num)s uavklart", gaps))
    return ", ".join(parts)


def strip(rules: Sequence[RuleName], verdicts: Sequence[str]) -> Strip:
    """Pair rules with verdicts; both are in the order of the strategy."""
    cells = tuple(
        Cell(rule.code, verdict, f"{rule.code} {rule.title}: {texts.verdict(verdict)}")
        for rule, verdict in zip(rules, verdicts, strict=True)
    )
    counts = dict(Counter(verdicts))
    relevant = len(cells) - counts.get("not_relevant", 0)
    return Strip(cells, counts.get("met", 0), relevant, summary(counts, relevant))
