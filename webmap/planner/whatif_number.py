"""A number of a rule as a field shows it, and as it is read back: shares are told in per cent."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

from webmap.language import gettext
from webmap.pages.numbers import NBSP, number

_DIGITS = 10


@dataclass(frozen=True)
class Shown:
    """A number in its unit, None where a limit is not set."""

    value: float | None
    unit: str
    lang: str

    @property
    def text(self) -> str:
        """Return the number as it stands in a field, without grouping."""
        if self.value is None:
            return ""
        shown = self.value * 100 if self.unit == "share" else self.value
        text = f"{round(shown, _DIGITS):.{_DIGITS}g}"
        return text.replace(".", ",") if self.lang == "nb" else text

    def read(self, field: str) -> str:
        """Return what a field says as an edit has it; what is no number is left as it is."""
        plain = field.replace(NBSP, "").replace(" ", "").removesuffix("%")
        told = _float(plain)
        if told is None:
            return plain or "none"
        return f"{told / 100 if self.unit == 'share' else told:.{_DIGITS}g}"

    def says(self, field: str) -> bool:
        """Return whether a field says this very number."""
        told = self.read(field)
        if self.value is None or told == "none":
            return self.value is None and told == "none"
        plain = _float(told)
        return plain is not None and isclose(plain, self.value, rel_tol=1e-9, abs_tol=1e-12)


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None


def unit_name(unit: str) -> str:
    """Name a unit beside a number."""
    return {
        "share": "%",
        "days": gettext("dager"),
        "parcels": gettext("tomter"),
        "sites": gettext("områder"),
    }.get(unit, unit)


def plain(value: float, unit: str, lang: str) -> str:
    """Write a limit without its unit, exactly: where a measured value may be rounded."""
    return number(value * 100 if unit == "share" else value, lang, 4)


def exact(value: float | None, unit: str, lang: str) -> str:
    """Write a limit with its unit."""
    if value is None:
        return gettext("ikke satt")
    name = unit_name(unit)
    space = "" if not name or (name == "%" and lang == "en") else NBSP
    return f"{plain(value, unit, lang)}{space}{name}"
