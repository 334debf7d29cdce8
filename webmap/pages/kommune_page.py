"""The page of one kommune, and the list of them all: what each has, and what the strategy says."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from areal.errors import NotFound
from areal.queries import Connection, certificate, codes, kommuner, layers, portfolio, sites
from areal.queries import revision as revisions
from areal.queries import rules as rule_queries
from areal.queries.filters import ParcelFilter
from areal.queries.kommuner import KommuneSummary, Step
from areal.queries.portfolio import Ready
from areal.queries.revision import Revision
from areal.queries.sites import Sort
from webmap.language import Language, gettext, ngettext
from webmap.pages import drawn, links, public, texts
from webmap.pages.cards import card
from webmap.pages.frame import answer, region_name, render
from webmap.pages.numbers import area_long, number, percent
from webmap.pages.offer import Card, offer_card
from webmap.pages.offer_words import Words
from webmap.pages.site_data import about_kommune, kommune_preview
from webmap.pages.words import Labels

STYLES = ("css/panel.css", "css/list.css", "css/plan-portfolio.css", "css/place.css")
_M2_PER_KM2 = 1_000_000


@dataclass(frozen=True)
class Tile:
    """One figure with what it means."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Share:
    """So many parcels of one kind; ``key`` is a verdict, or empty."""

    label: str
    text: str
    note: str
    key: str = ""


@dataclass(frozen=True)
class KommuneRow:
    """One kommune in the list of them all."""

    number: str
    name: str
    url: str
    sites: str
    parcels: str
    free: str
    ready: str
    verdicts: tuple[Share, ...]


def _verdicts(kommune: KommuneSummary, lang: Language) -> tuple[Share, ...]:
    """Return how many parcels have each overall verdict, in the order of the legend."""
    return tuple(
        Share(
            texts.overall(code),
            ngettext("%(num)s tomt", "%(num)s tomter", getattr(kommune, code)),
            percent(getattr(kommune, code) / kommune.parcels, lang) if kommune.parcels else "",
            code,
        )
        for code in texts.OVERALL
    )


def _steps(found: tuple[Step, ...], labels: Labels, lang: Language) -> tuple[Share, ...]:
    return tuple(
        Share(
            labels.known("modenhet", step.modenhet) or gettext("ukjent").capitalize(),
            ngettext("%(num)s tomt", "%(num)s tomter", step.parcels),
            gettext("%(area)s ledig", area=area_long(step.free_m2, lang)),
        )
        for step in found
    )


def _tiles(kommune: KommuneSummary, ready: Ready, lang: Language) -> tuple[Tile, ...]:
    unknown = area_long(ready.unknown_m2, lang)
    return (
        Tile(
            gettext("Ledig areal"),
            area_long(kommune.free_m2, lang),
            gettext("av %(area)s i alt", area=area_long(kommune.parcel_area_m2, lang)),
        ),
        Tile(
            gettext("Klart nå"),
            area_long(ready.ready_m2, lang),
            gettext("ledig, og regulert i en vedtatt plan"),
        ),
        Tile(
            gettext("Byggeklart"),
            area_long(ready.buildable_m2, lang),
            gettext("av det som er klart nå"),
        ),
        Tile(
            gettext("Kan ikke avgjøres"),
            unknown if ready.unknown_m2 else gettext("ingenting"),
            gettext("salgsstatus, modenhet eller plan er ukjent"),
        ),
    )


def _profile(kommune: KommuneSummary, connection: Connection, lang: Language) -> str:
    region = revisions.region(connection)
    return gettext(
        "Kommune nr. %(number)s i %(region)s, %(area)s km².",
        number=kommune.kommunenummer,
        region=region_name(region, lang),
        area=number(kommune.area_m2 / _M2_PER_KM2, lang),
    )


def _offers(connection: Connection, nr: str, labels: Labels, lang: Language) -> tuple[Card, ...]:
    titles = {item.layer_id: item.title.get(lang) for item in layers.list_layers(connection)}
    words = Words(labels, titles, lang)
    return tuple(
        offer_card(gap, words, lang)
        for gap in portfolio.gaps(connection)
        if gap.kommunenummer == nr
    )


def _one(connection: Connection, nr: str) -> KommuneSummary:
    found = {item.kommunenummer: item for item in kommuner.summary(connection)}
    if nr not in found:
        raise NotFound(f"There is no kommune “{nr}” here.", hint="Look in the list of kommuner.")
    return found[nr]


def _page(connection: Connection, revision: Revision, nr: str, lang: Language) -> str:
    kommune = _one(connection, nr)
    ready = {item.kommunenummer: item for item in portfolio.ready(connection)}[nr]
    labels = Labels(codes.labels(connection, lang))
    rules = rule_queries.list_rules(connection, "parcel")
    found = sites.list_sites(connection, ParcelFilter(kommune=(nr,)), Sort.SIZE)
    border = certificate.border(connection, nr)
    paths = public.pair("kommune", nr=nr)
    return render(
        "kommune.html",
        "kommuner",
        lang,
        connection,
        revision,
        other=paths,
        preview=kommune_preview(kommune, paths[lang], lang),
        kommune=kommune,
        about=about_kommune(kommune, lang),
        kommuner_url=url_for(f"pages.kommuner_{lang}"),
        map_url=links.with_query(links.page("map", lang), [("kommune", nr)]),
        certificate_url=url_for(f"plan.certificate_kommune_{lang}", key=nr),
        profile=_profile(kommune, connection, lang),
        tiles=_tiles(kommune, ready, lang),
        verdicts=_verdicts(kommune, lang),
        steps=_steps(kommuner.by_modenhet(connection, nr), labels, lang),
        picture=drawn.kommune_picture(connection, kommune.name, border, found) if border else None,
        cards=[card(item, rules, labels, None, lang) for item in found],
        site_urls={item.slug: url_for(f"pages.site_{lang}", slug=item.slug) for item in found},
        offers=_offers(connection, nr, labels, lang),
        strategy_title=revision.strategy.title.get(lang),
        styles=STYLES,
    )


def _row(kommune: KommuneSummary, ready: Ready, lang: Language) -> KommuneRow:
    return KommuneRow(
        number=kommune.kommunenummer,
        name=kommune.name,
        url=url_for(f"pages.kommune_{lang}", nr=kommune.kommunenummer),
        sites=number(kommune.sites, lang),
        parcels=number(kommune.parcels, lang),
        free=area_long(kommune.free_m2, lang),
        ready=area_long(ready.ready_m2, lang),
        verdicts=tuple(item for item in _verdicts(kommune, lang) if getattr(kommune, item.key)),
    )


def _list(connection: Connection, revision: Revision, lang: Language) -> str:
    found = {item.kommunenummer: item for item in kommuner.summary(connection)}
    ready = {item.kommunenummer: item for item in portfolio.ready(connection)}
    rows = [_row(found[nr], ready[nr], lang) for nr in kommuner.in_order(connection)]
    counts = revisions.counts(connection)
    return render(
        "kommuner.html",
        "kommuner",
        lang,
        connection,
        revision,
        rows=rows,
        free=area_long(sum(item.free_m2 for item in found.values()), lang),
        ready=area_long(sum(item.ready_m2 for item in ready.values()), lang),
        sites_text=number(counts.sites, lang),
        parcels_text=number(counts.parcels, lang),
        styles=STYLES,
    )


def kommune_page(nr: str, lang: Language) -> Response:
    """Return the page of a kommune; raises ``NotFound`` for a number outside the region."""
    return answer(lambda connection, revision: _page(connection, revision, nr, lang))


def kommuner_page(lang: Language) -> Response:
    """Return the list of every kommune."""
    return answer(lambda connection, revision: _list(connection, revision, lang))


def register(blueprint: Blueprint) -> None:
    """Add both pages in both languages."""
    roots: dict[Language, tuple[str, str]] = {
        "nb": ("/kommuner", "/kommune/<nr>"),
        "en": ("/en/kommuner", "/en/kommune/<nr>"),
    }
    for lang, (every, one) in roots.items():
        chosen = {"lang": lang}
        blueprint.add_url_rule(every, f"kommuner_{lang}", kommuner_page, defaults=chosen)
        blueprint.add_url_rule(one, f"kommune_{lang}", kommune_page, defaults=chosen)
