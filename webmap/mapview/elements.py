"""The elements of the map, each a call of one small script."""

from __future__ import annotations

from jinja2 import Template

from webmap.mapview.shell import MAP_NAME, Basemap, Call


class Start(Call):
    """Panes, zoom buttons, scale and attribution; must come first."""

    function = "start"


class KommuneBorders(Call):
    """Land, kommune borders and kommune names."""

    function = "kommuneBorders"


class ContextLayers(Call):
    """Water, town centres, roads with shields, railway and stations."""

    function = "contextLayers"


class ParcelLayer(Call):
    """Parcels by verdict: colour and pattern."""

    function = "parcelLayer"


class SiteMarkers(Call):
    """Site pills: free area and the ring of verdict shares."""

    function = "siteMarkers"


class EvidenceLayer(Call):
    """The conflict or the line that proves one verdict."""

    function = "evidenceLayer"


class Legend(Call):
    """What colours and patterns mean, in words."""

    function = "legend"


class LayerControl(Call):
    """Which context layers are drawn."""

    function = "layerControl"


class FollowState(Call):
    """Lets the map follow what is filtered and chosen."""

    function = "followState"


class BasemapFallback(Call):
    """Draws the ground from our own data when the background map does not answer."""

    function = "basemapFallback"
    _template = Template(
        "{%- macro script(this, kwargs) -%}"
        "Areal.basemapFallback({{ this.target() }}, {{ this.base }});"
        "{%- endmacro -%}"
    )

    def __init__(self, base: Basemap) -> None:
        super().__init__()
        self.base = base.get_name()

    def target(self) -> str:
        """Return the map's name: the fallback changes the map, the base only tells it when."""
        return MAP_NAME
