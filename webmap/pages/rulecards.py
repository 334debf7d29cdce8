"""The rule cards of a parcel: what was measured against what, in whose words, and on which data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from webmap.pages import measures, texts
from webmap.pages.words import said
from webmap.pages.numbers import NBSP, day, percent

#: Order of the cards: what is wrong, what is to be weighed, what is not known, what is fine.
GAPS = ("error", "not_mapped", "missing")
OPEN = ("deviates", "consider", *GAPS)


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
class LayerNote:
    """Title and date of a map layer, in the page's language."""

    title: str
    told: str


@dataclass(frozen=True)
class Context:
    """What every card needs: language, layers by id, code labels and where links go."""

    lang: str
    layers: Mapping[str, LayerNote]
    label: Any
    strategy_url: str
    show_url: Any


def _layer_titles(rule: Any, context: Context) -> list[LayerNote]:
    return [context.layers[name] for name in rule.layers or () if name in context.layers]


def _attribute_words(evidence: Mapping[str, Any], context: Context) -> str:
    values = evidence.get("attributes")
    if not isinstance(values, Mapping) or evidence.get("limit") is not None:
        return ""
    parts = []
    for name, value in values.items():
        items = value if isinstance(value, list) else [value]
        told = ", ".join(context.label(name, item) for item in items if item is not None)
        parts.append(f"{texts.attribute(name)}: {told or gettext('ukjent')}")
    return " · ".join(parts)


def _activity_words(evidence: Mapping[str, Any], context: Context) -> str:
    unwanted = evidence.get("unwanted") or []
    questioned = evidence.get("questioned") or []
    names = [context.label("permitted_activities", code) for code in unwanted or questioned]
    if unwanted:
        return gettext("passer ikke i området: %(names)s", names=", ".join(names))
    if questioned:
        return gettext("bør vurderes i området: %(names)s", names=", ".join(names))
    return ""


def _nearest_words(evidence: Mapping[str, Any], layers: Sequence[LayerNote]) -> str:
    if "method" not in evidence:
        return ""
    nearest = evidence.get("nearest") or evidence.get("nearest_code")
    if nearest:
        return gettext("til %(name)s", name=nearest)
    return gettext("til %(name)s", name=layers[0].title) if layers else ""


def _overlap_words(finding: Any, evidence: Mapping[str, Any], layers: Sequence[LayerNote]) -> str:
    if "area_share" not in evidence or not layers:
        return ""
    names = sorted({str(hit["name"]) for hit in evidence.get("hits") or [] if hit.get("name")})
    place = ", ".join(names[:3]) or layers[0].title
    words = gettext("på %(place)s", place=place)
    if finding.unit == "daa" and evidence["area_share"]:
        return f"{words} ({percent(float(evidence['area_share']), str(finding.lang))})"
    return words


def _missing_words(evidence: Mapping[str, Any]) -> str:
    missing = evidence.get("missing")
    if not missing:
        return ""
    names = ", ".join(texts.attribute(str(name)) for name in missing)
    return gettext("Mangler: %(names)s.", names=names)


def _words(finding: Any, rule: Any, context: Context) -> str:
    """Say what the number is about, or why there is none."""
    evidence = finding.evidence or {}
    layers = _layer_titles(rule, context)
    if finding.verdict == "not_relevant":
        return gettext("Kravet gjelder ikke denne tomta.")
    if finding.verdict in ("not_mapped", "error"):
        title = layers[0].title if layers else ""
        return texts.reason(str(evidence.get("reason", "")), title)
    found = [
        _nearest_words(evidence, layers),
        _overlap_words(finding, evidence, layers),
        _activity_words(evidence, context),
        _attribute_words(evidence, context),
        _missing_words(evidence),
    ]
    return " ".join(words for words in found if words)


def _limit(finding: Any, lang: str) -> str:
    if finding.verdict in ("not_relevant", "error"):
        return ""
    return measures.limit(finding.evidence or {}, finding.unit, lang)


def _measured(finding: Any, lang: str) -> str:
    evidence = finding.evidence or {}
    if finding.measured is None or finding.verdict in ("not_relevant", "not_mapped", "error"):
        return ""
    if finding.unit is None and evidence.get("of") is not None:
        met = round(finding.measured)
        return gettext("%(met)s av %(all)s", met=met, all=evidence["of"])
    return measures.value(float(finding.measured), finding.unit, lang)


def _meta(finding: Any, rule: Any, context: Context) -> tuple[str, ...]:
    """Level, section, layers with their dates, coverage and method: where the claim comes from."""
    evidence = finding.evidence or {}
    parts = [context.label("level", rule.level).capitalize()]
    if rule.section:
        parts.append(str(rule.section))
    if rule.page:
        parts.append(gettext("side %(page)s", page=rule.page))
    parts += [note.told for note in _layer_titles(rule, context)]
    if evidence.get("coverage") is not None:
        share = percent(float(evidence["coverage"]), context.lang)
        parts.append(gettext("dekning %(share)s", share=share))
    if evidence.get("method") == "straight_line":
        parts.append(gettext("luftlinje"))
    if evidence.get("excused_by"):
        parts.append(gettext("unntak: dokumentert"))
    return tuple(parts)


def _grant(finding: Any, lang: str) -> str:
    if not finding.grant_body:
        return ""
    decided = day(finding.grant_decided_on, lang)
    words = gettext(
        "Avviket er godkjent av %(body)s %(day)s, sak %(case)s.",
        body=finding.grant_body,
        day=decided,
        case=finding.grant_case,
    )
    return f"{words} {finding.grant_reason}" if finding.grant_reason else words


def card(finding: Any, rule: Any, context: Context) -> RuleCard:
    """Make the card of one finding."""
    tag = "granted" if finding.verdict == "deviates" and finding.grant_body else finding.verdict
    return RuleCard(
        code=rule.code,
        title=said(rule, "title", context.lang),
        verdict=finding.verdict,
        tag=tag,
        tag_text=texts.verdict(tag),
        measured=_measured(finding, context.lang),
        words=_words(finding, rule, context),
        limit=_limit(finding, context.lang),
        text=said(rule, "text", context.lang),
        quoted=rule.wording == "quoted",
        grant=_grant(finding, context.lang),
        meta=_meta(finding, rule, context),
        strategy_url=f"{context.strategy_url}#{rule.code}",
        show_url=context.show_url(rule.code) if finding.has_geometry else "",
    )
