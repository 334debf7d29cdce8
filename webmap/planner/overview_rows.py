"""The table of parcels: the same rows as the map's, one cell a rule in columns under its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from areal.queries.plan import PlanRow, RowSort
from areal.queries.rules import Rule
from areal.queries.sites import Totals
from areal.queries.verdicts import WORST_FIRST
from webmap.language import Language, gettext, ngettext
from webmap.pages import texts
from webmap.pages.numbers import area, number
from webmap.pages.strip import Cell
from webmap.pages.words import parcel_label
from webmap.planner.frame import address
from webmap.planner.overview_asked import ROWS, Asked


@dataclass(frozen=True)
class Head:
    """One column: the code over it leads to the figures of that rule."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class Line:
    """One parcel with its cells."""

    site: str
    label: str
    place: str
    area: str
    overall: str
    overall_text: str
    coverage: str
    cells: tuple[Cell, ...]
    map_url: str
    certificate_url: str


@dataclass(frozen=True)
class Order:
    """One way to order the rows."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Table:
    """One page of rows, the count line and the ways on."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    count_line: str
    orders: tuple[Order, ...]
    page_line: str
    before_url: str
    after_url: str


def table(
    asked: Asked, rules: Sequence[Rule], found: Sequence[PlanRow], totals: Totals, lang: Language
) -> Table:
    """Make the table of one page of parcels."""
    columns = [rule for rule in rules if rule.subject == "parcel" and _asked_for(rule, asked)]
    words = {verdict: texts.verdict(verdict) for verdict in (*WORST_FIRST, "granted")}
    pages = max(1, -(-totals.parcels // ROWS))
    return Table(
        heads=tuple(
            Head(rule.code, rule.title.get(lang), asked.url(lang, rule=rule.code, per="rule"))
            for rule in columns
        ),
        lines=tuple(_line(row, columns, words, asked, lang) for row in found),
        count_line=_count_line(totals, lang),
        orders=_orders(asked, lang),
        page_line=gettext("Side %(page)s av %(pages)s", page=asked.page, pages=pages)
        if pages > 1
        else "",
        before_url=asked.url(lang, page=str(asked.page - 1)) if asked.page > 1 else "",
        after_url=asked.url(lang, page=str(asked.page + 1)) if asked.page < pages else "",
    )


def _asked_for(rule: Rule, asked: Asked) -> bool:
    wanted = asked.wanted
    return (not wanted.rule or rule.code in wanted.rule) and (
        not wanted.theme or rule.theme in wanted.theme
    )


def _line(
    row: PlanRow,
    columns: Sequence[Rule],
    words: Mapping[str, str],
    asked: Asked,
    lang: Language,
) -> Line:
    endpoint = f"plan.certificate_parcel_{lang}"
    known = endpoint in current_app.view_functions
    return Line(
        site=row.site_name,
        label=parcel_label(row.label),
        place=row.kommune_name,
        area=area(row.area_m2, lang),
        overall=row.overall,
        overall_text=texts.overall_short(row.overall),
        coverage=gettext(
            "%(met)s av %(all)s",
            met=number(row.assessed, lang),
            all=number(row.relevant, lang),
        ),
        cells=tuple(
            Cell(rule.code, verdict, f"{rule.code}: {words[verdict]}")
            for rule, verdict in zip(columns, row.strip, strict=True)
        ),
        map_url=asked.map_url(lang, tomt=row.slug),
        certificate_url=address("certificate_parcel", lang, key=row.slug) if known else "",
    )


def _count_line(totals: Totals, lang: Language) -> str:
    return " · ".join(
        (
            ngettext("%(num)s tomt", "%(num)s tomter", totals.parcels),
            ngettext("%(num)s område", "%(num)s områder", totals.sites),
            gettext("%(area)s ledig", area=area(totals.free_m2, lang)),
        )
    )


def _orders(asked: Asked, lang: Language) -> tuple[Order, ...]:
    labels = {
        RowSort.SITE: gettext("Område"),
        RowSort.KOMMUNE: gettext("Kommune"),
        RowSort.WORST: gettext("Flest avvik"),
    }
    return tuple(
        Order(label, asked.url(lang, sort=order.value), order is asked.sort)
        for order, label in labels.items()
    )
