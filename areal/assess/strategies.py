"""Which strategy is in force on a day, which day a check is made for, and making it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from areal.assess.run import check
from areal.assess.stored import RunResult
from areal.errors import InputError
from areal.layers.registry import known_codes, read_registry
from areal.settings import get_settings
from areal.strategy.load import StrategyFile, read_strategy


def strategy_file(path: Path | None, day: date) -> StrategyFile:
    """Return the strategy in ``path`` or, without one, the adopted strategy in force on ``day``.

    Raises ``InputError`` when a file can't be used or none is in force.
    """
    geo_dir = get_settings().geo_dir
    layers = known_codes(read_registry(geo_dir / "layers"))
    if path is not None:
        return read_strategy(path, layers)
    folder = geo_dir / "strategies"
    files = [read_strategy(found, layers) for found in sorted(folder.glob("*/*.yaml"))]
    in_force = [file for file in files if _in_force(file, day)]
    if not in_force:
        raise InputError(
            f"no adopted strategy is in force on {day.isoformat()}",
            file=str(folder),
            hint="Name one with --strategy.",
        )
    return max(in_force, key=lambda file: file.strategy.valid.start)


def _in_force(file: StrategyFile, day: date) -> bool:
    valid = file.strategy.valid
    return (
        file.strategy.status == "vedtatt"
        and valid.start <= day
        and (valid.to is None or day <= valid.to)
    )


def check_day(connection: Connection) -> date:
    """Return today in Norway or, for a catalogue of eksempeldata, the day that is frozen at.

    A sample that aged would turn from green to grey by itself, and show nothing but its age.
    """
    frozen: date | None = connection.execute(
        text(
            "SELECT max(b.as_of) FROM areal.import_batch AS b WHERE b.sample AND NOT EXISTS ("
            "SELECT 1 FROM areal.parcel AS p LEFT JOIN areal.import_batch AS o USING (import_id) "
            "WHERE o.sample IS NOT TRUE)"
        )
    ).scalar()
    return frozen or datetime.now(ZoneInfo("Europe/Oslo")).date()


def run_check(
    connection: Connection, file: StrategyFile, day: date, progress: Callable[[str], None]
) -> RunResult:
    """Check the catalogue with the time limits of the settings."""
    return check(
        connection,
        file,
        day,
        rule_timeout_ms=get_settings().rule_timeout_ms,
        progress=lambda code: progress(f"Rule {code}"),
    )
