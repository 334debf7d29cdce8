"""Plan, power, utilities, terms and distances of a site, over all its parcels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from areal.queries.parcels import ParcelFacts, Proximity, Utility
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.facts import joined, megawatts, price
from webmap.pages.numbers import day, distance, number, percent
from webmap.pages.parcel_facts import restriction_line
from webmap.pages.spread import Group, Spread, confirmation, short_list, spread
from webmap.pages.words import Labels, parcel_label

Parcels = Sequence[ParcelFacts]


@dataclass(frozen=True)
class Way:
    """How far it is to the nearest of something, in a straight line from the nearest parcel."""

    label: str
    distance: str
    name: str


@dataclass(frozen=True)
class Hold:
    """Something that holds parcels back."""

    text: str
    where: str


def groups(parcels: Parcels, labels: Labels, as_of: date, lang: Language) -> tuple[Group, ...]:
    """Return what is told of the ground a buyer would build on, each with when it was confirmed."""
    told = (
        (gettext("Plan"), _plan(parcels, labels, lang), ("plan", "modenhet")),
        (gettext("Strøm"), _power(parcels, labels, lang), ("power",)),
        (gettext("Vann, avløp, fiber og adkomst"), _utilities(parcels, labels, lang), _UTILITY),
        (gettext("Eier og vilkår"), _terms(parcels, labels, lang), ("ownership", "market")),
    )
    return tuple(
        Group(title, spreads, *confirmation(parcels, axes, as_of, lang))
        for title, spreads, axes in told
    )


_UTILITY = ("utilities",)


def _plan(parcels: Parcels, labels: Labels, lang: Language) -> tuple[Spread, ...]:
    def height(parcel: ParcelFacts) -> str | None:
        metres = parcel.max_height_m
        return None if metres is None else f"{number(metres, lang, 1)}\u00a0m"

    def use(parcel: ParcelFacts) -> str | None:
        share = parcel.bya_percent
        return None if share is None else percent(share / 100, lang)

    return (
        spread(gettext("Modenhet"), parcels, lambda p: labels.known("modenhet", p.modenhet)),
        spread(gettext("Planstatus"), parcels, lambda p: labels.known("planstatus", p.planstatus)),
        spread(gettext("Plan-ID"), parcels, lambda p: p.arealplan_id),
        spread(
            gettext("Arealformål"), parcels, lambda p: labels.known("arealformaal", p.arealformaal)
        ),
        spread(gettext("Utnytting (BYA)"), parcels, use),
        spread(gettext("Byggehøyde"), parcels, height),
        spread(
            gettext("Tillatt virksomhet"),
            parcels,
            lambda p: labels.many("activity", p.permitted_activities),
        ),
    )


def _power(parcels: Parcels, labels: Labels, lang: Language) -> tuple[Spread, ...]:
    def planned(parcel: ParcelFacts) -> str | None:
        power = megawatts(parcel.power.mw_planned, lang)
        if power and parcel.power.planned_from:
            return gettext(
                "%(power)s fra %(year)s", power=power, year=parcel.power.planned_from.year
            )
        return power

    def source(parcel: ParcelFacts) -> str | None:
        told = parcel.power.told_on
        return joined(x for x in (parcel.power.source, day(told, lang) if told else None) if x)

    return (
        spread(gettext("Strøm nå"), parcels, lambda p: megawatts(p.power.mw_now, lang)),
        spread(gettext("Planlagt strøm"), parcels, planned),
        spread(
            gettext("Avklaring med nettselskapet"),
            parcels,
            lambda p: labels.known("power_status", p.power.status),
        ),
        spread(gettext("Kilde"), parcels, source),
    )


def _utilities(parcels: Parcels, labels: Labels, lang: Language) -> tuple[Spread, ...]:
    def say(name: str, utility: Utility) -> str | None:
        told = labels.known(name, utility.status)
        if told and utility.distance_m:
            return f"{told.lower()} ({distance(utility.distance_m, lang)})"
        return told.lower() if told else None

    return (
        spread(texts.attribute("water").capitalize(), parcels, lambda p: say("water", p.water)),
        spread(texts.attribute("sewage").capitalize(), parcels, lambda p: say("sewage", p.sewage)),
        spread(texts.attribute("fibre").capitalize(), parcels, lambda p: say("fibre", p.fibre)),
        spread(texts.attribute("access").capitalize(), parcels, lambda p: say("access", p.access)),
    )


def _terms(parcels: Parcels, labels: Labels, lang: Language) -> tuple[Spread, ...]:
    def asked(parcel: ParcelFacts) -> str | None:
        told = price(parcel.price_nok_m2, lang)
        return told or (None if parcel.price_public else gettext("på forespørsel"))

    def free(parcel: ParcelFacts) -> str | None:
        return day(parcel.available_from, lang) if parcel.available_from else None

    return (
        spread(gettext("Eierform"), parcels, lambda p: labels.known("owner_kind", p.owner_kind)),
        spread(gettext("Pris"), parcels, asked),
        spread(gettext("Ledig fra"), parcels, free),
    )


def holds(parcels: Parcels, labels: Labels, lang: Language) -> tuple[Hold, ...]:
    """Return what holds parcels back, each with the parcels it is about."""
    found: dict[str, list[str]] = {}
    for parcel in parcels:
        for item in parcel.restrictions:
            found.setdefault(restriction_line(item, labels, lang), []).append(
                parcel_label(parcel.label)
            )
    return tuple(Hold(text, short_list(names)) for text, names in found.items())


def ways(parcels: Parcels, lang: Language) -> tuple[Way, ...]:
    """Return the shortest straight line from any parcel to the nearest of each thing."""
    nearest: dict[str, Proximity] = {}
    for parcel in parcels:
        for item in parcel.proximity:
            known = nearest.get(item.target)
            if not item.code and (known is None or item.distance_m < known.distance_m):
                nearest[item.target] = item
    ranked = sorted(nearest.values(), key=lambda item: item.distance_m)
    return tuple(
        Way(item.title.get(lang), distance(item.distance_m, lang), item.feature_name or "")
        for item in ranked
    )
