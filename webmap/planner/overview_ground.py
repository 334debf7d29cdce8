"""What the dashboard and its files are built from: names, rules, and what the address asks for."""

from __future__ import annotations

from dataclasses import dataclass

from areal.queries import Connection, codes, kommuner
from areal.queries import rules as rule_queries
from areal.queries.rules import Rule
from webmap.language import Language
from webmap.pages.words import Labels
from webmap.planner.overview_asked import Asked, asked


@dataclass(frozen=True)
class Ground:
    """Code labels, kommuner by number, every rule of the published strategy, and the request."""

    labels: Labels
    names: dict[str, str]
    rules: tuple[Rule, ...]
    asked: Asked


def ground(connection: Connection, lang: Language) -> Ground:
    """Read names, rules and what is asked for; raises ``BadParameter``."""
    labels = Labels(codes.labels(connection, lang))
    names = {item.kommunenummer: item.name for item in kommuner.summary(connection)}
    rules = rule_queries.list_rules(connection)
    return Ground(labels, names, rules, asked(names, labels, rules))
