"""The dashboard: where the region stands, kommune by kommune and rule by rule, and the proof."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from areal.queries import Connection, plan, plan_runs, sites
from areal.queries.plan import Figures, Per
from areal.queries.revision import Revision
from webmap.language import Language, gettext, ngettext
from webmap.pages import texts
from webmap.pages.frame import answer
from webmap.pages.numbers import area, day, number, percent
from webmap.planner import overview_figures, overview_files, overview_runs
from webmap.planner.frame import render_plan
from webmap.planner.overview_asked import ROWS, Asked
from webmap.planner.overview_bars import SHOWN, WIDTH
from webmap.planner.overview_figures import Names
from webmap.planner.overview_filter import filter_form
from webmap.planner.overview_ground import ground
from webmap.planner.overview_rows import table


@dataclass(frozen=True)
class Key:
    """One figure at the top."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class View:
    """One way to see the figures."""

    label: str
    url: str
    chosen: bool


def _keys(figures: Figures, lang: Language) -> tuple[Key, ...]:
    whole = figures.whole
    deviating = whole.tally("deviates")
    share = percent(whole.assessed / whole.relevant, lang) if whole.relevant else ""
    return (
        Key(gettext("Tomter"), number(whole.parcels, lang), area(whole.area_m2, lang)),
        Key(
            gettext("Kontroller som gjelder"),
            number(whole.relevant, lang),
            gettext("én regel på én tomt, kommune eller region"),
        ),
        Key(
            gettext("Funn som avviker"),
            number(deviating.findings, lang),
            gettext(
                "på %(parcels)s, %(area)s",
                parcels=ngettext("%(num)s tomt", "%(num)s tomter", deviating.parcels),
                area=area(deviating.area_m2, lang),
            ),
        ),
        Key(
            gettext("Funn som bør vurderes"),
            number(whole.tally("consider").findings, lang),
            ngettext("på %(num)s tomt", "på %(num)s tomter", whole.tally("consider").parcels),
        ),
        Key(
            gettext("Kunne vurderes"),
            share or gettext("ingen"),
            overview_figures.coverage(whole, lang),
        ),
    )


def _views(chosen: Asked, lang: Language) -> tuple[View, ...]:
    labels = {
        Per.KOMMUNE: gettext("Kommune"),
        Per.THEME: gettext("Tema"),
        Per.RULE: gettext("Regel"),
        Per.CROSS: gettext("Kommune og tema"),
    }
    return tuple(
        View(label, chosen.url(lang, per=per.value), per is chosen.per)
        for per, label in labels.items()
    )


def _run_line(revision: Revision, lang: Language) -> str:
    return gettext(
        "Kontroll nr. %(run)s, per %(day)s, mot «%(title)s».",
        run=revision.run_id,
        day=day(revision.as_of, lang),
        title=revision.strategy.title.get(lang),
    )


def _build(connection: Connection, revision: Revision, lang: Language) -> str:
    base = ground(connection, lang)
    chosen = base.asked
    figures = plan.figures(connection, chosen.wanted, chosen.per)
    names = Names(base.names, base.labels, base.rules, lang)
    found = plan.parcel_rows(connection, chosen.wanted, chosen.sort, ROWS, (chosen.page - 1) * ROWS)
    totals = sites.totals(connection, chosen.wanted)
    crossed = chosen.per is Per.CROSS
    return render_plan(
        "plan/overview.html",
        "overview",
        "overview",
        lang,
        connection,
        revision,
        run_line=_run_line(revision, lang),
        keys=_keys(figures, lang),
        filter=filter_form(chosen, base.names, base.labels, base.rules, lang),
        views=_views(chosen, lang),
        verdicts=tuple((code, texts.verdict(code)) for code in SHOWN),
        bar_width=WIDTH,
        figures=() if crossed else overview_figures.rows(figures, chosen, names),
        whole=overview_figures.row(figures.whole, chosen, gettext("I alt"), lang),
        per=chosen.per.value,
        themes=tuple(base.labels("theme", code) for code in overview_figures.themes(figures, names))
        if crossed
        else (),
        cross=overview_figures.cross(figures, chosen, names) if crossed else (),
        table=table(chosen, base.rules, found, totals, lang),
        map_url=chosen.map_url(lang),
        files=overview_files.links(chosen, lang),
        runs=overview_runs.runs(
            plan_runs.runs(connection, chosen.wanted, overview_runs.SHOWN_RUNS), lang
        ),
    )


def overview(lang: Language) -> Response:
    """Return the dashboard in a language."""
    return answer(lambda connection, revision: _build(connection, revision, lang))


def register(blueprint: Blueprint) -> None:
    """Add the dashboard and its files in both languages."""
    blueprint.add_url_rule("/plan/", "overview_nb", lambda: overview("nb"))
    blueprint.add_url_rule("/en/plan/", "overview_en", lambda: overview("en"))
    overview_files.register(blueprint)
