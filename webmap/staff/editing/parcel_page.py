"""The editor of a parcel: its facts, its outline, and how it is split and joined."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import UnprocessableEntity

from areal.accounts.acting import acting
from areal.drafts import editing, shapes, store
from areal.drafts.content import Content, parcel, standing
from areal.drafts.coordinates import text_of
from areal.drafts.editing import Attempt
from areal.drafts.shapes import CannotShape
from areal.drafts.store import Conflict, Draft
from areal.errors import NotFound
from areal.queries import Connection, codes, reading
from webmap.language import gettext, language
from webmap.pages.numbers import area
from webmap.pages.words import Labels, parcel_label
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.editing import saving, view, words
from webmap.staff.editing.map_script import map_values
from webmap.staff.editing.saving import Outcome, Sent
from webmap.staff.session import person


def parcel_page(draft_id: int, key: str) -> Response:
    """Return the form, or save what was sent."""
    if request.method == "GET":
        return _page(saving.held(draft_id), key, None, {}, saved="lagret" in request.args)
    fields = saving.sent()
    saving.held(draft_id)
    saving.version_of(fields)
    todo = (fields.get("do") or ["save"])[-1]
    if todo != "save":
        return _do(draft_id, key, todo, fields)
    outcome = saving.save(draft_id, fields, reader(key, fields), partly=saving.wants_json())
    return _answer(outcome, key, fields)


def reader(key: str, fields: Sent) -> Callable[[Connection, Draft, Content], Attempt]:
    """Return what reads the form of a parcel."""

    def read(connection: Connection, draft: Draft, content: Content) -> Attempt:
        return editing.parcel_attempt(
            connection, content, key, fields, words.label, language(), draft.site_id
        )

    return read


def _answer(outcome: Outcome, key: str, fields: Sent) -> Response:
    if saving.wants_json():
        return saving.as_json(outcome)
    here = address("draft_parcel", draft_id=outcome.draft.draft_id, key=key)
    attempt = outcome.attempt
    if outcome.conflict:
        return saving.conflict_page(outcome, fields, here)
    if attempt.wrong:
        return _page(outcome.draft, key, fields, attempt.wrong)
    notes = [*attempt.notes, *overlap_texts(attempt)]
    if outcome.taken or notes:
        taken = saving.taken_texts(outcome)
        return _page(outcome.draft, key, None, {}, taken=taken, notes=notes, saved=True)
    return to(f"{here}?lagret=1")


def overlap_texts(attempt: Attempt) -> list[str]:
    """Say which parcels the outline lies over."""
    return [
        gettext(
            "Tomta overlapper %(other)s med %(area)s. Rett grensen hvis det ikke er ment.",
            other=item.name,
            area=area(item.area_m2, language()),
        )
        for item in attempt.overlaps
    ]


_SHAPING: dict[str, Callable[[Connection, Content, str, Sent], Content]] = {
    "split": lambda connection, content, key, fields: shapes.split(
        connection, content, key, (fields.get("line") or [""])[-1]
    ),
    "join": lambda connection, content, key, fields: shapes.join(
        connection, content, key, fields.get("other") or []
    ),
    "remove": lambda _, content, key, __: editing.set_removed(content, key, removed=True),
    "restore": lambda _, content, key, __: editing.set_removed(content, key, removed=False),
}


def _do(draft_id: int, key: str, todo: str, fields: Sent) -> Response:
    if todo not in _SHAPING:
        raise UnprocessableEntity
    fault = ""
    with acting(person()) as connection:
        draft = saving.mine(connection, draft_id)
        base = store.at(connection, draft, saving.version_of(fields))
        try:
            content = _SHAPING[todo](connection, base, key, fields)
        except CannotShape as refused:
            fault = words.shape_fault(refused.reason)
        else:
            version = saving.version_of(fields)
            result = store.save(connection, person(), draft_id, version, content)
            if isinstance(result, Conflict):
                fault = gettext(
                    "Andre har endret tomta i mellomtiden. Se hva som står nå, og prøv igjen."
                )
                draft = result.draft
    if fault:
        return _page(draft, key, None, {todo: fault})
    if todo == "remove":
        return to(address("draft", draft_id=draft_id))
    return to(f"{address('draft_parcel', draft_id=draft_id, key=key)}?lagret=1")


def _page(
    draft: Draft, key: str, sent: Sent | None, wrong: dict[str, str], **more: Any
) -> Response:
    held = parcel(draft.content, key)
    if held is None:
        raise NotFound(f"There is no parcel '{key}' in this draft.")
    lang = language()
    with reading() as connection:
        labels = Labels(codes.labels(connection, lang))
    shower = view.Shower(labels, sent, wrong)
    here = {"draft_id": draft.draft_id, "key": key}
    coordinates = text_of(held.get("geometry"))
    if sent is not None and "coordinates" in sent:
        coordinates = sent["coordinates"][-1]
    return saving.framed(
        "staff/draft_parcel.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        draft=draft,
        version=draft.version if sent is None else saving.version_of(sent),
        key=key,
        title=parcel_label(str(held["fields"].get("label") or key)),
        removed=held.get("removed"),
        groups=view.parcel_groups(shower, held),
        restrictions=view.restrictions(shower, held),
        coordinates=coordinates,
        line=(sent or {}).get("line", [""])[-1],
        wrong=wrong,
        others=_others(draft, key),
        check_url=address("draft_parcel_check", **here),
        shapes_url=address("draft_shapes", draft_id=draft.draft_id),
        site_url=address("draft", draft_id=draft.draft_id),
        back=address("areas"),
        **map_values(lang),
        **more,
    )


def _others(draft: Draft, key: str) -> list[tuple[str, str]]:
    return [
        (item["key"], parcel_label(str(item["fields"].get("label") or item["key"])))
        for item in standing(draft.content)
        if item["key"] != key and item["geometry"]
    ]


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    where = ("omrade/<int:draft_id>/tomt/<key>", "site/<int:draft_id>/parcel/<key>")
    add(blueprint, "draft_parcel", *where, parcel_page, ["GET", "POST"])
