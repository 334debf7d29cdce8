"""Refresh a layer from its services: a new version beside the old one, or the old one kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic, sleep

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from areal.clock import now
from areal.database import Busy, Lock, Role, connect, exclusive, sql
from areal.errors import ArealError, ConfigurationError, InputError
from areal.layers.fetch.attempts import Refreshed, keep
from areal.layers.fetch.definition import Asked
from areal.layers.fetch.fetching import Answer, FetchFailed, Patience, fetched
from areal.layers.fetch.taking import Region, Taking
from areal.layers.registry import LayerDefinition
from areal.settings import Settings

#: SQLSTATE classes of what is wrong with the data, not with the database.
_OF_DATA = ("22", "XX")
_LOCK_ATTEMPTS = 10


def refresh(
    definition: LayerDefinition,
    settings: Settings,
    *,
    accept_fewer: bool = False,
    wait: Callable[[float], None] = sleep,
) -> Refreshed:
    """Fetch a layer and put what came in force, in one transaction; tell what became of it.

    A source that fails, or sends suspiciously little, leaves everything as it was; that it did is
    kept. Raises ``InputError`` for a layer whose fetching is not turned on.
    """
    fetch = definition.fetched
    if fetch is None:
        raise InputError(
            f"layer {definition.id} is not turned on to be fetched",
            hint="Set `enabled: true` under `fetch:` in its file in data/geo/layers.",
        )
    started = now()
    until = monotonic() + (fetch.timeout_s or settings.fetch_timeout_s)
    patience = Patience(settings.fetch_attempts, settings.fetch_delay_s, until, wait)
    counts: dict[str, int] = {}
    try:
        with ExitStack() as stack:
            region = _region()
            answers: list[tuple[Asked, Answer]] = []
            for asked in fetch.asked:
                came = fetched(asked, region.extent, settings, patience)
                answers.append((asked, stack.enter_context(came)))
            counts = {asked.key: answer.rows for asked, answer in answers}
            work = Taking(definition, fetch, region, answers, settings.geo_dir, accept_fewer)
            return _alone(lambda app: work.take(app, started, counts), patience)
    except (FetchFailed, InputError, ConfigurationError) as error:
        told = Refreshed(definition.id, "failed", message=error.message)
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or ""
        if not state.startswith(_OF_DATA):
            raise
        told = Refreshed(definition.id, "failed", message=f"a shape can't be used: {error.orig}")
    _alone(lambda app: keep(app, definition, told, started, counts), patience)
    return told


def _alone(work: Callable[[Connection], Refreshed], patience: Patience) -> Refreshed:
    """Do the work in a transaction with nobody else loading; wait a little for those who do."""
    attempt = 0
    while True:
        try:
            with connect(Role.APP) as connection, exclusive(connection, Lock.LOAD):
                return work(connection)
        except Busy:
            attempt += 1
            if attempt == _LOCK_ATTEMPTS:
                raise
            patience.sleep(1)


def _region() -> Region:
    with connect(Role.APP) as connection:
        row = connection.execute(text(sql("load/region_extent.sql"))).one_or_none()
    if row is None:
        raise ArealError(
            "There are no kommune borders to fetch layers for.",
            hint="Load them first: `areal load`.",
        )
    return Region((row.west, row.south, row.east, row.north), row.checksum)
