"""What a sheet, a comparison and a shortlist show of sites: their facts, parcels and deviations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from areal.errors import NotFound
from areal.queries.certificate_ground import Scene, around, ground
from areal.queries.connection import Connection, many, planned_once, query
from areal.queries.findings import Finding, for_parcels
from areal.queries.parcels import ParcelFacts, get_parcels
from areal.queries.sites import Site, get_site


@dataclass(frozen=True, slots=True)
class Held:
    """One finding that is not met, with the slug of its parcel."""

    parcel: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """A site with all the public may know of its parcels, in the order of its list.

    ``held`` are the findings that are neither met nor irrelevant, in the order of the strategy;
    ``scene`` is the ground of its map. Both are empty where they were not asked for.
    """

    site: Site
    parcels: tuple[ParcelFacts, ...]
    held: tuple[Held, ...] = ()
    scene: Scene | None = None


def known(connection: Connection, slugs: Iterable[str]) -> tuple[SiteSheet, ...]:
    """Return the published sites among ``slugs`` with their parcels, in the order asked for."""
    sites = [site for site in (_site(connection, slug) for slug in slugs) if site is not None]
    every = get_parcels(connection, [parcel.slug for site in sites for parcel in site.parcels])
    return tuple(
        SiteSheet(site, tuple(parcel for parcel in every if parcel.site_slug == site.slug))
        for site in sites
    )


def whole(connection: Connection, sheets: Sequence[SiteSheet]) -> tuple[SiteSheet, ...]:
    """Return the sheets with what is held against their parcels, and with their maps' ground."""
    frames = [around([parcel.geometry for parcel in sheet.parcels]) for sheet in sheets]
    with planned_once(connection):
        held = _held(connection, [parcel.slug for sheet in sheets for parcel in sheet.parcels])
        scenes = ground(connection, [frame for frame in frames if frame is not None], ())
    return tuple(
        replace(
            sheet,
            held=tuple(item for parcel in sheet.parcels for item in held.get(parcel.slug, ())),
            scene=None if frame is None else scenes[frame],
        )
        for sheet, frame in zip(sheets, frames, strict=True)
    )


def for_site(connection: Connection, slug: str) -> SiteSheet:
    """Return the whole sheet of a published site; raises ``NotFound``."""
    found = known(connection, (slug,))
    if not found:
        raise NotFound(f"There is no published site “{slug}”.", hint="Look it up in the list.")
    return whole(connection, found)[0]


def names(connection: Connection, slugs: Sequence[str]) -> Mapping[str, str]:
    """Return what the published sites among ``slugs`` are called."""
    rows = many(connection, query("site_names"), slugs=list(slugs)) if slugs else []
    return {row["slug"]: row["name"] for row in rows}


def overview(connection: Connection, sheets: Sequence[SiteSheet]) -> Scene | None:
    """Return the ground of a map of all the sites together, None without any."""
    frame = around([{"type": "Point", "coordinates": sheet.site.point} for sheet in sheets])
    return None if frame is None else ground(connection, [frame], ())[frame]


def _site(connection: Connection, slug: str) -> Site | None:
    try:
        return get_site(connection, slug)
    except NotFound:
        return None


def _held(connection: Connection, slugs: Sequence[str]) -> Mapping[str, tuple[Held, ...]]:
    found = for_parcels(connection, slugs, held=True)
    return {slug: tuple(Held(slug, one) for one in items) for slug, items in found.items()}
