"""The numbers of a rule that a draft may change, and the rule with one of them changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from areal.strategy.kinds import AnyRule, Rule
from areal.strategy.kinds.distance import Distance
from areal.strategy.parts import Direction, Limits

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)
#: Units of those kinds whose limits are always told in the same one.
_UNITS = {"completeness": "share", "freshness": "days", "net_area": "share", "distance": "m"}
_ENDS = (".met", ".deviates")


@dataclass(frozen=True)
class Number:
    """A number of a rule: ``path`` from the rule down, such as ``targets.0.limits.met``.

    ``unit`` is that of ``webmap.pages.measures``; ``about`` names a layer or an area class where a
    rule has several; ``value`` is None for a limit that is not given.
    """

    path: str
    value: float | None
    unit: str
    about: str = ""

    @property
    def is_limit(self) -> bool:
        """True for a limit that a verdict is told by, which a curve can be drawn along."""
        return self.path.endswith(_ENDS)


def numbers(rule: Rule) -> tuple[Number, ...]:
    """Return the numbers of a rule that a draft may change, its limits first."""
    told = rule.model_dump()
    unit = _UNITS.get(rule.sql_name) or told.get("measure") or told.get("counts")
    return (
        *_limits("limits", told.get("limits"), str(unit or told.get("unit") or "")),
        *_of_targets(told),
        *_distances(told),
        *(
            Number(f"retail_max_m2.{name}", most, "m²", name)
            for name, most in told.get("retail_max_m2", {}).items()
        ),
    )


def _limits(path: str, told: dict[str, Any] | None, unit: str, about: str = "") -> Iterator[Number]:
    for name in ("met", "deviates") if told else ():
        yield Number(f"{path}.{name}", (told or {})[name], unit, about)


def _of_targets(told: dict[str, Any]) -> Iterator[Number]:
    for number, target in enumerate(told.get("targets", ())):
        yield from _limits(f"targets.{number}.limits", target["limits"], "m", target["layer"])


def _distances(told: dict[str, Any]) -> Iterator[Number]:
    for number, buffer in enumerate(told.get("buffers", ())):
        yield Number(f"buffers.{number}.metres", buffer["metres"], "m", buffer["layer"])
    if told.get("near"):
        yield Number("near.metres", told["near"]["metres"], "m", told["near"]["layer"])


def direction(rule: Rule) -> Direction:
    """Return whether the limits of a rule are upper or lower ones."""
    if rule.sql_name == "freshness":
        return "at_most"
    return getattr(rule, "direction", None) or "at_least"


def limits_at(rule: Rule, path: str) -> Limits | None:
    """Return the limits that ``path``, ending in ``met`` or ``deviates``, is about."""
    if isinstance(rule, Distance):
        return rule.targets[int(path.split(".")[1])].limits
    return getattr(rule, "limits", None)


def with_numbers(rule: Rule, values: Mapping[str, float | None]) -> Rule:
    """Return a rule with numbers changed, by path, checked as its file would be.

    Raises ``pydantic.ValidationError`` when the rule does not allow it.
    """
    told = rule.model_dump()
    for path, value in values.items():
        *way, last = path.split(".")
        node: Any = told
        for step in way:
            node = node[int(step)] if step.isdigit() else node[step]
        node[last] = value
    return _RULE.validate_python(told)


def with_limits(rule: Rule, path: str, limits: Limits) -> Rule:
    """Return a rule with the limits at ``path`` replaced, unchecked."""
    if not isinstance(rule, Distance):
        return rule.model_copy(update={"limits": limits})
    place = int(path.split(".")[1])
    targets = list(rule.targets)
    targets[place] = targets[place].model_copy(update={"limits": limits})
    return rule.model_copy(update={"targets": tuple(targets)})
