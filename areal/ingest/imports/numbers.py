"""Numbers as Norwegians write them: «1 234,5 daa», NBSP, mål, ha, m², kr 450 pr m²."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isfinite

#: Unit as written → what the catalogue keeps (m², m, MW, kr per m²) and the factor to it.
UNITS: dict[str, tuple[str, float]] = {
    "m2": ("m2", 1.0),
    "m²": ("m2", 1.0),
    "kvm": ("m2", 1.0),
    "kvadratmeter": ("m2", 1.0),
    "daa": ("m2", 1_000.0),
    "da": ("m2", 1_000.0),
    "dekar": ("m2", 1_000.0),
    "mål": ("m2", 1_000.0),
    "maal": ("m2", 1_000.0),
    "ha": ("m2", 10_000.0),
    "hektar": ("m2", 10_000.0),
    "km2": ("m2", 1_000_000.0),
    "km²": ("m2", 1_000_000.0),
    "mw": ("mw", 1.0),
    "kw": ("mw", 0.001),
    "gw": ("mw", 1_000.0),
    "m": ("m", 1.0),
    "meter": ("m", 1.0),
    "km": ("m", 1_000.0),
    "%": ("percent", 1.0),
    "prosent": ("percent", 1.0),
    "kr/m2": ("nok_m2", 1.0),
    "kr/m²": ("nok_m2", 1.0),
    "nok/m2": ("nok_m2", 1.0),
    "nok/m²": ("nok_m2", 1.0),
    "kr/daa": ("nok_m2", 0.001),
    "kr/dekar": ("nok_m2", 0.001),
    "kr/mål": ("nok_m2", 0.001),
}
_SPACES = "\u00a0\u202f\u2009\u2007\u2002\u2003'’"
_NUMBER = re.compile(r"^(?P<sign>[-−–]?)(?P<digits>\d[\d .,]*)(?P<rest>.*)$")
#: ``1.234`` is a thousand and more only when every group has three digits.
_GROUPED = re.compile(
    r"^\d{1,3}([ .]\d{3})+(,\d+)?$|^\d{1,3}(,\d{3}){2,}(\.\d+)?$|^\d{1,3},\d{3}\.\d+$"
)


class NotANumber(ValueError):
    """The text is no number, or its unit is not one of what is asked for."""


@lru_cache(maxsize=65_536)
def number(text: str, unit: str | None, heading_unit: str | None = None) -> float:
    """Return the number a text says, in ``unit`` (m2, m, mw, percent, nok_m2; None is no unit).

    ``heading_unit`` is the unit the column's heading names, for values that name none. Raises
    ``NotANumber``.
    """
    bare = _tidy(text)
    found = _NUMBER.match(bare)
    if found is None:
        raise NotANumber(text)
    value = _plain_number(found["digits"].strip(" "))
    said = _unit(found["rest"]) or (heading_unit and _unit(heading_unit)) or None
    value = value * _factor(said, unit, text)
    if not isfinite(value):
        raise NotANumber(text)
    return -value if found["sign"] else value


def _tidy(text: str) -> str:
    for space in _SPACES:
        text = text.replace(space, " ")
    text = text.strip().casefold()
    for word in ("ca.", "ca ", "omtrent ", "~", "kr ", "kr. ", "nok "):
        text = text.removeprefix(word).strip()
    return re.sub(r",[-–]", " ", text).strip()


def _plain_number(digits: str) -> float:
    digits = digits.rstrip(".,")
    if _GROUPED.match(digits):
        comma_ends = digits.rfind(",") > max(digits.rfind("."), digits.rfind(" "))
        grouped_by_comma = digits.count(",") > 1 or ("," in digits and not comma_ends)
        if grouped_by_comma:
            return float(digits.replace(",", ""))
        return float(digits.replace(" ", "").replace(".", "").replace(",", "."))
    if digits.count(",") <= 1 and " " not in digits and "." not in digits:
        return float(digits.replace(",", "."))
    if digits.count(".") == 1 and "," not in digits and " " not in digits:
        return float(digits)
    raise NotANumber(digits)


def _unit(rest: str) -> str | None:
    bare = re.sub(r"[\s().\[\]]", "", rest.casefold())
    bare = bare.replace("pr", "/").replace("per", "/").replace("//", "/")
    if not bare:
        return None
    if bare in UNITS:
        return bare
    if bare.startswith("/") and "kr" + bare in UNITS:
        return "kr" + bare
    if bare == "kr":
        return None
    raise NotANumber(rest)


def _factor(said: str | None, wanted: str | None, text: str) -> float:
    if said is None or wanted is None:
        if said is not None:
            raise NotANumber(text)
        return 1.0
    kind, factor = UNITS[said]
    # A price column may name only the land it is for: «450 pr daa» is said as daa.
    if wanted == "nok_m2" and kind == "m2":
        return 1.0 / factor
    if kind != wanted:
        raise NotANumber(text)
    return factor
