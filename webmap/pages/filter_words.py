"""What filters and their choices are called."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from areal.queries.codes import FilterCodes
from areal.queries.filters import UNKNOWN, Mode
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.cards import road_number
from webmap.pages.facts import megawatts, price
from webmap.pages.numbers import NBSP, area, day, distance
from webmap.pages.words import lowered

_M2_PER_DAA = 1_000
_M_PER_KM = 1_000
_MONTHS = 3
_LAST_STEP = "5"
_ROADS = "hovedveg"


def title(name: str) -> str:
    """Name a filter."""
    return {
        "kommune": gettext("Kommune"),
        "size": gettext("Størrelse på tomta"),
        "min_daa": gettext("Størrelse på tomta"),
        "max_daa": gettext("Størrelse på tomta"),
        "category": gettext("Områdetype"),
        "area_class": gettext("Områdeklasse"),
        "market": gettext("Status i markedet"),
        "available_by": gettext("Ledig innen"),
        "max_price": gettext("Pris"),
        "owner": gettext("Eierform"),
        "modenhet_min": gettext("Modenhet"),
        "focus": gettext("Satsingsområde"),
        "min_mw": gettext("Effekt nå"),
        "utility": gettext("Framført til tomta"),
        "near": gettext("Avstand"),
        "verdict": gettext("Kontroll mot strategien"),
        "sort": gettext("Sortering"),
        "areal": gettext("Område"),
        "rule": gettext("Regel"),
        "theme": gettext("Tema"),
        "finding": gettext("Har funn"),
        "antall": gettext("Antall"),
        "vis": gettext("Visning"),
    }.get(name, name)


def mode_words(mode: Mode) -> str:
    """Say how several choices count together."""
    return {
        Mode.ANY: gettext("minst én av dem"),
        Mode.ALL: gettext("alle"),
        Mode.NONE: gettext("ingen av dem"),
    }[mode]


def _amount(name: str, code: str, lang: Language) -> str | None:
    if name == "min_mw":
        return gettext("minst %(size)s", size=megawatts(float(code), lang))
    if name == "max_price":
        return gettext("høyst %(size)s", size=price(code, lang))
    if name in ("min_daa", "max_daa"):
        size = area(float(code) * _M2_PER_DAA, lang)
        if name == "min_daa":
            return gettext("minst %(size)s", size=size)
        return gettext("høyst %(size)s", size=size)
    if name == "available_by":
        return _quarter(date.fromisoformat(code), lang)
    return None


def _quarter(until: date, lang: Language) -> str:
    """Name a day that ends a quarter by the quarter, any other as it is."""
    last = monthrange(until.year, until.month)[1]
    if until.day != last or until.month % _MONTHS:
        return day(until, lang)
    return gettext("%(quarter)s. kvartal %(year)s", quarter=until.month // _MONTHS, year=until.year)


def _place(code: str, codes: FilterCodes, lang: Language) -> str:
    target, _, kind = code.partition(".")
    if kind and target == _ROADS:
        return road_number(kind)
    label = codes.labels.get("near", {}).get(code) or codes.labels.get("near_too", {}).get(code)
    plain = label.get(lang) if label else target
    return f"{plain} ({kind})" if kind else plain


def choice_label(name: str, code: str, codes: FilterCodes, lang: Language) -> str:
    """Name one choice of a filter."""
    if (amount := _amount(name, code, lang)) is not None:
        return amount
    if name == "place":
        return _place(code, codes, lang)
    if name == "near":
        km = float(code.partition(":")[2])
        return gettext("høyst %(size)s", size=distance(km * _M_PER_KM, lang))
    return _coded(name, code, codes, lang)


def _coded(name: str, code: str, codes: FilterCodes, lang: Language) -> str:
    own = {"verdict": texts.overall, "utility": _utility}.get(name)
    if own is not None:
        return own(code)
    if name == "market" and code == UNKNOWN:
        return gettext("Ukjent")
    known = codes.labels.get("modenhet" if name == "modenhet_min" else name, {}).get(code)
    label = known.get(lang) if known else code
    if name == "modenhet_min" and code != _LAST_STEP:
        return gettext("%(step)s eller lenger", step=label)
    return label


def _utility(code: str) -> str:
    return {
        "water": gettext("Vann"),
        "sewage": gettext("Avløp"),
        "fibre": gettext("Fiber"),
    }[code]


def chip_label(name: str, value: str, mode: Mode, codes: FilterCodes, lang: Language) -> str:
    """Name a chosen filter so that it can be understood alone."""
    if name == "near":
        place, _, km = value.partition(":")
        way = f"≤{NBSP}{distance(float(km) * _M_PER_KM, lang)}"
        return gettext("%(way)s til %(road)s", way=way, road=lowered(_place(place, codes, lang)))
    if name == "finding":
        return texts.verdict(value)
    label = choice_label(name, value, codes, lang)
    if name == "rule":
        return f"{value} {label}"
    if name == "available_by":
        return gettext("ledig innen %(day)s", day=label)
    if mode is Mode.NONE:
        return gettext("ikke %(choice)s", choice=lowered(label))
    return label
