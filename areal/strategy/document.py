"""A strategy document: what it is, who adopted it, and its rules in their order."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from areal.strategy.kinds import AnyRule
from areal.strategy.parts import Part, Text


class Validity(Part):
    """From when, and to when, a strategy is in force."""

    start: date = Field(alias="from")
    to: date | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to is not None and self.to < self.start:
            raise ValueError("to is before from")
        return self


class Adoption(Part):
    """The decision of one kommune."""

    kommune: str = Field(pattern=r"^[0-9]{4}$")
    on: date | None = None
    case: str | None = None


class Document(Part):
    """The published document the rules are taken from."""

    title: str
    publisher: str
    url: str | None = None
    note: str | None = None


class Strategy(Part):
    """One version of a region's arealstrategi, as its YAML file says it."""

    id: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")
    title: Text
    status: Literal["vedtatt", "høring", "utkast"]
    valid: Validity
    adopted: tuple[Adoption, ...] = ()
    document: Document
    notice: Text
    rules: tuple[AnyRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        seen: set[str] = set()
        for number, rule in enumerate(self.rules):
            if rule.code in seen:
                raise ValueError(f"rules.{number}.code: {rule.code} is used twice")
            seen.add(rule.code)
        return self

    @property
    def layers(self) -> tuple[str, ...]:
        """Return every layer a rule is measured against, each once."""
        return tuple(dict.fromkeys(layer for rule in self.rules for layer in rule.layers))
