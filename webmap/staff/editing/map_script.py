"""The editor's map: ground and layers of the public map, the parcels of the draft, and a pen."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import force_locale

from areal.queries import layers, reading
from webmap.language import Language, gettext, language
from webmap.mapview import MAP_SCRIPTS, MAP_STYLES, MapOptions, MapScript
from webmap.mapview.elements import (
    BasemapFallback,
    ContextLayers,
    KommuneBorders,
    LayerControl,
    Start,
)
from webmap.mapview.script import KARTVERKET_LINK, KARTVERKET_TILES, context
from webmap.mapview.shell import AreaMap, Basemap, Call
from webmap.pages.map_script import options
from webmap.staff.address_of import add
from webmap.staff.door import address

#: The pen first of all: Leaflet's maps get it when they are made.
_LEFT_OUT = ("leaflet", "parcels", "ring", "markers", "evidence", "view")
SCRIPTS = (
    *(path for name, path in MAP_SCRIPTS if name == "leaflet"),
    "vendor/geoman/leaflet-geoman.js",
    *(path for name, path in MAP_SCRIPTS if name not in _LEFT_OUT),
    "js/staff/outline.js",
)
STYLES = ("vendor/geoman/leaflet-geoman.css", *(path for _, path in MAP_STYLES))


class EditOutline(Call):
    """A pen for the outline of a parcel, that catches on its neighbours."""

    function = "editOutline"


def _words() -> dict[str, object]:
    return {
        "map": gettext("Kart å tegne i. Hjørnene i feltet ved siden av er det samme omrisset."),
        "points": gettext("Omrisset har %(num)s hjørner.", num="{n}"),
        "none": gettext("Tomta har ikke noe omriss ennå."),
        "first": gettext("Klikk der tomta begynner"),
        "next": gettext("Klikk for neste hjørne"),
        "finish": gettext("Klikk på første hjørne for å avslutte"),
        "line": gettext("Klikk på siste punkt for å avslutte linja"),
    }


@lru_cache(maxsize=8)
def _script(made_of: MapOptions, words: tuple[tuple[str, str], ...]) -> MapScript:
    text = {**dict(made_of.text), **dict(words)}
    page = AreaMap()
    Start({"text": text, "attribution": KARTVERKET_LINK, "language": made_of.language}).add_to(page)
    if made_of.basemap:
        base = Basemap(KARTVERKET_TILES, KARTVERKET_LINK)
        base.add_to(page)
        BasemapFallback(base).add_to(page)
    ContextLayers({"layers": context(made_of)}).add_to(page)
    LayerControl({"title": text["layers"]}).add_to(page)
    EditOutline({"text": text}).add_to(page)
    KommuneBorders({"url": f"{made_of.api}/kommuner.geojson", "basemap": made_of.basemap}).add_to(
        page
    )
    body = page.script()
    return MapScript(body, hashlib.sha256(body.encode()).hexdigest())


def _made(lang: Language) -> MapScript:
    with reading() as connection, force_locale(lang):
        made_of = options(layers.list_layers(connection), lang)
        return _script(made_of, tuple((key, str(value)) for key, value in _words().items()))


def map_values(lang: Language) -> dict[str, Any]:
    """Return what a page needs to show the map."""
    return {
        "map_styles": STYLES,
        "map_scripts": SCRIPTS,
        "map_script_url": address("draft_script", v=_made(lang).sha256[:12]),
    }


def script() -> Response:
    """Return the script as a file; unchanged, it is answered with 304."""
    made = _made(language())
    response = Response(made.body, mimetype="text/javascript")
    response.set_etag(made.sha256[:32])
    response.make_conditional(request)
    return response


def register(blueprint: Blueprint) -> None:
    """Add the script in both languages."""
    add(blueprint, "draft_script", "omrade/kart.js", "site/map.js", script)
