"""Sites: the list with its totals, one site with its parcels, and the points of the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import RowMapping

from areal.errors import Gone, NotFound
from areal.queries.connection import Connection, many, one, query
from areal.queries.filters import ParcelFilter, filtered
from areal.queries.geojson import collection
from areal.queries.parcels import ParcelRow, list_parcels
from areal.queries.texts import Text, optional
from areal.queries.verdicts import OVERALL_WORST_FIRST, WORST_FIRST, Verdicts, count

#: Most sites one answer of the API holds, and how many unless it is asked for more or fewer.
MAX_SITES = 20_000
DEFAULT_SITES = 2_000


class Sort(StrEnum):
    """In which order sites are listed."""

    #: Most free area first.
    SIZE = "size"
    NAME = "name"
    #: Most ready first.
    READINESS = "readiness"
    #: Cheapest first, by public price; unknown last.
    PRICE = "price"
    #: Nearest to a main road first.
    ROAD = "road"
    #: Most power first.
    POWER = "power"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest of something, in metres as the crow flies; ``name`` is None where unnamed."""

    name: str | None
    distance_m: float


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A site in the list: figures over those of its parcels that match the filter."""

    slug: str
    name: str
    kommunenummer: str
    kommune_name: str
    category: str
    area_class: str
    #: Number of matching parcels.
    parcels: int
    #: Free area of the matching parcels, in m².
    free_m2: float
    #: Best modenhet among the matching free parcels, else among the matching ones.
    readiness: int | None
    power_mw_now: float | None
    #: Lowest public price of the matching parcels, in NOK per m².
    price_nok_m2: float | None
    main_road: Nearest | None
    overall: str
    #: The worst verdict of each parcel rule among the matching parcels.
    strip: tuple[str, ...]
    #: Counts of the strip's cells: ``counts.met`` of ``counts.assessed``.
    counts: Verdicts
    sample: bool
    #: Longitude and latitude in degrees.
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Totals:
    """How much matches: sites, parcels and their free area in m²."""

    sites: int
    parcels: int
    free_m2: float


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for a site: a role, never a private person."""

    role: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo, dronefilm or document."""

    kind: str
    url: str
    alt: Text
    credit: str
    licence: str


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the public may know of a site, over all its parcels whatever the filter."""

    slug: str
    name: str
    kommunenummer: str
    kommune_name: str
    category: str
    area_class: str
    description: Text | None
    highlights_nb: tuple[str, ...]
    highlights_en: tuple[str, ...]
    focus_areas: tuple[str, ...]
    contact: Contact
    verified_on: date | None
    verified_by: str | None
    verified_how: str | None
    sample: bool
    area_m2: float
    free_m2: float
    smallest_free_m2: float | None
    #: Largest contiguous free area.
    largest_free_m2: float | None
    readiness: int | None
    power_mw_now: float | None
    main_road: Nearest | None
    overall: str
    strip: tuple[str, ...]
    counts: Verdicts
    media: tuple[Medium, ...]
    #: Longitude and latitude in degrees.
    point: tuple[float, float]
    #: west, south, east, north in degrees.
    bbox: tuple[float, float, float, float]
    parcels: tuple[ParcelRow, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The first sites of the list, and how much there is in all."""

    cards: tuple[SiteCard, ...]
    totals: Totals


def list_sites(
    connection: Connection, parcel_filter: ParcelFilter, sort: Sort = Sort.SIZE
) -> tuple[SiteCard, ...]:
    """Return all sites with at least one matching parcel."""
    return look(connection, parcel_filter, sort, None).cards


def look(
    connection: Connection, parcel_filter: ParcelFilter, sort: Sort, at_most: int | None
) -> Listed:
    """Return the first ``at_most`` sites with a matching parcel, and the totals of all of them."""
    rows = many(
        connection,
        filtered("figures", "cards"),
        **parcel_filter.binds(),
        worst_first=list(WORST_FIRST),
        overall_worst_first=list(OVERALL_WORST_FIRST),
        sort=sort.value,
        at_most=at_most,
    )
    if not rows:
        return Listed((), Totals(0, 0, 0.0))
    first = rows[0]
    found = Totals(first["all_sites"], int(first["all_parcels"]), float(first["all_free_m2"]))
    return Listed(tuple(_card(row) for row in rows), found)


def totals(connection: Connection, parcel_filter: ParcelFilter) -> Totals:
    """Count what matches; the free area is the sum of the cards' free areas."""
    row = one(connection, filtered("totals"), **parcel_filter.binds())
    return Totals(**row) if row else Totals(0, 0, 0.0)


def get_site(connection: Connection, slug: str) -> Site:
    """Return a published site with all its parcels; raises ``NotFound``."""
    row = one(connection, query("site"), slug=slug)
    whole = ParcelFilter(site=slug)
    cards = list_sites(connection, whole) if row else ()
    if row is None or not cards:
        raise _absent(connection, slug)
    card = cards[0]
    plain = {name: row[name] for name in _PLAIN}
    return Site(
        **plain,
        description=optional(row["description_nb"], row["description_en"]),
        highlights_nb=tuple(row["highlights_nb"] or ()),
        highlights_en=tuple(row["highlights_en"] or ()),
        focus_areas=tuple(row["focus_areas"] or ()),
        contact=Contact(row["contact_role"], row["contact_email"], row["contact_phone"]),
        free_m2=card.free_m2,
        readiness=card.readiness,
        power_mw_now=card.power_mw_now,
        main_road=card.main_road,
        overall=card.overall,
        strip=card.strip,
        counts=card.counts,
        media=_media(connection, row["site_id"]),
        point=card.point,
        bbox=(row["west"], row["south"], row["east"], row["north"]),
        parcels=list_parcels(connection, whole),
    )


def _absent(connection: Connection, slug: str) -> NotFound:
    """Return why a site is not there: it never was, or it has been withdrawn."""
    row = one(connection, query("withdrawn"), slug=slug)
    if row is None:
        return NotFound(f"There is no published site “{slug}”.", hint="Look it up in the list.")
    return Gone(
        f"The site “{slug}” is no longer published.",
        name=row["name"],
        place=row["kommune_name"],
        similar=tuple(
            (item["slug"], f"{item['name']}, {item['kommune']}") for item in row["similar_sites"]
        ),
    )


def geojson(
    connection: Connection, parcel_filter: ParcelFilter, limit: int = DEFAULT_SITES
) -> bytes:
    """Return the sites with a matching parcel as points (WGS 84) with the figures of their cards.

    The ``limit`` largest are returned; ``numberMatched`` tells how many there are. ``shares``
    counts the findings of the matching parcels per verdict, for the ring.
    """
    row = one(
        connection,
        filtered("figures", "site_features"),
        **parcel_filter.binds(),
        overall_worst_first=list(OVERALL_WORST_FIRST),
        at_most=limit,
    )
    return collection(row)


#: Columns that are facts as they stand.
_PLAIN = (
    "slug", "name", "kommunenummer", "kommune_name", "category", "area_class", "verified_on",
    "verified_by", "verified_how", "sample", "area_m2", "smallest_free_m2", "largest_free_m2",
)  # fmt: skip


def _card(row: RowMapping) -> SiteCard:
    distance = row["road_distance_m"]
    power, price = row["power_mw_now"], row["price_nok_m2"]
    return SiteCard(
        slug=row["slug"],
        name=row["name"],
        kommunenummer=row["kommunenummer"],
        kommune_name=row["kommune_name"],
        category=row["category"],
        area_class=row["area_class"],
        parcels=row["parcels"],
        free_m2=row["free_m2"],
        readiness=row["readiness"],
        power_mw_now=None if power is None else float(power),
        price_nok_m2=None if price is None else float(price),
        main_road=None if distance is None else Nearest(row["road_name"], distance),
        overall=row["overall"],
        strip=tuple(row["strip"]),
        counts=count(row["strip"]),
        sample=row["sample"],
        point=(row["lon"], row["lat"]),
    )


def _media(connection: Connection, site_id: int) -> tuple[Medium, ...]:
    return tuple(
        Medium(
            kind=row["kind"],
            url=row["url"],
            alt=Text(row["alt_nb"], row["alt_en"]),
            credit=row["credit"],
            licence=row["licence"],
        )
        for row in many(connection, query("site_media"), site_id=site_id)
    )
