"""Addresses of the pages: each language has its own, the query carries the state."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for

from webmap.language import Language

#: Parameters that say what is chosen rather than what is filtered.
CHOICE = ("omrade", "tomt", "regel")
#: Parameters that list sites: people read and write these addresses.
LISTED = ("areal", "utvalg")
Pairs = list[tuple[str, str]]


def endpoint(name: str, lang: Language) -> str:
    """Return the endpoint of an entry of the navigation; ``plan`` is the planner's first page."""
    return f"plan.overview_{lang}" if name == "plan" else f"pages.{name}_{lang}"


def page(name: str, lang: Language) -> str:
    """Return the address of a page (``map``, ``strategy``, ``data``, ``plan``) in a language."""
    return url_for(endpoint(name, lang))


def filter_pairs() -> Pairs:
    """Return the filter part of the present query, without empty values."""
    return [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value and name not in CHOICE
    ]


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Join a path and a query; what the path has already stays unless the query names it."""
    bare, _, own = path.partition("?")
    given = list(pairs)
    named = {name for name, _ in given}
    kept = [pair for pair in parse_qsl(own) if pair[0] not in named]
    query = "&".join(
        urlencode([pair], safe="," if pair[0] in LISTED else "") for pair in (*given, *kept)
    )
    return f"{bare}?{query}" if query else bare


def choosing(lang: Language, **choice: str) -> str:
    """Return the map page's address with the present filter and something chosen."""
    return with_query(page("map", lang), [*filter_pairs(), *choice.items()])


def without(lang: Language, name: str, value: str | None = None) -> str:
    """Return the map page's address with one filter (or one value of it) taken away."""
    kept = [
        pair
        for pair in filter_pairs()
        if pair[0] != name or (value is not None and pair[1] != value)
    ]
    return with_query(page("map", lang), kept)


def replaced(lang: Language, name: str, value: str) -> str:
    """Return the map page's address with one filter set to one value."""
    kept = [pair for pair in filter_pairs() if pair[0] != name]
    return with_query(page("map", lang), [*kept, (name, value)])
