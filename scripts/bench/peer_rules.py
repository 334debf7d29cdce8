"""The 22 rules written in geopandas: the same findings, with what they rest on.

``python -m bench.peer_rules FOLDER OUTPUT [CODE ...]`` reads, checks, stores the findings as
GeoParquet, and prints one line of JSON: the seconds without reading, of each rule, and the memory.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from bench import peer_frames, peer_tables
from bench.measure import memory
from bench.peer_logic import NO, UNKNOWN, YES, judge, margin, matches, within_coverage
from bench.peer_shapes import areas, covered, nearest, union_by, without_hairlines
from bench.peer_tables import Told

Array = Any
Rule = dict[str, Any]
#: Parcels nearer than this (m) are one piece of land.
JOINED = 15.0


class Check:
    """The frames, and the rules over them by kind."""

    def __init__(self, folder: Path, layers: set[str]) -> None:
        self.parcels = peer_frames.parcels(folder)
        self.layers = {name: peer_frames.layer(folder, name) for name in sorted(layers)}
        self.hits: list[pd.DataFrame] = []
        self.kinds: dict[str, Callable[[geopandas.GeoDataFrame, Rule], Told]] = {
            "overlap": self.overlap,
            "distance": self.distance,
            "net_area": self.net_area,
            "attribute": peer_tables.attribute,
            "completeness": peer_tables.completeness,
            "freshness": peer_tables.freshness,
            "activity_fit": peer_tables.activity_fit,
        }

    def prepare(self) -> None:
        """Add what several rules ask for: how much land of the site lies in one piece."""
        shapes = self.parcels.geometry.to_numpy()
        one, other = shapely.STRtree(shapes).query(shapes, "dwithin", JOINED)
        site = pd.factorize(self.parcels["site"])[0]
        same = site[one] == site[other]
        pairs = coo_array(
            (np.ones(same.sum()), (one[same], other[same])), shape=(len(shapes), len(shapes))
        )
        cluster = pd.Series(connected_components(pairs, directed=False)[1])
        daa = self.parcels["area_m2"].groupby(cluster.to_numpy()).transform("sum") / 1000
        self.parcels["contiguous_daa"] = daa

    def rule(self, rule: Rule) -> geopandas.GeoDataFrame:
        """Return a row for each subject of a rule."""
        if rule["kind"] == "portfolio":
            table = peer_tables.portfolio(self.parcels, rule)
        else:
            table = self._parcel_rule(rule)
        table.insert(0, "rule", rule["code"])
        return table

    def _parcel_rule(self, rule: Rule) -> geopandas.GeoDataFrame:
        applies = matches(self.parcels, rule.get("applies_to", {}))
        rows = np.flatnonzero(applies == YES)
        told = self.kinds[rule["kind"]](self.parcels.iloc[rows], rule)
        table = pd.DataFrame({**told, "subject": self.parcels["slug"].to_numpy()[rows]})
        others = np.flatnonzero(applies != YES)
        rest = pd.DataFrame(
            {
                "subject": self.parcels["slug"].to_numpy()[others],
                "verdict": np.where(applies[others] == UNKNOWN, "missing", "not_relevant"),
            }
        )
        return pd.concat([table, rest])

    def overlap(self, parcels: geopandas.GeoDataFrame, rule: Rule) -> Told:
        """Measure the share or daa on features of a layer."""
        layer = self.layers[rule["layer"]]
        hard = matches(layer.features, rule.get("where", {}))
        soft_filter = rule.get("consider_where")
        soft = (
            np.full(len(hard), NO) if soft_filter is None else matches(layer.features, soft_filter)
        )
        kind = np.where(hard == YES, 2, np.where(soft == YES, 1, np.where(hard == UNKNOWN, 0, -1)))
        features = layer.features[kind >= 0]
        kind = kind[kind >= 0]
        shapes, count = parcels.geometry.to_numpy(), len(parcels)
        outlines = features.geometry.to_numpy()
        feature, owner = shapely.STRtree(shapes).query(outlines, "intersects")
        pieces = shapely.intersection(shapes[owner], outlines[feature])
        size = shapely.area(pieces)
        real = size > 0
        feature, owner, pieces, size = feature[real], owner[real], pieces[real], size[real]
        whole = shapely.area(shapes)
        self._name_hits(rule, parcels, features, feature, owner, size / whole[owner])
        joined: list[Array] = []
        for least in (2, 1, 0):
            if least < 2 and not (kind == least).any():
                joined.append(joined[-1])
                continue
            at = kind[feature] >= least
            joined.append(union_by(owner[at], pieces[at], count))
        return self._judge_overlap(
            parcels, rule, layer, joined, [areas(one) / whole for one in joined]
        )

    def _name_hits(
        self,
        rule: Rule,
        parcels: geopandas.GeoDataFrame,
        features: geopandas.GeoDataFrame,
        feature: Array,
        owner: Array,
        share: Array,
    ) -> None:
        """Keep which features take how much of each parcel."""
        hits = pd.DataFrame(
            {
                "rule": rule["code"],
                "subject": parcels["slug"].to_numpy()[owner],
                "code": features["code"].to_numpy()[feature],
                "name": features["name"].to_numpy()[feature],
                "share": share,
            }
        )
        told = hits.groupby(["rule", "subject", "code", "name"], dropna=False, sort=False)
        self.hits.append(told["share"].sum().reset_index())

    def _judge_overlap(
        self,
        parcels: geopandas.GeoDataFrame,
        rule: Rule,
        layer: peer_frames.Layer,
        joined: list[Array],
        shares: list[Array],
    ) -> Told:
        direction, limits, level = rule["direction"], rule["limits"], rule["level"]
        area = parcels["area_m2"].to_numpy(dtype=float)
        # None given: nothing is tolerated. One given: the other does not limit.
        tolerance = {key: size for key, size in rule["tolerance"].items() if np.isfinite(size)}
        factor = 1.0 if rule["measure"] == "share" else area / 1000
        values = []
        for share in shares:
            trimmed = share.copy()
            if direction == "at_most" and tolerance:
                sliver = share * area <= tolerance.get("m2", np.inf)
                sliver &= share <= tolerance.get("share", np.inf)
                trimmed[sliver] = 0
            values.append(trimmed * factor)
        hard, whole, possible = (judge(value, direction, limits, level) for value in values)
        soft_only = (hard == "met") & (whole != "met")
        if direction == "at_most":
            found = np.where(soft_only, "consider", hard)
            turns = (found == "met") & (possible != "met")
        else:
            found = np.where((hard != "met") & (whole == "met"), "consider", hard)
            found = np.where(soft_only, "consider", found)
            turns = (found == "deviates") & (possible != "deviates")
            turns |= (found == "consider") & (whole != "met") & (possible == "met")
        share, failed = covered(parcels.geometry.to_numpy(), layer)
        proven = (found != "met") == (direction == "at_most")
        verdict = within_coverage(found, proven, share, failed)
        verdict = np.where(turns, "missing", verdict)
        if rule.get("except_when"):
            excused = matches(parcels, rule["except_when"]) == YES
            verdict = np.where(excused & ((found != "met") | turns), "met", verdict)
        value = np.where(soft_only, values[1], values[0])
        gap = np.isin(verdict, ["error", "not_mapped"])
        return {
            "verdict": verdict,
            "measured": np.where(gap & ~(value > 0), np.nan, value),
            "margin": np.where(gap, np.nan, margin(value, direction, limits)),
            "coverage": share,
            "area_share": np.where(soft_only, shares[1], shares[0]),
            "geometry": _conflict(parcels, direction, verdict, joined, values),
        }

    def distance(self, parcels: geopandas.GeoDataFrame, rule: Rule) -> Told:
        """Measure the metres to the nearest feature of each target."""
        direction, level = rule["direction"], rule["level"]
        at_most = direction == "at_most"
        rank = {"met": 0, "consider": 1, "deviates": 2}
        shapes, count = parcels.geometry.to_numpy(), len(parcels)
        best: dict[str, Array] = {}
        least, any_failed = np.ones(count), np.zeros(count, dtype=bool)
        turns = np.zeros(count, dtype=bool)
        for target in rule["targets"]:
            layer, limits = self.layers[target["layer"]], target["limits"]
            fits = matches(layer.features, target.get("where", {}))
            wanted = layer.features[fits == YES]
            metres, number, lines = nearest(shapes, wanted.geometry.to_numpy())
            unknown, _, _ = nearest(shapes, layer.features.geometry.to_numpy()[fits == UNKNOWN])
            verdict = judge(metres, direction, limits, level)
            could = judge(np.minimum(metres, unknown), direction, limits, level)
            turns |= could == "met" if at_most else could != "met"
            share, failed = covered(shapes, layer, limits["met"])
            least, any_failed = np.minimum(least, share), any_failed | failed
            this = {
                "order": (1 if at_most else -1) * pd.Series(verdict).map(rank).to_numpy(),
                "ratio": metres / max(limits["met"], 1),
                "verdict": verdict,
                "measured": metres,
                "margin": margin(metres, direction, limits),
                "layer": np.full(count, target["layer"], dtype=object),
                "nearest": wanted["name"].to_numpy()[number],
                "nearest_code": wanted["code"].to_numpy()[number],
                "geometry": lines,
            }
            better = np.ones(count, dtype=bool)
            if best:
                better = this["order"] < best["order"]
                better |= (this["order"] == best["order"]) & (this["ratio"] < best["ratio"])
            best = {
                key: np.where(better, value, best[key]) if best else value
                for key, value in this.items()
            }
        proven = (best["verdict"] == "met") == at_most
        final = within_coverage(best["verdict"], proven, least, any_failed)
        best["verdict"] = np.where(~proven & turns, "missing", final)
        for key in ("measured", "margin"):
            best[key] = np.where(np.isinf(best[key]), np.nan, best[key])
        del best["order"], best["ratio"]
        return {**best, "coverage": least}

    def net_area(self, parcels: geopandas.GeoDataFrame, rule: Rule) -> Told:
        """Measure the share that is left when strips along features are taken off."""
        shapes, count = parcels.geometry.to_numpy(), len(parcels)
        owners, strips, sure = [], [], []
        widest: dict[str, float] = {}
        tree = shapely.STRtree(shapes)
        for buffer in rule["buffers"]:
            name, width = buffer["layer"], buffer["metres"]
            widest[name] = max(width, widest.get(name, 0))
            layer = self.layers[name]
            fits = matches(layer.features, buffer.get("where", {}))
            features = layer.features[fits != NO]
            strip = shapely.buffer(features.geometry.to_numpy(), width, quad_segs=8)
            feature, owner = tree.query(strip, "intersects")
            owners.append(owner)
            strips.append(shapely.intersection(shapes[owner], strip[feature]))
            certain = (fits[fits != NO] == YES)[feature]
            sure.append(certain)
            share = np.where(certain, shapely.area(strips[-1]) / shapely.area(shapes)[owner], 0)
            self._name_hits(rule, parcels, features, feature, owner, share)
        owner, strip, certain = map(np.concatenate, (owners, strips, sure))
        whole = shapely.area(shapes)
        lost = union_by(owner[certain], strip[certain], count)
        possibly = lost if certain.all() else union_by(owner, strip, count)
        share, possible = 1 - areas(lost) / whole, 1 - areas(possibly) / whole
        least, any_failed = np.ones(count), np.zeros(count, dtype=bool)
        for name, width in widest.items():
            seen, failed = covered(shapes, self.layers[name], width)
            least, any_failed = np.minimum(least, seen), any_failed | failed
        limits = rule["limits"]
        found = judge(share, "at_least", limits, rule["level"])
        could = judge(possible, "at_least", limits, rule["level"])
        verdict = within_coverage(found, found != "met", least, any_failed)
        return {
            "verdict": np.where((found == "met") & (could != "met"), "missing", verdict),
            "measured": share,
            "margin": margin(share, "at_least", limits),
            "coverage": least,
            "geometry": np.where(areas(lost) > 0, lost, None),
        }


def _conflict(
    parcels: geopandas.GeoDataFrame,
    direction: str,
    verdict: Array,
    joined: list[Array],
    values: list[Array],
) -> Array:
    """Return what is drawn: too much where it lies, too little where it lacks."""
    drawn = np.full(len(parcels), None, dtype=object)
    for shapes, value in zip(joined[::-1], values[::-1], strict=True):
        drawn = np.where(value > 0, shapes, drawn)
    if direction == "at_least":
        lacks = np.flatnonzero(np.isin(verdict, ["deviates", "consider"]))
        shapes, hard = parcels.geometry.to_numpy()[lacks], joined[0][lacks]
        none = shapely.is_missing(hard)
        left = shapes.copy()
        left[~none] = without_hairlines(shapely.difference(shapes[~none], hard[~none]))
        drawn[lacks] = left
    return drawn


def layers_of(rule: Rule) -> set[str]:
    """Return the layers a rule is measured against."""
    named = [rule, *rule.get("targets", []), *rule.get("buffers", [])]
    return {one["layer"] for one in named if "layer" in one}


def main(folder: Path, output: Path, codes: list[str]) -> None:
    """Check, store the findings, print the times."""
    rules = json.loads((folder / "rules.json").read_text())
    wanted = [rule for rule in rules if not codes or rule["code"] in codes]
    check = Check(folder, set().union(*map(layers_of, wanted)))
    seconds: dict[str, float] = {}
    began, used = time.perf_counter(), time.process_time()
    check.prepare()
    seconds["prepare"] = time.perf_counter() - began
    tables = []
    for rule in wanted:
        start = time.perf_counter()
        tables.append(check.rule(rule))
        seconds[rule["code"]] = time.perf_counter() - start
    start = time.perf_counter()
    found = geopandas.GeoDataFrame(pd.concat(tables), geometry="geometry", crs=peer_frames.CRS)
    found.to_parquet(output)
    if check.hits:
        pd.concat(check.hits).to_parquet(output.with_suffix(".hits.parquet"))
    seconds["store"] = time.perf_counter() - start
    total = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - used,
        "each": seconds,
        "memory_mb": memory(),
    }
    print(json.dumps(total))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
