"""The process that works on one file: ``python -m areal.intake.worker NUMBER``.

It outlives the web worker that started it. What it does is in the file's row; should it be killed,
the row tells that nobody gives a sign of life any more, and the step can be asked for again.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy import text

from areal.accounts.people import Person
from areal.database import Busy, Role, connect
from areal.errors import ArealError
from areal.ingest.reading import FileRefused
from areal.intake import files, jobs, work
from areal.intake.jobs import Job
from areal.logs import configure
from areal.settings import Settings, get_settings

_BEAT = 5.0
#: Somebody else may be loading; one's turn comes.
_PATIENCE = 60.0
_log = structlog.get_logger("areal.intake")


def start(job_id: int) -> None:
    """Let a process of its own work on a file; returns at once."""
    subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "areal.intake.worker", str(job_id)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def work_on(job_id: int) -> None:
    """Do the step a file waits for, and write down what came of it, failures too."""
    settings = get_settings()
    job, person = work.loaded(job_id)
    try:
        with _signs_of_life(job_id) as seen:
            if job.state == "reading":
                headings = work.look(job, person, settings)
                with connect(Role.APP) as connection:
                    jobs.settle(connection, job_id, "read", "reading", headings=headings)
            elif job.state in ("checking", "loading"):
                _patiently(job, person, settings, seen)
    except jobs.NotNow:
        return
    except Exception as error:
        _fail(job, error)
    with connect(Role.APP) as connection:
        files.expire(connection, settings)


def _patiently(job: Job, person: Person, settings: Settings, seen: list[int | None]) -> None:
    until = time.monotonic() + _PATIENCE

    def told(rows: int, total: int | None) -> None:
        seen[:] = [rows, total]

    while True:
        try:
            work.run(job, person, settings, dry=job.state == "checking", progress=told)
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        else:
            return


@contextmanager
def _signs_of_life(job_id: int) -> Iterator[list[int | None]]:
    """Tell every few seconds that somebody works, and how far."""
    seen: list[int | None] = [0, None]
    done = threading.Event()

    def beat() -> None:
        while not done.wait(_BEAT):
            try:
                with connect(Role.APP) as connection:
                    connection.execute(
                        text(
                            "UPDATE areal.import_job SET beat_at = now(), rows_read = :read, "
                            "rows_all = :all WHERE job_id = :id"
                        ),
                        {"read": seen[0], "all": seen[1], "id": job_id},
                    )
            except Exception:
                _log.warning("no_sign_of_life", job=job_id)

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield seen
    finally:
        done.set()
        beating.join()


def _fail(job: Job, error: Exception) -> None:
    _log.error("import_failed", job=job.job_id, state=job.state, exc_info=error)
    failure: dict[str, Any] = {
        "nb": "Noe uventet gikk galt.",
        "en": "Something unforeseen went wrong.",
    }
    if isinstance(error, FileRefused):
        failure = {
            "nb": f"{error.told('nb')} {error.way_out('nb')}",
            "en": f"{error.told('en')} {error.way_out('en')}",
            "reason": error.reason,
            "names": list(error.values.get("names", ())),
        }
    elif isinstance(error, Busy):
        failure = {
            "nb": "En annen import er i gang. Prøv igjen om litt.",
            "en": "Another import is going on. Try again in a while.",
        }
    elif isinstance(error, ArealError):
        told = f"{error.message} {error.hint or ''}".strip()
        failure = {"nb": told, "en": told}
    with connect(Role.APP) as connection:
        jobs.settle(connection, job.job_id, "failed", job.state, failure=failure)


if __name__ == "__main__":
    configure()
    work_on(int(sys.argv[1]))
