"""Code lists: what each code is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from areal.queries.connection import Connection, many, query
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
