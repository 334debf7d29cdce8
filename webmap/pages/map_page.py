"""The map page: finder, list and panel, rendered whole on the server."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from areal.queries import (
    Connection,
    codes,
    findings,
    history,
    kommuner,
    layers,
    parcels,
    reading,
    sites,
)
from areal.queries import rules as rule_queries
from areal.queries.filters import UNKNOWN
from areal.queries.revision import Revision
from areal.queries.rules import Rule
from webmap import mapview
from webmap.language import Language
from webmap.pages import public
from webmap.pages.asked import asked_filter, asked_order
from webmap.pages.cards import card, results
from webmap.pages.filters import filter_form
from webmap.pages.frame import answer, render
from webmap.pages.map_script import script_for, script_url
from webmap.pages.parcel_panel import ParcelPanel, parcel_panel
from webmap.pages.site_panel import SitePanel, site_panel
from webmap.pages.words import Labels

#: Scripts of the page itself; those of the map come from the map.
PAGE_SCRIPTS = ("js/page/state.js", "js/page/swap.js", "js/page/details.js", "js/page/page.js")
PAGE_STYLES = ("css/layout.css", "css/list.css", "css/panel.css", "css/print.css")

Panel = SitePanel | ParcelPanel


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
    names = {item.kommunenummer: item.name for item in kommuner.summary(connection)}
    rules = rule_queries.list_rules(connection, "parcel")
    asked = asked_filter(names, (*labels.codes("market"), UNKNOWN), rules)
    panel = _panel(connection, revision, rules, labels, lang)
    chosen = panel.site_slug if panel else None
    order = asked_order()
    found = sites.list_sites(connection, asked, order)
    return render(
        "map.html",
        "map",
        lang,
        connection,
        revision,
        **_told(panel),
        filters=filter_form(names, labels, sites.facets(connection, asked), lang),
        results=results(
            [card(item, rules, labels, chosen, lang) for item in found],
            sites.totals(connection, asked),
            order,
            lang,
        ),
        panel=panel,
        map_name=mapview.MAP_NAME,
        map_styles=(*(path for _, path in mapview.MAP_STYLES), *PAGE_STYLES),
        map_scripts=tuple(path for _, path in mapview.MAP_SCRIPTS),
        map_script_url=script_url(layers.list_layers(connection), lang),
        page_scripts=PAGE_SCRIPTS,
    )


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
