"""Maps of places drawn by us, with what they show in words: no scripts and no background map.

A drawn map is light, prints, and shows what matters here (the land, its verdict, road and rail);
whoever wants to look around follows the link to the map itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from areal.queries import Connection
from areal.queries.certificate_ground import GeoJSON, Scene, around, ground
from areal.queries.parcels import ParcelFacts
from areal.queries.sites import Site, SiteCard
from areal.sheets.document import Picture
from areal.sheets.drawing import Mark, draw
from webmap.language import gettext
from webmap.pages import texts
from webmap.pages.words import parcel_label

#: Width in drawing units: between that of a phone and of a desk, so that both can read the names.
_WIDTH = 400
_SITE_MARGIN = 1.8
_KOMMUNE_MARGIN = 1.08
_NAMES_TOLD = 12


def scene_around(
    connection: Connection, shapes: Sequence[GeoJSON], margin: float = _SITE_MARGIN
) -> Scene | None:
    """Return the ground around some shapes, None without any."""
    frame = around(shapes, margin)
    return ground(connection, [frame], ())[frame] if frame else None


def site_marks(parcels: Sequence[ParcelFacts]) -> list[Mark]:
    """Return the parcels of a site, filled by their verdicts."""
    return [
        Mark("area", parcel.geometry, parcel.overall, parcel_label(parcel.label))
        for parcel in parcels
    ]


def site_picture(
    connection: Connection, site: Site, parcels: Sequence[ParcelFacts]
) -> Picture | None:
    """Draw a site: its parcels on the ground around them."""
    scene = scene_around(connection, [parcel.geometry for parcel in parcels])
    if scene is None:
        return None
    named = [(parcel_label(item.label), item.overall) for item in parcels]
    return Picture(draw(scene, site_marks(parcels), "kart", width=_WIDTH), _alt(site.name, named))


def kommune_marks(border: GeoJSON, sites: Sequence[SiteCard]) -> list[Mark]:
    """Return a kommune with its sites as signs of their verdicts."""
    signs = [
        Mark("sign", {"type": "Point", "coordinates": site.point}, site.overall, site.name)
        for site in sites
    ]
    return [Mark("territory", border), *signs]


def kommune_picture(
    connection: Connection, name: str, border: GeoJSON, sites: Sequence[SiteCard]
) -> Picture | None:
    """Draw a kommune with its sites."""
    scene = scene_around(connection, [border], _KOMMUNE_MARGIN)
    if scene is None:
        return None
    named = [(site.name, site.overall) for site in sites]
    marks = kommune_marks(border, sites)
    return Picture(draw(scene, marks, "kart", width=_WIDTH), _alt(name, named))


def _alt(name: str, items: Sequence[tuple[str, str]]) -> str:
    told = "; ".join(f"{label}: {texts.overall(verdict)}" for label, verdict in items[:_NAMES_TOLD])
    left = len(items) - _NAMES_TOLD
    if left > 0:
        told += gettext(" og %(num)s til", num=left)
    return gettext("Kart over %(name)s. %(told)s.", name=name, told=told)
