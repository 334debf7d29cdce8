"""Reminders of enquiries that nobody has answered after a set number of working days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from areal.database import Role, connect
from areal.enquiries.notices import Due, answerers, tell, tell_new, waiting
from areal.settings import Settings


@dataclass(frozen=True)
class Reminded:
    """What a round came to; ``nobody`` are enquiries in places where nobody at all answers."""

    due: int
    sent: int
    first: int
    nobody: tuple[int, ...]


def due(connection: Connection, days: int) -> Sequence[Due]:
    """Return enquiries nobody answered or reminded of for ``days`` working days."""
    return waiting(connection, "enquiries/due.sql", days=days)


def remind(settings: Settings, base: str) -> Reminded:
    """Tell of what nobody was told of, and remind of what is due; running it again is no harm.

    Each reminder is an event of the enquiry, also where no letter can be sent: the list shows it.
    """
    first = tell_new(settings, base)
    with connect(Role.APP) as connection:
        found = due(connection, settings.enquiry_remind_days)
        nobody = tuple(
            each.enquiry_id
            for each in found
            if not answerers(connection, settings, each.kommunenummer, each.region_id)
        )
        sent = sum(tell(connection, settings, base, each, again=True) for each in found)
        for each in found:
            connection.execute(
                text(
                    "WITH told AS (UPDATE areal.enquiry SET reminded_at = now() "
                    "WHERE enquiry_id = :id RETURNING enquiry_id) "
                    "INSERT INTO areal.enquiry_event (enquiry_id, author, kind, code) "
                    "SELECT enquiry_id, '', 'reminder', :days FROM told"
                ),
                {"id": each.enquiry_id, "days": str(each.days)},
            )
    return Reminded(len(found), sent, first, nobody)
