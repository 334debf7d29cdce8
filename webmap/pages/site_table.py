"""The list as a table: the facts in columns, and the strips under the codes of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areal.queries.rules import Rule
from areal.queries.sites import SiteCard, Sort
from webmap.language import Language, gettext
from webmap.pages import links
from webmap.pages.cards import Card, road
from webmap.pages.facts import megawatts, price
from webmap.pages.numbers import area, number
from webmap.pages.words import Labels


@dataclass(frozen=True)
class Column:
    """One heading; ``url`` sorts by it where it can, ``order`` is aria-sort when it does."""

    title: str
    url: str = ""
    order: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class RuleColumn:
    """The heading over one rule's cells, and where the rule is told."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class Value:
    """What one column says of a site; unknown is said, and looks another way."""

    text: str
    unknown: bool = False


@dataclass(frozen=True)
class Row:
    """One site; the card has its name, its address and its strip."""

    card: Card
    values: tuple[Value, ...]


@dataclass(frozen=True)
class SiteTable:
    """The whole table."""

    columns: tuple[Column, ...]
    rules: tuple[RuleColumn, ...]
    rows: tuple[Row, ...]


def site_table(
    sites: Sequence[SiteCard],
    cards: Sequence[Card],
    rules: Sequence[Rule],
    labels: Labels,
    sort: Sort,
    lang: Language,
) -> SiteTable:
    """Make the table of the same sites as the cards, in the same order."""
    strategy = links.page("strategy", lang)
    return SiteTable(
        columns=_columns(sort, lang),
        rules=tuple(
            RuleColumn(rule.code, rule.title.get(lang), f"{strategy}#{rule.code}") for rule in rules
        ),
        rows=tuple(
            Row(card, _values(site, labels, lang)) for site, card in zip(sites, cards, strict=True)
        ),
    )


def _columns(sort: Sort, lang: Language) -> tuple[Column, ...]:
    def by(order: Sort, heading: str, direction: str, *, numeric: bool = True) -> Column:
        told = direction if order is sort else ""
        return Column(heading, links.replaced(lang, "sort", order.value), told, numeric)

    return (
        by(Sort.NAME, gettext("Område"), "ascending", numeric=False),
        Column(gettext("Kommune")),
        by(Sort.SIZE, gettext("Ledig"), "descending"),
        Column(gettext("Tomter"), numeric=True),
        by(Sort.READINESS, gettext("Modenhet"), "descending", numeric=False),
        by(Sort.POWER, gettext("Effekt nå"), "descending"),
        by(Sort.PRICE, gettext("Pris fra"), "ascending"),
        by(Sort.ROAD, gettext("Hovedveg"), "ascending"),
    )


def _values(site: SiteCard, labels: Labels, lang: Language) -> tuple[Value, ...]:
    ready = None if site.readiness is None else labels("modenhet", site.readiness)
    return (
        Value(site.kommune_name),
        Value(area(site.free_m2, lang)),
        Value(number(site.parcels, lang)),
        _told(ready),
        _told(megawatts(site.power_mw_now, lang)),
        _told(price(site.price_nok_m2, lang)),
        _told(None if site.main_road is None else road(site.main_road, lang)),
    )


def _told(text: str | None) -> Value:
    return Value(text) if text else Value(gettext("ukjent"), unknown=True)
