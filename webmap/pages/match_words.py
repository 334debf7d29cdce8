"""Match in words: what was asked and what was found, each as a person says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from areal.queries.match import Asked, Part, Target
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.cards import road_number
from webmap.pages.facts import megawatts
from webmap.pages.numbers import NBSP, day, distance, number
from webmap.pages.words import Labels, lowered

UTILITIES = ("water", "sewage", "fibre")


@dataclass(frozen=True)
class Words:
    """Everything a part needs to be said: labels of codes, names of targets, the language."""

    labels: Labels
    targets: Sequence[Target]
    lang: Language

    def target(self, part: Part) -> str:
        """Name what was to be near: "Godsterminal", "E16"."""
        return self.target_name(part.target or "", part.code or "")

    def target_name(self, target: str, code: str) -> str:
        """Name a layer, or a class of feature in it."""
        if code:
            return road_number(code)
        named = (each.title.get(self.lang) for each in self.targets if each.target == target)
        return next(named, target)


def question(name: str) -> str:
    """Name one of the eight questions."""
    return {
        "use": gettext("Bruk"),
        "area": gettext("Areal"),
        "power": gettext("Strøm"),
        "transport": gettext("Bane og veg"),
        "water": gettext("Vann, avløp og fiber"),
        "when": gettext("Når"),
        "jobs": gettext("Arbeidsplasser"),
        "other": gettext("Annet"),
    }[name]


def title(part: Part, words: Words) -> str:
    """Name a part."""
    if part.part == "near":
        return words.target(part)
    if part.part in UTILITIES:
        name = texts.attribute(part.part)
        return name[:1].upper() + name[1:]
    return {
        "market": gettext("Til salgs"),
        "use": gettext("Planen"),
        "fit": gettext("Strategien"),
        "area": gettext("Areal"),
        "power": gettext("Strøm"),
        "when": gettext("Når"),
        "ready": gettext("Modenhet"),
        "jobs": gettext("Arbeidsplasser"),
        "word": gettext("Omtalen"),
        "verdict": gettext("Kontrollen"),
    }[part.part]


def sized(square_metres: float, lang: Language) -> str:
    """Write an area as exactly as it is compared: to a tenth of a daa, a hundredth of a ha."""
    if lang == "en":
        return f"{number(square_metres / 10_000, lang, 2)}{NBSP}ha"
    return f"{number(square_metres / 1_000, lang, 1)}{NBSP}daa"


def wanted_area(asked: Asked, lang: Language) -> str:
    """Say how large it must be."""
    least = None if asked.min_m2 is None else sized(asked.min_m2, lang)
    most = None if asked.max_m2 is None else sized(asked.max_m2, lang)
    if least and most:
        return gettext("%(least)s til %(most)s", least=least, most=most)
    if least:
        return gettext("minst %(value)s", value=least)
    return gettext("høyst %(value)s", value=most)


def activity(code: str | None, words: Words) -> str:
    """Name a use inside a sentence."""
    return lowered(words.labels("activity", code))


def wanted(part: Part, asked: Asked, words: Words) -> str:
    """Say what was asked."""
    lang = words.lang
    if part.part == "area":
        return wanted_area(asked, lang)
    if part.part == "power":
        return gettext("minst %(value)s", value=megawatts(part.asked, lang))
    if part.part == "near":
        return gettext("innen %(way)s", way=distance(part.asked or 0, lang))
    if part.part == "when":
        return gettext("innen %(day)s", day=told_day(part.asked_code, lang))
    if part.part == "ready":
        step = lowered(words.labels("modenhet", round(part.asked or 0)))
        return gettext("minst %(value)s", value=step)
    if part.part == "jobs":
        return gettext("%(count)s arbeidsplasser", count=number(part.asked or 0, lang))
    return _wanted_code(part, words)


def _wanted_code(part: Part, words: Words) -> str:
    if part.part == "use":
        return gettext("tillater %(use)s", use=activity(part.asked_code, words))
    if part.part == "fit":
        return gettext("ønsker %(use)s her", use=activity(part.asked_code, words))
    if part.part == "word":
        return gettext("nevner «%(word)s»", word=part.asked_code)
    if part.part == "verdict":
        return (
            gettext("i tråd med strategien")
            if part.asked_code == "met"
            else gettext("uten avvik fra strategien")
        )
    return gettext("ja")


def told_day(text: str | None, lang: Language) -> str:
    """Write a date that came as ISO text."""
    return day(date.fromisoformat(text), lang) if text else ""


def found(part: Part, words: Words) -> str:
    """Say what is there; what is not known is "ukjent"."""
    lang = words.lang
    if part.state == "unknown":
        return _unknown(part, words)
    if part.part == "area":
        return sized(part.found or 0, lang)
    if part.part == "power":
        return megawatts(part.found, lang) or ""
    if part.part == "near":
        way = distance(part.found or 0, lang)
        return f"{way} ({part.told})" if part.told else way
    if part.part == "when":
        return gettext("fra %(day)s", day=told_day(part.told, lang))
    if part.part == "ready":
        return lowered(words.labels("modenhet", round(part.found or 0)))
    if part.part == "jobs":
        return density(part, words)
    return found_code(part, words)


def density(part: Part, words: Words) -> str:
    """Say how many jobs there would be on the land, and what class the site is of."""
    per = part.found or 0
    said = (
        gettext("%(count)s per ha", count=number(per * 10, words.lang, 1))
        if words.lang == "en"
        else gettext("%(count)s per daa", count=number(per, words.lang, 1))
    )
    return gettext("%(density)s, området er klasse %(name)s", density=said, name=part.told)


def found_code(part: Part, words: Words) -> str:
    """Say what is there, where it is no number."""
    met = part.state == "met"
    if part.part in UTILITIES:
        return lowered(words.labels("water", part.told))
    if part.part == "market":
        return lowered(words.labels("market", part.told))
    if part.part == "verdict":
        return lowered(texts.overall(part.told or "gap"))
    if part.part == "fit":
        return fit(part)
    if part.part == "word":
        return gettext("nevnt")
    return gettext("ja") if met else gettext("nei, ikke i planen")


def fit(part: Part) -> str:
    """Say what the strategy thinks of the use on this class of area."""
    return {
        "welcome": gettext("velkommen her (%(rule)s)", rule=part.source),
        "consider": gettext("kan vurderes her (%(rule)s)", rule=part.source),
        "unwanted": gettext("ikke ønsket her (%(rule)s)", rule=part.source),
    }[part.told or "unwanted"]


def _unknown(part: Part, words: Words) -> str:
    if part.part == "word":
        return gettext("ukjent: ikke nevnt")
    if part.part == "fit":
        return gettext("ukjent: strategien sier ikke noe om denne områdeklassen")
    if part.part == "when" and part.told:
        return gettext(
            "ukjent: ledig %(day)s, men en heftelse har ingen dato",
            day=told_day(part.told, words.lang),
        )
    return gettext("ukjent")
