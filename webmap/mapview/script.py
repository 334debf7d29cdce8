"""Build the map's script once per language and option set, with the hash that names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from webmap.mapview.elements import (
    BasemapFallback,
    ContextLayers,
    EvidenceLayer,
    FollowState,
    KommuneBorders,
    LayerControl,
    Legend,
    ParcelLayer,
    SiteMarkers,
    Start,
)
from webmap.mapview.shell import AreaMap, Basemap

#: Kartverket's cache counts rows before columns: z/y/x.
KARTVERKET_TILES = (
    "https://cache.kartverket.no/v1/wmts/1.0.0/topograatone/default/webmercator/{z}/{y}/{x}.png"
)
KARTVERKET_LINK = '<a href="https://www.kartverket.no/">© Kartverket</a>'

#: Drawn only where no background map already shows the same.
GROUND_LAYERS = frozenset({"vann", "sentrum"})
#: Every place the map's words are used in the scripts; each must have a text.
TEXT_KEYS = ("map", "zoomIn", "zoomOut", "free", "sites", "layers", "legend", "plot", "ring")


@dataclass(frozen=True)
class MapLayer:
    """One context layer: its id, its title in the page's language, whether it starts drawn."""

    layer_id: str
    title: str


@dataclass(frozen=True)
class MapOptions:
    """Everything the script depends on: equal options give equal bytes."""

    language: str
    basemap: bool
    api: str
    #: Where vector tiles begin.
    tiles: str
    layers: tuple[MapLayer, ...]
    text: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[str, str], ...]
    finding_verdicts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MapScript:
    """The finished script and its sha256."""

    body: str
    sha256: str


def _words(options: MapOptions) -> dict[str, object]:
    text: dict[str, object] = dict(options.text)
    missing = [key for key in TEXT_KEYS if not text.get(key)]
    if missing:
        raise ValueError(f"the map lacks words for {', '.join(missing)}")
    text["verdicts"] = dict(options.verdicts)
    text["findingVerdicts"] = dict(options.finding_verdicts)
    return text


def context(options: MapOptions) -> list[dict[str, object]]:
    """Return the context layers as the script reads them."""
    return [
        {
            "id": layer.layer_id,
            "title": layer.title,
            "url": f"{options.api}/layers/{layer.layer_id}.geojson",
            "on": not (options.basemap and layer.layer_id in GROUND_LAYERS),
        }
        for layer in options.layers
    ]


def _add_subjects(page: AreaMap, options: MapOptions) -> None:
    ParcelLayer({"url": f"{options.api}/parcels.geojson", "tiles": options.tiles}).add_to(page)
    EvidenceLayer({"url": f"{options.api}/parcels/"}).add_to(page)
    SiteMarkers({"url": f"{options.api}/sites.geojson"}).add_to(page)


@lru_cache(maxsize=32)
def map_script(options: MapOptions) -> MapScript:
    """Return the script of a map; the same options always give the same bytes."""
    text = _words(options)
    page = AreaMap()
    Start({"text": text, "attribution": KARTVERKET_LINK, "language": options.language}).add_to(page)
    if options.basemap:
        base = Basemap(KARTVERKET_TILES, KARTVERKET_LINK)
        base.add_to(page)
        BasemapFallback(base).add_to(page)
    FollowState().add_to(page)
    Legend(
        {
            "title": text["legend"],
            "ring": text["ring"],
            "items": [{"id": code, "text": label} for code, label in options.verdicts],
        }
    ).add_to(page)
    ContextLayers({"layers": context(options)}).add_to(page)
    LayerControl({"title": text["layers"]}).add_to(page)
    _add_subjects(page, options)
    KommuneBorders({"url": f"{options.api}/kommuner.geojson", "basemap": options.basemap}).add_to(
        page
    )
    body = page.script()
    return MapScript(body, hashlib.sha256(body.encode()).hexdigest())
