"""The map page: finder, list and panel, rendered whole on the server."""

from __future__ import annotations

from flask import Blueprint, Response, request

from areal.queries import Connection, codes, findings, kommuner, layers, parcels, reading
from areal.queries import revision as revisions
from areal.queries import rules as rule_queries
from areal.queries import sites
from areal.queries.filters import UNKNOWN
from areal.queries.revision import Revision
from areal.queries.rules import Rule
from webmap import mapview
from webmap.language import Language
from webmap.pages.asked import asked_filter
from webmap.pages.cards import card, results
from webmap.pages.filters import filter_form
from webmap.pages.frame import render
from webmap.pages.map_script import script_for, script_url
from webmap.pages.parcel_panel import ParcelPanel, parcel_panel
from webmap.pages.site_panel import SitePanel, site_panel
from webmap.pages.words import Labels

#: Scripts of the page itself; those of the map come from the map.
PAGE_SCRIPTS = ("js/page/state.js", "js/page/swap.js", "js/page/details.js", "js/page/page.js")
PAGE_STYLES = ("css/layout.css", "css/list.css", "css/panel.css", "css/print.css")


def _panel(
    connection: Connection,
    rules: tuple[Rule, ...],
    labels: Labels,
    revision: Revision,
    lang: Language,
) -> SitePanel | ParcelPanel | None:
    slug = request.args.get("tomt")
    if slug:
        parcel = parcels.get_parcel(connection, slug)
        found = findings.for_parcel(connection, slug)
        return parcel_panel(parcel, found, labels, revision, lang)
    slug = request.args.get("omrade")
    if slug:
        site = sites.get_site(connection, slug)
        return site_panel(site, rules, labels, revision.as_of, lang)
    return None


def map_page(lang: Language) -> str:
    """Render the map page in a language."""
    with reading() as connection:
        revision = revisions.current(connection)
        region = revisions.region(connection)
        labels = Labels(codes.labels(connection, lang))
        names = {item.kommunenummer: item.name for item in kommuner.summary(connection)}
        asked = asked_filter(names, (*labels.codes("market"), UNKNOWN))
        rules = rule_queries.list_rules(connection, "parcel")
        found = sites.list_sites(connection, asked)
        totals = sites.totals(connection, asked)
        facets = sites.facets(connection, asked)
        panel = _panel(connection, rules, labels, revision, lang)
        shown = layers.list_layers(connection)
    chosen = getattr(panel, "site_slug", None) or getattr(panel, "slug", None)
    cards = [card(item, rules, labels, chosen, lang) for item in found]
    return render(
        "map.html",
        "map",
        lang,
        revision,
        region,
        filters=filter_form(names, labels, facets, lang),
        results=results(cards, totals, lang),
        panel=panel,
        map_name=mapview.MAP_NAME,
        map_styles=(*(path for _, path in mapview.AreaMap.default_css), *PAGE_STYLES),
        map_scripts=tuple(path for _, path in mapview.AreaMap.default_js),
        map_script_url=script_url(shown, lang),
        page_scripts=PAGE_SCRIPTS,
    )


def map_script(lang: Language) -> Response:
    """Serve the map's script; unchanged, it is answered with 304."""
    with reading() as connection:
        shown = layers.list_layers(connection)
    script = script_for(shown, lang)
    response = Response(script.body, mimetype="text/javascript")
    response.set_etag(script.sha256[:32])
    response.cache_control.no_cache = True
    return response.make_conditional(request)


def register(blueprint: Blueprint) -> None:
    """Add the map page and its script in both languages."""
    blueprint.add_url_rule("/", "map_nb", lambda: map_page("nb"))
    blueprint.add_url_rule("/en/", "map_en", lambda: map_page("en"))
    blueprint.add_url_rule("/kart/nb.js", "script_nb", lambda: map_script("nb"))
    blueprint.add_url_rule("/kart/en.js", "script_en", lambda: map_script("en"))
