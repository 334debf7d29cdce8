"""Parcels: the facts of one, and the shapes of many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import RowMapping

from areal.errors import NotFound
from areal.queries.connection import Connection, composed, many, one, planned_once, query
from areal.queries.filters import ParcelFilter, filtered
from areal.queries.geojson import collection
from areal.queries.texts import Text, optional
from areal.queries.verdicts import Verdicts, from_row

#: Most parcels one answer holds; more are announced, not sent.
MAX_FEATURES = 20_000
DEFAULT_FEATURES = 5_000

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Utility:
    """Water, sewage, fibre or access: ja, nei or ukjent, and how far away in metres."""

    status: str
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class Power:
    """Electric power in MW, with who said so and when; None is not known."""

    mw_now: float | None
    mw_planned: float | None
    planned_from: date | None
    source: str | None
    told_on: date | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """Who confirmed one axis of a parcel's status (a role), when and how."""

    axis: str
    verified_on: date
    verified_by: str
    verified_how: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """Something that holds the parcel back."""

    code: str
    cause: str
    source: str | None
    expected_end: date | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Proximity:
    """Straight-line distance in metres to the nearest feature of a layer.

    ``code`` is empty for the layer as a whole, else the class of feature (E16, rv2 …).
    """

    target: str
    title: Text
    code: str
    feature_name: str | None
    distance_m: float
    method: str


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel as a list shows it; ``strip`` holds one verdict per parcel rule, in order."""

    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    area_m2: float
    #: None is not known.
    market: str | None
    modenhet: int | None
    price_nok_m2: float | None
    power_mw_now: float | None
    overall: str
    strip: tuple[str, ...]
    counts: Verdicts


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """Everything the public may know of a parcel; None and ``ukjent`` are "not known"."""

    slug: str
    label: str
    site_slug: str
    site_name: str
    kommunenummer: str
    kommune_name: str
    category: str
    area_class: str
    matrikkel: tuple[str, ...]
    area_m2: float
    buildable_area_m2: float | None
    arealformaal: str | None
    plan_kind: str | None
    arealplan_id: str | None
    planstatus: int | None
    modenhet: int | None
    market: str | None
    available_from: date | None
    owner_kind: str | None
    #: None unless the price is public.
    price_nok_m2: float | None
    price_public: bool
    bya_percent: float | None
    max_height_m: float | None
    power: Power
    water: Utility
    sewage: Utility
    fibre: Utility
    access: Utility
    permitted_activities: tuple[str, ...]
    retail_m2: float | None
    geotechnical_report: str | None
    sample: bool
    updated_at: datetime
    overall: str
    strip: tuple[str, ...]
    counts: Verdicts
    verifications: tuple[Verification, ...]
    restrictions: tuple[Restriction, ...]
    proximity: tuple[Proximity, ...]
    #: west, south, east, north in degrees.
    bbox: tuple[float, float, float, float]
    #: GeoJSON MultiPolygon, WGS 84.
    geometry: Mapping[str, Any]


def list_parcels(connection: Connection, parcel_filter: ParcelFilter) -> tuple[ParcelRow, ...]:
    """Return the matching parcels, site by site in the order of their labels."""
    rows = many(connection, filtered("parcel_rows"), **parcel_filter.binds())
    return tuple(_row(row) for row in rows)


def get_parcel(connection: Connection, slug: str) -> ParcelFacts:
    """Return the facts of a published parcel; raises ``NotFound``."""
    found = get_parcels(connection, (slug,))
    if not found:
        raise NotFound(
            f"There is no published parcel “{slug}”.", hint="Look it up in the list of parcels."
        )
    return found[0]


def get_parcels(connection: Connection, slugs: Sequence[str]) -> tuple[ParcelFacts, ...]:
    """Return the facts of published parcels, site by site in the order of their lists.

    Four statements, however many they are; a slug that is not published is left out.
    """
    rows = many(connection, query("parcel"), slugs=list(slugs))
    keys = [row["parcel_id"] for row in rows]
    confirmed = _verifications(connection, keys)
    held = _restrictions(connection, keys)
    near = _proximity(connection, keys)
    return tuple(
        _facts(
            row,
            confirmed.get(row["parcel_id"], ()),
            held.get(row["parcel_id"], ()),
            near.get(row["parcel_id"], ()),
        )
        for row in rows
    )


def _facts(
    row: RowMapping,
    verifications: tuple[Verification, ...],
    restrictions: tuple[Restriction, ...],
    proximity: tuple[Proximity, ...],
) -> ParcelFacts:
    facts = {name: row[name] for name in _PLAIN}
    return ParcelFacts(
        **facts,
        matrikkel=tuple(row["matrikkel"] or ()),
        price_nok_m2=_number(row["price_nok_m2"]),
        bya_percent=_number(row["bya_percent"]),
        max_height_m=_number(row["max_height_m"]),
        power=_power(row),
        water=_utility(row, "water"),
        sewage=_utility(row, "sewage"),
        fibre=_utility(row, "fibre"),
        access=_utility(row, "access"),
        permitted_activities=tuple(row["permitted_activities"] or ()),
        strip=tuple(row["strip"]),
        counts=from_row(row),
        verifications=verifications,
        restrictions=restrictions,
        proximity=proximity,
        bbox=(row["west"], row["south"], row["east"], row["north"]),
        geometry=row["geometry"],
    )


def geojson(
    connection: Connection, parcel_filter: ParcelFilter, limit: int = DEFAULT_FEATURES
) -> bytes:
    """Return the matching parcels as a FeatureCollection (WGS 84).

    At most ``limit`` features are returned; ``numberMatched`` tells how many there are.
    """
    box = parcel_filter.bbox
    if box is not None and box.is_small and parcel_filter == ParcelFilter(bbox=box):
        statement = composed("parcel_features", matching="in_box")
        with planned_once(connection):
            return collection(one(connection, statement, at_most=limit, **asdict(box)))
    statement = filtered("parcel_features")
    return collection(one(connection, statement, at_most=limit, **parcel_filter.binds()))


#: Columns that are facts as they stand.
_PLAIN = (
    "slug", "label", "site_slug", "site_name", "kommunenummer", "kommune_name", "category",
    "area_class", "area_m2", "buildable_area_m2", "arealformaal", "plan_kind", "arealplan_id",
    "planstatus", "modenhet", "market", "available_from", "owner_kind", "price_public",
    "retail_m2", "geotechnical_report", "sample", "updated_at", "overall",
)  # fmt: skip


def _number(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)


def _row(row: RowMapping) -> ParcelRow:
    return ParcelRow(
        slug=row["slug"],
        label=row["label"],
        site_slug=row["site_slug"],
        site_name=row["site_name"],
        kommunenummer=row["kommunenummer"],
        kommune_name=row["kommune_name"],
        area_m2=row["area_m2"],
        market=row["market"],
        modenhet=row["modenhet"],
        price_nok_m2=_number(row["price_nok_m2"]),
        power_mw_now=_number(row["power_mw_now"]),
        overall=row["overall"],
        strip=tuple(row["strip"]),
        counts=from_row(row),
    )


def _power(row: RowMapping) -> Power:
    return Power(
        mw_now=_number(row["power_mw_now"]),
        mw_planned=_number(row["power_mw_planned"]),
        planned_from=row["power_planned_from"],
        source=row["power_source"],
        told_on=row["power_date"],
        status=row["power_status"],
    )


def _utility(row: RowMapping, name: str) -> Utility:
    return Utility(row[name], row[f"{name}_distance_m"])


Parts = dict[int, tuple[Part, ...]]


def _by_parcel(rows: Sequence[RowMapping], make: Callable[[RowMapping], Part]) -> Parts[Part]:
    found: dict[int, list[Part]] = {}
    for row in rows:
        found.setdefault(row["parcel_id"], []).append(make(row))
    return {key: tuple(parts) for key, parts in found.items()}


def _verifications(connection: Connection, keys: Sequence[int]) -> Parts[Verification]:
    rows = many(connection, query("verifications"), parcels=list(keys))
    return _by_parcel(
        rows,
        lambda row: Verification(
            row["axis"], row["verified_on"], row["verified_by"], row["verified_how"]
        ),
    )


def _restrictions(connection: Connection, keys: Sequence[int]) -> Parts[Restriction]:
    rows = many(connection, query("restrictions"), parcels=list(keys))
    return _by_parcel(
        rows,
        lambda row: Restriction(
            code=row["code"],
            cause=row["cause"],
            source=row["source"],
            expected_end=row["expected_end"],
            note=optional(row["note_nb"], row["note_en"]),
        ),
    )


def _proximity(connection: Connection, keys: Sequence[int]) -> Parts[Proximity]:
    rows = many(connection, query("proximity"), parcels=list(keys))
    return _by_parcel(
        rows,
        lambda row: Proximity(
            target=row["target"],
            title=Text(row["title_nb"], row["title_en"]),
            code=row["code"],
            feature_name=row["feature_name"],
            distance_m=row["distance_m"],
            method=row["method"],
        ),
    )
