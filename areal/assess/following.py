"""A run that builds on the one before: only what rests on something that changed is done anew.

A finding rests on its rule, the layers of the rule, and its parcel; a rule over the set rests on
every parcel of the kommune or region. The parcels are compared by a digest of all a rule may ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.evaluate import evaluate, evaluate_few
from areal.assess.inputs import Inputs
from areal.assess.stored import Base
from areal.assess.whole import Work, in_sets, make_subject, run
from areal.database import execute, sent_ahead, sql
from areal.queries.connection import planned_once

#: Up to so many parcels it is quicker to look up what is near each than who is near each thing.
FEW = 500

_EVERY_SITE = "TRUE -- its site"
_OF_SITES = "c.site_id = ANY(cast(:sites AS bigint[]))"
_EVERY_PARCEL = "TRUE -- the parcel"
_OF_PARCELS = "b.parcel_id = ANY(cast(:parcels AS bigint[]))"


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
    distances = _distances_changed(connection, work, base)
    if parcels is not None and len(parcels) <= FEW and not (changed or gone or distances):
        connection.execute(text(sql("run/subject_table.sql")))
        connection.execute(text(sql("run/moved_table.sql")))
        with planned_once(connection):
            return _edited(connection, work, parcels)
    kommuner = _compare(connection, work, parcels)
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
    run(connection, "end_set", binds)
    make_subject(connection, binds)
    given_up = _evaluate(connection, work, changed, _moved(connection))
    if everybody:
        _end_verdicts(connection, work)
    _summarise(connection, "summarise", binds, everybody=everybody)
    _distances(connection, work, anew=distances)
    summed = {**binds, "fresh_kommuner": None if everybody else kommuner}
    run(connection, "end_kommuner", summed)
    _summarise(connection, "kommune", summed, everybody=everybody)
    return given_up


def _edited(connection: Connection, work: Work, parcels: Sequence[int]) -> frozenset[str]:
    """Check a few parcels again, where nothing but parcels has changed.

    The statements are those of every run; there is nothing among them that looks at everything,
    unless a rule is about the region.
    """
    kommuner = _compare(connection, work, parcels)
    if not kommuner:
        return frozenset()
    whole_table = any(rule.subject_kind == "region" for rule in work.rules)
    binds = work.binds(
        fresh_kommuner=kommuner, kommuner=None if whole_table else kommuner, only_fresh=True
    )
    with sent_ahead(connection):
        run(connection, "end_moved", binds)
        run(connection, "take_moved", binds)
        run(connection, "end_set", binds)
        connection.execute(text("DELETE FROM subject"))
        run(connection, "subject_of_run", binds)
    for rule in work.rules:
        work.progress(rule.code)
    given_up = evaluate_few(
        connection,
        work.sink,
        work.rules,
        work.inputs.versions,
        work.inputs.as_of,
        timeout_ms=work.timeout_ms,
    )
    with sent_ahead(connection):
        run(connection, "summarise", binds)
        run(connection, "proximity", binds)
        run(connection, "end_kommuner", binds)
        run(connection, "kommune", binds)
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


def _compare(connection: Connection, work: Work, parcels: Sequence[int] | None) -> list[str]:
    """Find the parcels that changed; return the kommuner they are, or were, in."""
    connection.execute(text(sql("run/moved_table.sql")))
    connection.execute(text("DELETE FROM moved"))
    statement, binds = sql("run/moved.sql"), work.binds()
    if parcels is not None:
        asked = work.binds(parcels=list(parcels))
        near = execute(connection, sql("run/looked_at.sql"), asked).one()
        statement = statement.replace(_EVERY_SITE, _OF_SITES).replace(_EVERY_PARCEL, _OF_PARCELS)
        binds = work.binds(sites=near.sites, parcels=near.parcels)
    execute(connection, statement, binds)
    rows = connection.execute(
        text(
            "SELECT kommunenummer FROM moved UNION SELECT former_kommune FROM moved "
            "ORDER BY kommunenummer"
        )
    ).scalars()
    return [kommune for kommune in rows if kommune is not None]


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
