"""Enquiries in words: stages, why one was lost, what was done, and how long it waits."""

from __future__ import annotations

from datetime import datetime

from areal.clock import day_of, today
from areal.enquiries.reading import Event, Line
from areal.enquiries.stages import CLOSED, Lost, Stage
from areal.enquiries.work import WorkRefused
from webmap.language import gettext, ngettext
from webmap.staff.moments import day_written, moment_written


def stage_name(stage: str) -> str:
    """Return what a stage is called."""
    return {
        Stage.NEW: gettext("Ny"),
        Stage.TALKING: gettext("I dialog"),
        Stage.VISIT: gettext("Befaring"),
        Stage.OFFER: gettext("Tilbud"),
        Stage.SETTLED: gettext("Etablert"),
        Stage.LOST: gettext("Tapt"),
    }[Stage(stage)]


def lost_name(why: str) -> str:
    """Return why an enquiry was lost."""
    return {
        Lost.NO_SITE: gettext("Fant ikke areal som passet"),
        Lost.POWER: gettext("Ikke nok strøm"),
        Lost.PRICE: gettext("Prisen"),
        Lost.TIME: gettext("Tok for lang tid"),
        Lost.ELSEWHERE: gettext("Valgte et sted utenfor regionen"),
        Lost.STOPPED: gettext("Prosjektet ble stoppet"),
        Lost.SILENT: gettext("Svarte ikke"),
        Lost.SPAM: gettext("Ikke en ekte henvendelse"),
        Lost.OTHER: gettext("Annet"),
    }[Lost(why)]


def state(line: Line) -> str:
    """Return the stage, with why where it was lost."""
    named = stage_name(line.stage)
    return f"{named}: {lost_name(line.lost_why)}" if line.lost_why else named


def unanswered(line: Line) -> bool:
    """Return whether somebody still waits for the first answer."""
    return line.answered_at is None and Stage(line.stage) not in CLOSED


def age(line: Line) -> str:
    """Return how long ago it came."""
    days = (today() - day_of(line.received_at)).days
    if days == 0:
        return gettext("i dag")
    return ngettext("for %(num)s dag siden", "for %(num)s dager siden", days)


def moment(at: datetime) -> str:
    """Write day and time as they are in Norway."""
    return moment_written(at)


def day(at: datetime) -> str:
    """Write the day as it is in Norway."""
    return day_written(at)


def about(line: Line) -> str:
    """Return what it is about: its sites, or land in the place."""
    return ", ".join(line.site_names) or gettext("Areal, ikke et bestemt område")


def done(event: Event, places: dict[str, str]) -> str:
    """Return what was done."""
    code = event.code or ""
    if event.kind == "stage":
        stage, _, why = code.partition(":")
        named = stage_name(stage)
        return f"{named}: {lost_name(why)}" if why else named
    if event.kind == "forward":
        return gettext("Sendt videre til %(place)s", place=places.get(code, code))
    if event.kind == "reminder":
        days = int(code) if code.isdecimal() else 0
        return ngettext(
            "Påminnet etter %(num)s virkedag", "Påminnet etter %(num)s virkedager", days
        )
    if event.kind == "shortlist":
        count = len(code.split(","))
        return ngettext(
            "Sendte et utvalg med %(num)s område", "Sendte et utvalg med %(num)s områder", count
        )
    return gettext("Svarte") if event.kind == "answer" else gettext("Notat")


def refused(error: WorkRefused) -> str:
    """Return why something can't be done, and what to do."""
    return {
        ("stage", "unknown"): gettext("Velg et steg."),
        ("why", "empty"): gettext("Velg hvorfor den er tapt."),
        ("body", "empty"): gettext("Skriv noe først."),
        ("place", "empty"): gettext("Velg hvor den skal."),
        ("place", "same"): gettext("Den er der allerede. Velg et annet sted."),
        ("place", "unknown"): gettext("Stedet finnes ikke i regionen."),
        ("sites", "empty"): gettext("Velg minst ett område."),
        ("sites", "too_many"): gettext("Velg høyst 20 områder."),
        ("sites", "unknown"): gettext("Et av områdene er ikke publisert lenger."),
        ("days", "unknown"): gettext("Velg hvor lenge lenken skal virke."),
    }.get((error.field, error.reason), error.message)
