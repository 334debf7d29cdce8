"""A draft on its way: sent, sent back, planned, published, undone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from areal.accounts.people import Forbidden, Person
from areal.clock import now
from areal.drafts import store
from areal.drafts.store import Draft
from areal.errors import NotFound
from areal.publishing import events, writing
from areal.publishing.moves import DRAFT_MOVES, Move, MoveRefused, move
from areal.publishing.transaction import Actor, as_service, by, in_public


def send(
    connection: Connection, person: Person, draft_id: int, what: str, message: str = ""
) -> Draft:
    """Move a draft without publishing it: ``sendt``, ``hentet``, ``endring_onsket``, ``forkastet``.

    In a transaction of the person. Raises ``Forbidden``, ``MoveRefused`` and ``NotFound``.
    """
    draft = _held(connection, draft_id)
    done = _may(by(person), draft, what, message)
    _set(connection, draft, state=done.after, publish_at=None)
    _note(connection, by(person), draft, what, message)
    return store.load(connection, draft_id)


def plan(
    connection: Connection,
    person: Person,
    draft_id: int,
    version: int,
    publish_at: datetime | None,
    withdraw_at: datetime | None,
    message: str = "",
) -> Draft:
    """Approve a draft to be published at a time (and withdrawn at another); None calls it off.

    In a transaction of the person. Raises ``Forbidden``, ``MoveRefused`` and ``NotFound``.
    """
    draft = _held(connection, draft_id)
    what = "planlagt" if publish_at or withdraw_at else "avlyst"
    _may(by(person), draft, what, message)
    if draft.version != version:
        raise MoveRefused("seen")
    if any(at is not None and at <= now() for at in (publish_at, withdraw_at)):
        raise MoveRefused("past")
    if publish_at and withdraw_at and withdraw_at <= publish_at:
        raise MoveRefused("order")
    _set(connection, draft, publish_at=publish_at, withdraw_at=withdraw_at)
    times = " → ".join(at.isoformat() if at else "–" for at in (publish_at, withdraw_at))
    _note(connection, by(person), draft, what, message or (times if what == "planlagt" else ""))
    return store.load(connection, draft_id)


def publish(person: Person, draft_id: int, version: int, message: str = "") -> writing.Written:
    """Let the public see a draft as it was looked at, all of it or nothing.

    Raises ``Forbidden``, ``MoveRefused``, ``NotFound`` and ``Busy``.
    """
    return carry_out(by(person), draft_id, version, message)


def carry_out(
    actor: Actor, draft_id: int, version: int | None = None, message: str = ""
) -> writing.Written:
    """Do what ``publish`` does, also for the service when a time has come."""

    def work(connection: Connection) -> writing.Written:
        draft = _held(connection, draft_id)
        done = _may(actor, draft, "publisert", message)
        if version is not None and draft.version != version:
            raise MoveRefused("seen")
        # With the rights of the person, so that the database asks for them too.
        _set(connection, draft, state=done.after, publish_at=None)
        as_service(connection, draft.kommunenummer)
        written = writing.write(connection, draft, actor.author)
        if draft.site_id is None:
            connection.execute(
                text("UPDATE areal.draft SET site_id = :site_id WHERE draft_id = :id"),
                {"site_id": written.site_id, "id": draft_id},
            )
        events.add(
            connection,
            actor.author,
            "publisert",
            draft.kommunenummer,
            draft_id=draft_id,
            site_id=written.site_id,
            message=message,
            undo=written.undo,
            revision=written.revision,
        )
        return written

    return in_public(actor, work)


def undo(person: Person, draft_id: int, message: str = "") -> int:
    """Put back what a publication replaced; the draft is a kladd again. Return the revision.

    Raises ``MoveRefused`` when something of it has changed since, ``Forbidden``, ``NotFound``,
    ``Busy``.
    """
    actor = by(person)

    def work(connection: Connection) -> int:
        draft = _held(connection, draft_id)
        done = _may(actor, draft, "angret", message)
        last = next(
            (e for e in events.of(connection, draft_id=draft_id) if e.what == "publisert"), None
        )
        if last is None or last.undo is None:
            raise MoveRefused("state")
        # One open draft a site: where another has been begun, this one is put away.
        other = connection.execute(
            text(
                "SELECT EXISTS (SELECT FROM areal.draft WHERE site_id = :site_id AND state IN "
                "('kladd', 'til_godkjenning', 'endring_onsket') AND draft_id <> :id)"
            ),
            {"site_id": draft.site_id, "id": draft_id},
        ).scalar_one()
        _set(connection, draft, state="forkastet" if other else done.after)
        as_service(connection, draft.kommunenummer)
        revision = writing.put_back(connection, draft, last.undo, actor.author)
        _note(connection, actor, draft, "angret", message, revision)
        return revision

    return in_public(actor, work)


def _held(connection: Connection, draft_id: int) -> Draft:
    """Return a draft, locked; raises ``NotFound`` for one that may not be seen."""
    found = connection.execute(
        text("SELECT 1 FROM areal.draft WHERE draft_id = :id"), {"id": draft_id}
    ).scalar()
    if found is None:
        raise NotFound(f"There is no draft {draft_id}.")
    connection.execute(
        text("SELECT 1 FROM areal.draft WHERE draft_id = :id FOR UPDATE"), {"id": draft_id}
    )
    return store.load(connection, draft_id)


def _may(actor: Actor, draft: Draft, what: str, message: str) -> Move:
    wanted = DRAFT_MOVES.get(what)
    if wanted is not None:
        actor.require(wanted.permission, draft.kommunenummer)
    return move(DRAFT_MOVES, what, draft.state, message)


def _set(connection: Connection, draft: Draft, **values: object) -> None:
    columns = ", ".join(f"{name} = :{name}" for name in values)
    done = connection.execute(
        text(f"UPDATE areal.draft SET {columns} WHERE draft_id = :id AND state = :before"),
        {**values, "id": draft.draft_id, "before": draft.state},
    )
    if not done.rowcount:
        raise Forbidden("None of your roles lets you do this to the draft.")


def _note(
    connection: Connection,
    actor: Actor,
    draft: Draft,
    what: str,
    message: str,
    revision: int | None = None,
) -> None:
    events.add(
        connection,
        actor.author,
        what,
        draft.kommunenummer,
        draft_id=draft.draft_id,
        site_id=draft.site_id,
        message=message,
        revision=revision,
    )
