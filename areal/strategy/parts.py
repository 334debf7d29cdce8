"""The small shapes rules are made of: texts in two languages, limits, filters, references."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from areal.strategy.attributes import ATTRIBUTES, check_number, check_values

Direction = Literal["at_most", "at_least"]
#: Strict, so that ``true`` stays true and does not become 1.
Code = StrictBool | StrictInt | StrictFloat | StrictStr


class Part(BaseModel):
    """A frozen shape that refuses unknown keys: a misspelt key must not pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Text(Part):
    """A text in bokmål and English."""

    nb: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Limits(Part):
    """The value up to which a rule is met, and optionally the one from which it deviates.

    Between the two the verdict is `consider`. Units are those of the kind.
    """

    met: float
    deviates: float | None = None

    def check_order(self, direction: Direction, field: str = "limits") -> None:
        """Raise ``ValueError`` naming ``field`` when the limits stand the wrong way round."""
        if self.deviates is None:
            return
        wrong = self.deviates < self.met if direction == "at_most" else self.deviates > self.met
        if wrong:
            side = "above" if direction == "at_most" else "below"
            raise ValueError(f"{field}: deviates ({self.deviates}) must be {side} met ({self.met})")


class Bound(Part):
    """A condition on a number."""

    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _one_at_least(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("needs at_least or at_most")
        return self


class Known(Part):
    """A condition on whether a value is known at all."""

    known: bool


Condition = list[Code] | Bound | Known


def _codes_are_text(conditions: dict[str, Condition]) -> dict[str, Condition]:
    """Refuse ``code: [200]``: codes are stored as text, and a number would match none of them."""
    codes = conditions.get("code")
    if isinstance(codes, list) and not all(isinstance(code, str) for code in codes):
        raise ValueError('codes are text: write them in quotes, as in code: ["200"]')
    return conditions


#: On the properties of a layer's features; any property may be named.
FeatureFilter = Annotated[dict[str, Condition], AfterValidator(_codes_are_text)]


def _known_attribute(name: str) -> str:
    if name not in ATTRIBUTES:
        raise ValueError(f"unknown attribute '{name}'; known are: {', '.join(sorted(ATTRIBUTES))}")
    return name


#: The name of an attribute of a parcel, its site, or what is computed from them.
Attribute = Annotated[str, AfterValidator(_known_attribute)]


def _conditions_fit(conditions: dict[str, Condition]) -> dict[str, Condition]:
    for name, condition in conditions.items():
        if isinstance(condition, Bound):
            check_number(name)
        elif isinstance(condition, list):
            check_values(name, condition)
    return conditions


#: On the attributes of a subject.
AttributeFilter = Annotated[dict[Attribute, Condition], AfterValidator(_conditions_fit)]


class Reference(Part):
    """Where in the strategy document a rule stands."""

    section: Text
    page: int | None = Field(default=None, ge=1)
