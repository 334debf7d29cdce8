"""One site towards the public: withdrawn or shown, which fields and parcels, and who agreed."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from areal.accounts.acting import acting
from areal.accounts.rights import Permission
from areal.publishing import events, sites
from areal.publishing.moves import SITE_MOVES, MoveRefused
from areal.publishing.transaction import Busy
from webmap.language import gettext, language
from webmap.pages.words import parcel_label
from webmap.staff import publishing_words
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.frame import page
from webmap.staff.session import person


def site_public(site_id: int) -> Response:
    """Show how a site stands, or change it."""
    if request.method == "GET":
        return _page(site_id)
    try:
        _do(site_id)
    except MoveRefused as refused:
        return _page(site_id, publishing_words.why(refused), HTTPStatus.UNPROCESSABLE_ENTITY)
    except Busy:
        busy = gettext("En kontroll av katalogen pågår. Prøv igjen om et minutt.")
        return _page(site_id, busy, HTTPStatus.CONFLICT)
    return to(address("site_public", site_id=site_id, gjort="1"))


def _do(site_id: int) -> None:
    who, form = person(), request.form
    what = form.get("do", "")
    if what not in (*SITE_MOVES, "synlighet", "planlagt"):
        raise MoveRefused("unknown")
    with acting(who) as connection:
        held = sites.load(connection, site_id)
    who.require(Permission.PUBLISH, held.kommunenummer)
    if what == "synlighet":
        shown = [name for name in sites.FIELDS if name in form.getlist("felt")]
        parcels = [int(value) for value in form.getlist("tomt") if value.isdigit()]
        sites.choose(who, site_id, shown, parcels)
    elif what == "planlagt":
        at = publishing_words.typed_moment(form.get("withdraw_at", ""))
        sites.plan_withdrawal(who, site_id, at)
    else:
        sites.act(who, site_id, what, form.get("message", "")[:2_000])


def _page(site_id: int, fault: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    who, lang = person(), language()
    with acting(who) as connection:
        held = sites.load(connection, site_id)
        who.require(Permission.READ, held.kommunenummer)
        told = events.of(connection, site_id=site_id)
    fields = (
        ("price", gettext("Priser"), held.show_price),
        ("power", gettext("Strøm: effekt, kilde og dato"), held.show_power),
        ("contact", gettext("Kontaktpunkt: rolle, e-post og telefon"), held.show_contact),
    )
    return page(
        "staff/site_public.html",
        "review",
        status=status,
        site=held,
        state=publishing_words.state(held.state),
        fields=fields,
        label=parcel_label,
        consent_url=lambda parcel: address("consent", parcel_id=parcel.parcel_id),
        events=told,
        said=publishing_words,
        lang_code=lang,
        fault=fault,
        message=request.form.get("message", ""),
        withdraw_at=request.form.get("withdraw_at", "")
        or publishing_words.moment_field(held.withdraw_at),
        may_publish=who.rights.may(Permission.PUBLISH, held.kommunenummer),
        done=request.args.get("gjort") == "1",
        back=address("review"),
        draft_link=lambda event: (
            address("review_draft", draft_id=event.draft_id) if event.draft_id else ""
        ),
    )


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(
        blueprint,
        "site_public",
        "synlighet/<int:site_id>",
        "visibility/<int:site_id>",
        site_public,
        ("GET", "POST"),
    )
