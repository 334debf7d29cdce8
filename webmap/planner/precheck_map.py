"""The map an area is drawn on: the same ground and layers as the map page, and a pen."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from flask import Response, request
from flask_babel import force_locale

from areal.queries import layers, reading
from webmap.language import Language, gettext
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

#: The pen first of all: Leaflet's maps get it when they are made.
_PEN = "vendor/geoman/leaflet-geoman.js"
_LEFT_OUT = ("parcels", "ring", "markers", "evidence", "view")
SCRIPTS = (
    *(path for name, path in MAP_SCRIPTS if name == "leaflet"),
    _PEN,
    *(path for name, path in MAP_SCRIPTS if name not in ("leaflet", *_LEFT_OUT)),
    "js/plan/draw.js",
)
STYLES = ("vendor/geoman/leaflet-geoman.css", *(path for _, path in MAP_STYLES))


class DrawArea(Call):
    """A pen for polygons, tied to the list of coordinates beside the map."""

    function = "drawArea"


def _words() -> dict[str, object]:
    return {
        "map": gettext("Kart å tegne i. Koordinatene ved siden av er det samme området."),
        "points": gettext("Området har %(num)s punkter.", num="{n}"),
        "none": gettext("Ikke noe område er tegnet."),
        "metres": gettext("Koordinater i meter vises først i kartet når området er sjekket."),
        "first": gettext("Klikk der området begynner"),
        "next": gettext("Klikk for neste punkt"),
        "finish": gettext("Klikk på første punkt for å avslutte"),
    }


@lru_cache(maxsize=8)
def _script(made_of: MapOptions, words: tuple[tuple[str, str], ...]) -> MapScript:
    """Return the script of the map; the same options and words always give the same bytes."""
    text = {**dict(made_of.text), **dict(words)}
    page = AreaMap()
    Start({"text": text, "attribution": KARTVERKET_LINK, "language": made_of.language}).add_to(page)
    if made_of.basemap:
        base = Basemap(KARTVERKET_TILES, KARTVERKET_LINK)
        base.add_to(page)
        BasemapFallback(base).add_to(page)
    ContextLayers({"layers": context(made_of)}).add_to(page)
    LayerControl({"title": text["layers"]}).add_to(page)
    DrawArea({"text": text}).add_to(page)
    KommuneBorders({"url": f"{made_of.api}/kommuner.geojson", "basemap": made_of.basemap}).add_to(
        page
    )
    body = page.script()
    return MapScript(body, hashlib.sha256(body.encode()).hexdigest())


def draw_script(lang: Language) -> MapScript:
    """Return the map's script in a language, for this installation's layers."""
    with reading() as connection, force_locale(lang):
        made_of = options(layers.list_layers(connection), lang)
        return _script(made_of, tuple((key, str(value)) for key, value in _words().items()))


def script_response(lang: Language) -> Response:
    """Return the script as a file; unchanged, it is answered with 304."""
    script = draw_script(lang)
    response = Response(script.body, mimetype="text/javascript")
    response.set_etag(script.sha256[:32])
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
