"""A certificate in words: the one document that both the page and the PDF show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from areal.queries import Connection, codes
from areal.queries import revision as revisions
from areal.queries.certificate import Certificate, Part
from areal.queries.findings import Finding
from areal.queries.parcels import ParcelRow
from areal.queries.verdicts import count
from areal.sheets.document import (
    Cell,
    Document,
    Entry,
    Group,
    ParcelLine,
    Section,
    StripLine,
    Wording,
)
from webmap.language import Language, gettext, ngettext
from webmap.pages import links, texts
from webmap.pages.numbers import area, day
from webmap.pages.rulecards import Context
from webmap.pages.strip import strip, summary
from webmap.pages.words import Labels, parcel_label
from webmap.planner.certificate_facts import facts, layout_words, place, provenance, sources
from webmap.planner.certificate_pictures import main_picture, proof_picture
from webmap.planner.certificate_words import Names, entry, quoted, source
from webmap.planner.frame import address

_GAPS = ("error", "not_mapped", "missing")


@dataclass(frozen=True)
class _Writer:
    """What every sentence of one certificate needs."""

    certificate: Certificate
    context: Context
    names: Names
    lang: Language


def certificate_view(connection: Connection, certificate: Certificate, lang: Language) -> Document:
    """Write a certificate in a language; call it inside a request, or ``in_language``."""
    labels = Labels(codes.labels(connection, lang))
    context = Context(lang, labels, links.page("strategy", lang), lambda _: "")
    names = {slug: (site, parcel_label(label)) for slug, (site, label) in certificate.names.items()}
    writer = _Writer(certificate, context, Names(names), lang)
    region = revisions.region(connection)
    return _document(writer, region.name.get(lang) if region else "")


def _document(writer: _Writer, region: str) -> Document:
    certificate, lang, meta = writer.certificate, writer.lang, writer.certificate.meta
    overall = _overall(certificate)
    said = texts.overall(overall) if overall else ""
    return Document(
        lang=lang,
        kind=certificate.kind,
        key=certificate.key or "",
        kicker=_kicker(certificate),
        title=_title(certificate),
        place=place(certificate, writer.context.labels, lang),
        tag=overall,
        tag_text=said,
        summary=_summary(certificate),
        service=region or gettext("Næringsarealer"),
        day=day(meta.day, lang),
        stamp=meta.finished_at or datetime.combine(meta.day, time(), UTC),
        guidance=meta.strategy.notice.get(lang) if meta.strategy.notice else _guidance(),
        notice=meta.notice.get(lang) if meta.notice else "",
        facts=facts(certificate, writer.context.labels, lang),
        picture=main_picture(certificate, lang),
        sections=tuple(_section(part, writer) for part in certificate.parts),
        rule_codes=tuple(rule.code for rule in certificate.rules),
        parcels=tuple(_line(row, writer) for row in certificate.parcels),
        wordings=_wordings(writer) if certificate.kind == "site" else (),
        sources=sources(certificate, lang),
        provenance=provenance(meta, lang),
        legend=tuple((code, texts.verdict(code)) for code in _shown(certificate)),
        words=layout_words(),
    )


def _guidance() -> str:
    return gettext(
        "Strategien er en retningslinje, ikke lov."
        " «I tråd med» og «avvik fra» sier ikke om noe er lovlig."
    )


def _kicker(certificate: Certificate) -> str:
    return {
        "parcel": gettext("Sertifikat for tomt"),
        "site": gettext("Sertifikat for næringsområde"),
        "kommune": gettext("Sertifikat for kommune"),
        "area": gettext("Forhåndssjekk"),
    }[certificate.kind]


def _title(certificate: Certificate) -> str:
    if certificate.kind == "parcel":
        return f"{certificate.name}, {parcel_label(certificate.parts[0].name)}"
    return certificate.name


def _overall(certificate: Certificate) -> str:
    """Return the worst verdict; none for a kommune, whose rules and parcels are told apart."""
    if certificate.kind == "kommune":
        return ""
    found = {part.overall for part in certificate.parts}
    return next((code for code in ("deviates", "consider", "gap") if code in found), "met")


def _summary(certificate: Certificate) -> str:
    if certificate.kind in ("parcel", "area"):
        return summary(count(finding.verdict for finding in certificate.parts[0].findings))
    if certificate.kind == "site":
        return _parcels_summary([part.overall for part in certificate.parts])
    told = [
        f"{_section_title(part, certificate)}: {summary(count(f.verdict for f in part.findings))}"
        for part in certificate.parts
    ]
    return ". ".join((*told, _parcels_summary([row.overall for row in certificate.parcels])))


def _parcels_summary(overall: list[str]) -> str:
    """Say how parcels came out: "8 tomter: 5 i tråd, 2 avvik, 1 uavklart"."""
    counted = ngettext("%(num)s tomt", "%(num)s tomter", len(overall))
    told = [
        f"{overall.count(code)} {texts.overall_short(code).lower()}"
        for code in texts.OVERALL
        if code in overall
    ]
    return f"{counted}: {', '.join(told)}" if told else counted


def _shown(certificate: Certificate) -> list[str]:
    """Return the verdicts that occur, in the order of the legend."""
    order = ("met", "consider", "deviates", "granted", *_GAPS, "not_relevant")
    found = {
        "granted" if finding.grant and finding.verdict == "deviates" else finding.verdict
        for part in certificate.parts
        for finding in part.findings
    }
    found |= {verdict for row in certificate.parcels for verdict in row.strip}
    return [code for code in order if code in found]


def _section(part: Part, writer: _Writer) -> Section:
    entries = [_entry(finding, part, writer) for finding in part.findings]
    codes_and_tags = [
        Cell(item.code, item.tag, f"{item.code} {item.title}: {item.tag_text}") for item in entries
    ]
    counts = count(finding.verdict for finding in part.findings)
    return Section(
        key=part.key or part.subject,
        title=_section_title(part, writer.certificate),
        tag=part.overall,
        tag_text=texts.overall(part.overall),
        facts=(),
        strip=StripLine(tuple(codes_and_tags), summary(counts)),
        groups=tuple(_groups(entries, writer.certificate.kind)),
    )


def _section_title(part: Part, certificate: Certificate) -> str:
    if certificate.kind in ("parcel", "area"):
        return ""
    if part.subject == "kommune":
        return gettext("Krav til kommunen")
    if part.subject == "region":
        return gettext("Krav til hele regionen")
    return parcel_label(part.name)


def _entry(finding: Finding, part: Part, writer: _Writer) -> Entry:
    told = entry(finding, part, writer.context, writer.names, None)
    scene = (part.proof or {}).get(finding.rule_code)
    if scene is None:
        return told
    picture = proof_picture(finding, part, scene, told, writer.lang)
    return entry(finding, part, writer.context, writer.names, picture)


def _groups(entries: list[Entry], kind: str) -> Iterable[Group]:
    """Sort the findings: deviations first, then to consider, gaps, met, not relevant."""
    met_as = "table" if kind == "site" else "cards"
    kinds = (
        ("deviates", ("deviates",), gettext("Avvik fra strategien"), "", "cards"),
        ("consider", ("consider",), gettext("Bør vurderes"), "", "cards"),
        (
            "gap",
            _GAPS,
            gettext("Ikke vurdert"),
            gettext("Disse kravene har ikke svar. Det betyr ikke at de er oppfylt."),
            "cards",
        ),
        ("met", ("met",), gettext("Oppfylt"), "", met_as),
        (
            "not_relevant",
            ("not_relevant",),
            gettext("Ikke relevant"),
            gettext("Disse kravene er skrevet for andre slags arealer og gjelder ikke her."),
            "list",
        ),
    )
    for key, verdicts, title, lead, shape in kinds:
        found = tuple(item for item in entries if item.verdict in verdicts)
        if found:
            yield Group(key, f"{title} ({len(found)})", lead, shape, found)


def _line(row: ParcelRow, writer: _Writer) -> ParcelLine:
    drawn = strip(writer.certificate.rules, row.strip, writer.lang)
    label = parcel_label(row.label)
    in_site = writer.certificate.kind == "site"
    return ParcelLine(
        name=label if in_site else f"{row.site_name}, {label}",
        area=area(row.area_m2, writer.lang),
        tag=row.overall,
        tag_text=texts.overall_short(row.overall),
        strip=StripLine(
            tuple(Cell(cell.code, cell.verdict, cell.name) for cell in drawn.cells), drawn.summary
        ),
        url=address("certificate_parcel", writer.lang, key=row.slug),
    )


def _wordings(writer: _Writer) -> tuple[Wording, ...]:
    return tuple(
        Wording(
            code=rule.code,
            title=rule.title.get(writer.lang),
            level=writer.context.labels("level", rule.level),
            quote=quoted(rule, writer.lang),
            quoted=rule.wording == "quoted",
            source=source(rule, writer.lang),
        )
        for rule in writer.certificate.rules
    )
