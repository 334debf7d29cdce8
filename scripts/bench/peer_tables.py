"""The rules on recorded attributes, written in pandas, whole columns at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from bench.peer_logic import NO, YES, judge, known, margin, matches, refused

Array = Any
Rule = dict[str, Any]
#: Columns of the findings of some rows.
Told = dict[str, Array]
#: As the engine is asked in the same comparison.
DAY = date(2026, 10, 1)
_SHOPS = frozenset({"detaljhandel", "plasskrevende_handel"})


def attribute(parcels: pd.DataFrame, rule: Rule) -> Told:
    """Judge recorded numbers against a limit, or codes against a list."""
    names = rule.get("attributes") or [rule["attribute"]]
    there = np.array([known(parcels[name]) for name in names])
    told: Told = {"missing": _listed(names, ~there)}
    if rule.get("limits"):
        number = pd.to_numeric(parcels[names[0]], errors="coerce").to_numpy(dtype=float)
        verdict = judge(number, rule["direction"], rule["limits"], rule["level"])
        room = margin(number, rule["direction"], rule["limits"])
        return {**told, "verdict": verdict, "measured": number, "margin": room}
    accepted = np.array([parcels[name].isin(rule["accepted"]) for name in names])
    considered = np.array([parcels[name].isin(rule.get("considered", [])) for name in names])
    no = (there & ~accepted & ~considered).any(axis=0)
    milder = np.where(considered.any(axis=0), "consider", "met")
    unclear = np.where(~there.all(axis=0), "missing", milder)
    met = (there & accepted).sum(axis=0).astype(float)
    verdict = np.where(no, refused(rule["level"]), unclear).astype(object)
    return {**told, "verdict": verdict, "measured": met, "margin": met - len(names)}


def completeness(parcels: pd.DataFrame, rule: Rule) -> Told:
    """Measure the share of attributes that are recorded."""
    names, limits = rule["attributes"], rule["limits"]
    there = np.array([known(parcels[name]) for name in names])
    share = there.mean(axis=0)
    worst = share < limits.get("deviates", 0)
    verdict = np.where(worst, refused(rule["level"]), "missing").astype(object)
    verdict[share >= limits["met"]] = "met"
    return {
        "verdict": verdict,
        "measured": share,
        "margin": margin(share, "at_least", limits),
        "missing": _listed(names, ~there),
    }


def freshness(parcels: pd.DataFrame, rule: Rule) -> Told:
    """Measure the age in days of a recorded date."""
    told = pd.to_datetime(parcels[rule["date_attribute"]])
    days = (pd.Timestamp(DAY) - told).dt.days.to_numpy(dtype=float, copy=True)
    names = [*rule.get("requires", []), rule["date_attribute"]]
    there = np.array([known(parcels[name]) for name in names])
    lacks = (days < 0) | ~there.all(axis=0)
    days[days < 0] = np.nan
    verdict = judge(days, "at_most", rule["limits"], rule["level"])
    return {
        "verdict": np.where(lacks, "missing", verdict),
        "measured": days,
        "margin": margin(days, "at_most", rule["limits"]),
        "missing": _listed(names, ~there),
    }


def activity_fit(parcels: pd.DataFrame, rule: Rule) -> Told:
    """Count the activities the plan permits and the strategy does not want there."""
    count = len(parcels)
    verdict = np.full(count, "not_relevant", dtype=object)
    measured = np.full(count, np.nan)
    unwanted = np.full(count, None, dtype=object)
    retail = pd.to_numeric(parcels["retail_m2"], errors="coerce").to_numpy(dtype=float)
    there = known(parcels["permitted_activities"])
    activities = parcels["permitted_activities"].to_numpy()
    for name, wanted in rule["classes"].items():
        rows = np.flatnonzero(parcels["area_class"].to_numpy() == name)
        questioned = set(wanted["consider"])
        fine = questioned.union(wanted["welcome"])
        held = [set(item or ()) for item in activities[rows]]
        unwanted[rows] = [sorted(item - fine) or None for item in held]
        asked = np.array([not questioned.isdisjoint(item) for item in held], dtype=bool)
        shops = np.array([not item.isdisjoint(_SHOPS) for item in held], dtype=bool)
        most, size = rule.get("retail_max_m2", {}).get(name), retail[rows]
        too_large = np.zeros(len(rows), dtype=bool) if most is None else size > most
        unclear = shops & np.isnan(size) & there[rows] & (most is not None)
        misfits = np.array([len(item or ()) for item in unwanted[rows]], dtype=int) + too_large
        milder = np.where(asked, "consider", "met")
        gap = np.where(~there[rows] | unclear, "missing", milder)
        verdict[rows] = np.where(misfits > 0, refused(rule["level"]), gap)
        measured[rows] = np.where(there[rows] | (misfits > 0), misfits, np.nan)
    return {"verdict": verdict, "measured": measured, "margin": -measured, "unwanted": unwanted}


def portfolio(parcels: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Count the sites of each kommune that have a parcel which satisfies the condition."""
    counts = matches(parcels, rule["counts_where"])
    one = parcels[["kommunenummer", "site"]]
    kommuner = sorted(one["kommunenummer"].unique())
    value, possible = (
        one[at].groupby("kommunenummer")["site"].nunique().reindex(kommuner, fill_value=0)
        for at in (counts == YES, counts != NO)
    )
    direction, limits, level = rule.get("direction", "at_least"), rule["limits"], rule["level"]
    found = judge(value, direction, limits, level)
    could = judge(possible, direction, limits, level)
    return pd.DataFrame(
        {
            "subject": kommuner,
            "verdict": np.where(found == could, found, "missing"),
            "measured": value.to_numpy(dtype=float),
            "margin": margin(value, direction, limits),
        }
    )


def _listed(names: list[str], marked: Array) -> Array:
    """Return for each row the names that are marked (one line of ``marked`` a name), or None."""
    texts = np.full(marked.shape[1], "", dtype=object)
    for name, rows in sorted(zip(names, marked, strict=True), key=lambda pair: pair[0]):
        texts[rows] += name + " "
    return np.where(texts == "", None, texts)
