"""The strategies the product comes with, read once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from areal.layers.registry import known_codes, read_registry
from areal.settings import ROOT
from areal.strategy.kinds import AnyRule, Rule
from areal.strategy.load import StrategyFile, read_strategy

#: The version in force.
ADOPTED = "2017"
#: What a rule says of itself, and what does not change a verdict.
_WORDS = {"title", "text", "wording", "reference", "theme", "why", "note"}


@lru_cache
def shipped_strategies() -> dict[str, StrategyFile]:
    """Return every strategy the product comes with, by version, the adopted one first."""
    geo = ROOT / "data" / "geo"
    layers = known_codes(read_registry(geo / "layers"))
    return {
        path.stem: read_strategy(path, layers)
        for path in sorted((geo / "strategies").glob("*/*.yaml"))
    }


def shipped_strategy(version: str = ADOPTED) -> StrategyFile:
    """Return one of the strategies the product comes with."""
    return shipped_strategies()[version]


def rule_of(version: str, code: str) -> Rule:
    """Return a rule of a shipped strategy."""
    return next(rule for rule in shipped_strategy(version).strategy.rules if rule.code == code)


def strategy_of(told: dict[str, Any]) -> StrategyFile:
    """Return a strategy of one rule, X1, of which only the measuring is told."""
    words = {"nb": "x", "en": "x"}
    rule = {
        "code": "X1",
        "title": words,
        "text": words,
        "wording": "constructed",
        "reference": {"section": words},
        "level": "skal",
        "theme": "data",
        **told,
    }
    one: Rule = TypeAdapter(AnyRule).validate_python(rule)
    whole = shipped_strategy().strategy.model_copy(update={"rules": (one,)})
    return StrategyFile(whole, text=one.model_dump_json())


def definition(rule: Rule) -> str:
    """Return what decides a rule's verdicts: the same for two rules that only differ in words."""
    return rule.model_dump_json(exclude=_WORDS)
