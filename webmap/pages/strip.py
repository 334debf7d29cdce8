"""The rule strip: one cell per rule in the order of the strategy, and its summary in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areal.queries.rules import Rule
from areal.queries.verdicts import Verdicts, count
from webmap.language import gettext, ngettext
from webmap.pages import texts


@dataclass(frozen=True)
class Cell:
    """One rule's verdict; ``name`` is read aloud and shown on hover."""

    code: str
    verdict: str
    name: str


@dataclass(frozen=True)
class Strip:
    """All cells of one parcel or site with their summary: ``met`` of ``relevant``."""

    cells: tuple[Cell, ...]
    met: int
    relevant: int
    summary: str


def summary(counts: Verdicts) -> str:
    """Say a strip in words: "17 av 22 oppfylt, 1 avvik, 1 bør vurderes, 3 uavklart"."""
    parts = [gettext("%(met)s av %(all)s oppfylt", met=counts.met, all=counts.assessed)]
    if counts.deviates:
        parts.append(ngettext("%(num)s avvik", "%(num)s avvik", counts.deviates))
    if counts.consider:
        parts.append(ngettext("%(num)s bør vurderes", "%(num)s bør vurderes", counts.consider))
    gaps = counts.not_mapped + counts.missing + counts.error
    if gaps:
        parts.append(ngettext("%(num)s uavklart", "%(num)s uavklart", gaps))
    return ", ".join(parts)


def strip(rules: Sequence[Rule], verdicts: Sequence[str], lang: str) -> Strip:
    """Pair rules with verdicts; both are in the order of the strategy."""
    # A page has thousands of cells, and a text takes longer to look up than all else about them.
    told = {verdict: texts.verdict(verdict) for verdict in set(verdicts)}
    cells = tuple(
        Cell(rule.code, verdict, f"{rule.code} {rule.title.get(lang)}: {told[verdict]}")
        for rule, verdict in zip(rules, verdicts, strict=True)
    )
    counts = count(verdicts)
    return Strip(cells, counts.met, counts.assessed, summary(counts))
