"""The facts of one parcel, each with who said so and when where that is known."""

from __future__ import annotations

from datetime import date

from areal.queries.parcels import ParcelFacts, Power, Proximity, Restriction, Utility
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.facts import Fact, confirmed, fact, known_area, megawatts, near, price
from webmap.pages.numbers import area, day, distance, number, percent
from webmap.pages.words import Labels


def parcel_facts(
    parcel: ParcelFacts, labels: Labels, as_of: date, lang: Language
) -> tuple[Fact, ...]:
    """Return the facts of a parcel in the order a buyer asks for them."""
    return (
        *_size(parcel, lang),
        *_status(parcel, labels, lang),
        *_plan(parcel, labels, lang),
        _power(parcel.power, labels, lang),
        _utilities(parcel, labels, lang),
        *_surroundings(parcel.proximity, lang),
        fact(
            gettext("Tillatt virksomhet"),
            labels.many("activity", parcel.permitted_activities),
            wide=True,
        ),
        _confirmed(parcel, as_of, lang),
        fact(gettext("Matrikkelnummer"), ", ".join(parcel.matrikkel)),
    )


def _size(parcel: ParcelFacts, lang: Language) -> tuple[Fact, ...]:
    buildable = parcel.buildable_area_m2
    note = (
        gettext("byggbart: %(area)s", area=area(buildable, lang))
        if buildable is not None
        else gettext("byggbart: ukjent")
    )
    asked = price(parcel.price_nok_m2, lang)
    hidden = gettext("på forespørsel") if not parcel.price_public else None
    return (
        fact(gettext("Areal"), known_area(parcel.area_m2, lang), note),
        fact(gettext("Pris"), asked or hidden),
    )


def _status(parcel: ParcelFacts, labels: Labels, lang: Language) -> tuple[Fact, ...]:
    start = parcel.available_from
    note = gettext("fra %(day)s", day=day(start, lang)) if start else ""
    return (
        fact(gettext("Salgsstatus"), labels.known("market", parcel.market), note),
        fact(gettext("Modenhet"), labels.known("modenhet", parcel.modenhet)),
        fact(gettext("Eierform"), labels.known("owner_kind", parcel.owner_kind)),
    )


def _plan(parcel: ParcelFacts, labels: Labels, lang: Language) -> tuple[Fact, ...]:
    status = labels.known("planstatus", parcel.planstatus)
    plan = gettext("plan-ID %(id)s", id=parcel.arealplan_id) if parcel.arealplan_id else ""
    purpose = labels.known("arealformaal", parcel.arealformaal)
    coverage = parcel.bya_percent
    height = parcel.max_height_m
    told = None if coverage is None else percent(coverage / 100, lang)
    tall = (
        gettext("byggehøyde %(height)s m", height=number(height, lang, 1))
        if height is not None
        else gettext("byggehøyde ukjent")
    )
    return (
        fact(gettext("Utnytting (BYA)"), told, tall),
        fact(gettext("Arealformål"), purpose),
        fact(gettext("Planstatus"), status, plan),
    )


def _power(power: Power, labels: Labels, lang: Language) -> Fact:
    now = megawatts(power.mw_now, lang)
    notes = []
    planned = megawatts(power.mw_planned, lang)
    if planned and power.planned_from:
        year = power.planned_from.year
        notes.append(gettext("plan: %(power)s fra %(year)s", power=planned, year=year))
    elif planned:
        notes.append(gettext("plan: %(power)s", power=planned))
    if power.status:
        notes.append(labels("power_status", power.status))
    if power.source:
        notes.append(power.source)
    if power.told_on:
        notes.append(day(power.told_on, lang))
    return fact(gettext("Strøm nå"), now, " · ".join(notes), wide=True)


def _utility(name: str, utility: Utility, labels: Labels, lang: Language) -> str:
    told = f"{texts.attribute(name)}: {labels(name, utility.status).lower()}"
    if utility.distance_m:
        return f"{told} ({distance(utility.distance_m, lang)})"
    return told


def _utilities(parcel: ParcelFacts, labels: Labels, lang: Language) -> Fact:
    parts = (
        _utility("water", parcel.water, labels, lang),
        _utility("sewage", parcel.sewage, labels, lang),
        _utility("fibre", parcel.fibre, labels, lang),
        _utility("access", parcel.access, labels, lang),
    )
    return Fact(gettext("Vann, avløp, fiber og adkomst"), " · ".join(parts), wide=True)


def _surroundings(found: tuple[Proximity, ...], lang: Language) -> tuple[Fact, ...]:
    return tuple(
        fact(
            item.title.get(lang),
            near(item.distance_m, lang),
            gettext("%(name)s, luftlinje", name=item.feature_name)
            if item.feature_name
            else gettext("luftlinje"),
        )
        for item in found
        if not item.code
    )


def _confirmed(parcel: ParcelFacts, as_of: date, lang: Language) -> Fact:
    latest = max(parcel.verifications, key=lambda item: item.verified_on, default=None)
    if latest is None:
        return confirmed(None, None, as_of, lang)
    return confirmed(latest.verified_on, latest.verified_by, as_of, lang)


def restriction_line(restriction: Restriction, labels: Labels, lang: Language) -> str:
    """Say one restriction: what, why, who says so, and when it is expected to end."""
    parts = [labels("restriction", restriction.code), labels("cause", restriction.cause).lower()]
    if restriction.note:
        parts.append(restriction.note.get(lang))
    if restriction.source:
        parts.append(gettext("kilde: %(source)s", source=restriction.source))
    if restriction.expected_end:
        parts.append(gettext("ventes løst %(day)s", day=day(restriction.expected_end, lang)))
    return " · ".join(parts)
