"""What a rule measured, and its limit, in words: "18,4 daa", "grense 0,5 daa"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from webmap.language import gettext, ngettext
from webmap.pages.numbers import NBSP, area, day, distance, number, percent

_M2_PER_DAA = 1_000
_M2_PER_HA = 10_000


def _small_area(daa: float, lang: str) -> str:
    square_metres = daa * _M2_PER_DAA
    if lang == "en" and square_metres < _M2_PER_HA:
        return f"{number(square_metres, lang)}{NBSP}m²"
    return area(square_metres, lang)


def value(measured: float, unit: str | None, lang: str) -> str:
    """Write a measured value with its unit."""
    if unit == "daa":
        return _small_area(measured, lang)
    if unit == "m":
        return distance(measured, lang)
    if unit == "share":
        return percent(measured, lang)
    if unit == "%":
        return percent(measured / 100, lang)
    counted = _counted(round(measured), unit)
    if counted:
        return counted
    text = number(measured, lang, 1)
    return f"{text}{NBSP}{unit}" if unit else text


def _counted(count: int, unit: str | None) -> str:
    if unit == "days":
        return ngettext("%(num)s dag", "%(num)s dager", count)
    if unit == "parcels":
        return ngettext("%(num)s tomt", "%(num)s tomter", count)
    if unit == "sites":
        return ngettext("%(num)s område", "%(num)s områder", count)
    if unit == "activities":
        return ngettext("%(num)s virksomhetstype", "%(num)s virksomhetstyper", count)
    return ""


def limit(evidence: Mapping[str, object], unit: str | None, lang: str) -> str:
    """Write the limit a value is judged by; empty where there is none."""
    met = evidence.get("limit")
    if not isinstance(met, int | float):
        return ""
    text = value(float(met), unit, lang)
    if evidence.get("direction") == "at_least":
        return gettext("krav: minst %(limit)s", limit=text)
    if not met:
        return gettext("krav: %(limit)s", limit=text)
    return gettext("krav: høyst %(limit)s", limit=text)


def told_day(text: object, lang: str) -> str:
    """Write a date that came as ISO text."""
    return day(date.fromisoformat(str(text)), lang)
