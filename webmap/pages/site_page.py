"""The page of one site: what an investor asks about it, with where each answer comes from."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, url_for

from areal.queries import Connection, codes, findings, parcels, sites
from areal.queries import rules as rule_queries
from areal.queries.parcels import ParcelFacts, ParcelRow
from areal.queries.revision import Revision
from areal.queries.rules import Rule
from areal.queries.sites import Site
from webmap import counting
from webmap.language import Language, gettext, ngettext
from webmap.pages import drawn, links, public, site_data, site_files, site_ground, texts
from webmap.pages.facts import Fact, confirmed, fact, known_area, megawatts, price
from webmap.pages.frame import answer, render, settings
from webmap.pages.media import media_views
from webmap.pages.numbers import area_long, day
from webmap.pages.rulecards import Context
from webmap.pages.site_panel import nearest_road, place
from webmap.pages.site_rules import rule_groups
from webmap.pages.strip import Strip, strip
from webmap.pages.words import Labels, parcel_label

STYLES = ("css/panel.css", "css/list.css", "css/place.css")
SCRIPTS = ("js/page/place.js",)


@dataclass(frozen=True)
class ParcelLine:
    """One row of the table of parcels."""

    label: str
    url: str
    area: str
    market: str
    available: str
    modenhet: str
    power: str
    price: str
    overall: str
    overall_text: str
    strip: Strip


@dataclass(frozen=True)
class Share:
    """What leaves the page: its address, and a letter with it."""

    address: str
    mail: str
    qr: str


def _line(
    row: ParcelRow, facts: ParcelFacts, rules: tuple[Rule, ...], labels: Labels, lang: Language
) -> ParcelLine:
    unknown = gettext("ukjent")
    start = facts.available_from
    asked = price(row.price_nok_m2, lang)
    hidden = gettext("på forespørsel") if not facts.price_public else unknown
    return ParcelLine(
        label=parcel_label(row.label),
        url=links.with_query(links.page("map", lang), [("tomt", row.slug)]),
        area=area_long(row.area_m2, lang),
        market=labels.known("market", row.market) or unknown,
        available=day(start, lang) if start else unknown,
        modenhet=labels.known("modenhet", row.modenhet) or unknown,
        power=megawatts(row.power_mw_now, lang) or unknown,
        price=asked or hidden,
        overall=row.overall,
        overall_text=texts.overall_short(row.overall),
        strip=strip(rules, row.strip, lang),
    )


def _facts(site: Site, labels: Labels, revision: Revision, lang: Language) -> tuple[Fact, ...]:
    none_free = gettext("ingen ledige tomter")

    def free(square_metres: float | None) -> str | None:
        return known_area(square_metres, lang) if site.free_m2 else none_free

    return (
        fact(
            gettext("Ledig areal"),
            known_area(site.free_m2, lang) if site.free_m2 else none_free,
            gettext("av %(area)s i alt", area=area_long(site.area_m2, lang)),
        ),
        fact(gettext("Største sammenhengende"), free(site.largest_free_m2)),
        fact(gettext("Minste ledige tomt"), free(site.smallest_free_m2)),
        fact(gettext("Modenhet"), labels.known("modenhet", site.readiness)),
        fact(
            gettext("Strøm nå"),
            megawatts(site.power_mw_now, lang),
            gettext("største effekt på en tomt") if site.power_mw_now is not None else "",
        ),
        nearest_road(site, lang),
        fact(gettext("Satsing"), labels.many("focus_areas", site.focus_areas)),
        confirmed(site.verified_on, site.verified_by, revision.as_of, lang),
    )


def _share(site: Site, lang: Language) -> Share:
    path = url_for(f"pages.site_{lang}", slug=site.slug)
    address = links.absolute(path)
    subject = quote(gettext("%(name)s, %(kommune)s", name=site.name, kommune=site.kommune_name))
    return Share(
        address=address,
        mail=f"mailto:?subject={subject}&body={quote(address)}",
        qr=links.with_query(url_for("pages.qr"), [("til", path)]),
    )


def build(
    connection: Connection,
    revision: Revision,
    slug: str,
    lang: Language,
    *,
    draft_note: str = "",
    draft_back: str = "",
) -> str:
    """Return the page as HTML; ``draft_note`` marks it as a draft nobody else sees."""
    site = sites.get_site(connection, slug)
    counting.opened(slug)
    labels = Labels(codes.labels(connection, lang))
    rules = rule_queries.list_rules(connection, "parcel")
    slugs = [row.slug for row in site.parcels]
    facts = parcels.get_parcels(connection, slugs)
    known = {item.slug: item for item in facts}
    context = Context(lang, labels, links.page("strategy", lang), lambda _: "")
    paths = public.pair("site", slug=slug)
    return render(
        "site.html",
        "kommuner",
        lang,
        connection,
        revision,
        other=paths,
        preview=site_data.preview(site, paths[lang], lang),
        site=site,
        place=place(site.kommune_name, site.category, site.area_class, labels),
        kommune_url=url_for(f"pages.kommune_{lang}", nr=site.kommunenummer),
        kommuner_url=url_for(f"pages.kommuner_{lang}"),
        map_url=links.with_query(links.page("map", lang), [("omrade", slug)]),
        overall_text=texts.overall(site.overall),
        strip=strip(rules, site.strip, lang),
        facts=_facts(site, labels, revision, lang),
        description=site.description.get(lang) if site.description else "",
        highlights=site.highlights_en if lang == "en" else site.highlights_nb,
        picture=drawn.site_picture(connection, site, facts),
        media=media_views(site.media, settings().film_hosts, lang),
        parcels_text=ngettext("%(num)s tomt", "%(num)s tomter", len(site.parcels)),
        lines=tuple(
            _line(row, known[row.slug], rules, labels, lang)
            for row in site.parcels
            if row.slug in known
        ),
        groups=site_ground.groups(facts, labels, revision.as_of, lang),
        holds=site_ground.holds(facts, labels, lang),
        ways=site_ground.ways(facts, lang),
        rule_groups=rule_groups(site.parcels, findings.for_parcels(connection, slugs), context),
        strategy_title=revision.strategy.title.get(lang),
        files=site_files.file_links(slug, lang),
        certificate_url=url_for(f"plan.certificate_site_{lang}", key=slug),
        sheet_url=url_for(f"pages.sheet_{lang}", slug=slug),
        contact_url=url_for(f"pages.contact_site_{lang}", slug=slug),
        share=_share(site, lang),
        styles=STYLES,
        scripts=SCRIPTS,
        draft_note=draft_note,
        draft_back=draft_back,
    )


def site_page(slug: str, lang: Language) -> Response:
    """Return the page; raises ``NotFound``, or ``Gone`` for a site that has been withdrawn."""
    return answer(lambda connection, revision: build(connection, revision, slug, lang))


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    rules: dict[Language, str] = {"nb": "/omrade/<slug>", "en": "/en/site/<slug>"}
    for lang, rule in rules.items():
        blueprint.add_url_rule(rule, f"site_{lang}", site_page, defaults={"lang": lang})
