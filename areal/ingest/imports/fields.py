"""The fields a file of parcels may fill, and the names people give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import Field as Limit

from areal.strategy.parts import Part
from areal.yaml_files import parse_typed

Holds = Literal[
    "text", "code", "codes", "number", "whole", "date", "flag", "matrikkel", "kommune", "shape"
]
Unit = Literal["m2", "nok_m2", "mw", "m", "percent"]

#: What does not go into the columns of a parcel, but says which one it is, or where.
AIDS = frozenset(
    {"slug", "source_key", "gnr", "bnr", "fnr", "snr", "kommunenummer", "wkt", "x", "y", "site"}
) | {"stated_area_m2"}
#: What fields of the site a parcel belongs to begin with.
OF_SITE = "site_"
#: A shapefile keeps ten characters of a column's name.
_DBF_NAME = 10
_LEAST = 4


class Field(Part):
    """One field: how its value is read, the unit it is kept in, the range it must lie in."""

    name: str
    holds: Holds
    names: tuple[str, ...] = Limit(min_length=1)
    codes: str | None = None
    #: The code is a number in the catalogue.
    whole: bool = False
    unit: Unit | None = None
    low: float = 0
    high: float = 1_000_000
    #: The date may lie ahead.
    past: bool = False


class _Table(Part):
    fields: tuple[Field, ...]
    private: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> _Table:
    text = files("areal.ingest.imports").joinpath("fields.yaml").read_text(encoding="utf-8")
    return parse_typed(text, _Table, file="fields.yaml")


@lru_cache(maxsize=1)
def fields() -> Mapping[str, Field]:
    """Return every field by name."""
    return {field.name: field for field in _table().fields}


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    return {
        plain(name): field.name for field in _table().fields for name in (field.name, *field.names)
    }


@lru_cache(maxsize=1)
def _private() -> frozenset[str]:
    return frozenset(map(plain, _table().private))


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a heading without case, accents, signs and spaces: ``Arealformål`` → arealformaal."""
    lower = name.casefold()
    for letter, instead in (
        ("æ", "ae"),
        ("ø", "o"),
        ("å", "aa"),
        ("²", "2"),
        ("ö", "o"),
        ("ä", "ae"),
    ):
        lower = lower.replace(letter, instead)
    bare = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare)


_ADDRESS = str.maketrans(
    {"æ": "ae", "å": "a"} | dict(zip("øöäüéèáàôóëï", "ooaueeaaooei", strict=True))
)
_NOT_IN_ADDRESS = re.compile(r"[^a-z0-9]+")


def slugified(name: str) -> str:
    """Return a name as it stands in an address, as the SQL function of that name does."""
    return _NOT_IN_ADDRESS.sub("-", name.lower().translate(_ADDRESS)).strip("-") or "x"


#: A unit at the end of a heading: «Areal (daa)», pris_kr_pr_daa, effekt MW.
_UNIT = re.compile(
    r"[\s_(\[,]*(?:i\s+)?(kr\s*/\s*m2|kr\s*/\s*m²|kr\s*/\s*daa|kr pr daa|nok/m2|m2|m²|kvm"
    r"|daa|dekar|mål|ha|hektar|mw|kw|m|meter|km|%|prosent)[)\]\s]*$",
    re.IGNORECASE,
)


def split_unit(heading: str) -> tuple[str, str | None]:
    """Return a heading without the unit at its end, and the unit."""
    found = _UNIT.search(heading.replace("_", " "))
    if found is None or found.start() == 0:
        return heading, None
    return heading[: found.start()], found.group(1).casefold()


def recognise(headings: Iterable[str]) -> dict[str, str]:
    """Return heading → field for the headings whose meaning is known; each field once.

    A heading is looked up as it is, then without its unit, without what stands before the last
    dot (GML), with the last letters cut away (shapefiles), and with ``å`` for ``a``.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for attempt in (_exactly, _without_unit, _last_step, _cut):
        for heading in headings:
            field = None if heading in found else attempt(heading)
            if field is not None and field not in taken:
                found[heading] = field
                taken.add(field)
    return found


def is_private(heading: str) -> bool:
    """Return whether a column holds people's names or what belongs to them."""
    return plain(heading) in _private() or plain(heading.rsplit(".", 1)[-1]) in _private()


def _exactly(heading: str) -> str | None:
    bare = plain(heading)
    return _by_name().get(bare) or _simplified().get(bare.replace("aa", "a").replace("ae", "a"))


@lru_cache(maxsize=1)
def _simplified() -> Mapping[str, str]:
    """Names as they are where æ, ø and å were lost: arealformal."""
    return {name.replace("aa", "a").replace("ae", "a"): field for name, field in _by_name().items()}


def _without_unit(heading: str) -> str | None:
    bare, unit = split_unit(heading)
    return None if unit is None else _exactly(bare)


def _last_step(heading: str) -> str | None:
    steps = re.split(r"[.|:]", heading)
    for start in range(1, len(steps)):
        field = _exactly(" ".join(steps[start:])) or _without_unit(" ".join(steps[start:]))
        if field is not None:
            return field
    return None


def _cut(heading: str) -> str | None:
    bare = plain(heading)
    if len(heading) != _DBF_NAME or len(bare) < _LEAST:
        return None
    names = {field for name, field in _by_name().items() if name.startswith(bare)}
    return names.pop() if len(names) == 1 else None
