"""SQL kept in files beside the code, loaded once."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache
def sql(name: str) -> str:
    """Return the text of ``areal/sql/<name>``, for example ``rules/overlap.sql``."""
    return files("areal").joinpath("sql", *name.split("/")).read_text(encoding="utf-8")
