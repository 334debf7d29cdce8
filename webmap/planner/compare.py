"""The page that sets two strategies or runs side by side, and says what made the difference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request

from areal.assess.compare import Comparison, compare
from areal.assess.compare_sides import Offered, offered
from areal.queries import Connection, kommuner, layers, plan_runs, reading
from areal.queries import revision as revisions
from areal.queries.filters import ParcelFilter
from areal.queries.plan_runs import RunFigure
from areal.queries.revision import Revision
from webmap.language import Language, gettext
from webmap.pages import links
from webmap.pages.frame import settings
from webmap.pages.numbers import day
from webmap.planner.compare_view import view
from webmap.planner.frame import address, render_plan
from webmap.planner.overview_runs import status
from webmap.planner.slots import slot
from webmap.revision import mark

_NAME = "compare"
_ADDRESSES: tuple[tuple[Language, str], ...] = (
    ("nb", "/plan/sammenlign"),
    ("en", "/en/plan/compare"),
)
_RUNS = 12
#: A comparison is many statements: it may take as long as so many of the slowest.
_STATEMENTS = 4


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class Form:
    """The form, with what the address says or what is likely to be compared first."""

    a: str
    b: str
    kommune: str
    strategies: tuple[Option, ...]
    runs: tuple[Option, ...]
    kommuner: tuple[Option, ...]


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    a: str
    b: str
    kommune: str
    rule: str


def _asked() -> Asked:
    return Asked(*(request.args.get(name, "").strip() for name in ("a", "b", "kommune", "rule")))


def _strategy(each: Offered, lang: Language) -> Option:
    state = status(each.status).lower()
    if each.is_published:
        state = gettext("%(status)s, kontrollert mot nå", status=state)
    return Option(each.version, f"{each.version} ({state}): {each.title.get(lang)}")


def _run(run: RunFigure, lang: Language) -> Option:
    label = gettext(
        "Kontroll nr. %(run)s, %(strategy)s, per %(day)s",
        run=run.run_id,
        strategy=run.strategy_id.rpartition("/")[2],
        day=day(run.as_of, lang),
    )
    return Option(f"run-{run.run_id}", label)


def _form(connection: Connection, asked: Asked, lang: Language) -> Form:
    strategies = tuple(_strategy(each, lang) for each in offered(connection))
    runs = plan_runs.runs(connection, ParcelFilter(), _RUNS)
    shown = tuple(_run(run, lang) for run in reversed(runs))
    names = [option.value for option in (*strategies, *shown)]
    first = asked.a or names[0]
    return Form(
        a=first,
        b=asked.b or next((name for name in names if name != first), first),
        kommune=asked.kommune,
        strategies=strategies,
        runs=_with_asked(shown, asked, names),
        kommuner=tuple(Option(row.kommunenummer, row.name) for row in kommuner.summary(connection)),
    )


def _with_asked(runs: tuple[Option, ...], asked: Asked, names: list[str]) -> tuple[Option, ...]:
    """Offer also what the address names and the lists do not: an older run, another spelling."""
    others = dict.fromkeys(name for name in (asked.a, asked.b) if name and name not in names)
    return (*runs, *(Option(name, name) for name in others))


def _compared(asked: Asked) -> Comparison | None:
    if not (asked.a and asked.b):
        return None
    with slot():
        return compare(
            asked.a,
            asked.b,
            rules=[asked.rule] if asked.rule else None,
            kommuner=[asked.kommune] if asked.kommune else None,
            published=True,
            timeout_ms=settings().statement_timeout_ms * _STATEMENTS,
        )


def _page(
    connection: Connection, revision: Revision, found: Comparison | None, lang: Language
) -> str:
    asked = _asked()
    form = _form(connection, asked, lang)
    titles = {item.layer_id: item.title.get(lang) for item in layers.list_layers(connection)}
    names = {option.value: option.label for option in form.kommuner}
    kept = [("a", form.a), ("b", form.b)]
    return render_plan(
        "plan/compare.html",
        _NAME,
        _NAME,
        lang,
        connection,
        revision,
        action=address(_NAME, lang),
        form=form,
        rule=asked.rule,
        with_rule=partial(_url, lang, [*kept, *_pair("kommune", asked.kommune)], "rule"),
        with_kommune=partial(_url, lang, [*kept, *_pair("rule", asked.rule)], "kommune"),
        swapped=_url(lang, [("a", form.b), ("b", form.a)], "kommune", asked.kommune),
        found=view(found, titles, names, lang) if found else None,
    )


def _pair(name: str, value: str) -> list[tuple[str, str]]:
    return [(name, value)] if value else []


def _url(lang: Language, kept: list[tuple[str, str]], name: str, value: str) -> str:
    return links.with_query(address(_NAME, lang), [*kept, *_pair(name, value)])


def _answer(lang: Language) -> Response:
    """Answer with no tag to keep it by: a run that nobody has published is another answer."""
    found = _compared(_asked())
    with reading() as connection:
        revision = revisions.current(connection)
        response = Response(_page(connection, revision, found, lang), mimetype="text/html")
        mark(response, revision)
    response.cache_control.no_store = True
    return response


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    for lang, path in _ADDRESSES:
        blueprint.add_url_rule(path, f"{_NAME}_{lang}", partial(_answer, lang))
