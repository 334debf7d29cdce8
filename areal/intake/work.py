"""The work on a file that was sent in: look at it, check it, load it, take it back.

It is done for a person, with the rights they have when it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from areal.accounts import people
from areal.accounts.people import Forbidden, Person
from areal.accounts.rights import Permission
from areal.clock import today
from areal.database import Role, connect
from areal.ingest.imports.order import Order, Progress, limits_of
from areal.ingest.imports.run import import_file, opened
from areal.ingest.imports.shapes import Tolerances
from areal.ingest.imports.source import IGNORE, map_columns
from areal.ingest.imports.undo import undo
from areal.ingest.imports.values import said
from areal.ingest.reading import Asked
from areal.intake import files, jobs, senders
from areal.intake.jobs import Job
from areal.settings import Settings

_EXAMPLES = 3
_SHORT = 40
#: Only who publishes may say by a file what is public.
PUBLISHED = "published"


@contextmanager
def for_person(person: Person) -> Iterator[Connection]:
    """Open a transaction of the tools that is told what a person may do.

    An import reads and writes tables no person's transaction does. Row policies hold it to the
    kommuner that are named with the author; publishing is held to the person's own right.
    """
    with connect(Role.APP) as connection:
        settings = {
            f"may_{item}": ",".join(sorted(person.rights.where(item))) for item in Permission
        }
        settings["account"] = str(person.account_id)
        calls = ", ".join(f"set_config('areal.{name}', :{name}, TRUE)" for name in settings)
        connection.execute(text(f"SELECT {calls}"), settings)
        yield connection


def kommuner_of(person: Person, job: Job) -> tuple[str, ...]:
    """Return the kommuner whose land a file may change; raises ``Forbidden`` without any."""
    mine = person.rights.where(Permission.EDIT)
    wanted = mine if job.kommunenummer is None else mine & {job.kommunenummer}
    if not wanted:
        raise Forbidden(
            "None of your roles lets you import here.", hint="An administrator gives roles."
        )
    return tuple(sorted(wanted))


def look(job: Job, person: Person, settings: Settings) -> list[dict[str, Any]]:
    """Return the headings of a file, what each is recognised as, and some values of it.

    Of columns about people nothing is kept. Raises ``FileRefused``.
    """
    kept: Mapping[str, str] = {}
    with for_person(person) as connection:
        kept = senders.kept(connection, job)
    order = _order(job, person, settings, kept, lambda _rows, _all: None)
    with opened(files.folder(settings) / job.stored_as, order) as (told, batches):
        mapped = map_columns(told.fields, order.sender)
        first = next(iter(batches), None)
    meant = {column.heading: column.field.name for column in mapped.columns}
    found = []
    for heading in told.fields:
        private = heading in mapped.private
        values = [] if first is None or private else first.columns.get(heading, [])
        examples = [said(value)[:_SHORT] for value in values[:_EXAMPLES] if value is not None]
        found.append(
            {
                "heading": heading,
                "field": meant.get(heading, IGNORE),
                "private": private,
                "kept": heading in kept,
                "examples": examples,
            }
        )
    return found


def run(
    job: Job, person: Person, settings: Settings, *, dry: bool, progress: Progress
) -> dict[str, Any]:
    """Check a file, or load it, and write what came of it; returns the report.

    Loading and the note of it are one transaction: it is loaded once, whatever happens meanwhile.
    """
    order = _order(job, person, settings, job.columns or {}, progress, dry=dry)
    with for_person(person) as connection:
        now = connection.execute(
            text("SELECT state FROM areal.import_job WHERE job_id = :id"), {"id": job.job_id}
        ).scalar_one()
        if now != job.state:
            return dict(job.report or {})
        done = import_file(connection, files.folder(settings) / job.stored_as, order)
        report = {**done.as_json(), "file": job.file_name}
        state = "checked" if dry or done.refused else "loaded"
        # Whoever comes second finds it settled, and what they did is rolled back.
        jobs.settle(connection, job.job_id, state, job.state, report=report)
        if done.import_id is not None:
            connection.execute(
                text("UPDATE areal.import_job SET import_id = :import WHERE job_id = :id"),
                {"import": done.import_id, "id": job.job_id},
            )
            connection.execute(
                text("UPDATE areal.import_batch SET file_name = :name WHERE import_id = :import"),
                {"name": job.file_name, "import": done.import_id},
            )
    return report


def take_back(job: Job, person: Person) -> None:
    """Undo the import of a file; raises ``BuiltOn``, ``Forbidden``."""
    mine = tuple(sorted(person.rights.where(Permission.EDIT)))
    if not mine or job.import_id is None or job.state != "loaded":
        raise jobs.NotNow("There is nothing to undo.")
    with for_person(person) as connection:
        undo(connection, job.import_id, person.author, mine)
        jobs.settle(connection, job.job_id, "undone", "loaded")


def loaded(job_id: int) -> tuple[Job, Person]:
    """Return a file and whose it is, with the roles they have now."""
    with connect(Role.APP) as connection:
        found = jobs.job(connection, job_id)
        return found, people.load(connection, found.account_id)


def _order(
    job: Job,
    person: Person,
    settings: Settings,
    columns: Mapping[str, str],
    progress: Progress,
    *,
    dry: bool = True,
) -> Order:
    mine = kommuner_of(person, job)
    if not set(mine) <= person.rights.where(Permission.PUBLISH):
        columns = {
            heading: IGNORE if field == PUBLISHED else field for heading, field in columns.items()
        }
    limits = limits_of(settings)
    return Order(
        author=person.author,
        today=today(),
        limits=limits,
        sender=senders.sender(job, columns),
        asked=Asked(
            crs=job.asked.get("crs") or None,
            layer=job.asked.get("layer") or None,
            encoding=job.asked.get("encoding") or None,
        ),
        swap_axes=bool(job.asked.get("swap")),
        kommune=job.kommunenummer,
        kommuner=mine,
        dry_run=dry,
        folder=settings.data_dir / "tmp",
        tolerances=Tolerances(most_vertices=settings.import_max_vertices),
        progress=progress,
    )
