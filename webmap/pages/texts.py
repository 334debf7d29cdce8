"""Words of our own for things no code list names: attributes, reasons, axes and verdict groups."""

from __future__ import annotations

from webmap.language import gettext, lazy_gettext

#: Attribute names as they stand in findings → how a person says them, inside a sentence.
ATTRIBUTES = {
    "matrikkel": lazy_gettext("matrikkelnummer"),
    "area_m2": lazy_gettext("areal"),
    "area_daa": lazy_gettext("areal"),
    "contiguous_daa": lazy_gettext("sammenhengende areal"),
    "buildable_area_m2": lazy_gettext("byggbart areal"),
    "arealformaal": lazy_gettext("arealformål"),
    "plan_kind": lazy_gettext("plantype"),
    "arealplan_id": lazy_gettext("arealplan-ID"),
    "planstatus": lazy_gettext("planstatus"),
    "modenhet": lazy_gettext("modenhet"),
    "market": lazy_gettext("markedsstatus"),
    "available_from": lazy_gettext("ledig fra"),
    "owner_kind": lazy_gettext("eierform"),
    "price_nok_m2": lazy_gettext("pris"),
    "bya_percent": lazy_gettext("utnyttingsgrad (BYA)"),
    "max_height_m": lazy_gettext("byggehøyde"),
    "power_mw_now": lazy_gettext("effekt nå"),
    "power_mw_planned": lazy_gettext("planlagt effekt"),
    "power_planned_from": lazy_gettext("planlagt effekt fra"),
    "power_source": lazy_gettext("kilde for effekt"),
    "power_date": lazy_gettext("dato for effekt"),
    "power_status": lazy_gettext("avklaring med nettselskapet"),
    "water": lazy_gettext("vann"),
    "sewage": lazy_gettext("avløp"),
    "fibre": lazy_gettext("fiber"),
    "access": lazy_gettext("adkomst"),
    "permitted_activities": lazy_gettext("tillatt virksomhet"),
    "retail_m2": lazy_gettext("tillatt detaljhandel"),
    "geotechnical_report": lazy_gettext("geoteknisk rapport"),
    "category": lazy_gettext("områdetype"),
    "area_class": lazy_gettext("områdeklasse"),
    "focus_areas": lazy_gettext("satsingsområder"),
    "contact_role": lazy_gettext("kontaktpunkt"),
    "contact_email": lazy_gettext("e-post til kontaktpunkt"),
    "contact_phone": lazy_gettext("telefon til kontaktpunkt"),
    "slug": lazy_gettext("kortnavn"),
    "label": lazy_gettext("navn"),
    "site": lazy_gettext("område"),
    "kommunenummer": lazy_gettext("kommune"),
    "kommune_share": lazy_gettext("andel i kommunen"),
    "price_public": lazy_gettext("offentlig pris"),
    "water_distance_m": lazy_gettext("avstand til vann"),
    "sewage_distance_m": lazy_gettext("avstand til avløp"),
    "fibre_distance_m": lazy_gettext("avstand til fiber"),
    "access_distance_m": lazy_gettext("avstand til adkomst"),
    "published": lazy_gettext("publisering"),
    "restrictions": lazy_gettext("rådighet og heftelser"),
    "site_verified_on": lazy_gettext("dato området sist ble bekreftet"),
    "verified_plan": lazy_gettext("dato planen sist ble bekreftet"),
    "verified_modenhet": lazy_gettext("dato modenheten sist ble bekreftet"),
    "verified_market": lazy_gettext("dato markedsstatus sist ble bekreftet"),
    "verified_ownership": lazy_gettext("dato eierform sist ble bekreftet"),
    "verified_price": lazy_gettext("dato prisen sist ble bekreftet"),
    "verified_power": lazy_gettext("dato effekten sist ble bekreftet"),
    "verified_utilities": lazy_gettext("dato teknisk anlegg sist ble bekreftet"),
}


#: Why a rule has no answer; «layer» is the title of the map layer it needed.
REASONS = {
    "no_coverage": lazy_gettext("Kartlaget «%(layer)s» dekker ikke tomta."),
    "partly_covered": lazy_gettext(
        "Kartlaget «%(layer)s» dekker bare en del av tomta eller nærområdet."
    ),
    "layer_not_loaded": lazy_gettext("Kartlaget «%(layer)s» er ikke lastet inn."),
    "layer_failed": lazy_gettext("Kartlaget «%(layer)s» kunne ikke hentes for dette området."),
    "timeout": lazy_gettext("Kontrollen tok for lang tid og ble avbrutt."),
    "rule_failed": lazy_gettext("Kontrollen feilet og må kjøres på nytt."),
    "changed_since_run": lazy_gettext(
        "Tomta er endret etter siste kontroll og må kontrolleres på nytt."
    ),
    "date_in_future": lazy_gettext("Datoen som er oppgitt, ligger fram i tid."),
    "feature_class_unknown": lazy_gettext(
        "Kartlaget «%(layer)s» sier ikke hva slags objekt dette er."
    ),
    "relevance_unknown": lazy_gettext("Det er ikke kjent om kravet gjelder tomta."),
}


def attribute(name: str) -> str:
    """Return an attribute's name in the page's language; an unknown one is shown as it is."""
    return str(ATTRIBUTES.get(name, name.replace("_", " ")))


def reason(code: str, layer: str) -> str:
    """Say why a rule has no answer; ``layer`` is the title of the map layer it needed."""
    told = REASONS.get(code)
    return gettext("Grunnen er ikke oppgitt.") if told is None else str(told) % {"layer": layer}


_OVERALL = {
    "met": lazy_gettext("I tråd med strategien"),
    "consider": lazy_gettext("Bør vurderes"),
    "deviates": lazy_gettext("Avvik fra strategien"),
    "gap": lazy_gettext("Ikke kartlagt eller mangler opplysning"),
}


def overall(code: str) -> str:
    """Name the overall verdict of a parcel or site, as the legend does."""
    return str(_OVERALL[code])


_OVERALL_SHORT = {
    "met": lazy_gettext("I tråd"),
    "consider": lazy_gettext("Bør vurderes"),
    "deviates": lazy_gettext("Avvik"),
    "gap": lazy_gettext("Uavklart"),
}


def overall_short(code: str) -> str:
    """Name the overall verdict in a word or two, for tags."""
    return str(_OVERALL_SHORT[code])


#: Overall verdicts in the order of the legend.
OVERALL = ("met", "consider", "deviates", "gap")


_VERDICTS = {
    "met": lazy_gettext("Oppfylt"),
    "consider": lazy_gettext("Bør vurderes"),
    "deviates": lazy_gettext("Avvik"),
    "not_mapped": lazy_gettext("Ikke kartlagt"),
    "missing": lazy_gettext("Mangler opplysning"),
    "not_relevant": lazy_gettext("Ikke relevant"),
    "error": lazy_gettext("Kunne ikke sjekkes"),
    "granted": lazy_gettext("Avvik, godkjent"),
}


def verdict(code: str) -> str:
    """Name one finding's verdict; the shape beside it carries the same."""
    return str(_VERDICTS[code])
