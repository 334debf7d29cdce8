"""Check the whole catalogue against a strategy and store what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from areal.assess.following import changed_rules, follow
from areal.assess.inputs import Inputs, gather, gather_published
from areal.assess.stored import (
    Base,
    RunResult,
    begin,
    discard_unfinished,
    finish,
    latest,
)
from areal.assess.whole import Progress, Work, part, prepare, region
from areal.database import Lock, exclusive
from areal.strategy.load import StrategyFile

__all__ = ["Progress", "RunResult", "check"]


def check(
    connection: Connection,
    file: StrategyFile,
    as_of: date,
    *,
    rule_timeout_ms: int,
    progress: Progress = lambda _: None,
    whole: bool = False,
    parcels: Sequence[int] | None = None,
    as_published: bool = False,
) -> RunResult:
    """Check everything as of a day, in the caller's transaction.

    Builds on the newest run of the same strategy and does anew only what rests on something that
    changed; ``whole`` starts over. ``parcels`` names the parcels that may have changed, when the
    caller knows: nothing else is compared. ``as_published`` measures on the layers and borders of
    the published run, also where newer ones are in force. The same strategy text, layers, borders,
    catalogue and day have one answer: when it is stored already it is returned and nothing is
    written.

    Use a connection that sees one moment (``connect(Role.APP, snapshot=True)``), or a change made
    meanwhile may be half seen. Raises ``Busy`` while another run is going on.
    """
    with exclusive(connection, Lock.RUN):
        discard_unfinished(connection)
        prepare(connection)
        inputs = (gather_published if as_published else gather)(connection, file, as_of)
        base = None if whole else to_follow(connection, inputs)
        work = Work(
            begin(connection, inputs, base), inputs, file.strategy.rules, rule_timeout_ms, progress
        )
        if base is None:
            given_up = part(connection, work, None) | region(connection, work, have_subject=True)
        else:
            given_up = follow(connection, work, base, parcels)
        return finish(connection, work.sink, inputs, given_up)


def to_follow(connection: Connection, inputs: Inputs) -> Base | None:
    """Return the run to build on; none when there is none, or every rule is told anew anyway."""
    base = latest(connection, inputs)
    if base is None or len(changed_rules(inputs, base)) == len(inputs.rule_digests):
        return None
    return base
