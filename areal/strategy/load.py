"""Read a strategy file and check it against the layers that exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from areal.errors import InputError
from areal.strategy.document import Strategy
from areal.strategy.parts import FeatureFilter
from areal.yaml_files import parse_typed, read_text


@dataclass(frozen=True)
class StrategyFile:
    """A strategy with the exact text it was read from."""

    strategy: Strategy
    text: str

    @property
    def sha256(self) -> str:
        """Return the checksum of the text: what a run was made with, to the letter."""
        return sha256(self.text.encode()).hexdigest()


def read_strategy(path: Path, layers: Mapping[str, Collection[str]]) -> StrategyFile:
    """Return the strategy in ``path``, checked against the layers that exist.

    ``layers`` maps the id of each to the codes its features may have (none listed: any).
    Raises ``InputError`` naming file, line and field.
    """
    return parse_strategy(read_text(path), layers, file=str(path))


def parse_strategy(text: str, layers: Mapping[str, Collection[str]], *, file: str) -> StrategyFile:
    """Return the strategy of a text, checked as ``read_strategy`` does; ``file`` is its name."""
    strategy = parse_typed(text, Strategy, file=file)
    for rule in strategy.rules:
        for layer in rule.layers:
            if layer not in layers:
                raise InputError(
                    f"rule {rule.code} names the layer '{layer}', which is not registered",
                    file=file,
                    line=_line_of(text, rule.code, layer),
                    field=f"rules.{rule.code}.layer",
                    hint=f"Registered are: {', '.join(sorted(layers))}.",
                )
        for layer, conditions in rule.feature_filters:
            _refuse_unknown_codes(file, text, rule.code, layer, conditions, layers[layer])
    return StrategyFile(strategy, text)


def _refuse_unknown_codes(
    file: str,
    text: str,
    code: str,
    layer: str,
    conditions: FeatureFilter,
    known: Collection[str],
) -> None:
    """Refuse a code the layer can't have: it would match nothing, and nothing found looks green."""
    asked = conditions.get("code")
    for value in asked if isinstance(asked, list) else ():
        if known and value not in known:
            raise InputError(
                f"rule {code} asks layer '{layer}' for the code '{value}', which it has not",
                file=file,
                line=_line_of(text, code, str(value)),
                field=f"rules.{code}.where.code",
                hint=f"It has: {', '.join(sorted(known))}.",
            )


def _line_of(text: str, code: str, word: str) -> int | None:
    """Return the first line after the rule's code that names a layer or a code."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip().endswith(f"code: {code}")), 0)
    return next(
        (
            i + 1
            for i, line in enumerate(lines[start:], start)
            if word in line and ("layer" in line or "code: [" in line)
        ),
        None,
    )
