"""Conditions of a rule in words: whom it concerns, what it counts, what excuses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webmap.language import gettext
from webmap.pages import texts
from webmap.pages.numbers import NBSP, number
from webmap.pages.words import Labels, lowered

#: Property of a layer's features → the code list its values are labelled by.
_LISTS = {"plan_kind": "plantype", "planstatus": "planstatus"}
_DAA = ("contiguous_daa", "area_daa")
#: Properties that say what kind of feature it is: their codes stand alone.
_KINDS = ("code", "kategori")
_LAST_STEP = 5


def any_of(words: Sequence[str]) -> str:
    """Join alternatives: "a, b eller c"."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no "or"
        return "".join(words)
    return gettext("%(first)s eller %(last)s", first=", ".join(words[:-1]), last=words[-1])


def attributes(conditions: Mapping[str, Any], labels: Labels, lang: str) -> tuple[str, ...]:
    """Say each condition on a parcel's attributes."""
    return tuple(
        _attribute(name, condition, labels, lang) for name, condition in conditions.items()
    )


def features(conditions: Mapping[str, Any], labels: Labels, lang: str) -> str:
    """Say which features of a layer count; empty when all do."""
    said = []
    for name, condition in conditions.items():
        if name in _KINDS and isinstance(condition, list):
            said.append(any_of([str(code) for code in condition]))
        elif isinstance(condition, list):
            words = [lowered(labels(_LISTS.get(name, name), code)) for code in condition]
            said.append(f"{texts.attribute(name)}: {any_of(words)}")
        else:
            said.append(f"{texts.attribute(name)}: {_bound(condition, '', lang)}")
    return "; ".join(said)


def _attribute(name: str, condition: Any, labels: Labels, lang: str) -> str:
    told = texts.attribute(name)
    if isinstance(condition, list):
        return f"{told}: {any_of([_value(name, value, labels) for value in condition])}"
    if "known" in condition:
        word = gettext("kjent") if condition["known"] else gettext("ikke kjent")
        return f"{told}: {word}"
    if name == "modenhet":
        return f"{told}: {_step(condition, labels)}"
    unit = f"{NBSP}daa" if name in _DAA else ""
    return f"{told}: {_bound(condition, unit, lang)}"


def _value(name: str, value: Any, labels: Labels) -> str:
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nei")
    return lowered(labels(name, value))


def _step(condition: Mapping[str, Any], labels: Labels) -> str:
    if "at_least" in condition:
        step = lowered(labels("modenhet", _whole(condition["at_least"])))
        if condition["at_least"] == _LAST_STEP:
            return step
        return gettext("%(step)s eller lenger", step=step)
    step = lowered(labels("modenhet", _whole(condition["at_most"])))
    return gettext("ikke lenger enn %(step)s", step=step)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _bound(condition: Mapping[str, Any], unit: str, lang: str) -> str:
    said = []
    if "at_least" in condition:
        size = f"{number(condition['at_least'], lang, 1)}{unit}"
        said.append(gettext("minst %(size)s", size=size))
    if "at_most" in condition:
        size = f"{number(condition['at_most'], lang, 1)}{unit}"
        said.append(gettext("høyst %(size)s", size=size))
    return ", ".join(said)
