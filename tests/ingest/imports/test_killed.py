"""An import that is killed at any moment has happened whole, or not at all; again, it succeeds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from areal.database import Role, connect
from tests.support.importing import take
from tests.support.parcel_files import Case, geopackage, square

_TIMES = 20
#: Few enough to be quick, and enough for a moment to fall within each step.
_ROWS = 400


def _state() -> tuple[int, int, int, int]:
    """Return how many parcels, sites, imports and kept rows there are."""
    with connect(Role.APP) as app:
        return tuple(  # type: ignore[return-value]
            app.execute(text(f"SELECT count(*) FROM areal.{table}")).scalar_one()
            for table in ("parcel", "site", "import_batch", "import_kept")
        )


@pytest.mark.slow
@pytest.mark.usefixtures("sample_database")
def test_a_killed_import_is_as_if_it_had_never_begun(tmp_path: Path) -> None:
    cases = [Case(f"Felt {n}", square(n, 40)) for n in range(_ROWS)]
    file = geopackage(tmp_path, [*cases, Case("Uten", None)])
    before = _state()
    after = (before[0] + _ROWS, before[1], before[2] + 1, before[3] + 1)
    command = [
        sys.executable,
        "-c",
        "import areal.cli; areal.cli.main()",
        "import",
        str(file),
        "--yes",
    ]
    whole = _timed(command)
    assert _state() == after
    _forget()
    draw = random.Random(20_261_123)  # noqa: S311 - moments, not secrets
    seen = set()
    for moment in sorted(draw.uniform(0.2, 1.0) for _ in range(_TIMES)):
        child = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(moment * whole)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        found = _settled(before, after)
        seen.add(found == after)
        if found == after:
            _forget()
    assert False in seen, "no moment was early enough to be within the import"
    with connect(Role.APP) as app:
        assert take(app, file).counts["new"] == _ROWS
    assert _state() == after


def _timed(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def _settled(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, ...]:
    """Return the state once the server has noticed that its client is gone."""
    for _ in range(200):
        found = _state()
        assert found in (before, after), f"between {before} and {after}: {found}"
        with connect(Role.APP) as app:
            busy = app.execute(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() AND state <> 'idle'"
                )
            ).scalar_one()
        if not busy:
            return _state()
        time.sleep(0.05)
    raise AssertionError("a killed import still holds the server")


def _forget() -> None:
    """Undo the newest import, and take its record away, so that the next begins where it did."""
    with connect(Role.OWNER) as owner:
        owner.execute(text("SELECT set_config('areal.author', 'test', TRUE)"))
        newest = "(SELECT max(import_id) FROM areal.import_batch)"
        owner.execute(text(f"DELETE FROM areal.parcel WHERE import_id = {newest}"))
        owner.execute(text(f"DELETE FROM areal.import_kept WHERE import_id = {newest}"))
        owner.execute(text(f"DELETE FROM areal.import_batch WHERE import_id = {newest}"))
