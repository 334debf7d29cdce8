"""A sheet in words: the one document that PDF and offline pack show, of one site or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from areal.queries import Connection, catalogue, codes
from areal.queries import revision as revisions
from areal.queries.parcels import ParcelFacts
from areal.queries.revision import Revision
from areal.queries.rules import Rule, list_rules
from areal.queries.sheet import Held, SiteSheet, overview
from areal.queries.verdicts import count
from areal.sheets.document import Cell, StripLine
from areal.sheets.sheet_document import (
    Cover,
    Deviation,
    Figure,
    FigureGroup,
    SheetDocument,
    SheetParcel,
    SheetRow,
    SheetSite,
)
from webmap.language import Language, gettext, ngettext
from webmap.pages import chosen, links, texts
from webmap.pages.cards import road
from webmap.pages.chosen import Chosen
from webmap.pages.facts import Fact, confirmed, fact, known_area, megawatts
from webmap.pages.numbers import area, day
from webmap.pages.qr import qr_markup
from webmap.pages.rulecards import Context, RuleCard, card
from webmap.pages.sheet_facts import UTILITIES, fact_groups
from webmap.pages.sheet_pictures import overview_picture, site_picture
from webmap.pages.sheet_words import layout_words, wording_source
from webmap.pages.site_panel import nearest_road, place
from webmap.pages.strip import strip, summary
from webmap.pages.words import Labels, parcel_label

_GAPS = ("error", "not_mapped", "missing")


@dataclass(frozen=True)
class _Writer:
    """What every sentence of one sheet needs."""

    context: Context
    rules: tuple[Rule, ...]
    as_of: date
    lang: Language

    @property
    def labels(self) -> Labels:
        return self.context.labels


def sheet_view(
    connection: Connection,
    revision: Revision,
    sheets: Sequence[SiteSheet],
    lang: Language,
    shortlist: Chosen | None = None,
) -> SheetDocument:
    """Write the sheet of a site, or of a shortlist with its cover; call it inside a request."""
    labels = Labels(codes.labels(connection, lang))
    context = Context(lang, labels, links.page("strategy", lang), lambda _: "")
    writer = _Writer(context, list_rules(connection, "parcel"), revision.as_of, lang)
    region = revisions.region(connection)
    sources = catalogue.sources(connection)
    title = shortlist.title or gettext("Utvalgte næringsområder") if shortlist else ""
    strategy = revision.strategy
    return SheetDocument(
        lang=lang,
        kicker=gettext("Utvalg") if shortlist else gettext("Faktaark for næringsområde"),
        title=title or sheets[0].site.name,
        service=region.name.get(lang) if region else gettext("Næringsarealer"),
        stamp=revision.published_at,
        day=day(revision.as_of, lang),
        revision=str(revision.revision),
        strategy=strategy.title.get(lang),
        guidance=strategy.notice.get(lang) if strategy.notice else _guidance(),
        notice=revision.notice.get(lang) if revision.notice else "",
        licence="; ".join(dict.fromkeys(source.licence for source in sources if source.licence)),
        cover=_cover(connection, sheets, shortlist, title, writer) if shortlist else None,
        sites=tuple(_site(sheet, writer) for sheet in sheets),
        rule_codes=tuple(rule.code for rule in writer.rules),
        legend=_legend(sheets),
        words=layout_words(),
    )


def _guidance() -> str:
    return gettext(
        "Strategien er en retningslinje, ikke lov."
        " «I tråd med» og «avvik fra» sier ikke om noe er lovlig."
    )


def _legend(sheets: Sequence[SiteSheet]) -> tuple[tuple[str, str], ...]:
    order = ("met", "consider", "deviates", *_GAPS, "not_relevant")
    found = {verdict for sheet in sheets for verdict in sheet.site.strip}
    return tuple((code, texts.verdict(code)) for code in order if code in found)


def _cover(
    connection: Connection,
    sheets: Sequence[SiteSheet],
    shortlist: Chosen,
    title: str,
    writer: _Writer,
) -> Cover:
    scene = overview(connection, sheets) if len(sheets) > 1 else None
    url = links.absolute(chosen.shortlist_url(shortlist, writer.lang))
    free = sum(sheet.site.free_m2 for sheet in sheets)
    sites = ngettext("%(num)s område", "%(num)s områder", len(sheets))
    parcels = sum(len(sheet.parcels) for sheet in sheets)
    plots = ngettext("%(num)s tomt", "%(num)s tomter", parcels)
    return Cover(
        title=title,
        lead=f"{sites} · {plots} · {gettext('%(area)s ledig', area=area(free, writer.lang))}",
        picture=overview_picture(scene, sheets) if scene else None,
        heads=_heads(),
        rows=tuple(_row(sheet, writer) for sheet in sheets),
        url=url,
        qr=qr_markup(url),
    )


def _heads() -> tuple[str, ...]:
    return (
        gettext("Ledig"),
        gettext("Største sammenhengende"),
        gettext("Modenhet"),
        gettext("Strøm nå"),
        gettext("Hovedveg"),
    )


def _row(sheet: SiteSheet, writer: _Writer) -> SheetRow:
    site, lang = sheet.site, writer.lang
    unknown = gettext("ukjent")
    largest = area(site.largest_free_m2, lang) if site.largest_free_m2 else gettext("ingen ledige")
    return SheetRow(
        slug=site.slug,
        name=site.name,
        place=site.kommune_name,
        cells=(
            area(site.free_m2, lang),
            largest,
            writer.labels.known("modenhet", site.readiness) or unknown,
            megawatts(site.power_mw_now, lang) or unknown,
            road(site.main_road, lang) if site.main_road else unknown,
        ),
        tag=site.overall,
        tag_text=texts.overall_short(site.overall),
        strip=_strip(site.strip, writer),
    )


def _site(sheet: SiteSheet, writer: _Writer) -> SheetSite:
    site, lang = sheet.site, writer.lang
    url = links.absolute(links.site_page(site.slug, lang))
    groups = fact_groups(sheet, writer.labels, writer.as_of, lang)
    contact = (site.contact.role, site.contact.email, site.contact.phone)
    return SheetSite(
        slug=site.slug,
        name=site.name,
        place=place(site.kommune_name, site.category, site.area_class, writer.labels),
        tag=site.overall,
        tag_text=texts.overall(site.overall),
        description=site.description.get(lang) if site.description else "",
        highlights=site.highlights_en if lang == "en" else site.highlights_nb,
        figures=tuple(_figure(item) for item in _key_figures(sheet, writer)),
        picture=site_picture(sheet),
        groups=tuple(
            FigureGroup(group.key, group.title, tuple(_figure(item) for item in group.facts))
            for group in groups
        ),
        parcels=tuple(_parcel(parcel, writer) for parcel in sheet.parcels),
        strip=_strip(site.strip, writer),
        deviations=_deviations(sheet, ("deviates", "consider"), writer),
        gaps=_deviations(sheet, _GAPS, writer),
        contact=tuple(text for text in contact if text),
        url=url,
        qr=qr_markup(url),
    )


def _key_figures(sheet: SiteSheet, writer: _Writer) -> tuple[Fact, ...]:
    """Return what an investor asks first, in the words of the site's panel."""
    site, lang = sheet.site, writer.lang
    none = gettext("ingen ledige tomter")
    whole = gettext("av %(area)s i alt", area=area(site.area_m2, lang))
    largest = known_area(site.largest_free_m2, lang) if site.free_m2 else none
    return (
        Fact(gettext("Ledig areal"), str(known_area(site.free_m2, lang)), whole),
        fact(gettext("Største sammenhengende"), largest),
        fact(gettext("Modenhet"), writer.labels.known("modenhet", site.readiness)),
        fact(gettext("Strøm nå"), megawatts(site.power_mw_now, lang)),
        nearest_road(site, lang),
        Fact(gettext("Vann · avløp · fiber"), _supply(sheet, writer)),
        fact(gettext("Satsing"), writer.labels.many("focus_areas", site.focus_areas)),
        confirmed(site.verified_on, site.verified_by, writer.as_of, lang),
    )


def _supply(sheet: SiteSheet, writer: _Writer) -> str:
    """Say water, sewage and fibre in a word each: the plots' own, or that they differ."""
    told = []
    for name in UTILITIES[:3]:
        found = {getattr(parcel, name).status for parcel in sheet.parcels}
        label = writer.labels("water", found.pop()).lower() if len(found) == 1 else ""
        told.append(label or gettext("ulikt"))
    return " · ".join(told)


def _figure(item: Fact) -> Figure:
    return Figure(item.label, item.value, item.note, item.unknown, item.stale)


def _strip(verdicts: Sequence[str], writer: _Writer) -> StripLine:
    drawn = strip(writer.rules, verdicts, writer.lang)
    cells = tuple(Cell(cell.code, cell.verdict, cell.name) for cell in drawn.cells)
    return StripLine(cells, summary(count(verdicts)))


def _parcel(parcel: ParcelFacts, writer: _Writer) -> SheetParcel:
    labels, lang = writer.labels, writer.lang
    unknown = gettext("ukjent")
    told = (getattr(parcel, name).status for name in UTILITIES)
    return SheetParcel(
        name=parcel_label(parcel.label),
        area=area(parcel.area_m2, lang),
        market=labels.known("market", parcel.market) or unknown,
        readiness=labels.known("modenhet", parcel.modenhet) or unknown,
        power=megawatts(parcel.power.mw_now, lang) or unknown,
        plan=labels.known("planstatus", parcel.planstatus) or unknown,
        utilities=" · ".join(labels("water", status).lower() for status in told),
        tag=parcel.overall,
        tag_text=texts.overall_short(parcel.overall),
        strip=_strip(parcel.strip, writer),
    )


def _deviations(
    sheet: SiteSheet, verdicts: Sequence[str], writer: _Writer
) -> tuple[Deviation, ...]:
    """Tell each rule once, with every parcel it is about; the worst verdict names it."""
    names = {parcel.slug: parcel_label(parcel.label) for parcel in sheet.parcels}
    found: dict[str, list[Held]] = {}
    for item in sheet.held:
        if item.finding.verdict in verdicts:
            found.setdefault(item.finding.rule_code, []).append(item)
    told = [_deviation(items, names, writer) for items in found.values()]
    positions = {rule.code: place for place, rule in enumerate(writer.rules)}
    order = [*verdicts, "granted"]
    return tuple(sorted(told, key=lambda item: (order.index(item.tag), positions[item.code])))


def _deviation(items: Sequence[Held], names: dict[str, str], writer: _Writer) -> Deviation:
    cards = [(item, card(item.finding, writer.context)) for item in items]
    worst = min((told for _, told in cards), key=lambda told: _rank(told.tag))
    rule = items[0].finding.rule
    text = rule.text.get(writer.lang)
    return Deviation(
        code=rule.code,
        title=rule.title.get(writer.lang),
        tag=worst.tag,
        tag_text=worst.tag_text,
        where=tuple((names[item.parcel], _told(told)) for item, told in cards),
        quote=_quoted(text, writer.lang) if rule.wording == "quoted" else text,
        quoted=rule.wording == "quoted",
        source=wording_source(rule, items[0].finding, writer.context),
    )


def _rank(tag: str) -> int:
    order = ("deviates", "consider", "granted", *_GAPS)
    return order.index(tag)


def _told(told: RuleCard) -> str:
    parts: Iterable[str] = (f"{told.measured} {told.words}".strip(), told.limit, told.grant)
    return " · ".join(part for part in parts if part)


def _quoted(text: str, lang: str) -> str:
    return f"“{text}”" if lang == "en" else f"«{text}»"
