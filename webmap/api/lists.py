"""The lists the other answers refer to: rules of the strategy, and what codes mean."""

from __future__ import annotations

from dataclasses import dataclass

from areal.queries import codes, rules
from areal.queries.codes import Code
from areal.queries.revision import Strategy
from areal.queries.rules import Rule
from webmap.api.operations import Asked, Head, Operation, head
from webmap.api.parameters import Parameters


@dataclass(frozen=True, slots=True)
class RulesAnswer(Head):
    """The strategy and its rules; parcel rules are the cells of every strip, in this order."""

    strategy: Strategy
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class CodesAnswer(Head):
    """Every code of every list, in the order of the lists."""

    codes: tuple[Code, ...]


def _rules(asked: Asked[Parameters]) -> RulesAnswer:
    return RulesAnswer(
        **head(asked.revision),
        strategy=asked.revision.strategy,
        rules=rules.list_rules(asked.connection),
    )


def _codes(asked: Asked[Parameters]) -> CodesAnswer:
    return CodesAnswer(**head(asked.revision), codes=codes.list_codes(asked.connection))


RULES = Operation(
    path="/rules",
    name="rules",
    summary="The rules of the strategy the parcels were checked against",
    parameters=Parameters,
    answer=RulesAnswer,
    build=_rules,
)

CODES = Operation(
    path="/codes",
    name="codes",
    summary="What the codes mean, in bokmål and English",
    parameters=Parameters,
    answer=CodesAnswer,
    build=_codes,
)
