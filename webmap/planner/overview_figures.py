"""The table of figures: a row for each kommune, theme or rule, and kommune by theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from areal.queries.plan import Figure, Figures, Per
from areal.queries.rules import Rule
from webmap.language import Language, gettext, ngettext
from webmap.pages import texts
from webmap.pages.numbers import area, number, percent
from webmap.pages.words import Labels
from webmap.planner.overview_asked import Asked
from webmap.planner.overview_bars import SHOWN, Bar, bar

_NARROW = 72.0


@dataclass(frozen=True)
class Count:
    """Findings of one verdict in one row: the number leads to the parcels behind it."""

    verdict: str
    count: str
    note: str
    url: str


@dataclass(frozen=True)
class FigureRow:
    """One row: its name, its bar, its counts and its coverage figure."""

    name: str
    note: str
    url: str
    parcels: str
    area: str
    bar: Bar
    counts: tuple[Count, ...]
    coverage: str
    share: str


@dataclass(frozen=True)
class CrossCell:
    """A kommune's findings in one theme; without an address where no rule applies."""

    bar: Bar
    text: str
    url: str


@dataclass(frozen=True)
class CrossRow:
    """A kommune across the themes."""

    name: str
    cells: tuple[CrossCell, ...]


@dataclass(frozen=True)
class Names:
    """What the keys of the rows are called."""

    kommuner: Mapping[str, str]
    labels: Labels
    rules: Sequence[Rule]
    lang: Language

    def name(self, per: Per, key: str) -> str:
        """Name a row; the region itself has no number."""
        if per is Per.THEME:
            return self.labels("theme", key)
        if per is Per.RULE:
            titles = {rule.code: rule.title.get(self.lang) for rule in self.rules}
            return f"{key} {titles.get(key, '')}".strip()
        return self.kommuner.get(key, key) if key else gettext("Regionen som helhet")

    def note(self, per: Per, key: str) -> str:
        """Say what a row is about where it is not about plots."""
        if per is Per.KOMMUNE and not key:
            return gettext("Regler om regionen, ikke om tomter")
        subjects = {rule.code: rule.subject for rule in self.rules} if per is Per.RULE else {}
        return {
            "kommune": gettext("ett svar per kommune"),
            "region": gettext("ett svar for regionen"),
        }.get(subjects.get(key, ""), "")

    def ordered(self, per: Per, rows: Sequence[Figure]) -> list[Figure]:
        """Sort rows as the strategy or the code list does; kommuner by number, the region last."""
        if per is Per.THEME:
            order = {code: place for place, code in enumerate(self.labels.codes("theme"))}
        elif per is Per.RULE:
            order = {rule.code: rule.position for rule in self.rules}
        else:
            order = {code: place for place, code in enumerate([*sorted(self.kommuner), ""])}
        return sorted(rows, key=lambda row: order.get(row.key, len(order)))


def rows(figures: Figures, asked: Asked, names: Names) -> tuple[FigureRow, ...]:
    """Make the rows of the table in their order."""
    return tuple(
        row(
            figure,
            asked,
            names.name(asked.per, figure.key),
            names.lang,
            names.note(asked.per, figure.key),
        )
        for figure in names.ordered(asked.per, figures.rows)
    )


def row(figure: Figure, asked: Asked, name: str, lang: Language, note: str = "") -> FigureRow:
    """Make one row; the row of everything has no key and narrows nothing."""
    narrowed = {asked.per.value: figure.key} if figure.key else {}
    return FigureRow(
        name=name,
        note=note,
        url=asked.url(lang, **narrowed) if narrowed else "",
        parcels=number(figure.parcels, lang) if figure.parcels else "",
        area=area(figure.area_m2, lang) if figure.parcels else "",
        bar=bar(_counts(figure), lang),
        counts=tuple(_count(figure, verdict, asked, narrowed, lang) for verdict in SHOWN),
        coverage=coverage(figure, lang),
        share=percent(figure.assessed / figure.relevant, lang) if figure.relevant else "",
    )


def coverage(figure: Figure, lang: Language) -> str:
    """Say the coverage figure: "14 av 18"."""
    return gettext(
        "%(met)s av %(all)s",
        met=number(figure.assessed, lang),
        all=number(figure.relevant, lang),
    )


def themes(figures: Figures, names: Names) -> tuple[str, ...]:
    """Return the themes that have a column, in the order of the code list."""
    used = {figure.column for figure in figures.rows}
    return tuple(code for code in names.labels.codes("theme") if code in used)


def cross(figures: Figures, asked: Asked, names: Names) -> tuple[CrossRow, ...]:
    """Make the table of kommune by theme."""
    found: dict[str, dict[str, Figure]] = {}
    for figure in names.ordered(Per.KOMMUNE, figures.rows):
        found.setdefault(figure.key, {})[figure.column] = figure
    columns = themes(figures, names)
    return tuple(
        CrossRow(
            names.name(Per.KOMMUNE, key),
            tuple(_cell(cells.get(theme), asked, names.lang) for theme in columns),
        )
        for key, cells in found.items()
    )


def _counts(figure: Figure) -> dict[str, int]:
    return {verdict: tally.findings for verdict, tally in figure.by_verdict.items()}


def _count(
    figure: Figure, verdict: str, asked: Asked, narrowed: Mapping[str, str], lang: Language
) -> Count:
    tally = figure.tally(verdict)
    notes = []
    if tally.findings:
        notes.append(percent(tally.findings / figure.relevant, lang))
    if tally.parcels:
        notes.append(area(tally.area_m2, lang))
    if verdict == "deviates" and figure.granted:
        notes.append(ngettext("%(num)s godkjent", "%(num)s godkjente", figure.granted))
    return Count(
        verdict=verdict,
        count=number(tally.findings, lang),
        note=" · ".join(notes),
        url=asked.url(lang, **{**narrowed, "finding": verdict}) if tally.findings else "",
    )


def _cell(figure: Figure | None, asked: Asked, lang: Language) -> CrossCell:
    if figure is None or not figure.relevant:
        words = gettext("ingen regel") if figure is None else gettext("gjelder ikke her")
        return CrossCell(Bar((), ""), words, "")
    found = figure.tally("deviates").findings
    shorter = ngettext("%(num)s avvik", "%(num)s avvik", found) if found else ""
    weighed = figure.tally("consider").findings
    if not found and weighed:
        shorter = ngettext("%(num)s bør vurderes", "%(num)s bør vurderes", weighed)
    gaps = figure.relevant - figure.assessed
    if not shorter and gaps:
        shorter = ngettext("%(num)s uavklart", "%(num)s uavklart", gaps)
    narrowed = {"theme": figure.column, "per": Per.RULE.value}
    if figure.key:
        narrowed["kommune"] = figure.key
    return CrossCell(
        bar=bar(_counts(figure), lang, _NARROW),
        text=shorter or texts.verdict("met"),
        url=asked.url(lang, **narrowed),
    )
