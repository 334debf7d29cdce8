"""Show what the columns of a file are taken to mean, have it confirmed, and keep it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from areal.ingest.imports.order import Order
from areal.ingest.imports.run import opened
from areal.ingest.imports.source import IGNORE, Mapped, Sender, as_yaml, map_columns
from areal.ingest.imports.values import said
from areal.ingest.reading import Asked, Batch, Told
from areal.settings import get_settings

_EXAMPLES = 3


def confirmed(file: Path, asked: Asked, order: Order, *, save_as: str | None, ask: bool) -> Order:
    """Return the order with the columns confirmed; with ``save_as`` they are kept as a source.

    Asks only a person at a terminal; a sender's own file needs no asking.
    """
    if order.sender is not None and save_as is None:
        return order
    with opened(file, replace(order, asked=asked)) as (told, batches):
        mapped = map_columns(told.fields, order.sender)
        _show(mapped, next(iter(batches), None))
    if ask and sys.stdin.isatty():
        click.confirm("Use the columns so?", default=True, abort=True, err=True)
    if save_as is None:
        return order
    sender = _sender(save_as, told, mapped, asked, order)
    path = get_settings().geo_dir / "sources" / f"{save_as}.yaml"
    path.write_text(as_yaml(sender), encoding="utf-8")
    click.echo(f"Wrote {path}; correct it there.", err=True)
    return replace(order, sender=sender)


def _show(mapped: Mapped, batch: Batch | None) -> None:
    table = Table(title="Columns of the file")
    for head in ("Column", "is read as", "unit", "for example"):
        table.add_column(head)
    for column in mapped.columns:
        values = [] if batch is None else batch.columns.get(column.heading, [])[:_EXAMPLES]
        examples = ", ".join(said(value)[:24] for value in values)
        table.add_row(column.heading, column.field.name, column.unit or "", examples)
    for heading in mapped.unused:
        table.add_row(heading, "– not used", "", "", style="dim")
    for heading in mapped.private:
        table.add_row(heading, "– about people: not read", "", "", style="dim")
    Console(stderr=True).print(table)


def _sender(save_as: str, told: Told, mapped: Mapped, asked: Asked, order: Order) -> Sender:
    columns = {column.heading: column.field.name for column in mapped.columns}
    columns |= dict.fromkeys(mapped.unused, IGNORE)
    units = {
        column.field.name: column.unit
        for column in mapped.columns
        if column.unit and column.field.unit
    }
    former = order.sender
    return Sender(
        id=save_as,
        source=former.source if former else told.name,
        licence=former.licence if former else "Ikke oppgitt",
        attribution=former.attribution if former else told.name,
        crs=asked.crs,
        layer=asked.layer,
        encoding=asked.encoding,
        kommune=order.kommune,
        site=order.site,
        columns=columns,
        units=units,
        values=former.values if former else {},
    )
