"""The rule book: a strategy as a readable page, with how each rule is measured and what it hits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from areal.queries import Connection, codes, kommuner, layers, plan, reading, rulebook
from areal.queries import revision as revisions
from areal.queries.filters import ParcelFilter
from areal.queries.kind_manuals import manuals
from areal.queries.plan import Figure, Per
from areal.queries.revision import Revision
from areal.queries.rulebook import RuleBook, Version
from areal.queries.verdicts import WORST_FIRST
from webmap.language import Language, gettext
from webmap.pages import links, texts
from webmap.pages.frame import answer
from webmap.pages.numbers import day
from webmap.pages.words import Labels
from webmap.planner.frame import address, render_plan
from webmap.planner.overview_bars import WIDTH
from webmap.planner.overview_runs import status
from webmap.planner.rulebook_rules import Context, Entry, entry


@dataclass(frozen=True)
class Choice:
    """One stored version."""

    label: str
    status: str
    url: str
    chosen: bool
    published: bool


@dataclass(frozen=True)
class KindSection:
    """How one kind of rule is measured, and the rules that are."""

    code: str
    title: str
    checks: str
    measured: str
    known: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """Everything the page says."""

    title: str
    version: str
    facts: tuple[tuple[str, str], ...]
    sha256: str
    notice: str
    url: str | None
    published: bool
    rules: tuple[Entry, ...]
    kinds: tuple[KindSection, ...]
    choices: tuple[Choice, ...]


def _choices(stored: tuple[Version, ...], shown: Version, lang: Language) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=each.version,
            status=status(each.status),
            url=address("rules", lang, version=each.version),
            chosen=each.snapshot_id == shown.snapshot_id,
            published=each.is_published,
        )
        for each in stored
    )


def _facts(
    version: Version, names: Mapping[str, str], lang: Language
) -> tuple[tuple[str, str], ...]:
    document = version.document
    start, stop = version.valid_from, version.valid_to
    valid = gettext("fra %(start)s", start=day(start, lang))
    if stop:
        valid = f"{day(start, lang)}–{day(stop, lang)}"
    facts = [
        (gettext("Status"), status(version.status)),
        (_validity(version), valid),
        (gettext("Utgiver"), document.get("publisher") or ""),
        (gettext("Vedtatt av"), _adopted(document, names)),
        (gettext("Lagret"), day(version.stored_at, lang)),
    ]
    return tuple((label, value) for label, value in facts if value)


def _validity(version: Version) -> str:
    """Name the years of a strategy: a draft is in force on no day."""
    return gettext("I kraft") if version.status == "vedtatt" else gettext("Tenkt for")


def _adopted(document: Mapping[str, Any], names: Mapping[str, str]) -> str:
    said = []
    for item in document.get("adopted") or ():
        parts = [names.get(item["kommune"], item["kommune"])]
        if item.get("case"):
            parts.append(gettext("sak %(case)s", case=item["case"]))
        said.append(" ".join(parts))
    return ", ".join(said)


def _dashboard(book: RuleBook, lang: Language) -> dict[str, str]:
    """Return the dashboard's address for each rule, and for each rule and verdict."""
    root = address("overview", lang)
    found = {}
    for written in book.rules:
        code = written.rule.code
        pairs = [("rule", code), ("per", Per.KOMMUNE.value)]
        found[code] = links.with_query(root, pairs)
        for verdict in WORST_FIRST:
            chosen = links.with_query(root, [*pairs, ("finding", verdict)])
            found[f"{code} {verdict}"] = f"{chosen}#tomter"
    return found


def _figures(connection: Connection, version: Version) -> dict[str, Figure] | None:
    """Return the figures of the dashboard by rule; only the published version has any."""
    if not version.is_published:
        return None
    found = plan.figures(connection, ParcelFilter(), Per.RULE)
    return {figure.key: figure for figure in found.rows}


def _kinds(book: RuleBook, labels: Labels, lang: Language) -> tuple[KindSection, ...]:
    used: dict[str, list[str]] = {}
    for written in book.rules:
        used.setdefault(written.rule.kind, []).append(written.rule.code)
    told = manuals()
    return tuple(
        KindSection(
            code=kind,
            title=labels("kind", kind),
            checks=told[kind].checks.get(lang),
            measured=told[kind].measured.get(lang),
            known=told[kind].limits.get(lang),
            rules=tuple(used[kind]),
        )
        for kind in labels.codes("kind")
        if kind in used and kind in told
    )


def _book(connection: Connection, revision: Revision, asked: str, lang: Language) -> Book:
    stored = rulebook.versions(connection)
    version = rulebook.chosen(stored, asked)
    book = rulebook.rulebook(connection, version)
    labels = Labels(codes.labels(connection, lang))
    context = Context(
        labels=labels,
        layers={layer.layer_id: layer for layer in layers.list_layers(connection)},
        manuals=manuals(),
        figures=_figures(connection, version),
        as_of=revision.as_of,
        lang=lang,
        dashboard=_dashboard(book, lang),
    )
    notice = version.document.get("notice") or {}
    names = {item.kommunenummer: item.name for item in kommuner.summary(connection)}
    return Book(
        title=version.title.get(lang),
        version=version.version,
        facts=_facts(version, names, lang),
        sha256=version.sha256,
        notice=notice.get(lang, ""),
        url=version.document.get("url"),
        published=version.is_published,
        rules=tuple(entry(written, context) for written in book.rules),
        kinds=_kinds(book, labels, lang),
        choices=_choices(stored, version, lang),
    )


def rules(lang: Language, version: str | None) -> AnyResponse:
    """Return the rule book of a version; without one, go to the published version's."""
    if version is None:
        return _to_published(lang)

    def build(connection: Connection, revision: Revision) -> str:
        return render_plan(
            "plan/rulebook.html",
            "rules",
            "rules",
            lang,
            connection,
            revision,
            view={"version": version},
            book=_book(connection, revision, version, lang),
            bar_width=WIDTH,
            names={verdict: texts.verdict(verdict) for verdict in WORST_FIRST},
        )

    return answer(build)


def _to_published(lang: Language) -> AnyResponse:
    with reading() as connection:
        published = revisions.current(connection).strategy.strategy_id
    response = redirect(address("rules", lang, version=published.rpartition("/")[2]))
    # What is published may be another tomorrow.
    response.cache_control.no_store = True
    return response


def register(blueprint: Blueprint) -> None:
    """Add the rule book in both languages."""
    roots: dict[Language, str] = {"nb": "/plan/regler/", "en": "/en/plan/rules/"}
    for lang, root in roots.items():
        for path, version in ((root, {"version": None}), (f"{root}<version>", {})):
            blueprint.add_url_rule(path, f"rules_{lang}", rules, defaults={"lang": lang, **version})
