"""SQL kept in files beside the code, loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause, text


@lru_cache
def sql(name: str) -> str:
    """Return the text of ``areal/sql/<name>``, for example ``rules/overlap.sql``."""
    return files("areal").joinpath("sql", *name.split("/")).read_text(encoding="utf-8")


def execute(connection: Connection, statement: str, binds: Mapping[str, Any]) -> CursorResult[Any]:
    """Execute a statement with those of the binds that it names."""
    clause, wanted = _clause(statement)
    return connection.execute(clause, {key: value for key, value in binds.items() if key in wanted})


@lru_cache(maxsize=256)
def _clause(statement: str) -> tuple[TextClause, frozenset[str]]:
    # Finding the binds of a long statement takes longer than running it on one parcel.
    clause = text(statement)
    return clause, frozenset(clause.compile().params)
