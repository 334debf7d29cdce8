"""What every rule has, whatever its kind."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, Field

from areal.strategy.parts import AttributeFilter, FeatureFilter, Part, Reference, Text

Subject = Literal["parcel", "kommune", "region"]
#: Matches no feature: what a filter that is not given stands for.
NOTHING: dict[str, Any] = {"code": []}


class Rule(Part):
    """A requirement of the strategy: its words and source, whom it concerns, how it is measured.

    A kind adds the fields it measures by. It names an SQL file of the package, and hands it values
    as binds; nothing a strategy file says ever becomes an identifier or a piece of SQL.
    """

    #: File in ``areal/sql/rules``, without the ending; the name of the kind.
    sql_name: ClassVar[str]
    #: Whether every join of its SQL is one of sets, or a lateral one for which there is no other
    #: way; where one is of few rows, PostgreSQL must be free to look things up one by one.
    joins_sets_only: ClassVar[bool] = False
    #: Whether what it finds may change with nothing but the day.
    counts_to_day: ClassVar[bool] = False

    code: str = Field(pattern=r"^[A-Z][A-Z0-9]{0,7}$")
    title: Text
    text: Text
    wording: Literal["quoted", "constructed"]
    reference: Reference
    level: Literal["skal", "bør"]
    theme: str
    why: Text | None = None
    note: str | None = None
    applies_to: AttributeFilter = {}

    @property
    def subject_kind(self) -> Subject:
        """Return what the rule is about; only a portfolio is about more than one parcel."""
        return "parcel"

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the layers the rule is measured against, each once."""
        return ()

    @property
    def feature_filters(self) -> tuple[tuple[str, FeatureFilter], ...]:
        """Return each layer with a filter the rule puts to its features."""
        return ()

    @abstractmethod
    def binds(self, versions: Mapping[str, int]) -> dict[str, Any]:
        """Return the values of the kind's SQL file; ``versions`` maps a layer to its version."""

    @property
    @abstractmethod
    def shown_limits(self) -> dict[str, Any]:
        """Return the limits as the pages show them."""


def as_json(value: Any) -> str:
    """Return a filter, limits or list as the JSON text a bind carries."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in their order, without repeats."""
    return tuple(dict.fromkeys(names))
