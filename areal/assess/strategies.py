"""Which strategy is in force on a day, which day a check is made for, and making it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, text

from areal.assess.run import check
from areal.assess.stored import RunResult
from areal.clock import today
from areal.errors import InputError, NotFound
from areal.layers.registry import known_codes, read_registry
from areal.settings import get_settings
from areal.strategy.load import StrategyFile, parse_strategy, read_strategy


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


def strategy_named(connection: Connection, name: str | None) -> StrategyFile:
    """Return a strategy by its id, or the last part of it; None is the published one.

    The newest stored text counts; a strategy nothing has been checked against yet is read from
    the data folder. Raises ``NotFound`` when there is none.
    """
    stored = connection.execute(
        text(
            "SELECT s.yaml, s.strategy_id FROM areal.strategy_snapshot AS s WHERE s.snapshot_id = ("
            "SELECT r.snapshot_id FROM areal.publication AS p "
            "INNER JOIN areal.run AS r ON p.run_id = r.run_id)"
            if name is None
            else "SELECT s.yaml, s.strategy_id FROM areal.strategy_snapshot AS s "
            "WHERE :name IN (s.strategy_id, split_part(s.strategy_id, '/', 2)) "
            "ORDER BY s.snapshot_id DESC LIMIT 1"
        ),
        {} if name is None else {"name": name},
    ).one_or_none()
    layers = _known_codes(_stamp(get_settings().geo_dir / "layers"))
    if stored is not None:
        return _parsed(stored.yaml, stored.strategy_id, tuple(sorted(layers.items())))
    for path in sorted((get_settings().geo_dir / "strategies").glob("*/*.yaml")):
        if name in (path.stem, f"{path.parent.name}/{path.stem}"):
            return read_strategy(path, layers)
    raise NotFound(
        f"There is no strategy “{name}”." if name else "No strategy is published yet.",
        hint="Stored ones are listed at /plan/regler/; files are in data/geo/strategies.",
    )


#: Name, size and time of every file of a folder: what was read of it holds while this does.
_Stamp = tuple[tuple[Path, int, int], ...]


def _stamp(folder: Path) -> _Stamp:
    files = sorted(folder.glob("*.yaml"))
    return tuple((path, path.stat().st_size, path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=4)
def _known_codes(stamp: _Stamp) -> dict[str, tuple[str, ...]]:
    return known_codes(read_registry(stamp[0][0].parent if stamp else Path()))


@lru_cache(maxsize=16)
def _parsed(yaml: str, name: str, layers: tuple[tuple[str, tuple[str, ...]], ...]) -> StrategyFile:
    # Reading the YAML takes longer than checking an area against it.
    return parse_strategy(yaml, dict(layers), file=name)


def published_day(connection: Connection) -> date:
    """Return the day the published run counted to, else the day a check would count to."""
    day: date | None = connection.execute(
        text(
            "SELECT r.as_of FROM areal.publication AS p "
            "INNER JOIN areal.run AS r ON p.run_id = r.run_id"
        )
    ).scalar()
    return day or check_day(connection)


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
    return frozen or today()


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
