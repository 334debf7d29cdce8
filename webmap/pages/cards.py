"""The list of sites: one card each, and the count line above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from areal.queries.rules import Rule
from areal.queries.sites import Listed, Nearest, SiteCard, Sort
from webmap.language import Language, gettext, ngettext
from webmap.pages import links
from webmap.pages.facts import megawatts, near
from webmap.pages.numbers import NBSP, area
from webmap.pages.strip import Strip, strip
from webmap.pages.wanted import MOST, Wanted
from webmap.pages.words import Labels

_ROAD_NUMBER = re.compile(r"(E|[RrFf]v)\.? ?(\d+)\b")


@dataclass(frozen=True)
class CardFact:
    """A short fact, its first part in bold."""

    strong: str
    text: str


@dataclass(frozen=True)
class Card:
    """One site in the list."""

    slug: str
    name: str
    place: str
    url: str
    chosen: bool
    facts: tuple[CardFact, ...]
    strip: Strip


@dataclass(frozen=True)
class Order:
    """One way to order the list."""

    code: str
    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Results:
    """The list with its count line; ``announce`` is read aloud when it changes."""

    cards: tuple[Card, ...]
    sites_text: str
    parcels_text: str
    #: Number of matching parcels.
    parcels: int
    free_text: str
    #: How many were left out for lack of facts, in words; empty for none.
    unknown_text: str
    orders: tuple[Order, ...]
    #: List or table.
    views: tuple[Order, ...]
    #: The address that shows more of the list; empty when all of it is there.
    more_url: str
    more_text: str

    @property
    def announce(self) -> str:
        """Say the count line as one sentence."""
        told = (self.sites_text, self.parcels_text, self.free_text, self.unknown_text)
        return ", ".join(text for text in told if text)


def road(nearest: Nearest, lang: Language) -> str:
    """Write the way to the nearest main road: "1,2 km til E16"."""
    way = near(nearest.distance_m, lang)
    return gettext("%(way)s til %(road)s", way=way, road=road_number(nearest.name))


def road_number(name: str | None) -> str:
    """Shorten a stretch of road to its number: "E16 Skarnes–Kongsvinger" is the E16."""
    found = _ROAD_NUMBER.match(name or "")
    if found is None:
        return name or gettext("hovedveg")
    kind, number = found.groups()
    return f"{kind}{number}" if kind == "E" else f"{kind.lower()}.{NBSP}{number}"


def _facts(site: SiteCard, labels: Labels, lang: Language) -> tuple[CardFact, ...]:
    free = area(site.free_m2, lang) if site.free_m2 else ""
    facts = [
        CardFact(free, gettext("ledig")) if free else CardFact("", gettext("ingen ledige tomter"))
    ]
    if site.readiness is not None:
        facts.append(CardFact("", labels("modenhet", site.readiness)))
    power = megawatts(site.power_mw_now, lang)
    facts.append(CardFact("", power or gettext("effekt ukjent")))
    if site.main_road is not None:
        facts.append(CardFact("", road(site.main_road, lang)))
    return tuple(facts)


def card(
    site: SiteCard, rules: Sequence[Rule], labels: Labels, chosen: str | None, lang: Language
) -> Card:
    """Make the card of one site."""
    return Card(
        slug=site.slug,
        name=site.name,
        place=site.kommune_name,
        url=links.choosing(lang, omrade=site.slug),
        chosen=site.slug == chosen,
        facts=_facts(site, labels, lang),
        strip=strip(rules, site.strip, lang),
    )


def _orders(chosen: Sort, lang: Language) -> tuple[Order, ...]:
    labels = {
        Sort.SIZE: gettext("Størst"),
        Sort.READINESS: gettext("Mest klar"),
        Sort.POWER: gettext("Mest effekt"),
        Sort.ROAD: gettext("Nærmest hovedveg"),
        Sort.PRICE: gettext("Lavest pris"),
        Sort.NAME: gettext("Navn"),
    }
    return tuple(
        Order(order.value, label, links.replaced(lang, "sort", order.value), order is chosen)
        for order, label in labels.items()
    )


def results(
    listed: Listed, cards: Sequence[Card], asked: Wanted, unknown: str, lang: Language
) -> Results:
    """Put the cards together with the sums the database gave."""
    totals = listed.totals
    rest = totals.sites - len(cards)
    shown = min(2 * len(cards), MOST)
    more = rest > 0 and shown > len(cards)
    return Results(
        cards=tuple(cards),
        sites_text=ngettext("%(num)s område", "%(num)s områder", totals.sites),
        parcels_text=ngettext("%(num)s tomt", "%(num)s tomter", totals.parcels),
        parcels=totals.parcels,
        free_text=gettext("%(area)s ledig", area=area(totals.free_m2, lang)),
        unknown_text=unknown,
        orders=_orders(asked.sort, lang),
        views=_views(lang, as_table=asked.as_table),
        more_url=links.replaced(lang, "antall", str(shown)) if more else "",
        more_text=_more_text(rest),
    )


def _views(lang: Language, *, as_table: bool) -> tuple[Order, ...]:
    return (
        Order("", gettext("Liste"), links.without(lang, "vis"), not as_table),
        Order("tabell", gettext("Tabell"), links.replaced(lang, "vis", "tabell"), as_table),
    )


def _more_text(rest: int) -> str:
    """Say how many are left; empty for none."""
    if rest <= 0:
        return ""
    return ngettext("%(num)s område til", "%(num)s områder til", rest)
