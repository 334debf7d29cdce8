"""What is done about an enquiry: stages, notes, answers, and passing it on; each is remembered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from areal.accounts.acting import acting
from areal.accounts.people import Forbidden, Person
from areal.accounts.rights import Permission
from areal.enquiries.stages import Lost, Stage
from areal.errors import ArealError, NotFound

LONGEST_NOTE = 4_000
_NOT_THERE = "23503"


class WorkRefused(ArealError):
    """Something can't be done with an enquiry; ``field`` and ``reason`` say what to correct."""

    code = "enquiry-work-refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"It can't be done: {field} is {reason}.")
        self.field = field
        self.reason = reason


class Moved(ArealError):
    """Somebody else did something to the enquiry since the form was opened."""

    code = "enquiry-moved"


def move(
    person: Person, enquiry_id: int, stage: str, *, why: str = "", body: str = "", seen: str = ""
) -> None:
    """Bring an enquiry to a stage; to be lost it needs a reason (``Lost``).

    ``seen`` is when it was last changed as the form knew it (ISO 8601): raises ``Moved`` when
    somebody did something since. Coming out of NEW counts as answered, save as spam. Raises
    ``WorkRefused`` and ``NotFound``.
    """
    if stage not in set(Stage) - {Stage.NEW}:
        raise WorkRefused("stage", "unknown")
    if stage == Stage.LOST and why not in set(Lost):
        raise WorkRefused("why", "empty")
    reason = why if stage == Stage.LOST else None
    with acting(person) as connection:
        _held(connection, person, enquiry_id, seen)
        connection.execute(
            text(
                "UPDATE areal.enquiry SET stage = :stage, lost_why = :why, touched_at = now(), "
                "answered_at = CASE WHEN :counts THEN coalesce(answered_at, now()) "
                "ELSE answered_at END, "
                "answered_by = CASE WHEN :counts THEN coalesce(answered_by, :by) "
                "ELSE answered_by END WHERE enquiry_id = :id"
            ),
            {
                "stage": stage, "why": reason, "counts": reason != Lost.SPAM,
                "by": person.name, "id": enquiry_id,
            },
        )  # fmt: skip
        add_event(
            connection, person, enquiry_id, "stage", f"{stage}:{reason}" if reason else stage, body
        )


def note(person: Person, enquiry_id: int, body: str) -> None:
    """Add a note; raises ``WorkRefused`` when it says nothing, and ``NotFound``."""
    if not body.strip():
        raise WorkRefused("body", "empty")
    with acting(person) as connection:
        _held(connection, person, enquiry_id, "")
        add_event(connection, person, enquiry_id, "note", None, body)


def answered(person: Person, enquiry_id: int, body: str) -> None:
    """Note that the enquiry was answered, by telephone or letter; raises as ``note`` does."""
    if not body.strip():
        raise WorkRefused("body", "empty")
    with acting(person) as connection:
        _held(connection, person, enquiry_id, "")
        mark_answered(connection, person, enquiry_id)
        add_event(connection, person, enquiry_id, "answer", None, body)


def forward(person: Person, enquiry_id: int, place: str, body: str = "") -> None:
    """Give an enquiry to a kommune (its number) or to the ``region``; its contacts are told anew.

    Raises ``WorkRefused`` for a place that is not in the region, and ``NotFound``.
    """
    try:
        with acting(person) as connection:
            now = _held(connection, person, enquiry_id, "")
            target = None if place == "region" else place
            if target == now or not place:
                raise WorkRefused("place", "same" if place else "empty")
            add_event(connection, person, enquiry_id, "forward", place, body)
            connection.execute(
                text("SELECT areal.forward_enquiry(:id, :place)"),
                {"id": enquiry_id, "place": target},
            )
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _NOT_THERE:
            raise WorkRefused("place", "unknown") from error
        raise


def mark_answered(connection: Connection, person: Person, enquiry_id: int) -> None:
    """Write down who answered first and when; one that was new is now talked about."""
    connection.execute(
        text(
            "UPDATE areal.enquiry SET answered_at = coalesce(answered_at, now()), "
            "answered_by = coalesce(answered_by, :by), touched_at = now(), "
            "stage = CASE WHEN stage = 'new' THEN 'talking' ELSE stage END WHERE enquiry_id = :id"
        ),
        {"by": person.name, "id": enquiry_id},
    )


def add_event(
    connection: Connection,
    person: Person,
    enquiry_id: int,
    kind: str,
    code: str | None,
    body: str | None,
) -> None:
    """Write down what somebody did about an enquiry."""
    said = (body or "").strip()[:LONGEST_NOTE] or None
    connection.execute(
        text(
            "INSERT INTO areal.enquiry_event (enquiry_id, author, kind, code, body) "
            "VALUES (:id, :author, :kind, :code, :body)"
        ),
        {"id": enquiry_id, "author": person.name, "kind": kind, "code": code, "body": said},
    )


def _held(connection: Connection, person: Person, enquiry_id: int, seen: str) -> str | None:
    """Lock an enquiry one answers and return its kommune."""
    row = connection.execute(
        text(
            "SELECT kommunenummer, touched_at, forgotten_at FROM areal.enquiry "
            "WHERE enquiry_id = :id FOR UPDATE"
        ),
        {"id": enquiry_id},
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no enquiry {enquiry_id} that you answer.")
    if not person.rights.may(Permission.ANSWER):
        raise Forbidden("None of your roles lets you do this.")
    if seen and datetime.fromisoformat(seen) != row.touched_at:
        raise Moved("Somebody else did something to the enquiry.", hint="Look at it again.")
    found: str | None = row.kommunenummer
    return found


def held(connection: Connection, person: Person, enquiry_id: int) -> str | None:
    """Lock an enquiry one answers and return its kommune; raises ``NotFound``."""
    return _held(connection, person, enquiry_id, "")
