"""What a changed rule says: from what the run has stored where that proves it, else measured."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.evaluate import NOWHERE, evaluate
from areal.assess.following import FEW
from areal.assess.inputs import rule_digest
from areal.assess.scratch import TookTooLong
from areal.assess.whatif.numbers import direction
from areal.assess.whole import empty_subject, make_subject
from areal.database import sql
from areal.strategy.kinds import Rule
from areal.strategy.kinds.base import NOTHING, as_json
from areal.strategy.kinds.net_area import NetArea
from areal.strategy.kinds.overlap import Overlap

#: Kinds whose stored findings can be judged by other limits.
_JUDGED = ("attribute", "completeness", "freshness", "overlap", "net_area", "distance")
#: What may differ between a stored finding's rule and one that is judged from it.
_FREE = {"limits", "level", "title", "text", "wording", "reference", "theme", "why", "note"}
_DAY = date(2000, 1, 1)
#: Most parcels that are looked at again, over all variants of a rule, while somebody waits.
MOST_AGAIN = 5_000


@dataclass
class Ground:
    """The published run a draft is held against, and the connection that keeps nothing."""

    connection: Connection
    run_id: int
    series_id: int
    as_of: date
    versions: Mapping[str, int]
    #: Whether this program is the one that made the run; else nothing of it is judged anew.
    same_engine: bool
    timeout_ms: int
    started: float = field(default_factory=monotonic)

    def run(self, name: str, **binds: Any) -> Any:
        """Execute ``areal/sql/whatif/<name>.sql`` with those of the binds it has."""
        clause = text(sql(f"whatif/{name}.sql"))
        wanted = set(clause.compile().params)
        binds = {"run_id": self.run_id, "series_id": self.series_id, **binds}
        self.connection.execute(text(f"SET LOCAL statement_timeout = {self.left_ms()}"))
        return self.connection.execute(clause, {key: binds[key] for key in binds if key in wanted})

    def left_ms(self) -> int:
        """Return the time that is left, 0 for no limit; raises ``TookTooLong`` when there is none.

        It is the whole answer that must come in time, not each part of it.
        """
        if not self.timeout_ms:
            return 0
        left = self.timeout_ms - round((monotonic() - self.started) * 1000)
        if left < 1:
            raise too_long(self.timeout_ms)
        return left


@dataclass(frozen=True)
class Variant:
    """A rule with other limits; ``limits`` are what is judged by."""

    number: int
    rule: Rule


def too_long(timeout_ms: int) -> TookTooLong:
    """Return the refusal of a question that takes more than its time."""
    return TookTooLong(
        f"The answer took longer than {timeout_ms / 1000:g} seconds.",
        hint="Change fewer rules at a time, or use the command line.",
    )


def says_the_same(one: Rule, other: Rule) -> bool:
    """Return whether two rules measure and judge the same, whatever their words are."""
    return rule_digest(one, {}, _DAY) == rule_digest(other, {}, _DAY)


def is_judged(ground: Ground, old: Rule, new: Rule) -> bool:
    """Return whether findings of one rule may be judged by the limits of the other."""
    if not ground.same_engine or new.sql_name not in _JUDGED or _limits(new) is None:
        return False
    if any(layer not in ground.versions for layer in new.layers):
        return False
    return type(old) is type(new) and _measuring(old) == _measuring(new)


def _measuring(rule: Rule) -> dict[str, Any]:
    told = rule.model_dump(exclude=_FREE)
    for target in told.get("targets", ()):
        target.pop("limits")
    return told


def _limits(rule: Rule) -> dict[str, Any] | None:
    """Return the limits stored values are judged by, None where one number does not decide."""
    targets = getattr(rule, "targets", None)
    if targets is not None:
        limits = targets[0].limits if len(targets) == 1 else None
    else:
        limits = getattr(rule, "limits", None)
    return None if limits is None else limits.model_dump(exclude_none=True)


def judge(ground: Ground, old: Rule, variants: Sequence[Variant]) -> None:
    """Fill ``told`` for variants of a stored rule, in one statement and without geometry."""
    one = variants[0].rule
    ground.run(
        "rejudge",
        rule_code=old.code,
        kind=one.sql_name,
        direction=direction(one),
        level=one.level,
        variants=json.dumps(
            [{"no": each.number, "limits": _limits(each.rule)} for each in variants]
        ),
        reach=(_limits(old) or {}).get("met", 0.0),
        filters=json.dumps(_filters(one, ground.versions)),
        look_around=_parcels(ground) * len(variants) <= MOST_AGAIN,
        except_when=as_json(getattr(one, "except_when", {})),
    )


def _parcels(ground: Ground) -> int:
    """Return how many parcels the run checked."""
    return int(
        ground.connection.execute(
            text(
                "SELECT count(*) FROM areal.subject_span AS s WHERE s.series_id = :series "
                "AND s.since_run <= :run AND s.until_run > :run"
            ),
            {"series": ground.series_id, "run": ground.run_id},
        ).scalar_one()
    )


def _filters(rule: Rule, versions: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return which features of a layer leave a doubt, and how far around a parcel they count."""
    if isinstance(rule, Overlap):
        softer = NOTHING if rule.consider_where is None else rule.consider_where
        found = [(rule.layer, rule.where, softer, 0.0)]
    elif isinstance(rule, NetArea):
        found = [(buffer.layer, buffer.where, NOTHING, buffer.metres) for buffer in rule.buffers]
    else:
        found = [(layer, where, NOTHING, 0.0) for layer, where in rule.feature_filters]
    return [
        {
            "layer_version_id": versions[layer],
            "condition": json.loads(as_json(where)),
            "softer": json.loads(as_json(softer)),
            "reach": reach,
        }
        for layer, where, softer, reach in found
    ]


def look_at(ground: Ground, rule: Rule, *, only_open: bool) -> None:
    """Let a rule see the parcels that could not be judged from what is stored, or everything."""
    connection = ground.connection
    if rule.subject_kind != "parcel":
        run = {"run_id": ground.run_id, "series_id": ground.series_id}
        make_subject(connection, {**run, "kommuner": None, "fresh_kommuner": None})
        return
    empty_subject(connection)
    ground.run("subject", only_open=only_open)
    connection.execute(text("CREATE INDEX ON subject USING gist (geom)"))
    connection.execute(text("ANALYZE subject"))


def measure(ground: Ground, rule: Rule, parcels: int | None = None) -> None:
    """Ask a rule itself about what it was let see; raises ``TookTooLong``.

    ``parcels`` says how many those are, where it is not everything.
    """
    told = evaluate(
        ground.connection,
        NOWHERE,
        rule,
        ground.versions,
        ground.as_of,
        timeout_ms=ground.left_ms(),
        few=parcels is not None and parcels <= FEW,
    )
    if not told and ground.timeout_ms:
        # A rule that was given up for time would look like one that found nothing out.
        ground.left_ms()


def left_open(ground: Ground) -> dict[int, int]:
    """Return how many parcels of each variant could not be judged; only of those with any."""
    rows = ground.connection.execute(
        text("SELECT variant, count(*) FROM pg_temp.told WHERE verdict IS NULL GROUP BY variant")
    )
    return {int(variant): int(count) for variant, count in rows}
