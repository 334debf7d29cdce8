"""The row of a file that was sent in: whose it is, how far it has come, what was found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.clock import now
from areal.errors import ArealError, NotFound

#: Whoever works on a file tells so every few seconds; after this long nobody does.
SILENCE = timedelta(seconds=90)
WORKING = ("reading", "checking", "loading")
#: What may be asked for → the states it may be asked in.
STEPS: Mapping[str, tuple[str, ...]] = {
    "reading": ("reading", "failed", "read", "checked"),
    "checking": ("read", "checked", "failed", "checking"),
    "loading": ("checked", "loading"),
}


class NotNow(ArealError):
    """The file has come further, or is being worked on."""

    code = "not-now"


@dataclass(frozen=True)
class Job:
    """A file that was sent in."""

    job_id: int
    account_id: int
    kommunenummer: str | None
    sender: str
    file_name: str
    stored_as: str
    size: int
    state: str
    asked: Mapping[str, Any]
    headings: Sequence[Mapping[str, Any]] | None
    columns: Mapping[str, str] | None
    rows_read: int
    rows_all: int | None
    report: Mapping[str, Any] | None
    failure: Mapping[str, Any] | None
    import_id: int | None
    created_at: datetime
    beat_at: datetime

    @property
    def stopped(self) -> bool:
        """Whether it is to be worked on and nobody does."""
        return self.state in WORKING and now() - self.beat_at > SILENCE


_COLUMNS = ", ".join(Job.__dataclass_fields__)


def add(
    connection: Connection,
    person: Person,
    *,
    kommunenummer: str | None,
    sender: str,
    file_name: str,
    stored: tuple[str, int],
) -> int:
    """Take note of a file that was kept; return its number. Raises ``Forbidden``."""
    person.require(Permission.EDIT, kommunenummer)
    return int(
        connection.execute(
            text(
                "INSERT INTO areal.import_job "
                "(account_id, kommunenummer, sender, file_name, stored_as, size, state) "
                "VALUES (:account, :kommune, :sender, :name, :stored, :size, 'reading') "
                "RETURNING job_id"
            ),
            {
                "account": person.account_id,
                "kommune": kommunenummer,
                "sender": sender,
                "name": file_name,
                "stored": stored[0],
                "size": stored[1],
            },
        ).scalar_one()
    )


def job(connection: Connection, job_id: int) -> Job:
    """Return a file by its number; raises ``NotFound``, for those of others too."""
    row = connection.execute(
        text(f"SELECT {_COLUMNS} FROM areal.import_job WHERE job_id = :id"), {"id": job_id}
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no file {job_id} of yours.")
    return Job(*row)


def jobs(connection: Connection, most: int = 50) -> tuple[Job, ...]:
    """Return the files of the person of this transaction, the newest first, without reports."""
    rows = connection.execute(
        text(
            f"SELECT {_COLUMNS.replace('report,', 'NULL AS report,')} FROM areal.import_job "
            "ORDER BY job_id DESC LIMIT :most"
        ),
        {"most": most},
    )
    return tuple(Job(*row) for row in rows)


def places(connection: Connection, person: Person) -> list[tuple[str, str]]:
    """Return the kommuner a person may import into: number and name."""
    rows = connection.execute(
        text(
            "SELECT kommunenummer, name FROM areal.kommune WHERE kommunenummer = ANY(:mine) "
            'ORDER BY name COLLATE "nb-x-icu"'
        ),
        {"mine": sorted(person.rights.where(Permission.EDIT))},
    )
    return [(row.kommunenummer, row.name) for row in rows]


def step(connection: Connection, job_id: int, to: str, **values: Any) -> None:
    """Let a file go on to a state, with values of columns; raises ``NotNow`` if it can't.

    Of two that ask at once, the second finds it gone on.
    """
    told = {
        name: json.dumps(value) if isinstance(value, dict | list) else value
        for name, value in values.items()
    }
    changes = "".join(
        f", {name} = CAST(:{name} AS jsonb)"
        if isinstance(values[name], dict | list)
        else f", {name} = :{name}"
        for name in told
    )
    went = connection.execute(
        text(
            f"UPDATE areal.import_job SET state = :to, beat_at = now(), failure = NULL{changes} "
            "WHERE job_id = :id AND state = ANY(:states) "
            "AND (state <> ALL(:working) OR beat_at < now() - CAST(:silence AS interval))"
        ),
        {
            **told, "to": to, "id": job_id, "states": list(STEPS[to]), "working": list(WORKING),
            "silence": f"{SILENCE.total_seconds()} seconds",
        },
    )  # fmt: skip
    if went.rowcount == 0:
        job(connection, job_id)
        raise NotNow("The file is being worked on, or has come further.", hint="Open it again.")


def settle(connection: Connection, job_id: int, state: str, was: str, **values: Any) -> None:
    """Write what came of a step; raises ``NotNow`` when the file no longer waits for it."""
    told = {name: json.dumps(value, default=str) for name, value in values.items()}
    changes = "".join(f", {name} = CAST(:{name} AS jsonb)" for name in told)
    done = connection.execute(
        text(
            f"UPDATE areal.import_job SET state = :state, beat_at = now(){changes} "
            "WHERE job_id = :id AND state = :was"
        ),
        {**told, "state": state, "id": job_id, "was": was},
    )
    if done.rowcount == 0:
        raise NotNow("The file has come further meanwhile.", hint="Open it again.")


def remove(connection: Connection, job_id: int, state: str) -> None:
    """Let go of the file and what was read of it; raises ``NotNow`` while it is worked on."""
    gone = connection.execute(
        text(
            "UPDATE areal.import_job SET state = :state, stored_as = '', headings = NULL "
            "WHERE job_id = :id AND (state <> ALL(:working) "
            "OR beat_at < now() - CAST(:silence AS interval))"
        ),
        {
            "state": state, "id": job_id, "working": list(WORKING),
            "silence": f"{SILENCE.total_seconds()} seconds",
        },
    )  # fmt: skip
    if gone.rowcount == 0:
        raise NotNow("The file is being worked on.", hint="Wait until it is done.")
