"""How each kind of rule is measured, told to somebody who reads the strategy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from areal.queries.texts import Text
from areal.yaml_files import read_typed


@dataclass(frozen=True, slots=True)
class Manual:
    """What a kind checks, how it is measured, and what it cannot tell."""

    checks: Text
    measured: Text
    limits: Text


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    nb: str
    en: str

    @property
    def text(self) -> Text:
        return Text(" ".join(self.nb.split()), " ".join(self.en.split()))


class _Manual(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    checks: _Words
    measured: _Words
    limits: _Words


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: dict[str, _Manual]


@lru_cache
def manuals() -> Mapping[str, Manual]:
    """Return kind → manual."""
    file = read_typed(Path(__file__).with_name("kind_manuals.yaml"), _File)
    return {
        kind: Manual(told.checks.text, told.measured.text, told.limits.text)
        for kind, told in file.kinds.items()
    }
