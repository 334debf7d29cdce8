"""The page of the offer as a whole: region, kommune by kommune, and what would fill the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response

from areal.queries import Connection, codes, layers
from areal.queries import portfolio as offer
from areal.queries.portfolio import Ready
from areal.queries.revision import Revision
from webmap.language import Language, gettext, ngettext
from webmap.pages import links
from webmap.pages.frame import answer
from webmap.pages.numbers import area, day
from webmap.pages.offer import Card, offer_card
from webmap.pages.offer_words import Words
from webmap.pages.words import Labels
from webmap.planner.frame import address_if_any, render_plan


@dataclass(frozen=True)
class KommuneRow:
    """One kommune: what it can offer today, and what each rule says of it."""

    kommunenummer: str
    name: str
    certificate_url: str
    map_url: str
    ready: str
    ready_parcels: str
    buildable: str
    free: str
    unknown: str
    cards: tuple[Card, ...]

    @property
    def gaps(self) -> tuple[Card, ...]:
        """Return the rules that are not met."""
        return tuple(card for card in self.cards if card.verdict != "met")


def _row(ready: Ready, cards: tuple[Card, ...], lang: Language) -> KommuneRow:
    home = links.page("map", lang)
    return KommuneRow(
        kommunenummer=ready.kommunenummer,
        name=ready.name,
        certificate_url=address_if_any("certificate_kommune", lang, key=ready.kommunenummer),
        map_url=links.with_query(home, [("kommune", ready.kommunenummer)]),
        ready=area(ready.ready_m2, lang),
        ready_parcels=ngettext("%(num)s tomt", "%(num)s tomter", ready.ready_parcels),
        buildable=area(ready.buildable_m2, lang),
        free=area(ready.free_m2, lang),
        unknown=area(ready.unknown_m2, lang) if ready.unknown_m2 else "",
        cards=cards,
    )


def _totals(rows: Sequence[Ready], lang: Language) -> dict[str, str]:
    return {
        "ready": area(sum(row.ready_m2 for row in rows), lang),
        "parcels": ngettext("%(num)s tomt", "%(num)s tomter", sum(r.ready_parcels for r in rows)),
        "buildable": area(sum(row.buildable_m2 for row in rows), lang),
        "free": area(sum(row.free_m2 for row in rows), lang),
    }


def _summary(rows: Sequence[KommuneRow]) -> str:
    lacking = sum(bool(row.gaps) for row in rows)
    if not lacking:
        return gettext("Alle kommunene har det strategien ber om.")
    return ngettext(
        "%(num)s kommune mangler noe strategien ber om.",
        "%(num)s kommuner mangler noe strategien ber om.",
        lacking,
    )


def _build(connection: Connection, revision: Revision, lang: Language) -> str:
    titles = {item.layer_id: item.title.get(lang) for item in layers.list_layers(connection)}
    words = Words(Labels(codes.labels(connection, lang)), titles, lang)
    found = offer.gaps(connection)
    cards: dict[str | None, list[Card]] = {}
    for gap in found:
        cards.setdefault(gap.kommunenummer, []).append(offer_card(gap, words, lang))
    ready = offer.ready(connection)
    rows = tuple(_row(item, tuple(cards.get(item.kommunenummer, ())), lang) for item in ready)
    return render_plan(
        "plan/portfolio.html",
        "portfolio",
        "portfolio",
        lang,
        connection,
        revision,
        region=tuple(cards.get(None, ())),
        rows=rows,
        columns=rows[0].cards if rows else (),
        totals=_totals(ready, lang),
        summary=_summary(rows),
        as_of=day(revision.as_of, lang),
        strategy=revision.strategy.title.get(lang),
    )


def portfolio(lang: Language) -> Response:
    """Return the page in a language."""
    return answer(lambda connection, revision: _build(connection, revision, lang))


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    blueprint.add_url_rule("/plan/portefolje", "portfolio_nb", lambda: portfolio("nb"))
    blueprint.add_url_rule("/en/plan/portfolio", "portfolio_en", lambda: portfolio("en"))
