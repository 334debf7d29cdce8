"""A sender of files: what its columns mean, kept as ``data/geo/sources/<id>.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as Limit
from ruamel.yaml import YAML

from areal.errors import InputError
from areal.ingest.imports.fields import fields, is_private, recognise, split_unit
from areal.ingest.imports.numbers import UNITS
from areal.ingest.imports.values import Column
from areal.strategy.parts import Part
from areal.yaml_files import read_typed

#: A column that is known and left out.
IGNORE = "-"


class Sender(Part):
    """One sender: whose data it is, what its columns and values mean, how its files are read."""

    id: str = Limit(pattern=r"^[a-z0-9][a-z0-9-]*$")
    kind: Literal["parcels"] = "parcels"
    source: str
    source_date: date | None = None
    licence: str
    attribution: str
    sample: bool = False
    crs: str | None = None
    layer: str | None = None
    encoding: str | None = None
    #: The kommune the file is about; parcels elsewhere are refused.
    kommune: str | None = Limit(default=None, pattern=r"^[0-9]{4}$")
    #: The site of every parcel that names none.
    site: str | None = None
    #: Heading → field, or ``-`` for a column that is left out.
    columns: dict[str, str] = {}
    #: Field → the sender's value → ours.
    values: dict[str, dict[str, str]] = {}
    #: Field → unit, for columns that name none.
    units: dict[str, str] = {}


@dataclass(frozen=True)
class Mapped:
    """What the columns of a file mean: those that are used, not known, and about people."""

    columns: tuple[Column, ...]
    unused: tuple[str, ...]
    private: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return heading → field, as it is kept with the import."""
        return {column.heading: column.field.name for column in self.columns}


def read_sender(name: str, folder: Path) -> Sender:
    """Return the sender ``name``: an id in the folder of sources, or a path.

    Raises ``InputError`` for an unknown one, or a file that says something it may not.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else folder / f"{name}.yaml"
    if not path.exists():
        known = sorted(file.stem for file in folder.glob("*.yaml"))
        raise InputError(
            f"There is no source '{name}'.",
            hint=f"Known are: {', '.join(known)}. `--save-source {name}` makes it from a file.",
        )
    sender = read_typed(path, Sender)
    for heading, field in sender.columns.items():
        if field != IGNORE and field not in fields():
            raise InputError(
                f"'{field}' is not a field of a parcel",
                file=str(path),
                field=f"columns.{heading}",
                hint=f"Fields are: {', '.join(fields())}.",
            )
    return sender


def map_columns(headings: Iterable[str], sender: Sender | None) -> Mapped:
    """Return what the headings mean: as the sender's file says, else as they are recognised."""
    names = list(headings)
    given: Mapping[str, str] = sender.columns if sender else {}
    taken = {field for field in given.values() if field != IGNORE}
    free = [name for name in names if name not in given and not is_private(name)]
    guessed = {name: field for name, field in recognise(free).items() if field not in taken}
    meant = {**guessed, **{name: given[name] for name in names if name in given}}
    columns = tuple(
        _column(name, meant[name], sender) for name in names if meant.get(name, IGNORE) != IGNORE
    )
    private = tuple(name for name in names if name not in meant and is_private(name))
    unused = tuple(name for name in names if name not in meant and name not in private)
    return Mapped(columns, unused, private)


def _column(heading: str, name: str, sender: Sender | None) -> Column:
    field = fields()[name]
    unit = (sender and sender.units.get(name)) or split_unit(heading)[1] or _whole_unit(heading)
    values = sender.values.get(name) if sender else None
    return Column(heading, field, unit, values)


def _whole_unit(heading: str) -> str | None:
    """Return the unit of a heading that is nothing but one: «daa», «hektar»."""
    return heading.casefold() if heading.casefold() in UNITS else None


def as_yaml(sender: Sender) -> str:
    """Return a sender as its file holds it."""
    told = sender.model_dump(mode="json", exclude_defaults=True)
    stream = StringIO()
    yaml = YAML()
    yaml.width = 120
    yaml.dump({"id": sender.id, "kind": sender.kind, **told}, stream)
    return stream.getvalue()
