"""The form of the match: eight questions, what each must or may, and what counts most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from areal.queries.match import DEFAULT_WEIGHTS, QUESTIONS
from areal.queries.match.need import quarter_end
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.cards import road_number
from webmap.pages.match_asked import KEPT, KM, M2, MUST, ROAD, WEIGHT, Choices, Read
from webmap.pages.match_sentences import quarter
from webmap.pages.match_words import question
from webmap.pages.numbers import day

_ROAD = re.compile(r"(E|[RrFf]v)\d+")
_QUARTERS = 20
_MONTHS = 3


@dataclass(frozen=True)
class Option:
    """One choice of a list or box."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """What every question has: its number, whether it must be met, and what it counts."""

    name: str
    number: int
    title: str
    must_name: str
    must: bool
    weight_name: str
    weight: int
    usual: int


@dataclass(frozen=True)
class Way:
    """How far it may be to something; ``classes`` are roads of that layer to choose from."""

    name: str
    title: str
    km: str
    class_name: str
    classes: tuple[Option, ...]


@dataclass(frozen=True)
class MatchForm:
    """Everything the form shows."""

    questions: Mapping[str, Question]
    uses: tuple[Option, ...]
    least: str
    most: str
    units: tuple[Option, ...]
    power: str
    ways: tuple[Way, ...]
    utilities: tuple[Option, ...]
    days: tuple[Option, ...]
    steps: tuple[Option, ...]
    jobs: str
    words: str
    verdicts: tuple[Option, ...]
    kommuner: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]


def match_form(read: Read, choices: Choices, as_of: date, lang: Language) -> MatchForm:
    """Return the form filled with what was asked; ``as_of`` begins the list of quarters."""
    asked = read.asked
    unit = "ha" if lang == "en" and not (asked.min_m2 or asked.max_m2) else read.unit
    utilities = {name: texts.attribute(name) for name in ("water", "sewage", "fibre")}
    return MatchForm(
        questions={name: _question(name, read) for name in QUESTIONS},
        uses=_options(choices.uses, asked.use),
        least=_area(asked.min_m2, unit, lang),
        most=_area(asked.max_m2, unit, lang),
        units=_options({"daa": gettext("daa"), "ha": gettext("ha")}, unit),
        power=_number(asked.power_mw, lang),
        ways=_ways(read, choices, lang),
        utilities=tuple(
            Option(name, label, name in asked.utilities) for name, label in utilities.items()
        ),
        days=_days(asked.ready_by, as_of, lang),
        steps=_options(choices.steps, str(asked.modenhet_min)),
        jobs="" if asked.jobs is None else str(asked.jobs),
        words=" ".join(asked.words),
        verdicts=_options(
            {
                "met": gettext("I tråd med strategien"),
                "consider": gettext("Uten avvik fra strategien"),
            },
            asked.verdict,
        ),
        kommuner=tuple(
            Option(code, name, code in asked.kommune) for code, name in choices.kommuner.items()
        ),
        kept=tuple((name, request.args[name]) for name in KEPT if request.args.get(name)),
    )


def _options(labels: Mapping[str, str], chosen: str | None) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in labels.items())


def _question(name: str, read: Read) -> Question:
    return Question(
        name=name,
        number=QUESTIONS.index(name) + 1,
        title=question(name),
        must_name=f"{MUST}{name}",
        must=name in read.asked.must,
        weight_name=f"{WEIGHT}{name}",
        weight=read.asked.weights[name],
        usual=DEFAULT_WEIGHTS[name],
    )


def _number(value: float | None, lang: Language) -> str:
    """Write a number without grouping: what stands in a field is what is sent."""
    if value is None:
        return ""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text if lang == "en" else text.replace(".", ",")


def _area(square_metres: float | None, unit: str, lang: Language) -> str:
    return "" if square_metres is None else _number(square_metres / M2[unit], lang)


def _ways(read: Read, choices: Choices, lang: Language) -> tuple[Way, ...]:
    asked = {near.target: near for near in read.asked.near}
    ways = []
    for target in choices.targets:
        if target.code:
            continue
        near = asked.get(target.target)
        roads = {
            each.code: road_number(each.code)
            for each in choices.targets
            if each.target == target.target and _ROAD.fullmatch(each.code)
        }
        ways.append(
            Way(
                name=f"{KM}{target.target}",
                title=target.title.get(lang),
                km=_number(near.most_m / 1_000, lang) if near else "",
                class_name=f"{ROAD}{target.target}",
                classes=_options(roads, near.code if near else None),
            )
        )
    return tuple(ways)


def _days(chosen: date | None, as_of: date, lang: Language) -> tuple[Option, ...]:
    """Offer the coming quarters, and the chosen day where it is none of their last ones."""
    first = as_of.year * 4 + (as_of.month - 1) // _MONTHS
    ends = {}
    for each in range(first, first + _QUARTERS):
        year, place = divmod(each, 4)
        end = quarter_end(date(year, place * _MONTHS + 1, 1))
        ends[end] = Option(f"{year}-Q{place + 1}", quarter(end), end == chosen)
    if chosen is not None and chosen not in ends:
        ends[chosen] = Option(chosen.isoformat(), day(chosen, lang), chosen=True)
    return tuple(ends[end] for end in sorted(ends))
