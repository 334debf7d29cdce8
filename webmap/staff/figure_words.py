"""Figures in words: requirements, filters, and the columns of the files."""

from __future__ import annotations

from collections.abc import Mapping

from areal.figures.report import Need, SiteFigures
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.cards import road_number
from webmap.pages.match_words import question
from webmap.pages.numbers import number


def reason(code: str) -> str:
    """Return what left a site out."""
    questions = ("use", "area", "power", "transport", "water", "when", "jobs", "other")
    if code in questions:
        return question(code)
    return {
        "kommune": gettext("Kommune"),
        "market": gettext("Salgsstatus"),
        "modenhet": gettext("Modenhet"),
        "category": gettext("Kategori"),
        "area_class": gettext("Arealklasse"),
        "focus": gettext("Satsing"),
        "price": gettext("Pris"),
        "owner": gettext("Eier"),
        "verdict": gettext("Kontrollen mot strategien"),
        "rule": gettext("En regel i strategien"),
        "words": gettext("Søkeord"),
        "together": gettext("Flere filtre sammen"),
    }.get(code, code)


def reasons(each: SiteFigures) -> list[tuple[str, int]]:
    """Return what left a site out, the most frequent first."""
    ordered = sorted(each.reasons.items(), key=lambda item: (-item[1], item[0]))
    return [(reason(code), times) for code, times in ordered]


def requirement(
    need: Need, lists: Mapping[str, Mapping[str, str]], targets: Mapping[str, str]
) -> str:
    """Return what was asked for."""
    code = need.code or ""
    if need.key == "use":
        return gettext("Bruk: %(use)s", use=lists.get("activity", {}).get(code, code))
    if need.key == "utilities":
        name = texts.attribute(code)
        return name[:1].upper() + name[1:]
    if need.key == "near":
        layer, _, road = code.partition(".")
        named = road_number(road) if road else targets.get(layer, layer)
        return gettext("Nær %(target)s (km)", target=named)
    if need.key == "verdict":
        return {
            "met": gettext("I tråd med strategien"),
            "consider": gettext("Uten avvik fra strategien"),
        }.get(code, code)
    return {
        "min_m2": gettext("Areal, minst (daa)"),
        "max_m2": gettext("Areal, høyst (daa)"),
        "power_mw": gettext("Strøm (MW)"),
        "jobs": gettext("Arbeidsplasser"),
        "modenhet_min": gettext("Modenhet, minst (trinn)"),
        "ready_by": gettext("Ledig innen"),
    }.get(need.key, need.key)


def between(need: Need, lang: Language) -> tuple[str, str, str]:
    """Return the least, the median and the most that was asked for, "" where it is no number."""
    if need.earliest is not None:
        return need.earliest, "", need.latest or ""
    return tuple(_number(value, lang) for value in (need.least, need.median, need.most))  # type: ignore[return-value]


def _number(value: float | None, lang: Language) -> str:
    return "" if value is None else number(value, lang, 0 if value == round(value) else 1)
