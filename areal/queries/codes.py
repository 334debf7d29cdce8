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


@dataclass(frozen=True, slots=True)
class FilterCodes:
    """The codes a filter may name, with their names, list by list."""

    labels: Mapping[str, Mapping[str, Text]]

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes of a list, in order."""
        return tuple(self.labels.get(name, {}))

    def knows(self, name: str, code: str) -> bool:
        """Tell whether a filter may name a code; of ``near`` it is the place, without the km."""
        if name == "market" and code == UNKNOWN:
            return True
        if name == "near" and code in self.labels.get("near_too", {}):
            return True
        return code in self.labels.get(name, {})


def filter_codes(connection: Connection) -> FilterCodes:
    """Return the codes a filter may name: kommuner, rules and themes that are published, too."""
    found: dict[str, dict[str, Text]] = {}
    for row in many(connection, query("filter_codes")):
        label = Text(row["label_nb"] or row["code"], row["label_en"] or row["code"])
        found.setdefault(row["list"], {})[row["code"]] = label
    return FilterCodes(found)


#: Fields of a filter that hold codes of a list of the same name.
CODED = ("kommune", "market", "category", "area_class", "focus", "owner", "rule", "theme")


def unknown_codes(
    connection: Connection, parcel_filter: ParcelFilter
) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of a filter that no list has, by the filter's field; mostly nothing."""
    asked = {name: getattr(parcel_filter, name) for name in CODED}
    asked["near"] = tuple(near.place for near in parcel_filter.near)
    if not any(asked.values()):
        return {}
    known = filter_codes(connection)
    unknown = {
        name: tuple(code for code in codes if not known.knows(name, code))
        for name, codes in asked.items()
    }
    return {name: codes for name, codes in unknown.items() if codes}
