"""What waits for approval, and one draft: its differences, its verdicts, and what is done to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, request

from areal.accounts.acting import acting
from areal.accounts.rights import Permission
from areal.drafts import store
from areal.drafts.store import Draft
from areal.publishing import events, lists, looking, reviewing
from areal.publishing.moves import MoveRefused
from areal.publishing.transaction import Busy
from areal.queries import codes, reading
from webmap.language import gettext, language
from webmap.pages import texts
from webmap.pages.words import Labels, parcel_label
from webmap.staff import changes, publishing_words
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.frame import page
from webmap.staff.session import person

#: Longest message, in characters.
LONGEST = 2_000


def review() -> Response:
    """Return the list."""
    who = person()
    with acting(who) as connection:
        found = lists.drafts(connection)
        standing = lists.sites(connection, who)
    mine, edited = who.rights.where(Permission.PUBLISH), who.rights.where(Permission.EDIT)
    waits = [d for d in found if d.state == "til_godkjenning" and not d.planned]
    return page(
        "staff/review.html",
        "review",
        waiting=[d for d in waits if d.kommunenummer in mine],
        elsewhere=[d for d in waits if d.kommunenummer not in mine],
        asked=[
            d for d in found if d.state == "endring_onsket" and d.kommunenummer in edited | mine
        ],
        planned=[d for d in found if d.planned],
        published=[d for d in reversed(found) if d.state == "publisert"],
        sites=standing,
        link=lambda d: address("review_draft", draft_id=d.draft_id),
        site_link=lambda s: address("site_public", site_id=s.site_id),
        said=publishing_words,
        lang_code=language(),
        done=_done(),
    )


def review_draft(draft_id: int) -> Response:
    """Show a draft, or do something to it."""
    if request.method == "GET":
        return _page(draft_id)
    try:
        return to(f"{_do(draft_id)}")
    except MoveRefused as refused:
        return _page(draft_id, publishing_words.why(refused), HTTPStatus.UNPROCESSABLE_ENTITY)
    except Busy:
        busy = gettext("En kontroll av katalogen pågår. Prøv igjen om et minutt.")
        return _page(draft_id, busy, HTTPStatus.CONFLICT)


def _do(draft_id: int) -> str:
    who, form = person(), request.form
    what, message = form.get("do", ""), form.get("message", "")[:LONGEST]
    version = int(form.get("version", "0")) if form.get("version", "0").isdigit() else 0
    if what == "publisert":
        reviewing.publish(who, draft_id, version, message)
    elif what == "angret":
        reviewing.undo(who, draft_id, message)
        return address("review_draft", draft_id=draft_id)
    elif what in ("planlagt", "avlyst"):
        at = publishing_words.typed_moment(form.get("publish_at", ""))
        end = publishing_words.typed_moment(form.get("withdraw_at", ""))
        if what == "planlagt" and at is None:
            raise MoveRefused("day")
        with acting(who) as connection:
            if what == "avlyst":
                at = end = None
            reviewing.plan(connection, who, draft_id, version, at, end, message)
        return address("review_draft", draft_id=draft_id)
    else:
        with acting(who) as connection:
            reviewing.send(connection, who, draft_id, what, message)
    return f"{address('review', gjort=what)}"


def _page(draft_id: int, fault: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    who, lang = person(), language()
    with acting(who) as connection:
        draft = store.load(connection, draft_id)
        who.require(Permission.READ, draft.kommunenummer)
        told = events.of(connection, draft_id=draft_id)
    with reading() as connection:
        labels = Labels(codes.labels(connection, lang))
    return page(
        "staff/review_draft.html",
        "review",
        status=status,
        draft=draft,
        state=publishing_words.state(draft.state),
        groups=changes.groups(draft.base, draft.content, labels, lang),
        events=told,
        said=publishing_words,
        lang_code=lang,
        fault=fault,
        message=request.form.get("message", ""),
        publish_at=request.form.get("publish_at", "")
        or publishing_words.moment_field(draft.publish_at),
        withdraw_at=request.form.get("withdraw_at", "")
        or publishing_words.moment_field(draft.withdraw_at),
        may_publish=who.rights.may(Permission.PUBLISH, draft.kommunenummer),
        may_edit=who.rights.may(Permission.EDIT, draft.kommunenummer),
        undoable=bool(told) and told[0].what == "publisert",
        preview_url=address("preview", draft_id=draft_id),
        site_url=address("site_public", site_id=draft.site_id) if draft.site_id else "",
        editor_url=_editor(draft),
        back=address("review"),
        longest=LONGEST,
        **_verdicts(draft),
    )


def _verdicts(draft: Draft) -> dict[str, Any]:
    """Say what the strategy would say, while there is something to decide."""
    if not draft.is_open:
        return {"verdicts": (), "held_back": (), "blocked": ""}
    try:
        found, held_back = looking.verdicts(person(), draft.draft_id)
    except MoveRefused as refused:
        return {"verdicts": (), "held_back": (), "blocked": publishing_words.why(refused)}
    except Busy:
        busy = gettext("Kontrollen mot strategien er opptatt. Last siden på nytt om et minutt.")
        return {"verdicts": (), "held_back": (), "blocked": busy}
    none = gettext("ikke i katalogen")
    told = [
        (
            parcel_label(item.label),
            texts.overall(item.before) if item.before else none,
            texts.overall(item.after) if item.after else none,
            item.before or "",
            item.after or "",
        )
        for item in found
    ]
    return {"verdicts": told, "held_back": held_back, "blocked": ""}


def _editor(draft: Draft) -> str:
    """Return the address of the page the draft is edited on, where there is one."""
    name = "draft"
    known = f"staff.{name}_{language()}" in current_app.view_functions
    return address(name, draft_id=draft.draft_id) if known and draft.is_open else ""


def _done() -> str:
    """Say what was just done."""
    return {
        "publisert": gettext("Publisert. Det er offentlig nå."),
        "sendt": gettext("Sendt til godkjenning."),
        "hentet": gettext("Hentet tilbake til kladd."),
        "endring_onsket": gettext("Den som redigerer, ser ønsket om endring."),
        "forkastet": gettext("Kladden er forkastet."),
    }.get(request.args.get("gjort", ""), "")


def register(blueprint: Blueprint) -> None:
    """Add the pages in both languages."""
    both = ("GET", "POST")
    add(blueprint, "review", "godkjenning", "review", review)
    add(
        blueprint,
        "review_draft",
        "omrade/<int:draft_id>/godkjenning",
        "site/<int:draft_id>/review",
        review_draft,
        both,
    )
