"""One rule of the rule book: words, conditions, limits, layers, and what it hits today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from areal.queries.kind_manuals import Manual
from areal.queries.layers import Layer
from areal.queries.plan import Figure
from areal.queries.rulebook import WrittenRule
from webmap.language import Language, gettext, ngettext
from webmap.pages import texts
from webmap.pages.numbers import NBSP, area, day, distance, number, percent
from webmap.pages.words import Labels
from webmap.planner.overview_bars import SHOWN, Bar, bar
from webmap.planner.rulebook_limits import Limits, limits
from webmap.planner.rulebook_words import any_of, attributes, features


@dataclass(frozen=True)
class LayerLine:
    """A layer the rule reads, with its date."""

    title: str
    source: str
    date: str
    stale: str


@dataclass(frozen=True)
class Hit:
    """Findings of one verdict, with the parcels behind them."""

    verdict: str
    label: str
    count: str
    note: str
    url: str


@dataclass(frozen=True)
class Hits:
    """What the rule finds today; ``coverage`` is the coverage figure of the dashboard."""

    bar: Bar
    hits: tuple[Hit, ...]
    coverage: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One rule of the book."""

    code: str
    title: str
    text: str
    quoted: bool
    level: str
    theme: str
    subject: str
    section: str
    why: str
    kind: str
    kind_title: str
    checks: str
    known: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    limits: tuple[Limits, ...]
    limits_note: str
    layers: tuple[LayerLine, ...]
    hits: Hits | None


@dataclass(frozen=True)
class Context:
    """What every rule is told with; ``figures`` by rule are those of the published version."""

    labels: Labels
    layers: Mapping[str, Layer]
    manuals: Mapping[str, Manual]
    figures: Mapping[str, Figure] | None
    as_of: date
    lang: Language
    #: Addresses of the dashboard by rule, and by rule and verdict.
    dashboard: Mapping[str, str]

    @property
    def titles(self) -> dict[str, str]:
        """Return the titles of the layers."""
        return {key: layer.title.get(self.lang) for key, layer in self.layers.items()}


def entry(written: WrittenRule, context: Context) -> Entry:
    """Make the entry of one rule."""
    rule, lang, labels = written.rule, context.lang, context.labels
    manual = context.manuals.get(rule.kind)
    page = gettext("side %(page)s", page=rule.page) if rule.page else ""
    section = rule.section.get(lang)
    return Entry(
        code=rule.code,
        title=rule.title.get(lang),
        text=rule.text.get(lang),
        quoted=rule.wording == "quoted",
        level=labels("level", rule.level),
        theme=labels("theme", rule.theme),
        subject=_subject(rule.subject),
        section=", ".join(part for part in (section, page) if part),
        why=rule.why.get(lang) if rule.why else "",
        kind=rule.kind,
        kind_title=labels("kind", rule.kind),
        checks=manual.checks.get(lang) if manual else "",
        known=manual.limits.get(lang) if manual else "",
        conditions=_conditions(written.spec, context),
        limits=limits(written, labels, context.titles, lang),
        limits_note=_limits_note(written),
        layers=tuple(_layer(name, context) for name in rule.layers),
        hits=_hits(rule.code, context),
    )


def _subject(subject: str) -> str:
    return {
        "parcel": gettext("hver tomt"),
        "kommune": gettext("hver kommune"),
        "region": gettext("regionen"),
    }[subject]


def _limits_note(written: WrittenRule) -> str:
    targets = written.rule.limits.get("targets", ())
    if len(targets) < 2:  # noqa: PLR2004 - one target needs no word on several
        return ""
    if written.rule.limits.get("direction") == "at_most":
        return gettext("Det er nok at én av dem er nær.")
    return gettext("Alle må være langt nok unna.")


def _conditions(
    spec: Mapping[str, Any], context: Context
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Say whom the rule concerns, what counts, what is tolerated and what excuses."""
    labels, lang = context.labels, context.lang
    found = (
        (gettext("Gjelder når"), attributes(spec.get("applies_to") or {}, labels, lang)),
        (gettext("Teller"), attributes(spec.get("counts_where") or {}, labels, lang)),
        (gettext("Nær"), _near(spec, context)),
        (gettext("Regner med"), _one(features(spec.get("where") or {}, labels, lang))),
        (
            gettext("Gir høyst «bør vurderes»"),
            _one(features(spec.get("consider_where") or {}, labels, lang)),
        ),
        (gettext("Byggegrenser"), _buffers(spec, context)),
        (gettext("Må være kjent"), _names(spec.get("requires"))),
        (gettext("Opplysninger"), _completeness(spec)),
        (gettext("Toleranse"), _tolerance(spec.get("tolerance") or {}, lang)),
        (gettext("Unntak når"), attributes(spec.get("except_when") or {}, labels, lang)),
    )
    return tuple((label, words) for label, words in found if words)


def _one(words: str) -> tuple[str, ...]:
    return (words,) if words else ()


def _names(attributes_named: Any) -> tuple[str, ...]:
    words = [texts.attribute(str(name)) for name in attributes_named or ()]
    return _one(", ".join(words))


def _completeness(spec: Mapping[str, Any]) -> tuple[str, ...]:
    return _names(spec.get("attributes")) if spec.get("kind") == "completeness" else ()


def _near(spec: Mapping[str, Any], context: Context) -> tuple[str, ...]:
    near = spec.get("near")
    if not near:
        return ()
    title = context.titles.get(near["layer"], near["layer"])
    which = any_of([str(code) for code in (near.get("where") or {}).get("code", [])])
    name = f"{title} ({which})" if which else title
    way = distance(float(near["metres"]), context.lang)
    return (gettext("innen %(way)s i luftlinje fra «%(name)s»", way=way, name=name),)


def _buffers(spec: Mapping[str, Any], context: Context) -> tuple[str, ...]:
    said = []
    for buffer in spec.get("buffers") or ():
        title = context.titles.get(buffer["layer"], buffer["layer"])
        which = features(buffer.get("where") or {}, context.labels, context.lang)
        name = f"{title} ({which})" if which else title
        said.append(f"{distance(float(buffer['metres']), context.lang)}: {name}")
    return tuple(said)


def _tolerance(tolerance: Mapping[str, Any], lang: Language) -> tuple[str, ...]:
    said = []
    if "m2" in tolerance:
        said.append(f"{number(float(tolerance['m2']), lang)}{NBSP}m²")
    if "share" in tolerance:
        share = percent(float(tolerance["share"]), lang)
        said.append(gettext("%(share)s av tomta", share=share))
    if not said:
        return ()
    sizes = gettext(" og ").join(said)
    return (gettext("treff mindre enn %(sizes)s regnes som tegnefeil", sizes=sizes),)


def _layer(name: str, context: Context) -> LayerLine:
    layer = context.layers.get(name)
    if layer is None or not layer.loaded:
        title = layer.title.get(context.lang) if layer else name
        return LayerLine(title, gettext("ikke lastet inn"), "", "")
    told = layer.source_date
    limit = timedelta(days=layer.interval_days) if layer.interval_days is not None else None
    old = told is not None and limit is not None and context.as_of - told > limit
    return LayerLine(
        title=layer.title.get(context.lang),
        source=layer.source or "",
        date=gettext("per %(day)s", day=day(told, context.lang))
        if told
        else gettext("ukjent dato"),
        stale=gettext("Eldre enn avtalt") if old else "",
    )


def _told(on: date | None, lang: Language) -> str:
    return gettext("per %(day)s", day=day(on, lang)) if on else gettext("ukjent dato")


def _hits(code: str, context: Context) -> Hits | None:
    if context.figures is None:
        return None
    figure = context.figures.get(code)
    if figure is None:
        return Hits(bar({}, context.lang), (), "", context.dashboard[code])
    counts = {verdict: tally.findings for verdict, tally in figure.by_verdict.items()}
    return Hits(
        bar=bar(counts, context.lang),
        hits=tuple(
            _hit(figure, code, verdict, context)
            for verdict in (*SHOWN, "not_relevant")
            if figure.tally(verdict).findings
        ),
        coverage=gettext(
            "%(met)s av %(all)s kunne vurderes",
            met=number(figure.assessed, context.lang),
            all=number(figure.relevant, context.lang),
        ),
        url=context.dashboard[code],
    )


def _hit(figure: Figure, code: str, verdict: str, context: Context) -> Hit:
    tally = figure.tally(verdict)
    notes = [area(tally.area_m2, context.lang)] if tally.parcels else []
    if verdict == "deviates" and figure.granted:
        notes.append(ngettext("%(num)s godkjent", "%(num)s godkjente", figure.granted))
    return Hit(
        verdict=verdict,
        label=texts.verdict(verdict),
        count=number(tally.findings, context.lang),
        note=", ".join(notes),
        url=context.dashboard[f"{code} {verdict}"],
    )
