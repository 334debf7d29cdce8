"""What can be said of a row: a code, how grave it is, plain words, and how to mend it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from areal.strategy.parts import Part
from areal.yaml_files import parse_typed

Severity = Literal["error", "warning", "info"]
Language = Literal["nb", "en"]
_DECIMAL = re.compile(r"[+-]?\d+\.\d+( %)?")


class Kind(Part):
    """One thing that can be wrong, as people are told of it; ``{braces}`` are values."""

    code: str
    severity: Severity
    nb: str
    en: str
    fix_nb: str
    fix_en: str


class _Table(Part):
    issues: tuple[Kind, ...]


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Return every kind of issue by code."""
    text = files("areal.ingest.imports").joinpath("issues.yaml").read_text(encoding="utf-8")
    return {kind.code: kind for kind in parse_typed(text, _Table, file="issues.yaml").issues}


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is to be said of a row; ``row`` 0 is the file as a whole.

    ``field`` and ``value`` are what the file calls them; ``values`` fill the words. ``geom`` is
    what to draw: EWKB in hexadecimal, EPSG:25833.
    """

    code: str
    row: int = 0
    field: str | None = None
    value: str | None = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    geom: str | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return kinds()[self.code].severity

    def told(self, lang: Language) -> str:
        """Return what is wrong, in plain words."""
        return self._filled(kinds()[self.code].nb if lang == "nb" else kinds()[self.code].en, lang)

    def fix(self, lang: Language) -> str:
        """Return how to mend it."""
        kind = kinds()[self.code]
        return self._filled(kind.fix_nb if lang == "nb" else kind.fix_en, lang)

    def _filled(self, words: str, lang: Language) -> str:
        told = {"field": self.field, "value": self.value}
        told |= {name: _in(lang, value) for name, value in self.values.items()}
        return words.format_map(_Said(told))

    def as_json(self) -> dict[str, Any]:
        """Return the issue as the report and the catalogue keep it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "values": dict(self.values),
            "nb": self.told("nb"),
            "en": self.told("en"),
            "fix_nb": self.fix("nb"),
            "fix_en": self.fix("en"),
            "geom": self.geom,
        }


def _in(lang: Language, value: Any) -> Any:
    """Return a value as it is said in a language: its own words, or a decimal comma."""
    if isinstance(value, dict):
        return value[lang]
    if lang == "nb" and _DECIMAL.fullmatch(str(value)):
        return str(value).replace(".", ",")
    return value


class _Said(dict[str, Any]):
    """Values for words; what was not told is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"

    def __getitem__(self, key: str) -> Any:
        value = super().get(key)
        return "–" if value is None else value
