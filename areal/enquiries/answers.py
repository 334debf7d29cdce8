"""Answering an enquiry: which sites to offer, and the letter with the link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from areal.accounts.acting import acting
from areal.accounts.people import Person
from areal.database import sql
from areal.enquiries.reading import Whole, one
from areal.mail.send import letter, send
from areal.settings import Settings


@dataclass(frozen=True)
class Offered:
    """A site that can be put on a shortlist; ``asked`` is whether the enquiry named it."""

    slug: str
    name: str
    kommune: str
    free_m2: float
    asked: bool


def offered(connection: Connection, about: Whole) -> Sequence[Offered]:
    """Return the published sites: those asked about first, then by kommune, its own first."""
    rows = connection.execute(
        text(sql("enquiries/offered.sql")),
        {"slugs": list(about.line.site_slugs), "kommune": about.line.kommunenummer},
    ).mappings()
    return [Offered(**row) for row in rows]


def write(settings: Settings, person: Person, enquiry_id: int, *, body: str, link: str) -> bool:
    """Send the sender a letter with a link; answers to it go to the person. False: it didn't go."""
    with acting(person) as connection:
        found = one(connection, enquiry_id)
    if found.contact is None:
        return False
    name = found.line.reference or ""
    english = found.lang == "en"
    subject = f"Business land: answer to {name}" if english else f"Næringsareal: svar på {name}"
    said = body.strip() or ("See these sites:" if english else "Se på disse områdene:")
    message = letter(found.contact.email, subject, f"{said}\n\n{link}\n\n{person.name}\n")
    message["Reply-To"] = person.email
    return send(settings, message)
