"""The options of the map's script for this installation, with its words in one language."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import force_locale

from areal.queries.layers import Layer
from webmap.language import Language, gettext
from webmap.mapview import MapLayer, MapOptions, MapScript, map_script
from webmap.pages import texts
from webmap.pages.frame import settings

API = "/api/v1"
#: Verdicts of a finding that can have something to show on the map.
_SHOWN = ("met", "consider", "deviates", "not_mapped", "missing", "error")


def options(layers: Sequence[Layer], lang: Language) -> MapOptions:
    """Return what the maps of this installation are made of, with the words of a language."""
    drawn = tuple(
        MapLayer(layer.layer_id, layer.title.get(lang))
        for layer in layers
        if layer.on_map and layer.loaded and layer.public == "full"
    )
    words = (
        ("map", gettext("Kart over næringsarealene. Listen ved siden av viser det samme.")),
        ("zoomIn", gettext("Zoom inn")),
        ("zoomOut", gettext("Zoom ut")),
        ("free", gettext("ledig")),
        ("sites", gettext("områder")),
        ("layers", gettext("Kartlag")),
        ("legend", gettext("Tegnforklaring")),
        ("plot", gettext("Tomt")),
        ("ring", gettext("Ledig areal og andel av kravene")),
    )
    return MapOptions(
        language=lang,
        basemap=settings().basemap == "kartverket",
        api=API,
        tiles="/tiles/",
        layers=drawn,
        text=words,
        verdicts=tuple((code, texts.overall(code)) for code in texts.OVERALL),
        finding_verdicts=tuple((code, texts.verdict(code)) for code in _SHOWN),
    )


def script_for(layers: Sequence[Layer], lang: Language) -> MapScript:
    """Return the map's script in a language."""
    with force_locale(lang):
        return map_script(options(layers, lang))


def script_url(layers: Sequence[Layer], lang: Language) -> str:
    """Return the script's address with its hash, so that a changed map is fetched anew."""
    script = script_for(layers, lang)
    return url_for(f"pages.script_{lang}", v=script.sha256[:12])
