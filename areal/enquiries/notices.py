"""Letters to who answers: an enquiry came, or waits. They hold a link and no word of the sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from sqlalchemy import Connection, text

from areal.database import Role, connect, sql
from areal.mail.send import letter, possible, send
from areal.settings import Settings


@dataclass(frozen=True)
class Answerer:
    """Somebody to tell; ``kind`` is contact, admin, or office: the address in the settings."""

    kind: str
    email: str


@dataclass(frozen=True)
class Due:
    """An enquiry somebody is to be told of."""

    enquiry_id: int
    reference: str | None
    kommunenummer: str | None
    region_id: str
    #: Whole working days since it came.
    days: int


def answerers(
    connection: Connection, settings: Settings, kommunenummer: str | None, region_id: str
) -> tuple[Answerer, ...]:
    """Return who is told: contacts of the kommune, else of the region, else its admins.

    When there is none of them the address of the settings is; empty only without one.
    """
    rows = connection.execute(
        text("SELECT kind, email FROM areal.answerers(:kommune, :region)"),
        {"kommune": kommunenummer, "region": region_id},
    )
    found = tuple(Answerer(row.kind, row.email) for row in rows)
    if not found and "@" in settings.contact_email:
        return (Answerer("office", settings.contact_email),)
    return found


def tell_new(settings: Settings, base: str) -> int:
    """Tell of each enquiry nobody was told of yet; return how many somebody now was.

    ``base`` is the address of the service. One whose letters don't leave is told of next time.
    """
    if not possible(settings):
        return 0
    with connect(Role.APP) as connection:
        untold = waiting(connection, "enquiries/untold.sql")
        told = [each for each in untold if tell(connection, settings, base, each, again=False)]
        connection.execute(
            text("UPDATE areal.enquiry SET noticed_at = now() WHERE enquiry_id = ANY(:ids)"),
            {"ids": [each.enquiry_id for each in told]},
        )
    return len(told)


def tell(connection: Connection, settings: Settings, base: str, about: Due, *, again: bool) -> bool:
    """Write to who answers; return whether a letter left."""
    to = answerers(connection, settings, about.kommunenummer, about.region_id)
    sent = [send(settings, _letter(each, base, about, again=again)) for each in to]
    return any(sent)


def _letter(to: Answerer, base: str, about: Due, *, again: bool) -> EmailMessage:
    link = f"{base.rstrip('/')}/staff/henvendelser/{about.enquiry_id}"
    name = f" {about.reference}" if about.reference else ""
    if again:
        subject = f"Ubesvart henvendelse{name}"
        said = [f"Henvendelsen har ventet på svar i {about.days} virkedager."]
    else:
        subject = f"Ny henvendelse{name}"
        said = ["Noen spør etter næringsareal, og venter på svar."]
    if to.kind != "contact":
        said.append("Ingen har rollen kontaktpunkt her. Gi noen den rollen, så svarer de.")
    said += ["", link, "", "Logg inn for å lese den. Svar ikke på denne e-posten."]
    return letter(to.email, subject, "\n".join(said))


def waiting(connection: Connection, name: str, **binds: object) -> Sequence[Due]:
    """Return what a statement of this folder finds to be told of."""
    rows = connection.execute(text(sql(name)), binds).mappings()
    return [Due(**row) for row in rows]
