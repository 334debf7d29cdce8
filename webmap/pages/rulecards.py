"""The rule cards of a parcel: what was measured against what, in whose words, and on which data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from areal.queries.findings import Finding, FindingLayer
from webmap.language import gettext
from webmap.pages import measures, texts
from webmap.pages.numbers import day, percent
from webmap.pages.words import Labels

#: Cards that stand open, in this order: what is wrong, what is to be weighed, what is not known.
OPEN = ("deviates", "consider", "error", "not_mapped", "missing")
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class RuleCard:
    """One rule and its verdict for one parcel, ready to be shown."""

    code: str
    title: str
    verdict: str
    tag: str
    tag_text: str
    measured: str
    words: str
    limit: str
    text: str
    quoted: bool
    grant: str
    meta: tuple[str, ...]
    strategy_url: str
    show_url: str


@dataclass(frozen=True)
class Context:
    """What every card needs: the language, code labels and where links go."""

    lang: str
    labels: Labels
    strategy_url: str
    show_url: Callable[[str], str]


def card(finding: Finding, context: Context) -> RuleCard:
    """Make the card of one finding."""
    rule = finding.rule
    tag = "granted" if finding.verdict == "deviates" and finding.grant else finding.verdict
    return RuleCard(
        code=rule.code,
        title=rule.title.get(context.lang),
        verdict=finding.verdict,
        tag=tag,
        tag_text=texts.verdict(tag),
        measured=_measured(finding, context.lang),
        words=_words(finding, context),
        limit=_limit(finding, context.lang),
        text=rule.text.get(context.lang),
        quoted=rule.wording == "quoted",
        grant=_grant(finding, context.lang),
        meta=_meta(finding, context),
        strategy_url=f"{context.strategy_url}#{rule.code}",
        show_url=context.show_url(rule.code) if finding.geometry else "",
    )


def _measured(finding: Finding, lang: str) -> str:
    of = finding.evidence.get("of")
    if finding.unit == "activities" and not finding.measured:
        return ""
    if finding.measured is None or finding.verdict in ("not_relevant", "not_mapped", "error"):
        return ""
    if finding.unit in (None, "codes", "attributes") and of is not None:
        return gettext("%(met)s av %(all)s", met=round(finding.measured), all=of)
    return measures.value(finding.measured, finding.unit, lang)


def _limit(finding: Finding, lang: str) -> str:
    if finding.verdict in ("not_relevant", "not_mapped", "error") or finding.unit == "activities":
        return ""
    return measures.limit(finding.evidence, finding.unit, lang)


def _words(finding: Finding, context: Context) -> str:
    """Say what the number is about, or why there is none."""
    evidence = finding.evidence
    title = finding.layers[0].title.get(context.lang) if finding.layers else ""
    if finding.verdict == "not_relevant":
        return gettext("Kravet gjelder ikke her.")
    if finding.verdict in ("not_mapped", "error"):
        return texts.reason(str(evidence.get("reason", "")), _blind_layer(finding, title, context))
    found = (
        _doubt_words(finding, title, context),
        _nearest_words(evidence, title),
        _overlap_words(finding, title, context.lang),
        _activity_words(finding, context.labels),
        _attribute_words(evidence, context),
        _missing_words(evidence),
    )
    return " ".join(words for words in found if words)


def _doubt_words(finding: Finding, title: str, context: Context) -> str:
    """Say why an answer is missing, where it is more than a value that is not recorded."""
    code = str(finding.evidence.get("reason", ""))
    if finding.verdict != "missing" or not code:
        return ""
    return texts.reason(code, _blind_layer(finding, title, context))


def _blind_layer(finding: Finding, title: str, context: Context) -> str:
    named = str(finding.evidence.get("layer", ""))
    titles = {layer.layer_id: layer.title.get(context.lang) for layer in finding.layers}
    return titles.get(named, title)


def _nearest_words(evidence: Mapping[str, Any], title: str) -> str:
    if "method" not in evidence:
        return ""
    nearest = evidence.get("nearest") or evidence.get("nearest_code") or title
    return gettext("til %(name)s", name=nearest) if nearest else ""


def _overlap_words(finding: Finding, title: str, lang: str) -> str:
    evidence = finding.evidence
    share = evidence.get("area_share")
    if share is None or not title:
        return ""
    hits = evidence.get("hits") or []
    names = sorted({str(hit["name"]) for hit in hits if hit.get("name")})
    words = gettext("på «%(layer)s»", layer=title)
    if finding.unit == "daa" and share:
        words = gettext("%(words)s, %(share)s av tomta", words=words, share=percent(share, lang))
    if names:
        words = f"{words} ({', '.join(names[:_NAMES_SHOWN])})"
    return words


def _activity_words(finding: Finding, labels: Labels) -> str:
    evidence = finding.evidence
    unwanted = labels.many("activity", evidence.get("unwanted"))
    questioned = labels.many("activity", evidence.get("questioned"))
    if unwanted:
        return gettext("passer ikke i området: %(names)s", names=unwanted)
    if questioned:
        return gettext("bør vurderes i området: %(names)s", names=questioned)
    if finding.unit == "activities" and finding.verdict == "met":
        return gettext("All tillatt virksomhet passer i området.")
    return ""


def _attribute_words(evidence: Mapping[str, Any], context: Context) -> str:
    values = evidence.get("attributes")
    if not isinstance(values, Mapping) or evidence.get("limit") is not None:
        return ""
    parts = []
    for name, value in values.items():
        told = context.labels.many(name, value if isinstance(value, list) else [value])
        known = told if told and value is not None else gettext("ukjent")
        parts.append(f"{texts.attribute(name)}: {known}")
    return " · ".join(parts)


def _missing_words(evidence: Mapping[str, Any]) -> str:
    missing = evidence.get("missing")
    if not missing:
        return ""
    names = ", ".join(texts.attribute(str(name)) for name in missing)
    return gettext("Mangler: %(names)s.", names=names)


def _layer_note(layer: FindingLayer, lang: str) -> str:
    title = layer.title.get(lang)
    if layer.source_date is None:
        return title
    return gettext("%(layer)s per %(day)s", layer=title, day=day(layer.source_date, lang))


def _meta(finding: Finding, context: Context) -> tuple[str, ...]:
    """Level, section, layers with their dates, coverage and method: where the claim comes from."""
    rule, evidence, lang = finding.rule, finding.evidence, context.lang
    level: Sequence[str] = (context.labels("level", rule.level),)
    section = (rule.section.get(lang),)
    page = (gettext("side %(page)s", page=rule.page),) if rule.page else ()
    layers = tuple(_layer_note(layer, lang) for layer in finding.layers)
    return (*level, *section, *page, *layers, *_how(evidence, lang))


def _how(evidence: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    parts = []
    if evidence.get("coverage") is not None:
        share = percent(float(evidence["coverage"]), lang)
        parts.append(gettext("dekning %(share)s", share=share))
    if evidence.get("method") == "straight_line":
        parts.append(gettext("luftlinje"))
    if evidence.get("excused_by"):
        parts.append(gettext("unntaket er dokumentert"))
    return tuple(parts)


def _grant(finding: Finding, lang: str) -> str:
    grant = finding.grant
    if grant is None:
        return ""
    words = gettext(
        "Avviket er godkjent av %(body)s %(day)s, sak %(case)s.",
        body=grant.body,
        day=day(grant.decided_on, lang),
        case=grant.case,
    )
    return f"{words} {grant.reason}"
