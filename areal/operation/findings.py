"""What a look over the installation finds: a code, how grave it is, plain words, and a hint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from areal.files.words import Words, told
from areal.strategy.parts import Part
from areal.yaml_files import parse_typed

Level = Literal["ok", "info", "warning", "fault"]
Language = Literal["nb", "en"]
GRAVEST_FIRST: tuple[Level, ...] = ("fault", "warning", "info", "ok")
_FILE = "doctor.yaml"


class _Told(Part):
    """What is said of one code; hints are empty where there is nothing to do."""

    code: str
    nb: str
    en: str
    hint_nb: str = ""
    hint_en: str = ""


class _Table(Part):
    findings: tuple[_Told, ...]


@lru_cache(maxsize=1)
def texts() -> Mapping[str, _Told]:
    """Return the words of every code."""
    text = files("areal.operation").joinpath(_FILE).read_text(encoding="utf-8")
    return {one.code: one for one in parse_typed(text, _Table, file=_FILE).findings}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``values`` fill the words of its code."""

    check: str
    level: Level
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def said(self, lang: Language) -> str:
        """Return what was found."""
        known = texts()[self.code]
        return told(Words(self.check, known.nb, known.en), lang, self.values)

    def hint(self, lang: Language) -> str:
        """Return what to do about it; empty when there is nothing to do."""
        known = texts()[self.code]
        return told(Words(self.check, known.hint_nb, known.hint_en), lang, self.values)

    def as_json(self) -> dict[str, Any]:
        """Return the finding as programs read it."""
        return {
            "check": self.check,
            "level": self.level,
            "code": self.code,
            "nb": self.said("nb"),
            "en": self.said("en"),
            "hint_nb": self.hint("nb"),
            "hint_en": self.hint("en"),
            "values": dict(self.values),
        }
