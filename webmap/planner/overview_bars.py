"""Bars of shares by verdict: where each part begins and how wide it is, and the bar in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webmap.language import gettext
from webmap.pages import texts
from webmap.pages.numbers import percent

#: Verdicts that are drawn, in the order of the legend; what is not relevant has no part.
SHOWN = ("met", "consider", "deviates", "not_mapped", "missing", "error")
#: Width of a whole bar in its own units; a part is never too thin to be seen.
WIDTH = 200.0
_THINNEST = 3.0


@dataclass(frozen=True)
class Part:
    """One verdict's part of a bar, in the bar's units from its start."""

    verdict: str
    start: float
    size: float


@dataclass(frozen=True)
class Bar:
    """A bar and what it says in words; without parts there was nothing to count."""

    parts: tuple[Part, ...]
    words: str


def bar(counts: Mapping[str, int], lang: str, width: float = WIDTH) -> Bar:
    """Make a bar of the counts by verdict."""
    found = {verdict: counts.get(verdict, 0) for verdict in SHOWN if counts.get(verdict)}
    total = sum(found.values())
    if not total:
        return Bar((), gettext("Ingen relevante regler"))
    words = ", ".join(
        f"{texts.verdict(verdict)} {percent(count / total, lang)}"
        for verdict, count in found.items()
    )
    return Bar(parts(found, width), words)


def parts(counts: Mapping[str, int], width: float) -> tuple[Part, ...]:
    """Lay the parts end to end over ``width``, thin ones made visible at the others' cost."""
    total = sum(counts.values())
    sizes = {key: max(_THINNEST, width * count / total) for key, count in counts.items()}
    scale = width / sum(sizes.values())
    laid, start = [], 0.0
    for verdict, size in sizes.items():
        laid.append(Part(verdict, round(start, 2), round(size * scale, 2)))
        start += size * scale
    return tuple(laid)
