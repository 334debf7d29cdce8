"""What a site or a kommune says of itself to search engines and link previews."""

from __future__ import annotations

from typing import Any

from flask import url_for

from areal.queries.kommuner import KommuneSummary
from areal.queries.sites import Site
from webmap.language import Language, gettext, ngettext
from webmap.pages import links
from webmap.pages.head import Preview
from webmap.pages.numbers import area_long

_DESCRIBED = 180


def preview(site: Site, path: str, lang: Language) -> Preview:
    """Return the preview of a site; ``path`` is its page."""
    return Preview(
        description=_about_site(site, lang),
        picture=url_for(f"pages.site_picture_{lang}", slug=site.slug),
        picture_alt=gettext(
            "Kart over %(name)s i %(kommune)s", name=site.name, kommune=site.kommune_name
        ),
        data=_site_data(site, path, lang),
    )


def kommune_preview(kommune: KommuneSummary, path: str, lang: Language) -> Preview:
    """Return the preview of a kommune; ``path`` is its page."""
    return Preview(
        description=about_kommune(kommune, lang),
        picture=url_for(f"pages.kommune_picture_{lang}", nr=kommune.kommunenummer),
        picture_alt=gettext("Kart over områdene i %(kommune)s", kommune=kommune.name),
        data={
            "@context": "https://schema.org",
            "@type": "AdministrativeArea",
            "name": kommune.name,
            "identifier": kommune.kommunenummer,
            "url": links.absolute(path),
            "description": about_kommune(kommune, lang),
        },
    )


def about_kommune(kommune: KommuneSummary, lang: Language) -> str:
    """Say in a sentence what a kommune has."""
    return gettext(
        "%(kommune)s: %(sites)s, %(parcels)s, %(area)s ledig.",
        kommune=kommune.name,
        sites=ngettext("%(num)s område", "%(num)s områder", kommune.sites),
        parcels=ngettext("%(num)s tomt", "%(num)s tomter", kommune.parcels),
        area=area_long(kommune.free_m2, lang),
    )


def _about_site(site: Site, lang: Language) -> str:
    free = area_long(site.free_m2, lang)
    head = gettext("%(area)s ledig i %(kommune)s.", area=free, kommune=site.kommune_name)
    text = f"{head} {site.description.get(lang)}" if site.description else head
    return text if len(text) <= _DESCRIBED else f"{text[:_DESCRIBED].rsplit(' ', 1)[0]} …"


def _site_data(site: Site, path: str, lang: Language) -> dict[str, Any]:
    longitude, latitude = site.point
    return {
        "@context": "https://schema.org",
        "@type": "Place",
        "name": site.name,
        "description": _about_site(site, lang),
        "identifier": site.slug,
        "url": links.absolute(path),
        "image": links.absolute(url_for(f"pages.site_picture_{lang}", slug=site.slug)),
        "hasMap": links.absolute(f"{url_for(f'pages.map_{lang}')}?omrade={site.slug}"),
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": round(latitude, 5),
            "longitude": round(longitude, 5),
        },
        "address": {
            "@type": "PostalAddress",
            "addressLocality": site.kommune_name,
            "addressCountry": "NO",
        },
        "containedInPlace": {
            "@type": "AdministrativeArea",
            "name": site.kommune_name,
            "identifier": site.kommunenummer,
        },
        "additionalProperty": [
            _property("available_area_m2", round(site.free_m2)),
            _property("largest_contiguous_available_area_m2", _rounded(site.largest_free_m2)),
            _property("total_area_m2", round(site.area_m2)),
        ],
    }


def _rounded(square_metres: float | None) -> int | str:
    return "unknown" if square_metres is None else round(square_metres)


def _property(name: str, value: float | str) -> dict[str, Any]:
    # MTK is the square metre among the unit codes schema.org asks for (UN/CEFACT).
    unit = {"unitCode": "MTK"} if not isinstance(value, str) else {}
    return {"@type": "PropertyValue", "name": name, "value": value, **unit}
