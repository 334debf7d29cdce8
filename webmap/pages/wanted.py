"""What a public page is asked for: what can be read is used, the rest is told and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import g, request
from pydantic import ValidationError

from areal.queries import Connection
from areal.queries.codes import CODED, FilterCodes, filter_codes
from areal.queries.filters import Mode, Near, ParcelFilter
from areal.queries.search import Meant
from areal.queries.sites import Sort
from webmap.api.parameters import FilterParameters, is_list, meant
from webmap.pages.links import Pairs

MAX_SEARCH = 100
#: How many cards, or rows of the table, are shown before more are asked for; how many at most.
FIRST, MOST = 40, 400
#: Parameters of a page that are filters; what the map shows of the world is not among them.
NAMES = tuple(name for name in FilterParameters.model_fields if name != "bbox")


@dataclass(frozen=True)
class Ignored:
    """A value that is not of the form its parameter must have."""

    name: str
    value: str


@dataclass(frozen=True)
class Wanted:
    """The filter of the present request, and what could not be made sense of."""

    #: As it was asked for: what the form shows.
    asked: ParcelFilter
    #: As it is searched by: misspelt words replaced.
    used: ParcelFilter
    meant: Meant | None
    ignored: tuple[Ignored, ...]
    codes: FilterCodes
    sort: Sort
    #: How many sites are shown.
    shown: int
    #: True when the list is a table.
    as_table: bool

    @property
    def query(self) -> str:
        """Return the filter as the API takes it, each value once and in one order."""
        return urlencode(pairs_of(self.asked))


def wanted(connection: Connection) -> Wanted:
    """Read the present request; nothing in it is refused."""
    ignored: list[Ignored] = []
    codes = filter_codes(connection)
    asked = _filter(codes, ignored)
    used, taken = meant(connection, asked)
    sort = _sort(ignored)
    shown = _shown(ignored)
    as_table = _as_table(ignored)
    g.ignored = {(one.name, one.value) for one in ignored}
    return Wanted(asked, used, taken, tuple(ignored), codes, sort, shown, as_table)


def pairs_of(asked: ParcelFilter) -> Pairs:
    """Return a filter as the parameters it is written with; what is usual is left out."""
    usual = ParcelFilter()
    pairs: Pairs = []
    for name in NAMES:
        value = getattr(asked, name)
        if value != getattr(usual, name):
            several = value if isinstance(value, tuple) else (value,)
            pairs += [(name, written(one)) for one in several]
    return pairs


def written(value: object) -> str:
    """Write one value of a filter the way its parameter takes it."""
    if isinstance(value, Near):
        return f"{value.place}:{value.km:g}"
    if isinstance(value, Mode):
        return value.value
    return f"{value:g}" if isinstance(value, float) else str(value)


def _filter(codes: FilterCodes, ignored: list[Ignored]) -> ParcelFilter:
    given: dict[str, Any] = {}
    for name in NAMES:
        values = _given(name)
        good = [value for value in values if _makes_sense(name, value, codes)]
        ignored += [Ignored(name, value) for value in values if value not in good]
        if good:
            given[name] = good if is_list(FilterParameters, name) else good[0]
    return FilterParameters.model_validate(given).as_written()


def _given(name: str) -> list[str]:
    values = [value.strip() for value in request.args.getlist(name) if value.strip()]
    if is_list(FilterParameters, name):
        return [part for value in values for part in value.split(",") if part]
    first = values[:1]
    return [_printable(value)[:MAX_SEARCH] for value in first] if name == "q" else first


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _makes_sense(name: str, value: str, codes: FilterCodes) -> bool:
    alone: object = [value] if is_list(FilterParameters, name) else value
    try:
        FilterParameters.model_validate({name: alone})
    except ValidationError:
        return False
    if name == "near":
        return codes.knows("near", Near.read(value).place)
    return name not in CODED or codes.knows(name, value)


def _sort(ignored: list[Ignored]) -> Sort:
    text = request.args.get("sort", "")
    if not text or text in {order.value for order in Sort}:
        return Sort(text) if text else Sort.SIZE
    ignored.append(Ignored("sort", text))
    return Sort.SIZE


def _shown(ignored: list[Ignored]) -> int:
    text = request.args.get("antall", "")
    if text.isdecimal() and len(text) < len(str(MOST)) + 1:
        return max(FIRST, min(int(text), MOST))
    if text:
        ignored.append(Ignored("antall", text))
    return FIRST


def _as_table(ignored: list[Ignored]) -> bool:
    text = request.args.get("vis", "")
    if text not in ("", "tabell"):
        ignored.append(Ignored("vis", text))
    return text == "tabell"


def asked_values(asked: ParcelFilter, name: str) -> Sequence[str]:
    """Return the chosen values of a parameter, as they are written."""
    return [value for key, value in pairs_of(asked) if key == name]
