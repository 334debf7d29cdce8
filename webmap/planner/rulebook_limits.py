"""The limits of a rule in words: what each verdict takes, with units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from areal.queries.rulebook import WrittenRule
from webmap.language import gettext
from webmap.pages import measures, texts
from webmap.pages.numbers import NBSP, number
from webmap.pages.words import Labels, lowered
from webmap.planner.rulebook_words import any_of


@dataclass(frozen=True)
class Limit:
    """What it takes to come out with a verdict."""

    verdict: str
    words: str


@dataclass(frozen=True)
class Limits:
    """The limits of one measure; ``of`` names it where a rule has several."""

    of: str
    limits: tuple[Limit, ...]


def limits(
    written: WrittenRule, labels: Labels, titles: Mapping[str, str], lang: str
) -> tuple[Limits, ...]:
    """Say the limits of a rule; ``titles`` name the layers."""
    rule, shown = written.rule, written.rule.limits
    if rule.kind == "distance":
        return _targets(written, titles, lang)
    if rule.kind == "activity_fit":
        return _classes(shown, labels, lang)
    if "accepted" in shown:
        return (Limits("", _accepted(written, labels)),)
    between = "missing" if rule.kind == "completeness" else "consider"
    return (Limits("", _span(shown, shown, rule.level, lang, between)),)


def _span(
    bounds: Mapping[str, Any],
    shown: Mapping[str, Any],
    level: str,
    lang: str,
    between: str = "consider",
) -> tuple[Limit, ...]:
    """Say the verdicts of a number: up to one limit, between two, beyond."""
    unit = shown.get("unit")
    met = measures.value(float(bounds["met"]), unit, lang)
    up = shown.get("direction") == "at_least"
    first = gettext("minst %(size)s", size=met) if up else gettext("høyst %(size)s", size=met)
    if not up and not bounds["met"]:
        first = gettext("ingenting (%(size)s)", size=met)
    far = bounds.get("deviates")
    if far is None:
        beyond = gettext("mindre enn %(size)s", size=met) if up else _more_than(met, bounds)
        refused = between if between == "missing" else _refused(level)
        return (Limit("met", first), Limit(refused, beyond))
    last = measures.value(float(far), unit, lang)
    beyond = (
        gettext("mindre enn %(size)s", size=last) if up else gettext("mer enn %(size)s", size=last)
    )
    low, high = (last, met) if up else (met, last)
    return (
        Limit("met", first),
        Limit(between, gettext("mellom %(least)s og %(most)s", least=low, most=high)),
        Limit("deviates", beyond),
    )


def _more_than(met: str, bounds: Mapping[str, Any]) -> str:
    return gettext("mer enn %(size)s", size=met) if bounds["met"] else gettext("alt over det")


def _refused(level: str) -> str:
    """Return what is refused: a must deviates, a should is to be considered."""
    return "deviates" if level == "skal" else "consider"


def _targets(written: WrittenRule, titles: Mapping[str, str], lang: str) -> tuple[Limits, ...]:
    shown = written.rule.limits
    specs = written.spec.get("targets", [])
    several = []
    for place, target in enumerate(shown["targets"]):
        where = specs[place].get("where", {}) if place < len(specs) else {}
        codes = [str(code) for code in where.get("code", [])]
        title = titles.get(target["layer"], target["layer"])
        of = f"{title} ({any_of(codes)})" if codes else title
        several.append(Limits(of, _span(target, shown, written.rule.level, lang)))
    return tuple(several)


def _accepted(written: WrittenRule, labels: Labels) -> tuple[Limit, ...]:
    spec, shown = written.spec, written.rule.limits
    names = list(spec.get("attributes") or [spec.get("attribute", "")])
    said = ", ".join(texts.attribute(name) for name in names if name)
    accepted = any_of([lowered(labels(names[0], value)) for value in shown["accepted"]])
    found = [Limit("met", f"{said}: {accepted}" if said else accepted)]
    if shown.get("considered"):
        softer = any_of([lowered(labels(names[0], value)) for value in shown["considered"]])
        found.append(Limit("consider", softer))
    found.append(Limit(_refused(written.rule.level), gettext("noe annet")))
    found.append(Limit("missing", gettext("ukjent")))
    return tuple(found)


def _classes(shown: Mapping[str, Any], labels: Labels, lang: str) -> tuple[Limits, ...]:
    return tuple(
        Limits(
            labels("area_class", name),
            (
                Limit("met", _activities(wanted.get("welcome", []), labels)),
                Limit("consider", _activities(wanted.get("consider", []), labels)),
                Limit("deviates", _unwanted(shown, name, lang)),
            ),
        )
        for name, wanted in shown.get("classes", {}).items()
    )


def _activities(codes: list[str], labels: Labels) -> str:
    words = [lowered(labels("activity", code)) for code in codes]
    return ", ".join(words) or gettext("ingen")


def _unwanted(shown: Mapping[str, Any], name: str, lang: str) -> str:
    most = shown.get("retail_max_m2", {}).get(name)
    if most is None:
        return gettext("all annen virksomhet")
    size = f"{number(most, lang)}{NBSP}m²"
    return gettext("all annen virksomhet, og mer enn %(size)s detaljhandel", size=size)
