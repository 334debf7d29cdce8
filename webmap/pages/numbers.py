"""Numbers as people write them: dekar and decimal comma in Norwegian, hectares in English."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

#: What a number and its unit may not be parted by at the end of a line.
NBSP = "\u00a0"
_LOCALES = {"nb": "nb_NO", "en": "en_GB"}
_ONE_DECIMAL_BELOW = 100
#: Distances: whole tens of metres from 100 m, kilometres from what rounds to one, whole from 20.
_TENS_FROM = 100
_KM_FROM = 995
_WHOLE_KM_FROM = 20
_WHOLE_PERCENT_FROM = 10
_ACRES_PER_M2 = 1 / 4046.8564224


def number(value: float, lang: str, decimals: int = 0) -> str:
    """Format a number with at most ``decimals`` decimals, halves away from zero."""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return str(format_decimal(rounded, format=pattern, locale=_LOCALES[lang]))


def _rounded(value: float, lang: str) -> str:
    return number(value, lang, 1 if value < _ONE_DECIMAL_BELOW else 0)


def area(square_metres: float, lang: str) -> str:
    """Format an area given in m²: "312 daa", in English "31.2 ha"."""
    if lang == "en":
        return f"{_rounded(square_metres / 10_000, lang)}{NBSP}ha"
    return f"{_rounded(square_metres / 1_000, lang)}{NBSP}daa"


def area_long(square_metres: float, lang: str) -> str:
    """Format an area given in m² with a second unit an investor knows: "31.2 ha (77 acres)"."""
    if lang == "en":
        acres = square_metres * _ACRES_PER_M2
        return f"{area(square_metres, lang)} ({_rounded(acres, lang)}{NBSP}acres)"
    return area(square_metres, lang)


def distance(metres: float, lang: str) -> str:
    """Format a distance given in metres: "350 m", "1,2 km", "44 km"."""
    if metres < _KM_FROM:
        return f"{number(round(metres, -1) if metres >= _TENS_FROM else metres, lang)}{NBSP}m"
    km = metres / 1_000
    return f"{number(km, lang, 1 if km < _WHOLE_KM_FROM else 0)}{NBSP}km"


def percent(share: float, lang: str) -> str:
    """Format a share of one as per cent: "55 %", in English "55%"."""
    value = share * 100
    decimals = 1 if value and abs(value) < _WHOLE_PERCENT_FROM else 0
    text = number(value, lang, decimals)
    return f"{text}%" if lang == "en" else f"{text}{NBSP}%"


def day(value: date, lang: str) -> str:
    """Format a date: "21. okt. 2026", in English "21 Oct 2026"."""
    return str(format_date(value, "medium", locale=_LOCALES[lang])).replace(" ", NBSP)
