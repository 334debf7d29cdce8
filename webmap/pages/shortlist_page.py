"""The shortlist: chosen sites in their order, to share, compare, print and take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, url_for

from areal.errors import BadParameter
from areal.queries import Connection, codes, sheet
from areal.queries import rules as rule_queries
from areal.queries.revision import Revision
from areal.queries.rules import Rule
from areal.queries.sheet import SiteSheet
from areal.sheets import edition
from webmap import counting
from webmap.files import disposition
from webmap.language import Language, gettext, ngettext
from webmap.pages import chosen, links, texts
from webmap.pages.cards import road
from webmap.pages.chosen import Chosen
from webmap.pages.compare_page import MOST, compare_url
from webmap.pages.facts import megawatts
from webmap.pages.frame import answer, render
from webmap.pages.frame import edition as pages_edition
from webmap.pages.numbers import area
from webmap.pages.pack import pack
from webmap.pages.sheet_page import pdf_response
from webmap.pages.sheet_view import sheet_view
from webmap.pages.strip import Strip, strip
from webmap.pages.words import Labels
from webmap.revision import current_response
from webmap.slots import Slots

#: Twenty sheets or a pack hold a processor for seconds: two at once in a process, the next wait.
_slots = Slots(2)

Make = Callable[[Connection, Revision, tuple[SiteSheet, ...], Chosen, Language], Response]


@dataclass(frozen=True)
class Item:
    """One site on the list; an empty address means it can't be moved that way."""

    slug: str
    name: str
    place: str
    url: str
    facts: tuple[str, ...]
    overall: str
    overall_text: str
    strip: Strip
    up_url: str
    down_url: str
    out_url: str
    sheet_url: str


@dataclass(frozen=True)
class ShortlistView:
    """Everything the page shows; ``unknown`` are the slugs nobody has published."""

    title: str
    heading: str
    given: str
    items: tuple[Item, ...]
    unknown: tuple[str, ...]
    summary: str
    address: str
    qr_url: str
    pdf_url: str
    pack_url: str
    compare_url: str
    compare_text: str
    map_url: str
    contact_url: str


def page_of(
    connection: Connection, revision: Revision, asked: Chosen, lang: Language, **values: Any
) -> str:
    """Return the page of a list; ``values`` is what else the template is told."""
    sheets = sheet.known(connection, asked.slugs)
    shown = _shown(asked, sheets)
    counting.listed(shown.slugs)
    labels = Labels(codes.labels(connection, lang))
    rules = rule_queries.list_rules(connection, "parcel")
    items = tuple(_item(each, shown, rules, labels, lang) for each in sheets)
    address = chosen.shortlist_url(shown, lang)
    view = ShortlistView(
        title=shown.title,
        heading=shown.title or gettext("Utvalg"),
        given=",".join(shown.slugs),
        items=items,
        unknown=tuple(slug for slug in asked.slugs if slug not in shown.slugs),
        summary=_summary(sheets, lang),
        address=links.absolute(address),
        qr_url=url_for("pages.qr", til=address),
        pdf_url=chosen.shortlist_url(shown, lang, "pdf"),
        pack_url=chosen.shortlist_url(shown, lang, "pack"),
        compare_url=compare_url(shown.slugs, lang),
        compare_text=_compare_text(len(sheets)),
        map_url=links.with_query(links.page("map", lang), shown.pairs("utvalg")),
        contact_url=links.with_query(
            links.page("contact", lang), [("areal", ",".join(shown.slugs))]
        ),
    )
    values.setdefault("other", {each: chosen.shortlist_url(asked, each) for each in ("nb", "en")})
    return render(
        "shortlist.html",
        "shortlist",
        lang,
        connection,
        revision,
        view=view,
        action=links.page("shortlist", lang),
        **values,
    )


def _shown(asked: Chosen, sheets: Sequence[SiteSheet]) -> Chosen:
    return Chosen(tuple(each.site.slug for each in sheets), asked.title)


def _summary(sheets: Sequence[SiteSheet], lang: Language) -> str:
    sites = ngettext("%(num)s område", "%(num)s områder", len(sheets))
    parcels = sum(len(each.parcels) for each in sheets)
    plots = ngettext("%(num)s tomt", "%(num)s tomter", parcels)
    free = sum(each.site.free_m2 for each in sheets)
    return f"{sites} · {plots} · {gettext('%(area)s ledig', area=area(free, lang))}"


def _compare_text(number: int) -> str:
    if number > MOST:
        return gettext("Sammenlign de fire øverste")
    return gettext("Sammenlign")


def _item(
    each: SiteSheet, shown: Chosen, rules: Sequence[Rule], labels: Labels, lang: Language
) -> Item:
    site = each.site
    place = shown.slugs.index(site.slug)
    last = len(shown.slugs) - 1

    def moved(by: int) -> str:
        return chosen.shortlist_url(shown.moved(site.slug, by), lang)

    free = area(site.free_m2, lang) if site.free_m2 else ""
    facts = (
        gettext("%(area)s ledig", area=free) if free else gettext("ingen ledige tomter"),
        labels.known("modenhet", site.readiness) or gettext("modenhet ukjent"),
        megawatts(site.power_mw_now, lang) or gettext("effekt ukjent"),
        road(site.main_road, lang) if site.main_road else "",
    )
    return Item(
        slug=site.slug,
        name=site.name,
        place=site.kommune_name,
        url=links.with_query(links.site_page(site.slug, lang), shown.pairs("utvalg")),
        facts=tuple(text for text in facts if text),
        overall=site.overall,
        overall_text=texts.overall_short(site.overall),
        strip=strip(rules, site.strip, lang),
        up_url=moved(-1) if place else "",
        down_url=moved(1) if place < last else "",
        out_url=chosen.shortlist_url(shown.without_site(site.slug), lang),
        sheet_url=url_for(f"pages.sheet_{lang}", slug=site.slug),
    )


def _page(lang: Language) -> Response:
    return answer(
        lambda connection, revision: page_of(
            connection, revision, chosen.asked("areal"), lang, sent=""
        ),
        links.absolute(""),
    )


def _pdf(
    connection: Connection,
    revision: Revision,
    sheets: tuple[SiteSheet, ...],
    shown: Chosen,
    lang: Language,
) -> Response:
    document = sheet_view(connection, revision, sheet.whole(connection, sheets), lang, shown)
    return pdf_response(document, document.title)


def _pack(
    connection: Connection,
    revision: Revision,
    sheets: tuple[SiteSheet, ...],
    shown: Chosen,
    lang: Language,
) -> Response:
    document = sheet_view(connection, revision, sheet.whole(connection, sheets), lang, shown)
    made = pack(connection, document, lang)
    response = Response(made, mimetype="application/zip")
    response.headers["Content-Disposition"] = disposition("attachment", f"{document.title}.zip")
    return response


def _file(make: Make, lang: Language) -> Response:
    def build(connection: Connection, revision: Revision) -> Response:
        asked = chosen.asked("areal")
        sheets = sheet.known(connection, asked.slugs)
        if not sheets:
            raise BadParameter("areal", gettext("Utvalget har ingen publiserte områder."))
        with _slots.one():
            return make(connection, revision, sheets, _shown(asked, sheets), lang)

    return current_response(build, edition(), pages_edition(), links.absolute(""))


def register(blueprint: Blueprint) -> None:
    """Add the page and its files in both languages."""
    paths: dict[Language, str] = {"nb": "/utvalg", "en": "/en/shortlist"}
    files: dict[str, tuple[str, Make]] = {"pdf": ("pdf", _pdf), "pack": ("zip", _pack)}
    for lang, path in paths.items():
        blueprint.add_url_rule(path, f"shortlist_{lang}", partial(_page, lang))
        for name, (ending, make) in files.items():
            blueprint.add_url_rule(
                f"{path}.{ending}", f"shortlist_{name}_{lang}", partial(_file, make, lang)
            )
