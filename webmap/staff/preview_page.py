"""A draft as the public will see it: the public page itself, marked, and kept nowhere."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response

from areal.publishing import looking
from areal.publishing.moves import MoveRefused
from areal.publishing.transaction import Busy
from areal.publishing.writing import Written
from areal.queries import Connection
from areal.queries import revision as revisions
from webmap.language import gettext, language
from webmap.pages import site_page
from webmap.staff import publishing_words
from webmap.staff.address_of import add
from webmap.staff.door import address
from webmap.staff.frame import page
from webmap.staff.session import person


def preview(draft_id: int) -> Response:
    """Return the page."""
    lang = language()

    def look(connection: Connection, written: Written) -> str:
        note = gettext("Forhåndsvisning av en kladd. Ingen andre ser dette, og lenkene går til "
                       "det som er offentlig nå.")  # fmt: skip
        return site_page.build(
            connection, revisions.current(connection), written.slug, lang, draft_note=note,
            draft_back=address("review_draft", draft_id=draft_id),
        )  # fmt: skip

    try:
        html = looking.as_public(person(), draft_id, look)
    except (MoveRefused, Busy) as error:
        told = (
            publishing_words.why(error)
            if isinstance(error, MoveRefused)
            else gettext("En kontroll av katalogen pågår. Prøv igjen om et minutt.")
        )
        return page(
            "staff/preview_none.html",
            "review",
            status=HTTPStatus.CONFLICT,
            told=told,
            back=address("review_draft", draft_id=draft_id),
        )
    return Response(html, mimetype="text/html")


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(blueprint, "preview", "omrade/<int:draft_id>/vis", "site/<int:draft_id>/preview", preview)
