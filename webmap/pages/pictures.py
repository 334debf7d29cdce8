"""Preview pictures of sites, kommuner and the region, made when a link to them is shared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response

from areal.errors import NotFound
from areal.queries import Connection, certificate, kommuner, parcels, portfolio, sites
from areal.queries import revision as revisions
from areal.queries.filters import ParcelFilter
from areal.queries.revision import Revision
from areal.sheets import edition
from areal.sheets.drawing import Mark, draw
from areal.sheets.preview import Figure, Preview, preview_png
from webmap.language import Language, gettext, ngettext
from webmap.pages import drawn
from webmap.pages.frame import edition as pages_edition
from webmap.pages.frame import service_title
from webmap.pages.numbers import area_long
from webmap.revision import current_response

#: Width of the drawing in units: the larger, the finer its lines on the picture.
_WIDTH = 430
_ROOM = 1.7

Build = Callable[[Connection, Revision, Language], Preview]


def _finished(
    connection: Connection,
    revision: Revision,
    lang: Language,
    *,
    title: str,
    place: str,
    figures: tuple[Figure, ...],
    drawing: str,
) -> Preview:
    return Preview(
        lang=lang,
        title=title,
        place=place,
        figures=figures,
        service=service_title(revisions.region(connection), lang),
        notice=gettext("Eksempeldata") if revision.notice else "",
        map=drawing,
    )


def _site(slug: str, connection: Connection, revision: Revision, lang: Language) -> Preview:
    site = sites.get_site(connection, slug)
    found = parcels.get_parcels(connection, [row.slug for row in site.parcels])
    scene = drawn.scene_around(connection, [parcel.geometry for parcel in found], _ROOM)
    largest = site.largest_free_m2
    figures = [Figure(area_long(site.free_m2, lang), gettext("ledig"))]
    if largest is not None:
        figures.append(Figure(area_long(largest, lang), gettext("største sammenhengende")))
    figures.append(Figure(*_counted(len(site.parcels))))
    return _finished(
        connection,
        revision,
        lang,
        title=site.name,
        place=site.kommune_name,
        figures=tuple(figures),
        drawing=draw(scene, drawn.site_marks(found), "bilde", width=_WIDTH) if scene else "",
    )


def _counted(parcels_there: int) -> tuple[str, str]:
    text = ngettext("%(num)s tomt", "%(num)s tomter", parcels_there)
    value, _, label = text.partition(" ")
    return value, label


def _kommune(nr: str, connection: Connection, revision: Revision, lang: Language) -> Preview:
    kommune = next((k for k in kommuner.summary(connection) if k.kommunenummer == nr), None)
    ready = next((r for r in portfolio.ready(connection) if r.kommunenummer == nr), None)
    border = certificate.border(connection, nr)
    if kommune is None or ready is None or border is None:
        raise NotFound(f"There is no kommune “{nr}” here.", hint="Look in the list of kommuner.")
    region = revisions.region(connection)
    found = sites.list_sites(connection, ParcelFilter(kommune=(nr,)))
    scene = drawn.scene_around(connection, [border], 1.1)
    marks = drawn.kommune_marks(border, found)
    return _finished(
        connection,
        revision,
        lang,
        title=kommune.name,
        place=region.name.get(lang) if region else "",
        figures=(
            Figure(area_long(kommune.free_m2, lang), gettext("ledig")),
            Figure(area_long(ready.ready_m2, lang), gettext("klart nå")),
            Figure(*_counted(kommune.parcels)),
        ),
        drawing=draw(scene, marks, "bilde", width=_WIDTH) if scene else "",
    )


def _region(connection: Connection, revision: Revision, lang: Language) -> Preview:
    totals = sites.totals(connection, ParcelFilter())
    borders = list(kommuner.borders(connection).values())
    scene = drawn.scene_around(connection, borders, 1.1)
    marks = [Mark("territory", border) for border in borders]
    return _finished(
        connection,
        revision,
        lang,
        title=service_title(revisions.region(connection), lang),
        place=gettext("Kontrollert mot den regionale arealstrategien"),
        figures=(
            Figure(area_long(totals.free_m2, lang), gettext("ledig")),
            Figure(*_counted(totals.parcels)),
        ),
        drawing=draw(scene, marks, "bilde", width=_WIDTH) if scene else "",
    )


def _answer(build: Build, lang: Language) -> Response:
    def respond(connection: Connection, revision: Revision) -> Response:
        return Response(preview_png(build(connection, revision, lang)), mimetype="image/png")

    return current_response(respond, edition(), pages_edition())


def site_picture(slug: str, lang: Language) -> Response:
    """Return the picture of a site; raises ``NotFound``."""
    return _answer(partial(_site, slug), lang)


def kommune_picture(nr: str, lang: Language) -> Response:
    """Return the picture of a kommune; raises ``NotFound``."""
    return _answer(partial(_kommune, nr), lang)


def region_picture(lang: Language) -> Response:
    """Return the picture of the whole region."""
    return _answer(_region, lang)


def register(blueprint: Blueprint) -> None:
    """Add the pictures in both languages."""
    roots: dict[Language, tuple[str, str, str]] = {
        "nb": ("/omrade/<slug>/bilde.png", "/kommune/<nr>/bilde.png", "/bilde.png"),
        "en": ("/en/site/<slug>/picture.png", "/en/kommune/<nr>/picture.png", "/en/picture.png"),
    }
    for lang, (site, kommune, region) in roots.items():
        chosen = {"lang": lang}
        blueprint.add_url_rule(site, f"site_picture_{lang}", site_picture, defaults=chosen)
        blueprint.add_url_rule(kommune, f"kommune_picture_{lang}", kommune_picture, defaults=chosen)
        blueprint.add_url_rule(region, f"region_picture_{lang}", region_picture, defaults=chosen)
