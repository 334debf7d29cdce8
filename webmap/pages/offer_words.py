"""What a parcel lacks to count, in words: what it is, and what it would have to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.lists import format_list

from areal.queries.portfolio import Closest, Gap
from webmap.language import Language, gettext, ngettext
from webmap.pages import measures, texts
from webmap.pages.facts import megawatts, price
from webmap.pages.numbers import area, distance, number
from webmap.pages.words import Labels, lowered

_DAA = ("area_daa", "contiguous_daa")
_SQUARE_METRES = ("area_m2", "buildable_area_m2", "retail_m2")
_MEGAWATTS = ("power_mw_now", "power_mw_planned")
_M2_PER_DAA = 1_000


class Words:
    """Says what parcels lack; ``titles`` maps layers to their titles in the language."""

    def __init__(self, labels: Labels, titles: Mapping[str, str], lang: Language) -> None:
        self._labels = labels
        self._titles = titles
        self._lang: Language = lang

    def missing(self, gap: Gap) -> str:
        """Say how much is missing to what the rule asks for; empty where it is met."""
        if gap.verdict == "met":
            return ""
        if gap.verdict == "error":
            layer = self._titles.get(gap.rule.layers[0], "") if gap.rule.layers else ""
            return texts.reason(str(gap.evidence.get("reason", "")), layer)
        told = ""
        if gap.margin is not None and gap.margin < 0:
            lack = measures.value(-gap.margin, gap.unit, self._lang)
            told = gettext("Det mangler %(what)s.", what=lack)
        if gap.verdict == "missing":
            count = len(gap.evidence.get("undecided") or ())
            doubt = ngettext(
                "Opplysninger mangler om %(num)s tomt som kan avgjøre det.",
                "Opplysninger mangler om %(num)s tomter som kan avgjøre det.",
                count,
            )
            told = f"{told} {doubt}".strip()
        return told

    def lacks(self, closest: Closest, gap: Gap) -> tuple[str, ...]:
        """Say what one parcel lacks, a text for each condition: what fails, then the unknown."""
        failing = [self._lacking(name, closest, gap) for name in closest.lacks]
        return (*failing, *(self._unknown(name, gap) for name in closest.unknown))

    def _lacking(self, name: str, closest: Closest, gap: Gap) -> str:
        if name == "near":
            return self._too_far(closest.metres_short, gap)
        return gettext(
            "%(attribute)s: %(value)s (må %(wanted)s)",
            attribute=texts.attribute(name),
            value=self._value(name, closest.values.get(name)),
            wanted=self._wanted(name, gap.conditions.get(name)),
        )

    def _unknown(self, name: str, gap: Gap) -> str:
        if name == "near":
            return texts.reason("feature_class_unknown", self._near_title(gap))
        return gettext(
            "%(attribute)s: ukjent (må %(wanted)s)",
            attribute=texts.attribute(name),
            wanted=self._wanted(name, gap.conditions.get(name)),
        )

    def _too_far(self, metres: float | None, gap: Gap) -> str:
        layer = self._near_title(gap)
        limit = gap.evidence.get("near_metres")
        if metres is None or limit is None:
            return gettext("ligger ikke nær noe i kartlaget «%(layer)s»", layer=layer)
        return gettext(
            "ligger %(metres)s for langt fra «%(layer)s» (krav: høyst %(limit)s)",
            metres=distance(metres, self._lang),
            limit=distance(float(limit), self._lang),
            layer=layer,
        )

    def _near_title(self, gap: Gap) -> str:
        layer = gap.rule.layers[0] if gap.rule.layers else ""
        return self._titles.get(layer, layer)

    def _wanted(self, name: str, condition: Any) -> str:
        """Say what a condition asks for, after "must"."""
        if isinstance(condition, list):
            return self._one_of(name, condition)
        told = condition if isinstance(condition, Mapping) else {}
        if "known" in told:
            return gettext("være oppgitt") if told["known"] else gettext("ikke være oppgitt")
        if "at_least" in told:
            return gettext("være minst %(value)s", value=self._value(name, told["at_least"]))
        return gettext("være høyst %(value)s", value=self._value(name, told.get("at_most")))

    def _one_of(self, name: str, codes: list[Any]) -> str:
        values = [self._value(name, code) for code in codes]
        listed = str(format_list(values, style="or", locale=self._lang))
        if name in ("permitted_activities", "focus_areas"):
            return gettext("omfatte %(values)s", values=listed)
        return gettext("være %(values)s", values=listed)

    def _value(self, name: str, value: Any) -> str:
        """Write a value of an attribute as a person would say it."""
        if value is None or value == []:
            return gettext("ukjent")
        if isinstance(value, bool):
            return gettext("ja") if value else gettext("nei")
        if isinstance(value, list):
            return ", ".join(self._value(name, item) for item in value)
        if isinstance(value, int | float):
            return self._number(name, float(value))
        return lowered(self._labels(name, value))

    def _number(self, name: str, value: float) -> str:
        lang = self._lang
        if name in _DAA:
            return area(value * _M2_PER_DAA, lang)
        if name in _SQUARE_METRES:
            return area(value, lang)
        if name in _MEGAWATTS:
            return megawatts(value, lang) or ""
        if name == "price_nok_m2":
            return price(value, lang) or ""
        if name.endswith("_distance_m"):
            return distance(value, lang)
        code = str(int(value)) if value.is_integer() else ""
        label = self._labels(name, code)
        return lowered(label) if code and label != code else number(value, lang, 1)
