"""The consents of a parcel's owner: record one, strike one out."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from areal.accounts.acting import acting
from areal.accounts.rights import Permission
from areal.clock import today
from areal.publishing import consents
from areal.publishing.consents import ConsentRefused
from areal.publishing.transaction import Busy
from webmap.language import gettext, language
from webmap.pages.numbers import day
from webmap.pages.words import parcel_label
from webmap.staff import publishing_words
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.frame import page
from webmap.staff.session import person

FIELDS = ("given_by", "given_on", "document_ref", "valid_until")


def consent(parcel_id: int) -> Response:
    """Show the consents of a parcel, or record or strike out one."""
    if request.method == "GET":
        return _page(parcel_id)
    try:
        if request.form.get("do") == "withdraw":
            number = request.form.get("consent", "")
            consents.withdraw(person(), parcel_id, int(number) if number.isdigit() else 0)
        elif request.form.get("do") == "record":
            _record(parcel_id)
        else:
            return _page(parcel_id, (("", "nothing"),), HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConsentRefused as refused:
        return _page(parcel_id, refused.mistakes, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Busy:
        return _page(parcel_id, (("", "busy"),), HTTPStatus.CONFLICT)
    return to(address("consent", parcel_id=parcel_id, gjort="1"))


def _record(parcel_id: int) -> None:
    who, form = person(), request.form
    until = form.get("valid_until", "")
    given, lasts = (
        publishing_words.typed_day(form.get(n, "")) for n in ("given_on", "valid_until")
    )
    if until.strip() and lasts is None:
        raise ConsentRefused((("valid_until", "unreadable"),))
    with acting(who) as connection:
        consents.record(
            connection,
            who,
            parcel_id,
            form.get("given_by", ""),
            given,
            form.get("document_ref", ""),
            lasts,
        )


def _page(
    parcel_id: int,
    mistakes: tuple[tuple[str, str], ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    who, lang = person(), language()
    with acting(who) as connection:
        held = consents.place(connection, parcel_id)
        who.require(Permission.READ, held.kommunenummer)
        told = consents.of(connection, parcel_id)
    may_edit = who.rights.may(Permission.EDIT, held.kommunenummer)
    return page(
        "staff/consent.html",
        "review",
        status=status,
        parcel=held,
        title=f"{held.site_name}, {parcel_label(held.label)}",
        consents=[(item, item.holds(today())) for item in told],
        day=lambda value: day(value, lang) if value else "",
        said=publishing_words,
        errors=[(field, _told(field, reason)) for field, reason in mistakes],
        typed={name: request.form.get(name, "") for name in FIELDS},
        may_edit=may_edit,
        may_withdraw=may_edit or who.rights.may(Permission.PUBLISH, held.kommunenummer),
        done=request.args.get("gjort") == "1",
        site_url=address("site_public", site_id=held.site_id),
    )


def _told(field: str, reason: str) -> str:
    names = {
        "given_by": gettext("Hvem som samtykket"),
        "given_on": gettext("Dato"),
        "document_ref": gettext("Dokument"),
        "valid_until": gettext("Gjelder til"),
    }
    reasons = {
        "empty": gettext("må fylles ut"),
        "too_long": gettext("er for lang"),
        "future": gettext("kan ikke ligge fram i tid"),
        "before": gettext("må være etter datoen samtykket ble gitt"),
        "person": gettext("skal være en rolle, ikke en person eller e-postadresse"),
        "unreadable": gettext("kan ikke leses. Skriv den som 31.12.2027"),
        "nothing": gettext("Velg hva du vil gjøre."),
        "busy": gettext("En kontroll av katalogen pågår. Prøv igjen om et minutt."),
    }
    return f"{names[field]} {reasons[reason]}" if field else reasons[reason]


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(
        blueprint,
        "consent",
        "samtykke/<int:parcel_id>",
        "consent/<int:parcel_id>",
        consent,
        ("GET", "POST"),
    )
