"""Compare two runs or strategies: which verdicts differ, and what made them, by trying it.

The cause of a difference is not guessed from what has changed. Side A is evaluated again with some
of its inputs (the rule, its layers, the parcel, the day) replaced by those of side B, all others
held fixed: first one input at a time, then two, then more. The smallest replacements that give
B's verdict are the causes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from time import monotonic
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.compare_result import INPUTS, Comparison, changed_layers, result
from areal.assess.compare_sides import Given, given
from areal.assess.evaluate import NOWHERE, evaluate
from areal.assess.inputs import engine_version, rule_digest
from areal.assess.scratch import TookTooLong, scratch
from areal.assess.whole import make_subject
from areal.database import sql
from areal.errors import BadParameter
from areal.settings import get_settings
from areal.strategy.kinds import Rule
from areal.strategy.load import StrategyFile

__all__ = ["Comparison", "compare"]
#: What is narrowed by, as people say it in an address or on the command line.
_NAMES = {"rules": "rule", "kommuner": "kommune"}


def compare(
    a: str | StrategyFile,
    b: str | StrategyFile,
    *,
    rules: Collection[str] | None = None,
    kommuner: Collection[str] | None = None,
    published: bool = False,
    timeout_ms: int = 0,
) -> Comparison:
    """Compare two sides, each a strategy, a run or a strategy file (see ``compare_sides.given``).

    ``rules`` and ``kommuner`` narrow what is compared; ``published`` leaves out parcels the public
    does not see. ``timeout_ms`` is for all of it, 0 is no limit. Nothing is stored. Raises
    ``NotFound`` and ``TookTooLong``.
    """
    with scratch(timeout_ms=timeout_ms) as connection:
        work = _Work(
            connection,
            given(connection, a),
            given(connection, b),
            {
                "rules": None if rules is None else list(rules),
                "kommuner": None if kommuner is None else list(kommuner),
                "published": published,
            },
            monotonic() + timeout_ms / 1000 if timeout_ms else None,
        )
        work.refuse_unknown()
        differing = work.differing()
        work.tell()
        work.explain(differing)
        work.run("parcels")
        return result(connection, work.a, work.b, differing, work.asked)


@dataclass(frozen=True)
class _Work:
    """A comparison that is going on."""

    connection: Connection
    a: Given
    b: Given
    asked: Mapping[str, Any]
    until: float | None

    def refuse_unknown(self) -> None:
        """Raise ``BadParameter`` for a rule or kommune nobody knows: nothing differs for it."""
        codes = text("SELECT kommunenummer FROM areal.kommune")
        for name, known in (
            ("rules", {*self.a.rules, *self.b.rules}),
            ("kommuner", set(self.connection.execute(codes).scalars())),
        ):
            for code in self.asked[name] or ():
                if code not in known:
                    hint = f"Known: {', '.join(sorted(known))}."
                    raise BadParameter(_NAMES[name], f"Unknown: {code}.", hint=hint)

    def differing(self) -> dict[str, frozenset[str]]:
        """Return what else than the parcels differs for each rule that both sides have."""
        return {
            code: frozenset(self._differing(rule, self.b.rules[code]))
            for code, rule in self.a.rules.items()
            if code in self.b.rules
        }

    def _differing(self, rule: Rule, other: Rule) -> Iterable[str]:
        # The same day and no layers: what is left of the digest is the rule itself.
        if rule_digest(rule, {}, date.min) != rule_digest(other, {}, date.min):
            yield "rule"
        if changed_layers(self.a, self.b, rule.code):
            yield "layer"
        if self.a.as_of != self.b.as_of and (rule.counts_to_day or other.counts_to_day):
            yield "day"

    def tell(self) -> None:
        """Collect what both sides say, and where they differ."""
        self.run("tables")
        parcels = {"parcels_a": self.a.parcels_run, "parcels_b": self.b.parcels_run}
        self.run("compared", **self.asked, **parcels)
        for name, side in (("a", self.a), ("b", self.b)):
            if side.side.run_id is not None:
                self.run("told_by_run", side=name, run_id=side.side.run_id)
                continue
            self._make_subject(side.parcels_run, None)
            for rule in side.rules.values():
                self._evaluate(rule, side.versions, side.as_of)
            self.run("told_by_result", side=name)
            self._forget()
        self.run("differences", **self.asked)

    def explain(self, differing: Mapping[str, frozenset[str]]) -> None:
        """Try ever more inputs of B in A's place until each verdict is explained."""
        self._make_subject(self.a.parcels_run, [])
        for size in range(len(INPUTS) + 1):
            for inputs in combinations(INPUTS, size):
                self._try(inputs, differing)
            self.run("settled")

    def _try(self, inputs: Sequence[str], differing: Mapping[str, frozenset[str]]) -> None:
        binds = {"parcel": "parcel" in inputs, "same": not inputs}
        other_engine = self.a.engine_version != engine_version()
        found = self.run("pending", **binds, other_engine=other_engine).all()
        wanted = frozenset(inputs) - {"parcel"}
        rules = [row.rule_code for row in found if wanted <= differing[row.rule_code]]
        for code in rules:
            self._again(code, inputs)
        if rules:
            self.run("explained", **binds, inputs=list(inputs))
            self._forget()

    def _again(self, code: str, inputs: Sequence[str]) -> None:
        """Evaluate a rule as A does, but with these inputs of B."""

        def side(name: str) -> Given:
            return self.b if name in inputs else self.a

        rule = side("rule").rules[code]
        self.connection.execute(text("TRUNCATE subject"))
        self.run(
            "subject",
            rule_code=code,
            parcel="parcel" in inputs,
            whole=rule.subject_kind != "parcel",
            parcels_run=side("parcel").parcels_run,
        )
        self.connection.execute(text("ANALYZE subject"))
        self._evaluate(rule, side("layer").versions, side("day").as_of)

    def _make_subject(self, run_id: int, kommuner: list[str] | None) -> None:
        """Fill ``subject`` as a run does, or (no kommuner) make it with nothing in it."""
        series = text("SELECT series_id FROM areal.run WHERE run_id = :run_id")
        series_id = self.connection.execute(series, {"run_id": run_id}).scalar_one()
        binds = {"kommuner": kommuner, "fresh_kommuner": None}
        make_subject(
            self.connection,
            {"run_id": run_id, "series_id": series_id, **binds},
        )

    def _evaluate(self, rule: Rule, versions: Mapping[str, int], as_of: date) -> None:
        limit = get_settings().rule_timeout_ms
        timeout_ms = limit if self.until is None else min(limit, self._left_ms())
        evaluate(self.connection, NOWHERE, rule, versions, as_of, timeout_ms=timeout_ms)
        if self.until is not None:
            # A rule that was given up for lack of time is no verdict to compare.
            left = self._left_ms()
            self.connection.execute(text(f"SET LOCAL statement_timeout = {left}"))

    def _left_ms(self) -> int:
        left = round(((self.until or 0) - monotonic()) * 1000)
        if left <= 0:
            raise TookTooLong(
                "Comparing took longer than it may here.",
                hint="Compare fewer rules or kommuner, or use `areal compare`.",
            )
        return left

    def _forget(self) -> None:
        self.connection.execute(text("TRUNCATE pg_temp.result"))

    def run(self, name: str, **binds: Any) -> Any:
        """Execute ``areal/sql/compare/<name>.sql`` with those of the binds it has."""
        clause = text(sql(f"compare/{name}.sql"))
        wanted = clause.compile().params
        return self.connection.execute(
            clause, {key: value for key, value in binds.items() if key in wanted}
        )
