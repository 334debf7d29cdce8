"""The facts of a site over all its parcels, as the sheet tells them and a comparison sets them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from areal.queries.parcels import ParcelFacts, Proximity
from areal.queries.sheet import SiteSheet
from webmap.language import Language, gettext, ngettext
from webmap.pages import texts
from webmap.pages.facts import (
    Fact,
    confirmed,
    fact,
    is_old,
    known_area,
    megawatts,
    near,
    older_than,
    price,
)
from webmap.pages.numbers import NBSP, day, number, percent
from webmap.pages.strip import summary
from webmap.pages.words import Labels

#: Utilities in the order an investor asks for them.
UTILITIES = ("water", "sewage", "fibre", "access")

Value = TypeVar("Value", float, date)


@dataclass(frozen=True)
class FactGroup:
    """Some facts under one heading; ``key`` names it for programs."""

    key: str
    title: str
    facts: tuple[Fact, ...]


def fact_groups(
    sheet: SiteSheet, labels: Labels, as_of: date, lang: Language
) -> tuple[FactGroup, ...]:
    """Return every fact of a site; unknown ones stand as unknown, so that all sites have all."""
    parcels = sheet.parcels
    return (
        FactGroup("land", gettext("Areal"), _land(sheet, lang)),
        FactGroup("market", gettext("Tilgjengelighet"), _market(parcels, labels, as_of, lang)),
        FactGroup("plan", gettext("Plan"), _plan(sheet, labels, as_of, lang)),
        FactGroup("power", gettext("Strøm"), _power(sheet, labels, as_of, lang)),
        FactGroup("utilities", gettext("Teknisk anlegg"), _utilities(parcels, labels, as_of, lang)),
        FactGroup("near", gettext("Avstander i luftlinje"), nearest(parcels, lang)),
        FactGroup("strategy", gettext("Strategien"), _strategy(sheet, labels, as_of, lang)),
    )


def verified(parcels: Sequence[ParcelFacts], axis: str, as_of: date, lang: Language) -> Fact:
    """Tell when one axis was last confirmed: the oldest day, and for how many it never was."""
    days = [
        item.verified_on for parcel in parcels for item in parcel.verifications if item.axis == axis
    ]
    label = gettext("Sist bekreftet")
    if not days:
        return fact(label, None)
    lacking = len(parcels) - len(days)
    oldest = min(days)
    notes = []
    if is_old(oldest, as_of):
        notes.append(older_than())
    if lacking:
        notes.append(ngettext("aldri for %(num)s tomt", "aldri for %(num)s tomter", lacking))
    stale = is_old(oldest, as_of)
    return Fact(label, day(oldest, lang), ". ".join(notes), stale=stale)


def _land(sheet: SiteSheet, lang: Language) -> tuple[Fact, ...]:
    site = sheet.site
    none = gettext("ingen ledige tomter")
    whole = gettext("av %(area)s i alt", area=known_area(site.area_m2, lang))
    largest = known_area(site.largest_free_m2, lang) if site.free_m2 else none
    smallest = known_area(site.smallest_free_m2, lang) if site.free_m2 else none
    buildable = [parcel.buildable_area_m2 for parcel in sheet.parcels]
    told = [value for value in buildable if value is not None]
    return (
        Fact(gettext("Ledig areal"), str(known_area(site.free_m2, lang)), whole),
        fact(gettext("Største sammenhengende ledige"), largest),
        fact(gettext("Minste ledige tomt"), smallest),
        fact(
            gettext("Byggbart areal"),
            known_area(sum(told), lang) if told else None,
            _lacking(len(buildable) - len(told)) if told else "",
        ),
        Fact(gettext("Tomter"), ngettext("%(num)s tomt", "%(num)s tomter", len(sheet.parcels))),
    )


def _market(
    parcels: Sequence[ParcelFacts], labels: Labels, as_of: date, lang: Language
) -> tuple[Fact, ...]:
    starts = sorted({parcel.available_from for parcel in parcels if parcel.available_from})
    asked = [parcel.price_nok_m2 for parcel in parcels if parcel.price_nok_m2 is not None]
    on_request = any(not parcel.price_public for parcel in parcels)
    told = _range(asked, lambda value: price(value, lang) or "")
    return (
        fact(gettext("Salgsstatus"), _each(parcels, lambda p: labels.known("market", p.market))),
        fact(gettext("Ledig fra"), _range(starts, lambda value: day(value, lang))),
        fact(gettext("Pris"), told or (gettext("på forespørsel") if on_request else None)),
        fact(
            gettext("Eierform"), _each(parcels, lambda p: labels.known("owner_kind", p.owner_kind))
        ),
        verified(parcels, "market", as_of, lang),
    )


def _plan(sheet: SiteSheet, labels: Labels, as_of: date, lang: Language) -> tuple[Fact, ...]:
    parcels = sheet.parcels
    coverage = [p.bya_percent / 100 for p in parcels if p.bya_percent is not None]
    heights = [p.max_height_m for p in parcels if p.max_height_m is not None]
    plans = sorted({p.arealplan_id for p in parcels if p.arealplan_id})
    return (
        fact(gettext("Modenhet"), labels.known("modenhet", sheet.site.readiness)),
        fact(
            gettext("Planstatus"),
            _each(parcels, lambda p: labels.known("planstatus", p.planstatus)),
        ),
        fact(gettext("Plan-ID"), ", ".join(plans) or None),
        fact(
            gettext("Arealformål"),
            _each(parcels, lambda p: labels.known("arealformaal", p.arealformaal)),
        ),
        fact(gettext("Utnytting (BYA)"), _range(coverage, lambda value: percent(value, lang))),
        fact(
            gettext("Byggehøyde"), _range(heights, lambda value: f"{number(value, lang, 1)}{NBSP}m")
        ),
        verified(parcels, "plan", as_of, lang),
    )


def _power(sheet: SiteSheet, labels: Labels, as_of: date, lang: Language) -> tuple[Fact, ...]:
    parcels = sheet.parcels
    planned = [p.power for p in parcels if p.power.mw_planned is not None]
    most = max(planned, key=lambda power: power.mw_planned or 0, default=None)
    told = megawatts(most.mw_planned, lang) if most else None
    year = most.planned_from.year if most and most.planned_from else None
    sources = sorted({p.power.source for p in parcels if p.power.source})
    return (
        fact(gettext("Strøm nå"), megawatts(sheet.site.power_mw_now, lang)),
        fact(gettext("Planlagt"), told, gettext("fra %(day)s", day=year) if year else ""),
        fact(
            gettext("Avklaring med nettselskapet"),
            _each(parcels, lambda p: labels.known("power_status", p.power.status)),
        ),
        fact(gettext("Kilde"), ", ".join(sources) or None),
        verified(parcels, "power", as_of, lang),
    )


def _utilities(
    parcels: Sequence[ParcelFacts], labels: Labels, as_of: date, lang: Language
) -> tuple[Fact, ...]:
    names = {
        "water": gettext("Vann"),
        "sewage": gettext("Avløp"),
        "fibre": gettext("Fiber"),
        "access": gettext("Adkomst"),
    }
    told = [
        fact(name, _each(parcels, _status(key, labels)), _furthest(parcels, key, lang))
        for key, name in names.items()
    ]
    return (*told, verified(parcels, "utilities", as_of, lang))


def _status(name: str, labels: Labels) -> Callable[[ParcelFacts], str | None]:
    def told(parcel: ParcelFacts) -> str | None:
        label = labels.known(name, getattr(parcel, name).status)
        return label.lower() if label else None

    return told


def _furthest(parcels: Sequence[ParcelFacts], name: str, lang: Language) -> str:
    found = [getattr(parcel, name).distance_m for parcel in parcels]
    away = [metres for metres in found if metres]
    return gettext("inntil %(way)s unna", way=near(max(away), lang)) if away else ""


def nearest(parcels: Sequence[ParcelFacts], lang: Language) -> tuple[Fact, ...]:
    """Return the nearest of everything that is measured to, from the parcel closest to it."""
    best: dict[str, Proximity] = {}
    for parcel in parcels:
        for item in parcel.proximity:
            if item.code:
                continue
            known = best.get(item.target)
            if known is None or item.distance_m < known.distance_m:
                best[item.target] = item
    return tuple(
        fact(item.title.get(lang), near(item.distance_m, lang), item.feature_name or "")
        for item in best.values()
    )


def _strategy(sheet: SiteSheet, labels: Labels, as_of: date, lang: Language) -> tuple[Fact, ...]:
    site = sheet.site
    return (
        Fact(gettext("Samlet"), texts.overall(site.overall)),
        Fact(gettext("Krav"), summary(site.counts)),
        fact(gettext("Områdetype"), labels.known("category", site.category)),
        fact(gettext("Områdeklasse"), labels.known("area_class", site.area_class)),
        fact(gettext("Satsing"), labels.many("focus_areas", site.focus_areas)),
        confirmed(site.verified_on, site.verified_by, as_of, lang),
    )


def _each(parcels: Sequence[ParcelFacts], told: Callable[[ParcelFacts], str | None]) -> str | None:
    """Say one value, or count each: "ledig (3), solgt (1), ukjent (1)"; None when none is known."""
    found = Counter(told(parcel) for parcel in parcels)
    if set(found) == {None}:
        return None
    words = sorted(found.items(), key=lambda item: (item[0] is None, -item[1], item[0] or ""))
    names = [(text or gettext("ukjent"), count) for text, count in words]
    if len(names) == 1:
        return names[0][0]
    return ", ".join(f"{text} ({count})" for text, count in names)


def _range(values: Iterable[Value], write: Callable[[Value], str]) -> str | None:
    ordered = sorted(set(values))
    if not ordered:
        return None
    least, most = write(ordered[0]), write(ordered[-1])
    return least if least == most else f"{least} – {most}"


def _lacking(count: int) -> str:
    if not count:
        return ""
    return ngettext("ukjent for %(num)s tomt", "ukjent for %(num)s tomter", count)
