"""The editor of a site: what is said of it in both languages, and the way to its parcels."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnprocessableEntity

from areal.accounts.acting import acting
from areal.drafts import editing, store
from areal.drafts.content import Content
from areal.drafts.editing import Attempt
from areal.drafts.store import Draft
from areal.queries import Connection, codes, reading
from webmap.language import gettext, language
from webmap.pages.words import Labels, parcel_label
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.editing import saving, view, words
from webmap.staff.editing.map_script import map_values
from webmap.staff.editing.saving import Outcome, Sent
from webmap.staff.session import person


def site_page(draft_id: int) -> Response:
    """Return the form, or save what was sent."""
    if request.method == "GET":
        return _page(saving.held(draft_id), None, {}, saved="lagret" in request.args)
    fields = saving.sent()
    saving.held(draft_id)
    saving.version_of(fields)
    todo = (fields.get("do") or ["save"])[-1]
    if todo != "save":
        return _do(draft_id, todo, fields)
    outcome = saving.save(draft_id, fields, _read, partly=saving.wants_json())
    return _answer(outcome, fields)


def _read(connection: Connection, draft: Draft, content: Content) -> Attempt:
    del draft
    return editing.site_attempt(connection, content, saving.sent(), words.label, language())


def _answer(outcome: Outcome, fields: Sent) -> Response:
    if saving.wants_json():
        return saving.as_json(outcome)
    here = address("draft", draft_id=outcome.draft.draft_id)
    if outcome.conflict:
        return saving.conflict_page(outcome, fields, here)
    if outcome.attempt.wrong:
        return _page(outcome.draft, fields, outcome.attempt.wrong)
    if outcome.taken:
        return _page(outcome.draft, None, {}, taken=saving.taken_texts(outcome))
    return to(f"{here}?lagret=1")


def _do(draft_id: int, todo: str, fields: Sent) -> Response:
    if todo not in ("add", "discard"):
        raise UnprocessableEntity
    with acting(person()) as connection:
        draft = saving.mine(connection, draft_id)
        if todo == "discard":
            store.discard(connection, person(), draft_id)
            return to(address("areas"))
        label = (fields.get("label") or [""])[-1].strip()[:120]
        label = label or f"Tomt {len(draft.content['parcels']) + 1}"
        content, key = editing.add_parcel(draft.content, label)
        store.save(connection, person(), draft_id, draft.version, content)
    return to(address("draft_parcel", draft_id=draft_id, key=key))


def _page(draft: Draft, sent: Sent | None, wrong: dict[str, str], **more: Any) -> Response:
    lang = language()
    with reading() as connection:
        labels = Labels(codes.labels(connection, lang))
    shower = view.Shower(labels, sent, wrong)
    lacking: dict[str, list[str]] = {}
    for key, name in editing.lacking(draft.content):
        lacking.setdefault(key, []).append(words.label(name))
    version = draft.version if sent is None else saving.version_of(sent)
    return saving.framed(
        "staff/draft_site.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        draft=draft,
        version=version,
        state=words.state(draft.state),
        title=draft.title,
        fields=view.site_fields(shower, draft.content["site"]),
        wrong=wrong,
        parcels=_parcels(draft, lacking),
        lacking=lacking.get("", []),
        changed=gettext(
            "Sist lagret %(when)s av %(who)s.",
            when=words.moment(draft.changed_at, lang),
            who=draft.changed_by.split(" <", maxsplit=1)[0],
        ),
        media_url=address("draft_media", draft_id=draft.draft_id),
        media_count=len(draft.content["media"]),
        review_url=address("review_draft", draft_id=draft.draft_id),
        check_url=address("draft_check", draft_id=draft.draft_id),
        shapes_url=address("draft_shapes", draft_id=draft.draft_id),
        back=address("areas"),
        **map_values(lang),
        **more,
    )


def _parcels(draft: Draft, lacking: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {
            "label": parcel_label(str(item["fields"].get("label") or item["key"])),
            "url": address("draft_parcel", draft_id=draft.draft_id, key=item["key"]),
            "removed": item.get("removed"),
            "new": item.get("parcel_id") is None,
            "lacking": lacking.get(item["key"], []),
            "matrikkel": ", ".join(item.get("matrikkel") or []),
        }
        for item in draft.content["parcels"]
    ]


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    where = ("omrade/<int:draft_id>", "site/<int:draft_id>")
    add(blueprint, "draft", *where, site_page, ["GET", "POST"])
