"""The dashboard's filter: four lists to choose from, and what is chosen as chips to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from areal.queries.filters import UNKNOWN
from areal.queries.rules import Rule
from areal.queries.verdicts import OVERALL_WORST_FIRST, WORST_FIRST
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.words import Labels
from webmap.planner.frame import address
from webmap.planner.overview_asked import FIELDS, KEPT, Asked


@dataclass(frozen=True)
class Option:
    """One entry of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One list of the form; the first entry asks for nothing."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Chip:
    """One chosen value and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Filter:
    """The form: its fields, what it carries along unseen, what is chosen, and how to start over."""

    action: str
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    told: str
    reset: str


def filter_form(
    asked: Asked,
    kommuner: Mapping[str, str],
    labels: Labels,
    rules: Sequence[Rule],
    lang: Language,
) -> Filter:
    """Build the form of the present request."""
    names = {
        "kommune": dict(kommuner),
        "theme": {code: labels("theme", code) for code in _themes(rules, labels)},
        "rule": {rule.code: f"{rule.code} {rule.title.get(lang)}" for rule in rules},
        "finding": {code: texts.verdict(code) for code in WORST_FIRST},
        "verdict": {code: texts.overall_short(code) for code in OVERALL_WORST_FIRST},
    }
    shown = {"per": asked.per.value, "sort": asked.sort.value}
    kept = [pair for pair in asked.pairs if pair[0] in KEPT]
    chips = _chips(asked, names, labels, lang)
    return Filter(
        action=address("overview", lang),
        fields=tuple(_field(name, asked, names[name]) for name in FIELDS),
        hidden=(*kept, *shown.items()),
        chips=chips,
        told="; ".join(chip.label for chip in chips),
        reset=address("overview", lang),
    )


def _titles() -> dict[str, str]:
    return {
        "kommune": gettext("Kommune"),
        "theme": gettext("Tema"),
        "rule": gettext("Regel"),
        "finding": gettext("Har funn"),
        "verdict": gettext("Tomta samlet"),
    }


def _themes(rules: Sequence[Rule], labels: Labels) -> list[str]:
    used = {rule.theme for rule in rules}
    return [code for code in labels.codes("theme") if code in used]


def _field(name: str, asked: Asked, names: Mapping[str, str]) -> Field:
    chosen = [value for key, value in asked.pairs if key == name]
    options = [Option("", gettext("Alle"), not chosen)]
    if len(chosen) > 1:
        together = " + ".join(names[value] for value in chosen)
        options.append(Option(",".join(chosen), together, True))
    options += [Option(code, label, chosen == [code]) for code, label in names.items()]
    return Field(name, _titles()[name], tuple(options))


def _chips(
    asked: Asked, names: Mapping[str, Mapping[str, str]], labels: Labels, lang: Language
) -> tuple[Chip, ...]:
    return tuple(
        Chip(_chip_label(key, value, names, labels), _without(asked, key, value, lang))
        for key, value in asked.pairs
    )


def _chip_label(
    key: str, value: str, names: Mapping[str, Mapping[str, str]], labels: Labels
) -> str:
    if key in names:
        return f"{_titles()[key]}: {names[key].get(value, value)}"
    if key == "market":
        return gettext("Ukjent") if value == UNKNOWN else labels("market", value)
    told = {
        "modenhet_min": gettext("%(step)s eller lenger", step=labels("modenhet", value)),
        "min_daa": gettext("minst %(size)s", size=f"{value} {gettext('daa')}"),
        "max_daa": gettext("høyst %(size)s", size=f"{value} {gettext('daa')}"),
        "q": f"«{value}»",
    }
    return told.get(key, value)


def _without(asked: Asked, key: str, value: str, lang: Language) -> str:
    left = [each for name, each in asked.pairs if name == key and each != value]
    return asked.url(lang, **{key: ",".join(left)})
