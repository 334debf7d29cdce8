"""A Folium map reduced to its script: our assets, our ids, nothing from another host."""

from __future__ import annotations

import folium
from branca.element import Figure, MacroElement
from jinja2 import Template

#: Page-wide name of the map: the id of its element and the variable in the script.
MAP_NAME = "kart"

#: Scripts of the map in the order they must run: name and path under ``static/``.
MAP_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("leaflet", "vendor/leaflet/leaflet.js"),
    ("areal", "js/areal.js"),
    ("start", "js/map/start.js"),
    ("labels", "js/map/labels.js"),
    ("borders", "js/map/borders.js"),
    ("context", "js/map/context.js"),
    ("mvt", "js/map/mvt.js"),
    ("tiles", "js/map/tiles.js"),
    ("parcels", "js/map/parcels.js"),
    ("ring", "js/map/ring.js"),
    ("controls", "js/map/controls.js"),
    ("markers", "js/map/markers.js"),
    ("evidence", "js/map/evidence.js"),
    ("view", "js/map/view.js"),
)
MAP_STYLES: tuple[tuple[str, str], ...] = (
    ("leaflet_css", "vendor/leaflet/leaflet.css"),
    ("map_css", "css/map.css"),
)


class AreaMap(folium.Map):
    """A Folium map without jQuery, Bootstrap, icons or a fixed view.

    The assets are paths under ``static/``; the page links them itself. The element ids are fixed,
    so the same options give the same bytes and an ETag holds.
    """

    _template = Template(
        """
        {%- macro script(this, kwargs) -%}
        var {{ this.get_name() }} = L.map(
            {{ this.get_name()|tojson }},
            {zoomControl: false, attributionControl: false, minZoom: 5, maxZoom: 18, zoomSnap: 0.25}
        );
        {%- endmacro -%}
        """
    )

    def __init__(self) -> None:
        super().__init__(tiles=None)
        self.default_js = list(MAP_SCRIPTS)
        self.default_css = list(MAP_STYLES)

    def get_name(self) -> str:
        """Return the fixed name instead of a random one."""
        return MAP_NAME

    def script(self) -> str:
        """Render the map and all its elements as one script."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise TypeError("the map has no figure to be rendered in")
        figure.render()
        body = figure.script.render()
        lines = (line.strip() for line in body.splitlines())
        return '"use strict";\n' + "\n".join(line for line in lines if line) + "\n"


class Basemap(folium.TileLayer):
    """The background map, under a fixed name."""

    def __init__(self, url: str, attribution: str) -> None:
        super().__init__(tiles=url, attr=attribution, name="bakgrunn", control=False, max_zoom=18)

    def get_name(self) -> str:
        """Return the fixed name instead of a random one."""
        return "bakgrunn"


class Call(MacroElement):
    """One of our map elements: a call of a function in ``static/js/map`` with options as JSON.

    ``tojson`` escapes ``<``, ``>``, ``&`` and quotes: no name can leave its string.
    """

    function = ""
    _template = Template(
        """
        {%- macro script(this, kwargs) -%}
        Areal.{{ this.function }}({{ this.target() }}, {{ this.options|tojson }});
        {%- endmacro -%}
        """
    )

    def __init__(self, options: dict[str, object] | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it untyped
        self.options = options or {}

    def get_name(self) -> str:
        """Return the function's name: each element is on the map once."""
        return self.function

    def target(self) -> str:
        """Return the script name of what the element is put on."""
        return MAP_NAME
