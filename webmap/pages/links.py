"""Addresses of the pages: each language has its own, the query carries the state."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from flask import current_app, g, request, url_for

from areal.settings import Settings
from webmap.language import Language

#: Parameters that say what is chosen rather than what is filtered.
CHOICE = ("omrade", "tomt", "regel", "kart")
#: What an embedded map was set up with; it stays whatever the visitor chooses.
FIXED = ("lang", "utseende", "height")
#: Parameters that list sites: people read and write these addresses.
LISTED = ("areal", "utvalg")
Pairs = list[tuple[str, str]]


def endpoint(name: str, lang: Language) -> str:
    """Return the endpoint of a page by its name; ``plan`` is the planner's first page."""
    elsewhere = {"plan": "plan.overview", "embed_code": "embed_code.page"}
    return f"{elsewhere.get(name, f'pages.{name}')}_{lang}"


def page(name: str, lang: Language) -> str:
    """Return the address of a page (``map``, ``strategy``, ``data``, ``plan``) in a language.

    Inside the embedded map the map is that one, so that choices stay in the frame.
    """
    if name == "map" and embedded():
        return url_for("embed.page")
    return url_for(endpoint(name, lang))


def embedded() -> bool:
    """Return whether the request is for the embedded map."""
    return request.blueprint == "embed"


def fixed_pairs() -> Pairs:
    """Return what the embedded map was set up with; nothing on the other pages."""
    return [(name, request.args[name]) for name in FIXED if embedded() and request.args.get(name)]


def home(lang: Language) -> str:
    """Return the address of the map with nothing filtered and nothing chosen."""
    return with_query(page("map", lang), fixed_pairs())


def site_page(slug: str, lang: Language) -> str:
    """Return the path of a site's page, with nothing of the present address."""
    return url_for(f"pages.site_{lang}", slug=slug)


def absolute(path: str) -> str:
    """Return the whole address of a path of ours, as the public sees it."""
    found = current_app.config.get("AREAL_SETTINGS")
    told = found.base_url if isinstance(found, Settings) else ""
    return (told or request.host_url).rstrip("/") + path


def filter_pairs() -> Pairs:
    """Return the filter part of the present query, without what is empty or was ignored."""
    ignored = g.get("ignored", ())
    return [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value.strip() and name not in CHOICE and (name, value.strip()) not in ignored
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


def only(lang: Language, *names: str) -> str:
    """Return the map page's address with nothing kept but the named parameters."""
    kept = (*names, *FIXED) if embedded() else names
    return with_query(page("map", lang), [pair for pair in filter_pairs() if pair[0] in kept])
