"""Owners' consents: private land is public when an owner has agreed, and while that holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.clock import today
from areal.errors import ArealError, NotFound
from areal.publishing.again import check_and_publish
from areal.publishing.transaction import Actor, as_service, by, in_public

#: Longest texts, in characters.
LONGEST = 200


class ConsentRefused(ArealError):
    """A consent can't be recorded; ``mistakes`` are (field, reason)."""

    code = "consent-refused"

    def __init__(self, mistakes: tuple[tuple[str, str], ...]) -> None:
        told = "; ".join(f"{field}: {reason}" for field, reason in mistakes)
        super().__init__(f"The consent can't be recorded: {told}.", hint="Correct it.")
        self.mistakes = mistakes


@dataclass(frozen=True)
class Consent:
    """An owner agreed; ``given_by`` is a role, never a name."""

    consent_id: int
    given_by: str
    given_on: date
    document_ref: str
    valid_until: date | None
    recorded_by: str
    withdrawn_on: date | None
    withdrawn_by: str | None

    def holds(self, day: date) -> bool:
        """Return whether it stands on a day."""
        lasts = self.valid_until is None or day <= self.valid_until
        return self.withdrawn_on is None and self.given_on <= day and lasts


@dataclass(frozen=True)
class Place:
    """The parcel a consent is about."""

    parcel_id: int
    slug: str
    label: str
    site_id: int
    site_name: str
    kommunenummer: str
    owner_kind: str | None
    published: bool


def place(connection: Connection, parcel_id: int) -> Place:
    """Return a parcel; raises ``NotFound``."""
    row = (
        connection.execute(
            text(
                "SELECT p.parcel_id, p.slug, p.label, p.site_id, s.name AS site_name, "
                "p.kommunenummer, p.owner_kind, p.published AND s.published AS published "
                "FROM areal.parcel AS p INNER JOIN areal.site AS s ON p.site_id = s.site_id "
                "WHERE p.parcel_id = :id"
            ),
            {"id": parcel_id},
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFound(f"There is no parcel {parcel_id}.")
    return Place(**row)


def of(connection: Connection, parcel_id: int) -> tuple[Consent, ...]:
    """Return the consents of a parcel, newest first."""
    rows = connection.execute(
        text(
            "SELECT consent_id, given_by, given_on, document_ref, valid_until, recorded_by, "
            "withdrawn_on, withdrawn_by FROM areal.owner_consent WHERE parcel_id = :id "
            "ORDER BY given_on DESC, consent_id DESC"
        ),
        {"id": parcel_id},
    ).mappings()
    return tuple(Consent(**row) for row in rows)


def record(
    connection: Connection,
    person: Person,
    parcel_id: int,
    given_by: str,
    given_on: date | None,
    document_ref: str,
    valid_until: date | None,
) -> int:
    """Record a consent in a transaction of the person; return its number.

    Raises ``ConsentRefused`` with every mistake, ``Forbidden`` and ``NotFound``.
    """
    person.require(Permission.EDIT, place(connection, parcel_id).kommunenummer)
    texts = {"given_by": " ".join(given_by.split()), "document_ref": " ".join(document_ref.split())}
    _refuse(texts, given_on, valid_until)
    consent_id: int = connection.execute(
        text(
            "INSERT INTO areal.owner_consent (parcel_id, given_by, given_on, document_ref, "
            "valid_until, recorded_by) VALUES (:parcel_id, :given_by, :given_on, :document_ref, "
            ":valid_until, :author) RETURNING consent_id"
        ),
        {
            **texts,
            "parcel_id": parcel_id,
            "given_on": given_on,
            "valid_until": valid_until,
            "author": person.author,
        },
    ).scalar_one()
    return consent_id


def _refuse(texts: dict[str, str], given_on: date | None, valid_until: date | None) -> None:
    mistakes = [(name, "empty") for name, value in texts.items() if not value]
    mistakes += [(name, "too_long") for name, value in texts.items() if len(value) > LONGEST]
    if given_on is None:
        mistakes.append(("given_on", "empty"))
    elif given_on > today():
        mistakes.append(("given_on", "future"))
    elif valid_until is not None and valid_until < given_on:
        mistakes.append(("valid_until", "before"))
    if "@" in texts["given_by"]:
        mistakes.append(("given_by", "person"))
    if mistakes:
        raise ConsentRefused(tuple(mistakes))


def withdraw(person: Person, parcel_id: int, consent_id: int) -> bool:
    """Strike a consent out; return whether the parcel went from the public with it.

    Raises ``Forbidden``, ``NotFound`` and ``Busy``.
    """
    actor = by(person)

    def work(connection: Connection) -> bool:
        held = place(connection, parcel_id)
        if not person.rights.may(Permission.EDIT, held.kommunenummer):
            person.require(Permission.PUBLISH, held.kommunenummer)
        done = connection.execute(
            text(
                "UPDATE areal.owner_consent SET withdrawn_on = :day, withdrawn_by = :author "
                "WHERE consent_id = :id AND parcel_id = :parcel_id AND withdrawn_on IS NULL"
            ),
            {"day": today(), "author": person.author, "id": consent_id, "parcel_id": parcel_id},
        )
        if not done.rowcount:
            raise NotFound(f"There is no consent {consent_id} that stands.")
        return hide_unconsented(connection, actor, held.kommunenummer, [parcel_id]) > 0

    return in_public(actor, work)


def hide_unconsented(
    connection: Connection, actor: Actor, kommunenummer: str, parcels: list[int]
) -> int:
    """Take private parcels nobody agrees to any longer from the public; return how many.

    The rest of the transaction is the service's.
    """
    as_service(connection, kommunenummer)
    hidden = connection.execute(
        text(
            "UPDATE areal.parcel SET published = FALSE WHERE parcel_id = ANY(:parcels) "
            "AND published AND areal.needs_consent(owner_kind) "
            "AND NOT areal.has_consent(parcel_id, :day)"
        ),
        {"parcels": parcels, "day": today()},
    ).rowcount
    if hidden:
        check_and_publish(connection, actor.author)
    return int(hidden)
