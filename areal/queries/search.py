"""Searching forgivingly: a word that no name has is read as the name it is most like."""

from __future__ import annotations

from dataclasses import dataclass, replace

from areal.queries.connection import Connection, many, query
from areal.queries.filters import ParcelFilter
from areal.queries.folding import folded, is_number, name_pattern, words_of

#: How like a name a word must be, from 0 to 1: below it the two share too little to be the same.
LIKENESS = 0.35


@dataclass(frozen=True, slots=True)
class Meant:
    """What was searched for, and what was searched for instead."""

    asked: str
    text: str


def forgiving(
    connection: Connection, parcel_filter: ParcelFilter
) -> tuple[ParcelFilter, Meant | None]:
    """Return the filter with misspelt words of its search replaced, and what it was taken for.

    A search that finds names as it stands is left as it is.
    """
    words = words_of(parcel_filter.q)
    names = [word for word in words if not is_number(word)]
    if not names:
        return parcel_filter, None
    rows = many(
        connection,
        query("search_likeness"),
        words=[folded(name) for name in names],
        patterns=[name_pattern(name) for name in names],
        likeness=LIKENESS,
    )
    instead = {names[row["place"] - 1]: row["name"] for row in rows if row["name"]}
    if not instead:
        return parcel_filter, None
    text = " ".join(instead.get(word, word) for word in words)
    return replace(parcel_filter, q=text), Meant(parcel_filter.q, text)
