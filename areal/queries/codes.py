"""Code lists: what each code is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from areal.queries.connection import Connection, many, query
from areal.queries.filters import UNKNOWN, ParcelFilter
from areal.queries.texts import Text


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one list; ``source`` says where the list comes from."""

    list: str
    code: str
    label: Text
    source: str


def list_codes(connection: Connection) -> tuple[Code, ...]:
    """Return every code, list by list, in the order of the lists."""
    return tuple(
        Code(row["list"], row["code"], Text(row["label_nb"], row["label_en"]), row["source"])
        for row in many(connection, query("codes"))
    )


def labels(connection: Connection, lang: str) -> Mapping[str, Mapping[str, str]]:
    """Return list → code → label in ``lang``; codes stand in the order of their list."""
    found: dict[str, dict[str, str]] = {}
    for code in list_codes(connection):
        found.setdefault(code.list, {})[code.code] = code.label.get(lang)
    return found


def filter_codes(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """Return the codes a filter may name: kommuner, rules and themes that are published, too."""
    found: dict[str, list[str]] = {"kommune": [], "market": [], "rule": [], "theme": []}
    for row in many(connection, query("filter_codes")):
        found[row["list"]].append(row["code"])
    found["market"].append(UNKNOWN)
    return {name: tuple(codes) for name, codes in found.items()}


def unknown_codes(
    connection: Connection, parcel_filter: ParcelFilter
) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of a filter that no list has, by the filter's field; mostly nothing."""
    asked = {
        "kommune": parcel_filter.kommune,
        "market": parcel_filter.market,
        "rule": parcel_filter.rule,
        "theme": parcel_filter.theme,
    }
    if not any(asked.values()):
        return {}
    known = filter_codes(connection)
    unknown = {
        name: tuple(code for code in codes if code not in known[name])
        for name, codes in asked.items()
    }
    return {name: codes for name, codes in unknown.items() if codes}
