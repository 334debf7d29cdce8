"""Take a file in: read → map → shapes → check → compare → load → report, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, text

from areal.catalogue.authorship import write_as
from areal.clock import now
from areal.database import Lock, exclusive, sql
from areal.errors import InputError
from areal.ingest.imports.compare import compare, compare_rows
from areal.ingest.imports.context import context, region_box
from areal.ingest.imports.issues import Issue
from areal.ingest.imports.load import Done, load, record
from areal.ingest.imports.numbers import NotANumber, number
from areal.ingest.imports.order import Change, Order, Report, Said
from areal.ingest.imports.outlines import Outlines
from areal.ingest.imports.overlaps import searching
from areal.ingest.imports.place import Box, Judged, judge
from areal.ingest.imports.rows import Row, Rows
from areal.ingest.imports.source import Mapped, map_columns
from areal.ingest.imports.staging import stage_rows
from areal.ingest.imports.values import Context
from areal.ingest.reading import Batch, FileRefused, Told, reading

_SAMPLE = 500
_OWN_LAYERS = ("parcels", "tomter", "plots")


def import_file(connection: Connection, path: Path, order: Order) -> Report:
    """Import a file in the caller's transaction and return what came of it.

    With ``order.dry_run``, or when the report says ``refused``, nothing is written. Raises
    ``FileRefused`` for a file that can't be read, ``InputError`` for an order that can't be
    followed, ``Busy`` while another load is going on.
    """
    with exclusive(connection, Lock.LOAD):
        write_as(connection, order.author, order.kommuner)
        with opened(path, order) as (told, batches):
            return take(connection, order, told, batches)


@contextmanager
def opened(path: Path, order: Order) -> Iterator[tuple[Told, Iterator[Batch]]]:
    """Open a file; of several layers, the one that is called as our own exports call parcels."""
    try:
        with reading(path, order.asked, order.limits) as opening:
            own = _own_layer(opening[0].layers) if order.asked.layer is None else None
            if own in (None, opening[0].layer):
                yield opening
                return
    except FileRefused as refused:
        own = _own_layer(refused.values.get("names", ()))
        if refused.reason != "several_layers" or own is None:
            raise
    with reading(path, replace(order.asked, layer=own), order.limits) as opening:
        yield opening


def _own_layer(names: Iterable[str]) -> str | None:
    return next((name for name in names if name.casefold() in _OWN_LAYERS), None)


def take(connection: Connection, order: Order, told: Told, batches: Iterable[Batch]) -> Report:
    """Import the rows of an opened file, in the caller's transaction; see ``import_file``."""
    said = Said()
    mapped = map_columns(told.fields, order.sender)
    _tell_columns(mapped, said)
    _tell_sent_before(connection, told, order, said)
    known = context(connection, order.today)
    first, rest = _first(batches)
    judged = _judged(told, order, mapped, first, region_box(connection))
    for issue in judged.issues:
        said.tell(issue)
    if judged.transform is None:
        return _report(order, told, mapped, said, {"rows": 0}, [], None, refused=True)
    with Outlines(order.folder) as outlines:
        tell, defaults = said.tell, _defaults(order, known)
        rows = Rows(mapped, known, judged.transform, order.tolerances, tell, outlines, defaults)
        saved = connection.begin_nested()
        count = stage_rows(connection, _counted(rows.of(chain(first, rest)), order, told))
        with searching(outlines) as pairs:
            done = _loaded(connection, order, told, mapped, said, count)
            compare_rows(connection, pairs(), said)
    counts = {"rows": count, "kept": len(said.of_errors)}
    if done is None:
        saved.rollback()
        return _report(order, told, mapped, said, counts, [], None, refused=True)
    shown = None if order.dry_run else done.import_id
    counts |= done.counts
    report = _report(order, told, mapped, said, counts, done.changes, shown, refused=False)
    if order.dry_run:
        saved.rollback()
        return report
    _settle(connection, done.import_id, report)
    saved.commit()
    return report


def _loaded(
    connection: Connection, order: Order, told: Told, mapped: Mapped, said: Said, count: int
) -> Done | None:
    """Compare the rows that were staged and load them; None when they are refused."""
    compare(connection, order, said)
    if count == 0 or (order.strict and said.of_errors):
        return None
    return load(connection, order, record(connection, order, told, mapped), said)


def _first(batches: Iterable[Batch]) -> tuple[list[Batch], Iterator[Batch]]:
    """Take the first batch off, to judge the file by."""
    rest = iter(batches)
    first = next(rest, None)
    return ([] if first is None else [first]), rest


def _judged(told: Told, order: Order, mapped: Mapped, first: list[Batch], region: Box) -> Judged:
    said = order.asked.crs or (order.sender and order.sender.crs) or told.crs
    return judge(said, _sample(mapped, first), region, swap=order.swap_axes)


def _sample(mapped: Mapped, first: list[Batch]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return some coordinates of the file, from shapes, WKT or columns."""
    for batch in first:
        shapes = shapely.from_wkb(
            np.asarray(batch.geometry, dtype=object)[:_SAMPLE], on_invalid="ignore"
        )
        if not shapely.is_missing(shapes).all():
            return shapely.get_coordinates(shapes)
        columns = {column.field.name: batch.columns[column.heading] for column in mapped.columns}
        if "wkt" in columns:
            texts = [str(value or "").split(";")[-1] for value in columns["wkt"][:_SAMPLE]]
            return shapely.get_coordinates(shapely.from_wkt(texts, on_invalid="ignore"))
        if "x" in columns and "y" in columns:
            return _numbers(columns["x"][:_SAMPLE], columns["y"][:_SAMPLE])
    return np.empty((0, 2))


def _numbers(x: list[Any], y: list[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    found = []
    for pair in zip(x, y, strict=True):
        try:
            found.append([number(str(value), None) for value in pair])
        except NotANumber:
            continue
    return np.array(found, dtype=np.float64).reshape(-1, 2)


def _defaults(order: Order, known: Context) -> dict[str, Any]:
    """Return what every row is told to be that says nothing itself."""
    sender = order.sender
    site = order.site or (sender and sender.site)
    kommune = order.kommune or (sender and sender.kommune)
    if kommune is not None and kommune not in known.kommuner:
        raise InputError(
            f"There is no kommune '{kommune}' in the region.",
            hint=f"The region has: {', '.join(known.kommuner)}.",
        )
    given = {"site": site, "kommunenummer": kommune}
    return {name: value for name, value in given.items() if value is not None}


def _counted(rows: Iterable[Row], order: Order, told: Told) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if count % 1_000 == 0:
            order.progress(count, told.features)
        yield row


def _tell_columns(mapped: Mapped, said: Said) -> None:
    for heading in mapped.private:
        said.tell(Issue("private_column", value=heading))
    for heading in mapped.unused:
        said.tell(Issue("column_unused", value=heading))


def _tell_sent_before(connection: Connection, told: Told, order: Order, said: Said) -> None:
    when = connection.execute(
        text(
            "SELECT max(imported_at)::date FROM areal.import_batch "
            "WHERE checksum = :sha256 AND name = :name AND state = 'loaded'"
        ),
        {"sha256": told.sha256, "name": order.name},
    ).scalar()
    if when is not None:
        said.tell(Issue("already_sent", values={"when": when.isoformat()}))


def _settle(connection: Connection, import_id: int, report: Report) -> None:
    """Record what the import did, and the moment after which a change is built on it."""
    connection.execute(
        text(sql("import/settle.sql")),
        {
            "import_id": import_id,
            "counts": json.dumps(dict(report.counts)),
            "report": json.dumps(report.as_json(), default=str),
        },
    )


def _report(
    order: Order,
    told: Told,
    mapped: Mapped,
    said: Said,
    counts: dict[str, int],
    changes: list[Change],
    import_id: int | None,
    *,
    refused: bool,
) -> Report:
    return Report(
        file=told.name,
        sha256=told.sha256,
        format=told.format,
        layer=told.layer,
        crs=order.asked.crs or told.crs,
        encoding=told.encoding,
        mapping=mapped.as_json(),
        counts=counts,
        issue_counts=said.counts,
        issues=said.kept,
        changes=changes,
        notes=[
            {"code": note.code, "nb": note.told("nb"), "en": note.told("en")} for note in told.notes
        ],
        import_id=import_id,
        refused=refused,
        dry_run=order.dry_run,
        at=now(),
    )
