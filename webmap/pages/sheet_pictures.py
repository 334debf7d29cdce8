"""The maps of a sheet, each with what it shows in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from areal.queries.certificate_ground import Scene
from areal.queries.sheet import SiteSheet
from areal.sheets.document import Picture
from areal.sheets.drawing import LARGE, Mark, draw
from webmap.language import gettext
from webmap.pages import texts
from webmap.pages.words import parcel_label

_NAMES_TOLD = 20


def site_picture(sheet: SiteSheet) -> Picture | None:
    """Draw a site's plots on their ground, each filled by its verdict."""
    if sheet.scene is None:
        return None
    marks = [
        Mark("area", parcel.geometry, parcel.overall, parcel_label(parcel.label))
        for parcel in sheet.parcels
    ]
    told = _told((parcel_label(p.label), p.overall) for p in sheet.parcels)
    alt = gettext("Kart over %(name)s. %(told)s.", name=sheet.site.name, told=told)
    return Picture(draw(sheet.scene, marks, f"kart-{sheet.site.slug}", width=LARGE), alt)


def overview_picture(scene: Scene, sheets: Sequence[SiteSheet]) -> Picture:
    """Draw where the sites of a shortlist lie, each with its verdict's sign."""
    marks = [
        Mark(
            "sign",
            {"type": "Point", "coordinates": sheet.site.point},
            sheet.site.overall,
            sheet.site.name,
        )
        for sheet in sheets
    ]
    told = _told((sheet.site.name, sheet.site.overall) for sheet in sheets)
    alt = gettext("Kart over områdene i utvalget. %(told)s.", told=told)
    return Picture(draw(scene, marks, "kart-utvalg", width=LARGE), alt)


def _told(items: Iterable[tuple[str, str]]) -> str:
    pairs = list(items)
    said = "; ".join(f"{name}: {texts.overall(code)}" for name, code in pairs[:_NAMES_TOLD])
    left = len(pairs) - _NAMES_TOLD
    return said + (gettext(" og %(num)s til", num=left) if left > 0 else "")
