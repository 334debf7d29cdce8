"""The strategy as the check reads it: rule by rule, with anchors the strips link to."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from areal.queries import Connection, codes, layers
from areal.queries import rules as rule_queries
from areal.queries.revision import Revision, Strategy
from areal.queries.rules import Rule
from webmap.language import Language, gettext
from webmap.pages.frame import answer, render
from webmap.pages.numbers import day
from webmap.pages.words import Labels


@dataclass(frozen=True)
class RuleEntry:
    """One rule on the page; ``meta`` is label and value pairs."""

    code: str
    title: str
    text: str
    quoted: bool
    why: str
    meta: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StrategyView:
    """The strategy with its rules."""

    title: str
    status_line: str
    notice: str
    url: str | None
    rules: tuple[RuleEntry, ...]


def _subject(rule: Rule) -> str:
    return {
        "parcel": gettext("hver tomt"),
        "kommune": gettext("hver kommune"),
        "region": gettext("regionen"),
    }[rule.subject]


def _meta(
    rule: Rule, labels: Labels, titles: dict[str, str], lang: Language
) -> tuple[tuple[str, str], ...]:
    pairs = [
        (gettext("Nivå"), labels("level", rule.level)),
        (gettext("Tema"), labels("theme", rule.theme)),
        (gettext("Gjelder"), _subject(rule)),
    ]
    page = gettext("side %(page)s", page=rule.page) if rule.page else ""
    section = rule.section.get(lang)
    pairs.append((gettext("Kilde"), ", ".join(part for part in (section, page) if part)))
    if rule.layers:
        names = ", ".join(titles.get(layer, layer) for layer in rule.layers)
        pairs.append((gettext("Kartlag"), names))
    wording = (
        gettext("strategiens egen")
        if rule.wording == "quoted"
        else gettext("formulert for kontrollen")
    )
    pairs.append((gettext("Ordlyd"), wording))
    return tuple(pairs)


def _status_line(strategy: Strategy, lang: Language) -> str:
    status = {
        "vedtatt": gettext("Vedtatt"),
        "høring": gettext("På høring"),
        "utkast": gettext("Utkast"),
    }[strategy.status]
    told = {"status": status, "start": day(strategy.valid_from, lang)}
    if strategy.valid_to:
        told["stop"] = day(strategy.valid_to, lang)
        return gettext("%(status)s, gjelder %(start)s–%(stop)s.", **told)
    return gettext("%(status)s, gjelder fra %(start)s.", **told)


def _build(connection: Connection, revision: Revision, lang: Language) -> str:
    labels = Labels(codes.labels(connection, lang))
    rules = rule_queries.list_rules(connection)
    titles = {item.layer_id: item.title.get(lang) for item in layers.list_layers(connection)}
    entries = tuple(
        RuleEntry(
            code=rule.code,
            title=rule.title.get(lang),
            text=rule.text.get(lang),
            quoted=rule.wording == "quoted",
            why=rule.why.get(lang) if rule.why else "",
            meta=_meta(rule, labels, titles, lang),
        )
        for rule in rules
    )
    strategy = revision.strategy
    view = StrategyView(
        title=strategy.title.get(lang),
        status_line=_status_line(strategy, lang),
        notice=strategy.notice.get(lang) if strategy.notice else "",
        url=strategy.url,
        rules=entries,
    )
    return render("strategy.html", "strategy", lang, connection, revision, strategy=view)


def strategy_page(lang: Language) -> Response:
    """Return the strategy in a language."""
    return answer(lambda connection, revision: _build(connection, revision, lang))


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    blueprint.add_url_rule("/strategien", "strategy_nb", lambda: strategy_page("nb"))
    blueprint.add_url_rule("/en/strategy", "strategy_en", lambda: strategy_page("en"))
