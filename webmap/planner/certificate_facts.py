"""What a certificate says of its subject and of itself: facts, origin, and the layout's words."""

from __future__ import annotations

from areal.queries.certificate import Certificate, Meta
from areal.queries.parcels import ParcelFacts
from areal.sheets.document import Pair
from webmap.language import gettext, ngettext
from webmap.pages import texts
from webmap.pages.numbers import area, area_long, day
from webmap.pages.words import Labels, lowered


def place(certificate: Certificate, labels: Labels, lang: str) -> str:
    """Say where the subject lies, what it is meant for and how large it is."""
    parts = []
    if certificate.kind != "kommune":
        parts.append(certificate.kommune_name or gettext("utenfor regionen"))
    if certificate.category:
        parts.append(lowered(labels("category", certificate.category)))
    if certificate.area_class:
        parts.append(gettext("klasse %(code)s", code=certificate.area_class))
    if certificate.kind == "kommune":
        parts.append(gettext("kommune %(number)s", number=certificate.key))
    if certificate.area_m2 is not None:
        parts.append(area_long(certificate.area_m2, lang))
    return " · ".join(parts)


def facts(certificate: Certificate, labels: Labels, lang: str) -> tuple[Pair, ...]:
    """Return what the reader must know of the subject to follow the findings."""
    if certificate.kind == "parcel" and certificate.parts[0].facts is not None:
        return _parcel(certificate.parts[0].facts, labels, lang)
    if certificate.kind == "area":
        return (
            Pair(gettext("Areal"), area_long(certificate.area_m2 or 0, lang)),
            Pair(gettext("Kommune"), certificate.kommune_name or gettext("ukjent")),
            Pair(gettext("Lagret"), gettext("Nei: området står ikke i katalogen")),
        )
    return _many(certificate, labels, lang)


def _many(certificate: Certificate, labels: Labels, lang: str) -> tuple[Pair, ...]:
    """Say what a site or a kommune has: parcels, and how far the best of them are."""
    counted = ngettext("%(num)s tomt", "%(num)s tomter", len(certificate.parcels))
    pairs = [Pair(gettext("Tomter"), counted)]
    if certificate.free_m2 is not None:
        pairs.append(Pair(gettext("Ledig areal"), area(certificate.free_m2, lang)))
    steps = [row.modenhet for row in certificate.parcels if row.modenhet is not None]
    if steps:
        best = labels.known("modenhet", max(steps)) or ""
        pairs.append(Pair(gettext("Lengst fram"), best))
    for code in texts.OVERALL:
        number = sum(row.overall == code for row in certificate.parcels)
        if number:
            told = ngettext("%(num)s tomt", "%(num)s tomter", number)
            pairs.append(Pair(texts.overall_short(code), told))
    return tuple(pairs)


def sources(certificate: Certificate, lang: str) -> tuple[Pair, ...]:
    """Return the layers the rules were measured against, each once: date, source and licence."""
    layers = {
        layer.layer_id: layer
        for part in certificate.parts
        for finding in part.findings
        for layer in finding.layers
    }
    pairs = []
    for layer in sorted(layers.values(), key=lambda item: item.title.get(lang)):
        dated = day(layer.source_date, lang) if layer.source_date else gettext("dato ukjent")
        origin = [
            dated,
            layer.source or layer.provider,
            layer.licence or "",
            layer.attribution or "",
        ]
        pairs.append(Pair(layer.title.get(lang), " · ".join(text for text in origin if text)))
    return tuple(pairs)


def _parcel(parcel: ParcelFacts, labels: Labels, lang: str) -> tuple[Pair, ...]:
    unknown = gettext("ukjent")
    buildable = parcel.buildable_area_m2
    plan = gettext("plan-ID %(id)s", id=parcel.arealplan_id) if parcel.arealplan_id else ""
    return (
        Pair(gettext("Areal"), area_long(parcel.area_m2, lang)),
        Pair(gettext("Byggbart areal"), unknown if buildable is None else area(buildable, lang)),
        Pair(gettext("Matrikkelnummer"), ", ".join(parcel.matrikkel) or unknown),
        Pair(gettext("Arealformål"), labels.known("arealformaal", parcel.arealformaal) or unknown),
        Pair(gettext("Planstatus"), labels.known("planstatus", parcel.planstatus) or unknown, plan),
        Pair(gettext("Modenhet"), labels.known("modenhet", parcel.modenhet) or unknown),
    )


def provenance(meta: Meta, lang: str) -> tuple[Pair, ...]:
    """Return what is needed to find the same check again."""
    strategy = meta.strategy
    status = {
        "vedtatt": gettext("Vedtatt"),
        "høring": gettext("På høring"),
        "utkast": gettext("Utkast"),
    }.get(strategy.status, strategy.status)
    number = gettext("ikke lagret") if meta.run_id is None else str(meta.run_id)
    pairs = [
        Pair(gettext("Strategi"), strategy.title.get(lang), status),
        Pair(gettext("Versjon"), strategy.strategy_id),
        Pair(gettext("Strategiens sjekksum (SHA-256)"), strategy.sha256, code=True),
        Pair(gettext("Kontroll nr."), number),
        Pair(gettext("Kontrollert per"), day(meta.day, lang)),
    ]
    if meta.findings_sha256:
        label = gettext("Funnenes sjekksum (SHA-256)")
        pairs.append(Pair(label, meta.findings_sha256, code=True))
    pairs.append(Pair(gettext("Programversjon"), meta.engine_version))
    return tuple(pairs)


def layout_words() -> dict[str, str]:
    """Return the fixed words of the layout, in the language of the request."""
    return {
        "measured": gettext("Målt"),
        "limit": gettext("Grense"),
        "margin": gettext("Margin"),
        "rule": gettext("Krav"),
        "layers": gettext("Kartlag"),
        "parcels": gettext("Tomter"),
        "parcel": gettext("Tomt"),
        "area": gettext("Areal"),
        "verdict": gettext("Utfall"),
        "strip": gettext("Krav for krav"),
        "wordings": gettext("Kravenes ordlyd"),
        "sources": gettext("Kartlag og kilder"),
        "provenance": gettext("Om kontrollen"),
        "checked": gettext("Kontrollert"),
        "page": gettext("Side"),
        "of": gettext("av"),
        "no_layer": gettext("Ikke målt mot kartlag"),
        "granted": gettext("Godkjent avvik"),
        "guidance": gettext("Retningslinje, ikke lov"),
        "sample": gettext("Eksempeldata"),
    }
