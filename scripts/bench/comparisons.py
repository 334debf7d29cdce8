"""The comparisons: which target each is about, and the rounds in which it is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from areal.database.embedded import Cluster
from bench import loaded, processes
from bench.measure import Times
from bench.places import Places
from bench.processes import Answer

Rounds = list[Answer]
#: The application process stays under it in every comparison.
MEMORY_MB = 300.0


@dataclass(frozen=True)
class Bench:
    """A data set that is loaded, and how it is measured."""

    places: Places
    cluster: Cluster
    rounds: int
    workers: int
    progress: Callable[[str], None]

    def full(self, *codes: str) -> Answer:
        """Check everything from nothing, by all rules or some."""
        loaded.forget_runs(self.cluster)
        return self.ours("full", self.workers, *codes)

    def ours(self, task: str, *arguments: object) -> Answer:
        """Run one task of the product."""
        answer = processes.ours(self.places.cluster, self.places.data, task, *arguments)
        self.progress(f"  ours {task} {' '.join(map(str, arguments))}: {_told(answer)}")
        return answer

    def peer(self, module: str, *arguments: object) -> Answer:
        """Run one module of the peers on the data set."""
        answer = processes.peer(self.places, module, self.places.data, *arguments)
        self.progress(f"  {module} {' '.join(map(str, arguments[1:]))}: {_told(answer)}")
        return answer

    def export(self, path: Path) -> None:
        """Write what the newest run found."""
        with loaded.admin(self.cluster) as connection:
            loaded.export_findings(connection, path)

    @property
    def scratch(self) -> Path:
        """Return a folder for what the measurements write."""
        folder = self.places.cache / "out"
        folder.mkdir(exist_ok=True)
        return folder


@dataclass
class Result:
    """What a comparison came to; ``ratio`` is ours through the peer's, each round by itself."""

    name: str
    target: str
    limit: float
    ours: Times
    peers: dict[str, Times] = field(default_factory=dict)
    memory_mb: float = 0.0
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def ratios(self) -> tuple[float, ...]:
        """Return ours divided by the fastest peer, round by round; ours alone without a peer."""
        if not self.peers:
            return self.ours.seconds
        best = [min(times) for times in zip(*(t.seconds for t in self.peers.values()), strict=True)]
        return tuple(one / other for one, other in zip(self.ours.seconds, best, strict=True))

    @property
    def reached(self) -> bool:
        """Return whether the median is within the target."""
        return median(self.ratios) <= self.limit

    def as_json(self) -> dict[str, Any]:
        """Return everything that was measured."""
        return {
            "name": self.name,
            "target": self.target,
            "limit": self.limit,
            "ratio": {
                "median": round(median(self.ratios), 3),
                "least": round(min(self.ratios), 3),
                "most": round(max(self.ratios), 3),
            },
            "reached": self.reached,
            "ours_seconds": self.ours.as_json(),
            "peer_seconds": {name: times.as_json() for name, times in self.peers.items()},
            "memory_mb": round(self.memory_mb),
            "memory_reached": self.memory_mb < MEMORY_MB,
            **self.more,
        }


def alternate(
    bench: Bench, ours: Callable[[], Answer], peers: Mapping[str, Callable[[], Answer]]
) -> tuple[Rounds, dict[str, Rounds]]:
    """Measure ours and every peer in turn, so that what else the machine does hits all alike."""
    mine: Rounds = []
    theirs: dict[str, Rounds] = {name: [] for name in peers}
    for _ in range(bench.rounds):
        mine.append(ours())
        for name, run in peers.items():
            theirs[name].append(run())
    return mine, theirs


def overlap(bench: Bench) -> Result:
    """Measure one overlap rule against 20,000 polygons."""
    out = bench.scratch
    mine, theirs = alternate(
        bench,
        lambda: bench.full("R09"),
        {
            "geopandas": lambda: bench.peer("peer_rules", out / "overlap.parquet", "R09"),
            "duckdb": lambda: bench.peer("peer_duckdb", out / "duckdb.csv"),
            "sedonadb": lambda: bench.peer("peer_sedona", out / "sedona.csv"),
        },
    )
    bench.export(out / "overlap.csv")
    same = {
        name: processes.peer(bench.places, "same_rows", out / "overlap.csv", out / file)
        for name, file in (("duckdb", "duckdb.csv"), ("sedonadb", "sedona.csv"))
    }
    return Result(
        "overlap",
        "at most 1.0 times the best of geopandas, duckdb and sedonadb",
        1.0,
        _of_rule(mine, "R09"),
        {
            "geopandas": Times(tuple(_rule_and_store(one, "R09") for one in theirs["geopandas"])),
            **{name: _whole(theirs[name]) for name in ("duckdb", "sedonadb")},
        },
        _memory(mine),
        {"whole_run_seconds": _whole(mine).as_json(), "same_rows": same},
    )


def nearest(bench: Bench) -> Result:
    """Measure the distance of every parcel to the nearest of 5,000 lines."""
    mine, theirs = alternate(
        bench,
        lambda: bench.full("N01"),
        {"geopandas": lambda: bench.peer("peer_geopandas", "nearest")},
    )
    return Result(
        "nearest line",
        "at most 0.5 times geopandas (sjoin_nearest)",
        0.5,
        _of_rule(mine, "N01"),
        {"geopandas": _whole(theirs["geopandas"])},
        _memory(mine),
        {"whole_run_seconds": _whole(mine).as_json()},
    )


def big(bench: Bench) -> Result:
    """Measure an overlap rule on 200 polygons of 20,000 vertices."""
    mine, theirs = alternate(
        bench,
        lambda: bench.full("R12"),
        {
            "geopandas": lambda: bench.peer("peer_geopandas", "big"),
            "geopandas, tuned": lambda: bench.peer(
                "peer_rules", bench.scratch / "big.parquet", "R12"
            ),
        },
    )
    tuned = Times(tuple(_rule_and_store(one, "R12") for one in theirs["geopandas, tuned"]))
    return Result(
        "big polygons",
        "at least 20 times faster than geopandas on the raw polygons (ratio at most 0.05)",
        0.05,
        _of_rule(mine, "R12"),
        {"geopandas": _whole(theirs["geopandas"])},
        _memory(mine),
        {"whole_run_seconds": _whole(mine).as_json(), "tuned_peer_seconds": tuned.as_json()},
    )


def full(bench: Bench) -> Result:
    """Measure a run of all 22 rules, and compare what both found row by row."""
    output = bench.scratch / "full.parquet"
    mine, theirs = alternate(
        bench,
        bench.full,
        {"geopandas": lambda: bench.peer("peer_rules", output)},
    )
    bench.export(bench.scratch / "full.csv")
    same = processes.peer(bench.places, "same_rows", bench.scratch / "full.csv", output)
    rules = sorted(theirs["geopandas"][0]["each"].keys() | mine[0]["each"].keys())
    return Result(
        "full run of 22 rules",
        "at most 1/3 of geopandas, findings identical",
        1 / 3,
        _whole(mine),
        {"geopandas": _whole(theirs["geopandas"])},
        _memory(mine),
        {
            "same_rows": same,
            "findings": mine[0]["findings"],
            "verdicts": mine[0]["counts"],
            "each_rule": {
                rule: {
                    "ours": round(median(one["each"].get(rule, 0.0) for one in mine), 2),
                    "geopandas": round(
                        median(one["each"].get(rule, 0.0) for one in theirs["geopandas"]), 2
                    ),
                }
                for rule in rules
            },
            "one_digest": len({one["sha256"] for one in mine}) == 1,
        },
    )


_FIRST_EDITS = 5


def edit(bench: Bench) -> Result:
    """Edit one parcel, and check it again against all rules; many times.

    The first edits of a program wait for what PostgreSQL plans once for a connection; they are
    told by themselves.
    """
    run = bench.full()
    answer = bench.ours("edits", _FIRST_EDITS + 60 * bench.rounds)
    first, rest = answer["rounds"][:_FIRST_EDITS], answer["rounds"][_FIRST_EDITS:]
    spread = quantiles(rest, n=20)
    return Result(
        "one edited parcel",
        "95 % of the checks within 0.050 s",
        0.050,
        Times((spread[-1],)),
        memory_mb=max(run["memory_mb"], answer["memory_mb"]),
        more={"seconds": Times(tuple(rest)).as_json(), "first": Times(tuple(first)).as_json()},
    )


def what_if(bench: Bench) -> Result:
    """Move four limits over all parcels, with what was measured at hand."""
    run = bench.full()
    bench.ours("publish", run["run_id"])
    answer = bench.ours("limits", bench.rounds)
    return Result(
        "what-if, limits changed",
        "at most 1/5 of a full run",
        1 / 5,
        Times(tuple(answer["rounds"])),
        {"full run": Times((run["seconds"],) * bench.rounds)},
        max(run["memory_mb"], answer["memory_mb"]),
    )


def _told(answer: Answer) -> str:
    if "seconds" not in answer:
        return "done"
    return f"{answer['seconds']:.2f} s, {answer['memory_mb']:.0f} MB"


def _whole(rounds: Rounds) -> Times:
    return Times(tuple(one["seconds"] for one in rounds))


def _of_rule(rounds: Rounds, code: str) -> Times:
    return Times(tuple(one["each"][code] for one in rounds))


def _rule_and_store(answer: Answer, code: str) -> float:
    return float(answer["each"][code] + answer["each"]["store"])


def _memory(rounds: Rounds) -> float:
    return max(float(one["memory_mb"]) for one in rounds)


ALL: dict[str, Callable[[Bench], Result]] = {
    one.__name__: one for one in (overlap, nearest, big, full, edit, what_if)
}
