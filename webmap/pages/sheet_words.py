"""The fixed words of a sheet, and where a rule's text stands."""

from __future__ import annotations

from areal.queries.findings import Finding
from areal.queries.rules import Rule
from webmap.language import gettext
from webmap.pages.numbers import day
from webmap.pages.rulecards import Context


def layout_words() -> dict[str, str]:
    """Return the fixed words of the layout, in the language of the request."""
    return {
        "kicker": gettext("Faktaark for næringsområde"),
        "good": gettext("Dette er bra"),
        "figures": gettext("Nøkkeltall"),
        "facts": gettext("Alle opplysninger"),
        "map": gettext("Kart"),
        "parcels": gettext("Tomter"),
        "parcel": gettext("Tomt"),
        "area": gettext("Areal"),
        "market": gettext("Salgsstatus"),
        "readiness": gettext("Modenhet"),
        "power": gettext("Strøm nå"),
        "plan": gettext("Planstatus"),
        "utilities": gettext("Vann · avløp · fiber · adkomst"),
        "verdict": gettext("Strategien"),
        "strip": gettext("Krav for krav"),
        "strategy": gettext("Strategien"),
        "deviations": gettext("Avvik og det som bør vurderes"),
        "none": gettext("Ingen avvik er funnet."),
        "gaps": gettext("Ikke vurdert"),
        "gaps_lead": gettext("Disse kravene har ikke svar. Det betyr ikke at de er oppfylt."),
        "contact": gettext("Kontakt"),
        "sites": gettext("Områder"),
        "site": gettext("Område"),
        "contents": gettext("Innhold"),
        "online": gettext("På nett"),
        "qr": gettext("QR-kode til %(url)s"),
        "about": gettext("Om arket"),
        "checked": gettext("Kontrollert"),
        "against": gettext("mot"),
        "revision": gettext("Revisjon"),
        "licence": gettext("Lisens"),
        "guidance": gettext("Retningslinje, ikke lov"),
        "sample": gettext("Eksempeldata"),
        "page": gettext("Side"),
        "of": gettext("av"),
        "unknown": gettext("ukjent"),
        "top": gettext("Til toppen"),
        "files": gettext(
            "Denne siden virker uten nett. Kartdataene ligger i GeoPackage-fila ved siden av,"
            " og arkene for utskrift i PDF-en."
        ),
    }


def wording_source(rule: Rule, finding: Finding, context: Context) -> str:
    """Say where a rule's words stand, and what it was measured against."""
    lang = context.lang
    if rule.wording == "quoted":
        page = (
            gettext("side %(page)s", page=rule.page) if rule.page else gettext("side ikke oppgitt")
        )
        origin = gettext("strategiens egne ord")
    else:
        page = gettext("side %(page)s", page=rule.page) if rule.page else ""
        origin = gettext("formulert for kontrollen")
    parts = [context.labels("level", rule.level), rule.section.get(lang), page, origin]
    for layer in finding.layers:
        title = layer.title.get(lang)
        dated = day(layer.source_date, lang) if layer.source_date else gettext("dato ukjent")
        parts.append(gettext("%(layer)s per %(day)s", layer=title, day=dated))
    return " · ".join(part for part in parts if part)
