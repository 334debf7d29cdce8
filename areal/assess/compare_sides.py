"""The two sides of a comparison: a run as it was made, or a strategy without one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, text

from areal.assess.inputs import engine_version
from areal.assess.strategies import strategy_named
from areal.database import sql
from areal.errors import ArealError, NotFound
from areal.layers.registry import known_codes, read_registry
from areal.queries.rulebook import versions
from areal.queries.texts import Text
from areal.settings import get_settings
from areal.strategy.kinds import Rule
from areal.strategy.load import StrategyFile, parse_strategy

_RUN = re.compile(r"(?:run-)?([0-9]{1,18})")


@dataclass(frozen=True)
class Side:
    """What is compared; ``run_id`` is None where nothing was stored."""

    strategy_id: str
    title: Text
    #: vedtatt, høring or utkast.
    status: str
    sha256: str
    run_id: int | None
    as_of: date
    #: What the strategy says a check by it is, and is not.
    notice: Text

    @property
    def version(self) -> str:
        """Return the version as addresses write it."""
        return self.strategy_id.rpartition("/")[2]


@dataclass(frozen=True)
class Given:
    """A side with all its verdicts rest on: rules, layer id → version, day, parcels, program."""

    side: Side
    rules: Mapping[str, Rule]
    versions: Mapping[str, int]
    #: The run whose parcels, as it checked them, are the side's.
    parcels_run: int
    engine_version: str

    @property
    def as_of(self) -> date:
        """Return the day that ages are counted to."""
        return self.side.as_of


def given(connection: Connection, asked: str | StrategyFile) -> Given:
    """Return the side somebody names: a strategy (its newest run) or a run (`12`, `run-12`).

    A strategy without a run, or a file, is taken together with layers, parcels and day of the
    published run. A strategy whose name is a number goes before the run of that number. Raises
    ``NotFound``.
    """
    if isinstance(asked, StrategyFile):
        return _unchecked(connection, asked)
    row = _run(connection, name=asked)
    number = _RUN.fullmatch(asked)
    if row is None and number is not None:
        row = _run(connection, run_id=int(number[1]))
        if row is None:
            raise NotFound(
                f"There is no strategy or run “{asked}” to compare.",
                hint="A run can be compared when it is finished and kept what it checked.",
            )
    if row is None:
        return _unchecked(connection, strategy_named(connection, asked))
    file = _parsed(row.yaml, row.strategy_id)
    return Given(
        _side(file, row.run_id, row.as_of),
        {rule.code: rule for rule in file.strategy.rules},
        row.layer_versions,
        row.run_id,
        row.engine_version,
    )


@dataclass(frozen=True)
class Offered:
    """A strategy that can be compared, stored or only a file so far."""

    version: str
    title: Text
    status: str
    is_published: bool


def offered(connection: Connection) -> tuple[Offered, ...]:
    """Return the strategies there are, the published one first; any role may ask."""
    stored = {
        each.strategy_id: Offered(each.version, each.title, each.status, each.is_published)
        for each in versions(connection)
    }
    found = dict(stored)
    for path in sorted((get_settings().geo_dir / "strategies").glob("*/*.yaml")):
        if f"{path.parent.name}/{path.stem}" not in stored:
            strategy = _parsed(path.read_text(encoding="utf-8"), str(path)).strategy
            title = Text(strategy.title.nb, strategy.title.en)
            found[strategy.id] = Offered(
                strategy.id.rpartition("/")[2], title, strategy.status, is_published=False
            )
    return tuple(sorted(found.values(), key=lambda each: not each.is_published))


def _unchecked(connection: Connection, file: StrategyFile) -> Given:
    row = _run(connection, published=True)
    if row is None:
        raise ArealError(
            "There is no published run to take parcels and layers from.",
            hint="Check and publish first: `areal check --publish`.",
        )
    return Given(
        _side(file, None, row.as_of),
        {rule.code: rule for rule in file.strategy.rules},
        row.layer_versions,
        row.run_id,
        engine_version(),
    )


def _run(
    connection: Connection,
    *,
    name: str | None = None,
    run_id: int | None = None,
    published: bool = False,
) -> Any:
    binds = {"name": name, "run_id": run_id, "published": published}
    return connection.execute(text(sql("compare/run.sql")), binds).one_or_none()


@lru_cache(maxsize=16)
def _parsed(yaml: str, name: str) -> StrategyFile:
    """Read a stored text; it never changes, and reading takes longer than comparing."""
    layers = known_codes(read_registry(get_settings().geo_dir / "layers"))
    return parse_strategy(yaml, layers, file=name)


def _side(file: StrategyFile, run_id: int | None, as_of: date) -> Side:
    strategy = file.strategy
    return Side(
        strategy.id,
        Text(strategy.title.nb, strategy.title.en),
        strategy.status,
        file.sha256,
        run_id,
        as_of,
        Text(strategy.notice.nb, strategy.notice.en),
    )
