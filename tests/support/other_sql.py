"""Rules that are measured otherwise than the product does, to see what it makes of it."""

from __future__ import annotations

import pytest

import areal.assess.evaluate
from areal.database import sql


def replace_sql(monkeypatch: pytest.MonkeyPatch, name: str, statement: str) -> None:
    """Let one kind be measured by another statement."""
    monkeypatch.setattr(
        areal.assess.evaluate,
        "sql",
        lambda asked: statement if asked == name else sql(asked),
    )


def answering(condition: str) -> str:
    """Return a kind's statement that finds every subject met, under a condition."""
    return (
        "SELECT r.subject_id, 'met' AS verdict, 0::double precision AS measured, 'm2' AS unit, "
        "0::double precision AS margin, '{}'::jsonb AS evidence, NULL::geometry AS evidence_geom "
        f"FROM relevant AS r WHERE {condition}"
    )
