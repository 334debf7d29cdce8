"""The map itself: a Folium shell, our elements on it, and the script they become."""

from webmap.mapview.script import MapLayer, MapOptions, MapScript, map_script
from webmap.mapview.shell import MAP_NAME, MAP_SCRIPTS, MAP_STYLES, AreaMap

__all__ = [
    "MAP_NAME",
    "MAP_SCRIPTS",
    "MAP_STYLES",
    "AreaMap",
    "MapLayer",
    "MapOptions",
    "MapScript",
    "map_script",
]
