"""The words of one finding in a certificate: margin, source, layers, coverage, grant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from areal.queries.certificate import Part
from areal.queries.findings import Finding, FindingLayer
from areal.queries.rules import Rule
from areal.sheets.document import Entry, LayerLine, Picture
from webmap.language import gettext
from webmap.pages import measures
from webmap.pages.numbers import day, number, percent
from webmap.pages.rulecards import Context, card

#: Verdicts without a measured value to hold against a limit.
_NOT_MEASURED = ("not_relevant", "not_mapped", "error")
_NAMES_SHOWN = 12


@dataclass(frozen=True)
class Names:
    """What parcels are called, by slug: site and label."""

    parcels: Mapping[str, tuple[str, str]]


def entry(
    finding: Finding, part: Part, context: Context, names: Names, picture: Picture | None
) -> Entry:
    """Write one finding; its numbers go along as they are."""
    told = card(finding, context)
    limit = finding.evidence.get("limit")
    words = _about(finding, part, told.words, names)
    return Entry(
        code=finding.rule_code,
        title=told.title,
        verdict=finding.verdict,
        tag=told.tag,
        tag_text=told.tag_text,
        level=context.labels("level", finding.rule.level),
        unit=finding.unit,
        measured=finding.measured,
        limit=float(limit) if isinstance(limit, int | float) else None,
        margin=finding.margin,
        measured_text=told.measured,
        limit_text=_limits(finding, context.lang),
        margin_text=_margin(finding, context.lang),
        words=words if told.measured else _capital(words),
        quote=quoted(finding.rule, context.lang),
        quoted=told.quoted,
        source=source(finding.rule, context.lang),
        layers=tuple(_layer(layer, finding, context.lang) for layer in finding.layers),
        notes=_notes(finding, context.lang),
        grant=_grant(finding, told.grant, context.lang),
        picture=picture,
    )


def quoted(rule: Rule, lang: str) -> str:
    """Return the rule's text, in the quotation marks of the language where it is a quotation."""
    text = rule.text.get(lang)
    if rule.wording != "quoted":
        return text
    return f"“{text}”" if lang == "en" else f"«{text}»"


def source(rule: Rule, lang: str) -> str:
    """Say where the text stands: section, page, and whether the words are the strategy's own."""
    if rule.wording == "quoted":
        wording = gettext("strategiens egne ord")
        page = (
            gettext("side %(page)s", page=rule.page) if rule.page else gettext("side ikke oppgitt")
        )
    else:
        wording = gettext("formulert for kontrollen")
        page = gettext("side %(page)s", page=rule.page) if rule.page else ""
    return ", ".join(text for text in (rule.section.get(lang), page, wording) if text)


def _about(finding: Finding, part: Part, words: str, names: Names) -> str:
    """Say what the number is about; for a kommune or the region, which parcels count."""
    if part.subject in ("parcel", "area"):
        return words
    if finding.verdict == "not_relevant":
        return gettext("Kravet gjelder ikke her.")
    counted = _named(finding.evidence.get("parcels") or (), names)
    unsure = _named(finding.evidence.get("undecided") or (), names)
    said = []
    if counted:
        said.append(gettext("Teller med: %(names)s.", names=counted))
    if unsure:
        said.append(gettext("Kan telle med, men mangler opplysning: %(names)s.", names=unsure))
    closest = [item["slug"] for item in finding.evidence.get("closest") or () if "slug" in item]
    if closest and finding.verdict != "met":
        said.append(gettext("Nærmest å fylle kravet: %(names)s.", names=_named(closest, names)))
    return " ".join(said) or words


def _named(slugs: Sequence[str], names: Names) -> str:
    """Name parcels site by site: "Slomarka (Tomt 1, Tomt 2), Granli (Tomt 4)"."""
    sites: dict[str, list[str]] = {}
    for slug in slugs:
        site, label = names.parcels.get(slug, (slug, ""))
        sites.setdefault(site, []).append(label)
    told = [
        f"{site} ({', '.join(labels)})" if any(labels) else site
        for site, labels in list(sites.items())[:_NAMES_SHOWN]
    ]
    left = len(sites) - _NAMES_SHOWN
    more = gettext(" og %(num)s til", num=left) if left > 0 else ""
    return ", ".join(told) + more


def _limits(finding: Finding, lang: str) -> str:
    """Write the limit for met, and where a deviation begins when that is another."""
    if finding.verdict == "not_relevant" or finding.unit == "activities":
        return ""
    evidence = finding.evidence
    met, beyond = evidence.get("limit"), evidence.get("deviates_limit")
    if not isinstance(met, int | float):
        return ""
    least = evidence.get("direction") == "at_least"
    text = _bound(float(met), finding.unit, lang, least=least)
    if not isinstance(beyond, int | float) or beyond == met:
        return text
    edge = measures.value(float(beyond), finding.unit, lang)
    told = (
        gettext("avvik under %(limit)s", limit=edge)
        if least
        else gettext("avvik over %(limit)s", limit=edge)
    )
    return f"{text} ({told})"


def _bound(limit: float, unit: str | None, lang: str, *, least: bool) -> str:
    text = measures.value(limit, unit, lang)
    if least:
        return gettext("minst %(limit)s", limit=text)
    return gettext("høyst %(limit)s", limit=text) if limit else text


def _margin(finding: Finding, lang: str) -> str:
    margin = finding.margin
    if margin is None or finding.verdict in _NOT_MEASURED or not _limits(finding, lang):
        return ""
    if margin == 0:
        return gettext("ingen margin")
    text = _amount(abs(margin), finding.unit, lang)
    if finding.evidence.get("direction") == "at_least":
        if margin > 0:
            return gettext("%(margin)s over kravet", margin=text)
        return gettext("%(margin)s under kravet", margin=text)
    if margin > 0:
        return gettext("%(margin)s under grensen", margin=text)
    return gettext("%(margin)s over grensen", margin=text)


def _amount(value: float, unit: str | None, lang: str) -> str:
    """Write a difference: of shares in percentage points, else as the value itself."""
    if unit in ("share", "%"):
        points = value * 100 if unit == "share" else value
        return gettext("%(points)s prosentpoeng", points=number(points, lang, 1))
    return measures.value(value, unit, lang)


def layer_line(layer: FindingLayer, lang: str, *, old: bool = False) -> LayerLine:
    """Name a layer with its day and its source; ``old`` marks it as past its interval."""
    title = layer.title.get(lang)
    dated = (
        gettext("%(layer)s per %(day)s", layer=title, day=day(layer.source_date, lang))
        if layer.source_date
        else gettext("%(layer)s, dato ukjent", layer=title)
    )
    stale = gettext("Eldre enn kartlagets intervall") if old else ""
    return LayerLine(layer.layer_id, dated, layer.source or layer.provider, stale)


def _layer(layer: FindingLayer, finding: Finding, lang: str) -> LayerLine:
    old = layer.layer_id in finding.stale_layers
    return layer_line(layer, lang, old=old)


def _notes(finding: Finding, lang: str) -> tuple[str, ...]:
    """Say how it was measured: coverage, straight line, slivers left out, exception."""
    evidence = finding.evidence
    notes = []
    if evidence.get("coverage") is not None:
        share = percent(float(evidence["coverage"]), lang)
        notes.append(gettext("dekning %(share)s", share=share))
    if evidence.get("method") == "straight_line":
        notes.append(gettext("målt i luftlinje"))
    sliver = evidence.get("tolerance_m2")
    if sliver:
        told = number(float(sliver), lang)
        notes.append(gettext("flater til og med %(area)s m² regnes ikke", area=told))
    if evidence.get("excused_by"):
        notes.append(gettext("unntaket er dokumentert"))
    return tuple(_capital(note) if at == 0 else note for at, note in enumerate(notes))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _grant(finding: Finding, told: str, lang: str) -> str:
    grant = finding.grant
    if grant is None:
        return ""
    until = (
        gettext("Gjelder til %(day)s.", day=day(grant.valid_until, lang))
        if grant.valid_until
        else gettext("Gjelder uten sluttdato.")
    )
    return f"{told} {until}"
