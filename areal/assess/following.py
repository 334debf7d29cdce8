"""A run that builds on the one before: only what rests on something that changed is done anew.

A finding rests on its rule, the layers of the rule, and its parcel; a rule over the set rests on
every parcel of the kommune or region. The parcels are compared by a digest of all a rule may ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.evaluate import evaluate
from areal.assess.inputs import Inputs
from areal.assess.stored import Base
from areal.assess.whole import Work, in_sets, make_subject, run

#: Up to so many parcels it is quicker to look up what is near each than who is near each thing.
FEW = 500


def changed_rules(inputs: Inputs, base: Base) -> frozenset[str]:
    """Return the codes of rules that are new, measure otherwise, or rest on another layer."""
    now = inputs.rule_digests
    return frozenset(code for code in now if base.rule_digests.get(code) != now[code])


def follow(
    connection: Connection, work: Work, base: Base, parcels: Sequence[int] | None
) -> frozenset[str]:
    """Write what is new since ``base``; return the rules given up.

    ``parcels`` limits the comparison to some parcels and their sites; None compares all.
    """
    changed = changed_rules(work.inputs, base)
    gone = frozenset(base.rule_digests) - frozenset(work.inputs.rule_digests)
    kommuner = sorted(_compare(connection, work, parcels))
    distances = _distances_changed(connection, work, base)
    if not (changed or gone or kommuner or distances):
        return frozenset()
    # A rule told anew is told of everybody; else only the kommuner a parcel changed in matter.
    everybody = bool(changed or gone)
    whole_table = everybody or distances or any(r.subject_kind == "region" for r in work.rules)
    binds = work.binds(
        rules=sorted(changed | gone),
        fresh_kommuner=kommuner,
        kommuner=None if whole_table else kommuner,
        only_fresh=not everybody,
    )
    run(connection, "end_moved", binds)
    run(connection, "take_moved", binds)
    run(connection, "end_rules", binds)
    make_subject(connection, "subject_of_run", binds)
    given_up = _evaluate(connection, work, changed, _moved(connection))
    if everybody:
        _end_verdicts(connection, work)
    _summarise(connection, "summarise", binds, everybody=everybody)
    _distances(connection, work, anew=distances)
    summed = {**binds, "fresh_kommuner": None if everybody else kommuner}
    run(connection, "end_kommuner", summed)
    _summarise(connection, "kommune", summed, everybody=everybody)
    return given_up


def _summarise(
    connection: Connection, name: str, binds: dict[str, Any], *, everybody: bool
) -> None:
    """Sum up in sets when it is over everybody; a few parcels are looked up one by one."""
    if not everybody:
        run(connection, name, binds)
        return
    with in_sets(connection):
        run(connection, name, binds)


def _compare(connection: Connection, work: Work, parcels: Sequence[int] | None) -> frozenset[str]:
    """Find the parcels that changed; return the kommuner they are, or were, in."""
    connection.execute(text("DROP TABLE IF EXISTS pg_temp.moved"))
    run(connection, "moved", work.binds(parcels=None if parcels is None else list(parcels)))
    rows = connection.execute(
        text(
            "SELECT kommunenummer FROM moved UNION SELECT former_kommune FROM moved "
            "ORDER BY kommunenummer"
        )
    ).scalars()
    return frozenset(kommune for kommune in rows if kommune is not None)


def _moved(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM moved")).scalar_one())


def _evaluate(
    connection: Connection, work: Work, changed: frozenset[str], moved: int
) -> frozenset[str]:
    given_up = set()
    for rule in work.rules:
        if rule.code not in changed and not moved:
            continue
        work.progress(rule.code)
        done = evaluate(
            connection,
            work.sink,
            rule,
            work.inputs.versions,
            work.inputs.as_of,
            timeout_ms=work.timeout_ms,
            only_fresh=rule.code not in changed,
            few=rule.code not in changed and moved <= FEW,
        )
        if not done:
            given_up.add(rule.code)
    return frozenset(given_up)


def _end_verdicts(connection: Connection, work: Work) -> None:
    """End the summaries of all parcels: a rule changed, so every strip may have."""
    connection.execute(
        text(
            "UPDATE areal.parcel_verdict_span SET until_run = :run_id WHERE series_id = :series_id "
            "AND until_run = 9223372036854775807 AND since_run < :run_id"
        ),
        {"run_id": work.sink.run_id, "series_id": work.sink.series_id},
    )


def _distances_changed(connection: Connection, work: Work, base: Base) -> bool:
    """Return whether a layer whose distance is shown as a fact is another edition now."""
    shown = connection.execute(text("SELECT layer_id FROM areal.layer WHERE proximity")).scalars()
    before, now = base.layer_versions, work.inputs.versions
    return any(before.get(layer) != now.get(layer) for layer in shown)


def _distances(connection: Connection, work: Work, *, anew: bool) -> None:
    if anew:
        connection.execute(
            text(
                "UPDATE areal.proximity_span SET until_run = :run_id "
                "WHERE series_id = :series_id AND until_run = 9223372036854775807 "
                "AND since_run < :run_id"
            ),
            {"run_id": work.sink.run_id, "series_id": work.sink.series_id},
        )
    run(connection, "proximity", work.binds(only_fresh=not anew))
