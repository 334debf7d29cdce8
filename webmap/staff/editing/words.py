"""What the editor calls things."""

from __future__ import annotations

from datetime import datetime

from areal.clock import OSLO
from areal.drafts.content import Content, Path, parcel
from webmap.language import gettext
from webmap.pages import texts
from webmap.pages.numbers import day
from webmap.pages.words import parcel_label


def label(name: str) -> str:
    """Return what a field is called, with a capital letter."""
    own = _own().get(name)
    if own is None and name.startswith("restriction_"):
        own = _restriction()[name.split("_", 2)[2]]
    if own is None and name.startswith("verified_"):
        own = _verified(name)
    plain = own or texts.attribute(name)
    return plain[:1].upper() + plain[1:]


def _own() -> dict[str, str]:
    return {
        "name": gettext("navn"),
        "description_nb": gettext("beskrivelse på norsk"),
        "description_en": gettext("beskrivelse på engelsk"),
        "highlights_nb": gettext("høydepunkter på norsk"),
        "highlights_en": gettext("høydepunkter på engelsk"),
        "contact_role": gettext("kontaktpunkt (rolle)"),
        "contact_email": gettext("e-post"),
        "contact_phone": gettext("telefon"),
        "verified_on": gettext("sist bekreftet"),
        "verified_by": gettext("bekreftet av (rolle)"),
        "verified_how": gettext("hvordan"),
        "coordinates": gettext("hjørner"),
        "/geometry": gettext("omriss"),
        "/removed": gettext("tatt bort"),
        "/matrikkel": gettext("matrikkelnummer"),
        "/restrictions": gettext("rådighet og heftelser"),
        "kommune": gettext("kommune"),
        "alt_nb": gettext("bildetekst på norsk"),
        "alt_en": gettext("bildetekst på engelsk"),
        "credit": gettext("fotograf eller kilde"),
        "licence": gettext("lisens"),
        "file": gettext("bilde"),
    }


def _restriction() -> dict[str, str]:
    return {
        "code": gettext("hva"),
        "cause": gettext("årsak"),
        "source": gettext("kilde"),
        "expected_end": gettext("ventes slutt"),
        "note_nb": gettext("merknad på norsk"),
        "note_en": gettext("merknad på engelsk"),
    }


def _verified(name: str) -> str | None:
    _, axis, *part = name.split("_")
    told = axes().get(axis)
    if told is None or not part:
        return told
    ending = {
        "on": gettext("bekreftet"),
        "by": gettext("bekreftet av (rolle)"),
        "how": gettext("hvordan"),
    }[part[0]]
    return f"{told}: {ending}"


def axes() -> dict[str, str]:
    """Return what is confirmed, by axis."""
    return {
        "plan": gettext("plan"),
        "modenhet": gettext("modenhet"),
        "market": gettext("markedsstatus"),
        "ownership": gettext("eierform"),
        "price": gettext("pris"),
        "power": gettext("effekt"),
        "utilities": gettext("teknisk anlegg"),
    }


def groups() -> dict[str, str]:
    """Return the headings of a parcel's form."""
    return {
        "parcel": gettext("Tomta"),
        "plan": gettext("Plan"),
        "market": gettext("Marked og pris"),
        "power": gettext("Kraft"),
        "utilities": gettext("Teknisk infrastruktur"),
        "ground": gettext("Grunn"),
    }


def causes() -> tuple[tuple[str, str], ...]:
    """Return why a parcel can be held back."""
    return (
        ("owner", gettext("Eier")),
        ("authority", gettext("Myndighet")),
        ("nature", gettext("Natur")),
        ("law", gettext("Lov")),
    )


def state(code: str) -> str:
    """Return what a draft's state is called."""
    return {
        "kladd": gettext("Kladd"),
        "til_godkjenning": gettext("Til godkjenning"),
        "endring_onsket": gettext("Endring ønsket"),
        "publisert": gettext("Publisert"),
        "forkastet": gettext("Forkastet"),
    }[code]


def where(path: Path, content: Content) -> str:
    """Return which value a path is: «Tomt 1: Pris»."""
    if path[0] == "site":
        return label(path[1])
    if path[0] == "media":
        return gettext("Bilder og filer")
    held = parcel(content, path[1])
    name = parcel_label(str(held["fields"].get("label") or "")) if held else path[1]
    if path[2] == "/verified":
        return f"{name}: {label(f'verified_{path[3]}_on')}"
    return f"{name}: {label(path[2])}"


def value(found: object) -> str:
    """Return a value as it is told when two are compared."""
    if found is None or found in ("", []):
        return gettext("ikke oppgitt")
    if isinstance(found, bool):
        return gettext("ja") if found else gettext("nei")
    if isinstance(found, float | int):
        return f"{found:.10g}".replace(".", ",")
    if isinstance(found, list):
        return "; ".join(value(item) for item in found)
    if isinstance(found, dict):
        if "coordinates" in found:
            return gettext("et annet omriss")
        return ", ".join(str(item) for item in found.values() if item)
    return str(found)


def moment(at: datetime, lang: str) -> str:
    """Return a day and a time of day in Norway."""
    there = at.astimezone(OSLO)
    return f"{day(there.date(), lang)} {there:%H.%M}"


def shape_fault(reason: str) -> str:
    """Say why a parcel could not be split or joined."""
    return {
        "no_outline": gettext("Tomta har ikke noe omriss ennå."),
        "no_line": gettext("Skriv linja med ett punkt per linje, øst og nord, minst to punkter."),
        "line_beside": gettext("Linja deler ikke tomta. Dra den helt over, fra utside til utside."),
        "piece_too_small": gettext("Et av stykkene ville blitt mindre enn 10 m²."),
        "choose_parcels": gettext("Velg minst én annen tomt som har omriss."),
        "apart": gettext("Tomtene ligger ikke inntil hverandre."),
    }[reason]
