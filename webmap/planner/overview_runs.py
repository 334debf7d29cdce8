"""Checks over time: one column a run in a chart, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areal.queries.plan_runs import RunFigure
from webmap.language import Language, gettext
from webmap.pages.numbers import day, number, percent
from webmap.planner.overview_bars import SHOWN, Part, parts

#: Runs that are shown, the newest.
SHOWN_RUNS = 12
_HEIGHT = 140.0
_STEP = 56.0
_COLUMN = 34.0
_LEFT = 8.0


@dataclass(frozen=True)
class RunLine:
    """One run in the table."""

    number: int
    day: str
    finished: str
    strategy: str
    status: str
    version: str
    sha256: str
    published: bool
    counts: tuple[str, ...]
    relevant: str


@dataclass(frozen=True)
class RunColumn:
    """One run in the chart: its parts from the top down, and where its name stands."""

    x: float
    middle: float
    parts: tuple[Part, ...]
    number: str
    published: bool
    share: str


@dataclass(frozen=True)
class Runs:
    """The chart and the table; ``words`` is the chart in words."""

    columns: tuple[RunColumn, ...]
    lines: tuple[RunLine, ...]
    width: float
    height: float
    column: float
    words: str


def runs(found: Sequence[RunFigure], lang: Language) -> Runs:
    """Make chart and table of the runs, oldest first."""
    columns = tuple(_column(place, run, lang) for place, run in enumerate(found))
    return Runs(
        columns=columns,
        lines=tuple(_line(run, lang) for run in reversed(found)),
        width=_LEFT * 2 + _STEP * len(found),
        height=_HEIGHT,
        column=_COLUMN,
        words="; ".join(_words(run, lang) for run in found),
    )


def status(code: str) -> str:
    """Name the status of a strategy."""
    return {
        "vedtatt": gettext("Vedtatt"),
        "høring": gettext("På høring"),
        "utkast": gettext("Utkast"),
    }[code]


def _column(place: int, run: RunFigure, lang: Language) -> RunColumn:
    left = _LEFT + place * _STEP + (_STEP - _COLUMN) / 2
    counts = {key: run.by_verdict[key] for key in reversed(SHOWN) if run.by_verdict.get(key)}
    deviating = run.by_verdict.get("deviates", 0)
    return RunColumn(
        x=left,
        middle=left + _COLUMN / 2,
        parts=parts(counts, _HEIGHT) if counts else (),
        number=str(run.run_id),
        published=run.is_published,
        share=percent(deviating / run.relevant, lang) if run.relevant else "",
    )


def _line(run: RunFigure, lang: Language) -> RunLine:
    return RunLine(
        number=run.run_id,
        day=day(run.as_of, lang),
        finished=day(run.finished_at, lang) if run.finished_at else gettext("ukjent"),
        strategy=run.strategy_title.get(lang),
        status=status(run.strategy_status),
        version=run.strategy_id.rpartition("/")[2],
        sha256=run.strategy_sha256[:12],
        published=run.is_published,
        counts=tuple(number(run.by_verdict.get(verdict, 0), lang) for verdict in SHOWN),
        relevant=number(run.relevant, lang),
    )


def _words(run: RunFigure, lang: Language) -> str:
    return gettext(
        "Kontroll nr. %(run)s: %(deviates)s avvik av %(all)s",
        run=run.run_id,
        deviates=number(run.by_verdict.get("deviates", 0), lang),
        all=number(run.relevant, lang),
    )
