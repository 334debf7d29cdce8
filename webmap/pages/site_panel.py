"""The panel of one site: facts, contact, and its parcels with their strips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from areal.queries.parcels import ParcelRow
from areal.queries.rules import Rule
from areal.queries.sites import Contact, Site
from webmap.language import Language, gettext, ngettext
from webmap.pages import links, texts
from webmap.pages.cards import road
from webmap.pages.facts import Fact, confirmed, fact, known_area, megawatts
from webmap.pages.numbers import area
from webmap.pages.strip import Strip, strip
from webmap.pages.words import Labels, lowered, parcel_label


@dataclass(frozen=True)
class ParcelLine:
    """One parcel in the site's list."""

    slug: str
    label: str
    url: str
    overall: str
    overall_text: str
    facts: str
    strip: Strip


@dataclass(frozen=True)
class SitePanel:
    """Everything the site's panel shows."""

    site_slug: str
    title: str
    place: str
    bbox: str
    close_url: str
    #: Address of the page about the site.
    page_url: str
    strip: Strip
    facts: tuple[Fact, ...]
    description: str
    highlights: tuple[str, ...]
    contact: Contact | None
    parcels_text: str
    parcels: tuple[ParcelLine, ...]
    template: str = "site.html"


def bbox_text(box: tuple[float, float, float, float]) -> str:
    """Write a box as the scripts read it: west,south,east,north."""
    return ",".join(f"{value:.6f}" for value in box)


def place(kommune: str, category: str, area_class: str, labels: Labels) -> str:
    """Say where a site lies and what it is meant for."""
    kind = lowered(labels("category", category))
    grade = gettext("klasse %(code)s", code=area_class)
    return f"{kommune} · {kind} · {grade}"


def _facts(site: Site, labels: Labels, as_of: date, lang: Language) -> tuple[Fact, ...]:
    size = fact(gettext("Ledig areal"), known_area(site.free_m2, lang))
    whole = gettext("av %(area)s i alt", area=area(site.area_m2, lang))
    return (
        Fact(size.label, size.value, whole),
        fact(gettext("Største sammenhengende"), known_area(site.largest_free_m2, lang))
        if site.free_m2
        else Fact(gettext("Største sammenhengende"), gettext("ingen ledige tomter")),
        fact(gettext("Modenhet"), labels.known("modenhet", site.readiness)),
        fact(gettext("Strøm nå"), megawatts(site.power_mw_now, lang)),
        nearest_road(site, lang),
        fact(gettext("Satsing"), labels.many("focus_areas", site.focus_areas)),
        confirmed(site.verified_on, site.verified_by, as_of, lang),
        fact(gettext("Områdeklasse"), labels.known("area_class", site.area_class)),
    )


def nearest_road(site: Site, lang: Language) -> Fact:
    """Tell how far the nearest main road is, and which."""
    label = gettext("Nærmeste hovedveg")
    if site.main_road is None:
        return fact(label, None)
    name = site.main_road.name
    note = gettext("%(name)s, luftlinje", name=name) if name else gettext("luftlinje")
    return fact(label, road(site.main_road, lang), note)


def _line(parcel: ParcelRow, rules: Sequence[Rule], labels: Labels, lang: Language) -> ParcelLine:
    market = labels.known("market", parcel.market)
    facts = (
        area(parcel.area_m2, lang),
        market or gettext("salgsstatus ukjent"),
        labels.known("modenhet", parcel.modenhet) or gettext("modenhet ukjent"),
        megawatts(parcel.power_mw_now, lang) or gettext("effekt ukjent"),
    )
    return ParcelLine(
        slug=parcel.slug,
        label=parcel_label(parcel.label),
        url=links.choosing(lang, tomt=parcel.slug),
        overall=parcel.overall,
        overall_text=texts.overall_short(parcel.overall),
        facts=" · ".join(facts),
        strip=strip(rules, parcel.strip, lang),
    )


def site_panel(
    site: Site, rules: Sequence[Rule], labels: Labels, as_of: date, lang: Language
) -> SitePanel:
    """Build the panel of a site."""
    contact = site.contact
    return SitePanel(
        site_slug=site.slug,
        title=site.name,
        place=place(site.kommune_name, site.category, site.area_class, labels),
        bbox=bbox_text(site.bbox),
        close_url=links.choosing(lang),
        page_url=url_for(f"pages.site_{lang}", slug=site.slug),
        strip=strip(rules, site.strip, lang),
        facts=_facts(site, labels, as_of, lang),
        description=site.description.get(lang) if site.description else "",
        highlights=site.highlights_en if lang == "en" else site.highlights_nb,
        contact=contact if contact.role or contact.email or contact.phone else None,
        parcels_text=ngettext("%(num)s tomt", "%(num)s tomter", len(site.parcels)),
        parcels=tuple(_line(parcel, rules, labels, lang) for parcel in site.parcels),
    )
