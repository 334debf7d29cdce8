"""Read a strategy file and check it against the layers that exist."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from areal.errors import InputError
from areal.strategy.document import Strategy
from areal.yaml_files import read_text, read_typed


@dataclass(frozen=True)
class StrategyFile:
    """A strategy with the exact text it was read from."""

    strategy: Strategy
    text: str

    @property
    def sha256(self) -> str:
        """Return the checksum of the text: what a run was made with, to the letter."""
        return sha256(self.text.encode()).hexdigest()


def read_strategy(path: Path, layers: Collection[str]) -> StrategyFile:
    """Return the strategy in ``path``; ``layers`` are the ids of the layers that exist.

    Raises ``InputError`` naming file, line and field.
    """
    strategy = read_typed(path, Strategy)
    text = read_text(path)
    for rule in strategy.rules:
        for layer in rule.layers:
            if layer not in layers:
                raise InputError(
                    f"rule {rule.code} names the layer '{layer}', which is not registered",
                    file=str(path),
                    line=_line_of(text, rule.code, layer),
                    field=f"rules.{rule.code}.layer",
                    hint=f"Registered are: {', '.join(sorted(layers))}.",
                )
    return StrategyFile(strategy, text)


def _line_of(text: str, code: str, layer: str) -> int | None:
    """Return the first line after the rule's code that names the layer."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip().endswith(f"code: {code}")), 0)
    return next(
        (i + 1 for i, line in enumerate(lines[start:], start) if layer in line and "layer" in line),
        None,
    )
