"""What is done when its time has come: publish, withdraw, hide, check again, send letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from areal.assess.inputs import layers_in_force
from areal.assess.run import check
from areal.assess.strategies import check_day, strategy_named
from areal.clock import today
from areal.database import Lock, Role, connect, engine
from areal.database.lock import Busy, held
from areal.errors import ArealError
from areal.publishing import consents, digests, events, reviewing, sites
from areal.publishing.again import check_and_publish
from areal.publishing.moves import MoveRefused
from areal.publishing.transaction import Actor, in_public
from areal.settings import get_settings

SERVICE = Actor("areal tick")
Tell = Callable[[str], None]


@dataclass
class Done:
    """How much was done; ``failed`` is what could not be, in words."""

    published: int = 0
    withdrawn: int = 0
    hidden: int = 0
    checked: int = 0
    letters: int = 0
    failed: tuple[str, ...] = ()


def tick(tell: Tell = lambda _: None) -> Done:
    """Do all that is due. Safe to run by two at once: one of them does it, the other nothing.

    One thing that can't be done does not stop the others.
    """
    done = Done()
    with engine(Role.APP).connect() as guard:
        try:
            with held(guard, Lock.TICK):
                for step in (_withdraw, _publish, _hide, _new_day, _new_layers, _letters):
                    _try(step, done, tell)
        except Busy:
            tell("Another one is at it.")
    return done


def _try(step: Callable[[Done], None], done: Done, tell: Tell) -> None:
    try:
        step(done)
    except ArealError as error:
        done.failed = (*done.failed, error.message)
        tell(error.message)


def _publish(done: Done) -> None:
    """Publish what was approved for a time that has come; who approved it is in the record."""
    for draft_id in _due(
        "SELECT draft_id FROM areal.draft WHERE state = 'til_godkjenning' "
        "AND publish_at <= clock_timestamp() ORDER BY publish_at, draft_id"
    ):
        try:
            reviewing.carry_out(_planner(draft_id), draft_id)
            done.published += 1
        except MoveRefused as refused:
            # It is told to people instead of being tried for ever.
            _give_up(draft_id, refused)
            done.failed = (*done.failed, refused.message)


def _planner(draft_id: int) -> Actor:
    with connect(Role.APP) as connection:
        told = events.of(connection, draft_id=draft_id)
    who = next((event.who for event in told if event.what == "planlagt"), None)
    return Actor(who or SERVICE.author)


def _give_up(draft_id: int, refused: MoveRefused) -> None:
    with connect(Role.APP) as connection:
        kommune = connection.execute(
            text(
                "UPDATE areal.draft SET publish_at = NULL WHERE draft_id = :id "
                "RETURNING kommunenummer"
            ),
            {"id": draft_id},
        ).scalar_one()
        events.add(
            connection,
            SERVICE.author,
            "feilet",
            kommune,
            draft_id=draft_id,
            message=refused.message,
        )


def _withdraw(done: Done) -> None:
    for site_id in _due(
        "SELECT site_id FROM areal.site WHERE published AND withdraw_at <= clock_timestamp() "
        "ORDER BY withdraw_at, site_id"
    ):
        sites.carry_out(SERVICE, site_id, "trukket", "Tidspunktet var kommet")
        done.withdrawn += 1


def _hide(done: Done) -> None:
    """Hide private land whose owner's consent has lapsed; what never had one is told as a task."""
    with connect(Role.APP) as connection:
        rows = connection.execute(
            text(
                "SELECT p.kommunenummer, array_agg(p.parcel_id ORDER BY p.parcel_id) AS parcels "
                "FROM areal.parcel AS p WHERE p.published AND areal.needs_consent(p.owner_kind) "
                "AND NOT areal.has_consent(p.parcel_id, :day) AND EXISTS (SELECT FROM "
                "areal.owner_consent AS c WHERE c.parcel_id = p.parcel_id) GROUP BY 1 ORDER BY 1"
            ),
            {"day": today()},
        ).all()
    for row in rows:
        done.hidden += in_public(SERVICE, _hiding(row.kommunenummer, list(row.parcels)))


def _hiding(kommunenummer: str, parcels: list[int]) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        return consents.hide_unconsented(connection, SERVICE, kommunenummer, parcels)

    return work


def _new_day(done: Done) -> None:
    """Check against the day it is: facts age and grants lapse without anybody changing them."""

    def work(connection: Connection) -> int:
        published = connection.execute(
            text(
                "SELECT r.as_of FROM areal.publication AS p "
                "INNER JOIN areal.run AS r ON p.run_id = r.run_id"
            )
        ).scalar()
        if published is None or published >= check_day(connection):
            return 0
        check_and_publish(connection, SERVICE.author)
        return 1

    done.checked += in_public(SERVICE, work)


def _new_layers(done: Done) -> None:
    """Check against newer layers, without publishing: what they change is told as tasks."""
    with connect(Role.APP, snapshot=True) as connection:
        versions, _ = layers_in_force(connection)
        known = connection.execute(
            text(
                "SELECT r.layer_versions FROM areal.run AS r INNER JOIN areal.strategy_snapshot "
                "AS s ON r.snapshot_id = s.snapshot_id WHERE r.state = 'done' AND s.strategy_id = ("
                "SELECT o.strategy_id FROM areal.publication AS p INNER JOIN areal.run AS q "
                "ON p.run_id = q.run_id INNER JOIN areal.strategy_snapshot AS o "
                "ON q.snapshot_id = o.snapshot_id)"
            )
        ).scalars()
        if any(item == versions for item in known) or not _published(connection):
            return
        check(
            connection,
            strategy_named(connection, None),
            check_day(connection),
            rule_timeout_ms=get_settings().rule_timeout_ms,
        )
    done.checked += 1


def _published(connection: Connection) -> bool:
    return bool(
        connection.execute(text("SELECT EXISTS (SELECT FROM areal.publication)")).scalar_one()
    )


def _letters(done: Done) -> None:
    told = digests.send_all()
    done.letters += told.sent
    if told.later:
        done.failed = (*done.failed, f"{told.later} letters did not leave; they are tried again.")


def _due(statement: str) -> list[int]:
    with connect(Role.APP) as connection:
        return list(connection.execute(text(statement)).scalars())
