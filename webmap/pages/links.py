"""Addresses of the pages: each language has its own, the query carries the state."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import g, request, url_for

from webmap.language import Language

#: Parameters that say what is chosen, or where the map looks, rather than what is filtered.
CHOICE = ("omrade", "tomt", "regel", "kart")
Pairs = list[tuple[str, str]]


def endpoint(name: str, lang: Language) -> str:
    """Return the endpoint of an entry of the navigation; ``plan`` is the planner's first page."""
    return f"plan.overview_{lang}" if name == "plan" else f"pages.{name}_{lang}"


def page(name: str, lang: Language) -> str:
    """Return the address of a page (``map``, ``strategy``, ``data``, ``plan``) in a language."""
    return url_for(endpoint(name, lang))


def filter_pairs() -> Pairs:
    """Return the filter part of the present query, without what is empty or was ignored."""
    ignored = g.get("ignored", ())
    return [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value.strip() and name not in CHOICE and (name, value.strip()) not in ignored
    ]


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Join a path and a query."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


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


def only(lang: Language, *names: str) -> str:
    """Return the map page's address with nothing kept but the named parameters."""
    return with_query(page("map", lang), [pair for pair in filter_pairs() if pair[0] in names])
