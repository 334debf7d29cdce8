"""Three-valued filters and verdicts over whole columns, for the rules as written in geopandas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

Array = Any
#: What a filter says of a row.
NO, YES, UNKNOWN = 0, 1, -1


def known(values: pd.Series) -> Array:
    """Return which values say something: None, "", [] and "ukjent" do not."""
    blank = values.isna() | values.isin(["", "ukjent"])
    if values.map(type).eq(list).any():
        blank |= values.map(lambda value: isinstance(value, list) and not value)
    return ~blank.to_numpy(dtype=bool)


def matches(frame: pd.DataFrame, conditions: dict[str, Any]) -> Array:
    """Return YES, NO or UNKNOWN for each row: one NO settles it, else one UNKNOWN does."""
    answer = np.full(len(frame), YES, dtype=np.int8)
    for name, condition in conditions.items():
        if name not in frame:
            one = np.full(len(frame), UNKNOWN, dtype=np.int8)
        else:
            one = _matches_one(frame[name], condition)
        answer = np.where((answer == NO) | (one == NO), NO, np.where(one == UNKNOWN, one, answer))
    return answer


def _matches_one(values: pd.Series, condition: Any) -> Array:
    there = known(values)
    if isinstance(condition, dict) and "known" in condition:
        return (there == condition["known"]).astype(np.int8)
    if isinstance(condition, list):
        if values.map(type).eq(list).any():
            wanted = set(condition)
            fits = values.map(lambda held: bool(held) and not wanted.isdisjoint(held)).to_numpy(
                bool
            )
        else:
            fits = values.isin(condition).to_numpy()
    else:
        numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
        fits = np.ones(len(values), dtype=bool)
        if condition.get("at_least") is not None:
            fits &= numbers >= condition["at_least"]
        if condition.get("at_most") is not None:
            fits &= numbers <= condition["at_most"]
    return np.where(there, fits, UNKNOWN).astype(np.int8)


def judge(measured: Array, direction: str, limits: dict[str, Any], level: str) -> Array:
    """Return the verdict of each measured value, judged as shown: with four decimals."""
    shown = np.round(np.asarray(measured, dtype=float), 4)
    met, deviates = limits["met"], limits.get("deviates")
    good = shown <= met if direction == "at_most" else shown >= met
    if deviates is None:
        bad = np.full(len(shown), level == "skal")
    else:
        bad = shown > deviates if direction == "at_most" else shown < deviates
    verdict = np.where(good, "met", np.where(bad, "deviates", "consider"))
    return np.where(np.isnan(shown), "missing", verdict).astype(object)


def margin(measured: Array, direction: str, limits: dict[str, Any]) -> Array:
    """Return the room left to the limit."""
    measured = np.asarray(measured, dtype=float)
    return limits["met"] - measured if direction == "at_most" else measured - limits["met"]


def within_coverage(verdict: Array, proven: Array, share: Array, failed: Array) -> Array:
    """Return the verdict where it is proven or the layer speaks; else a gap."""
    return np.where(
        proven | (share >= 0.99),
        verdict,
        np.where(failed, "error", "not_mapped"),
    ).astype(object)


def refused(level: str) -> str:
    """Return the verdict of what a rule of this level refuses."""
    return "deviates" if level == "skal" else "consider"
