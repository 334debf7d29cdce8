"""What somebody has chosen for themselves, and the names of the places they work in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

from areal.accounts.people import Person


def wants_digest(connection: Connection, person: Person) -> bool:
    """Return whether somebody wants the weekly letter of tasks."""
    return bool(
        connection.execute(
            text("SELECT digest FROM areal.account WHERE account_id = :id"),
            {"id": person.account_id},
        ).scalar()
    )


def want_digest(connection: Connection, wanted: bool) -> None:
    """Let whoever the transaction is of get the weekly letter, or not."""
    connection.execute(text("SELECT areal.want_digest(:wanted)"), {"wanted": wanted})


def kommuner(connection: Connection, numbers: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return number and name of some kommuner, by name."""
    rows = connection.execute(
        text(
            "SELECT kommunenummer, name FROM areal.kommune WHERE kommunenummer = ANY(:numbers) "
            'ORDER BY name COLLATE "nb-x-icu"'
        ),
        {"numbers": sorted(numbers)},
    )
    return tuple((row.kommunenummer, row.name) for row in rows)
