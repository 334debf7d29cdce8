"""The map page: finder, list and panel, rendered whole on the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from areal.queries import (
    Connection,
    codes,
    facets,
    findings,
    history,
    layers,
    parcels,
    reading,
    sites,
)
from areal.queries import rules as rule_queries
from areal.queries.remembered import remembered
from areal.queries.revision import Revision
from areal.queries.rules import Rule
from areal.queries.search import Meant
from webmap import bundles, counting, mapview
from webmap.language import Language
from webmap.pages import links, public
from webmap.pages.cards import Card, card, results
from webmap.pages.filters import filter_form, unknown_note
from webmap.pages.frame import answer, render
from webmap.pages.map_script import script_for, script_url
from webmap.pages.parcel_panel import ParcelPanel, parcel_panel
from webmap.pages.site_panel import SitePanel, site_panel
from webmap.pages.site_table import SiteTable, site_table
from webmap.pages.wanted import Wanted, wanted
from webmap.pages.words import Labels

#: Scripts of the page itself; those of the map come from the map.
PAGE_SCRIPTS = ("js/page/state.js", "js/page/swap.js", "js/page/details.js", "js/page/page.js")
PAGE_STYLES = (
    "css/layout.css",
    "css/list.css",
    "css/table.css",
    "css/panel.css",
    "css/print.css",
)

bundles.add("map.css", (*(path for _, path in mapview.MAP_STYLES), *PAGE_STYLES))
bundles.add("map.js", tuple(path for _, path in mapview.MAP_SCRIPTS))
bundles.add("page.js", PAGE_SCRIPTS)

Panel = SitePanel | ParcelPanel


@dataclass(frozen=True)
class Suggestion:
    """What was searched for instead of what was written, and the address that searches for it."""

    asked: str
    text: str
    url: str


def _panel(
    connection: Connection,
    revision: Revision,
    rules: tuple[Rule, ...],
    labels: Labels,
    lang: Language,
) -> Panel | None:
    if slug := request.args.get("tomt"):
        parcel = parcels.get_parcel(connection, slug)
        found = findings.for_parcel(connection, slug)
        steps = history.published_history(connection, slug)
        return parcel_panel(parcel, found, steps, labels, revision, lang)
    if slug := request.args.get("omrade"):
        site = sites.get_site(connection, slug)
        return site_panel(site, rules, labels, revision.as_of, lang)
    return None


def _told(panel: Panel | None) -> dict[str, Any]:
    """Return the page's one address: that of the site when a site is chosen."""
    if not isinstance(panel, SitePanel):
        return {}
    return {"paths": public.pair("site", slug=panel.site_slug)}


def build(connection: Connection, revision: Revision, lang: Language) -> str:
    """Render the page in a language; ``request`` says what is asked for."""
    labels = Labels(codes.labels(connection, lang))
    rules = rule_queries.list_rules(connection, "parcel")
    asked = wanted(connection)
    panel = _panel(connection, revision, rules, labels, lang)
    chosen = panel.site_slug if panel else None
    found = remembered(
        connection,
        revision,
        ("look", asked.used, asked.sort, asked.shown),
        lambda: sites.look(connection, asked.used, asked.sort, asked.shown),
    )
    counted = remembered(
        connection,
        revision,
        ("facets", asked.used),
        lambda: facets.facets(connection, asked.used, asked.codes, revision.as_of),
    )
    counting.searched(asked.used)
    if isinstance(panel, SitePanel):
        counting.opened(panel.site_slug)
    cards = [card(item, rules, labels, chosen, lang) for item in found.cards]
    return render(
        "map.html",
        "map",
        lang,
        connection,
        revision,
        **_told(panel),
        filters=filter_form(asked, counted, lang),
        query=asked.query,
        meant=_meant(asked.meant, lang),
        results=results(found, cards, asked, unknown_note(counted), lang),
        table=_table(asked, found, cards, rules, labels, lang),
        panel=panel,
        map_name=mapview.MAP_NAME,
        map_script_url=script_url(layers.list_layers(connection), lang),
    )


def _table(
    asked: Wanted,
    found: sites.Listed,
    cards: list[Card],
    rules: tuple[Rule, ...],
    labels: Labels,
    lang: Language,
) -> SiteTable | None:
    if not asked.as_table:
        return None
    return site_table(found.cards, cards, rules, labels, asked.sort, lang)


def _meant(meant: Meant | None, lang: Language) -> Suggestion | None:
    if meant is None:
        return None
    return Suggestion(meant.asked, meant.text, links.replaced(lang, "q", meant.text))


def map_page(lang: Language) -> Response:
    """Return the map page in a language."""
    return answer(lambda connection, revision: build(connection, revision, lang))


def map_script(lang: Language) -> Response:
    """Return the map's script; unchanged, it is answered with 304."""
    with reading() as connection:
        shown = layers.list_layers(connection)
    script = script_for(shown, lang)
    response = Response(script.body, mimetype="text/javascript")
    response.set_etag(script.sha256[:32])
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def register(blueprint: Blueprint) -> None:
    """Add the map page and its script in both languages."""
    blueprint.add_url_rule("/", "map_nb", lambda: map_page("nb"))
    blueprint.add_url_rule("/en/", "map_en", lambda: map_page("en"))
    blueprint.add_url_rule("/kart/nb.js", "script_nb", lambda: map_script("nb"))
    blueprint.add_url_rule("/kart/en.js", "script_en", lambda: map_script("en"))
