"""What the columns of a sender mean, kept from one file to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from areal.ingest.imports.fields import slugified
from areal.ingest.imports.source import Sender
from areal.intake.jobs import Job

_LONGEST = 40


def names(connection: Connection) -> tuple[str, ...]:
    """Return the senders the person of this transaction can choose from."""
    rows = connection.execute(text("SELECT DISTINCT name FROM areal.import_sender ORDER BY name"))
    return tuple(rows.scalars())


def kept(connection: Connection, job: Job) -> Mapping[str, str]:
    """Return heading → field as it was confirmed the last time for the sender of a file."""
    found = connection.execute(
        text(
            "SELECT columns FROM areal.import_sender WHERE name = :name "
            "AND kommunenummer IS NOT DISTINCT FROM :kommune "
            "AND (kommunenummer IS NOT NULL OR account_id = :account)"
        ),
        {"name": job.sender, "kommune": job.kommunenummer, "account": job.account_id},
    ).scalar()
    return found or {}


def keep(connection: Connection, job: Job, columns: Mapping[str, str]) -> None:
    """Keep what the columns mean, over what was kept before."""
    account = None if job.kommunenummer else job.account_id
    connection.execute(
        text(
            "INSERT INTO areal.import_sender (kommunenummer, account_id, name, columns) "
            "VALUES (:kommune, :account, :name, CAST(:columns AS jsonb)) "
            "ON CONFLICT (kommunenummer, account_id, name) DO UPDATE "
            "SET columns = import_sender.columns || excluded.columns, saved_at = now()"
        ),
        {
            "kommune": job.kommunenummer,
            "account": account,
            "name": job.sender,
            "columns": json.dumps(dict(columns)),
        },
    )


def sender(job: Job, columns: Mapping[str, str]) -> Sender:
    """Return the sender of a file as imports know one; ids of its parcels are its own."""
    asked: Mapping[str, Any] = job.asked
    place = job.kommunenummer or f"konto{job.account_id}"
    return Sender(
        id=f"nett-{place}-{slugified(job.sender)[:_LONGEST]}",
        source=job.sender,
        licence="Ikke oppgitt",
        attribution=job.sender,
        kommune=job.kommunenummer,
        site=asked.get("site") or None,
        columns=dict(columns),
    )
