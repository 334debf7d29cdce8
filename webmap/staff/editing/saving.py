"""Saving a form of the editor: by version, merged by field, never over what another wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from flask import Response, json, jsonify, request
from werkzeug.exceptions import UnprocessableEntity

from areal.accounts.acting import acting
from areal.accounts.rights import Permission
from areal.drafts import store
from areal.drafts.content import Content
from areal.drafts.editing import Attempt
from areal.drafts.merge import Change, Difference, settle
from areal.drafts.store import Conflict, Draft
from areal.queries import Connection
from webmap import security
from webmap.language import gettext
from webmap.pages.frame import settings
from webmap.staff.editing import words
from webmap.staff.frame import page
from webmap.staff.session import person

Sent = Mapping[str, list[str]]
#: Reads a form over the version it was made of.
Reader = Callable[[Connection, Draft, Content], Attempt]
_MOST_FIELDS = 600
_MOST_BYTES = 4_000_000


@dataclass(frozen=True)
class Outcome:
    """What became of a form: the draft as it stands, what is wrong, who else changed what."""

    draft: Draft
    attempt: Attempt
    saved: bool = False
    conflict: Conflict | None = None
    taken: tuple[Change, ...] = ()


def sent() -> dict[str, list[str]]:
    """Return the fields of the present form."""
    request.max_form_parts, request.max_form_memory_size = _MOST_FIELDS, _MOST_BYTES
    request.max_content_length = _MOST_BYTES
    return dict(request.form.lists())


def version_of(fields: Sent) -> int:
    """Return the version a form was made of; raises 422 for a form that does not say."""
    told = (fields.get("version") or [""])[-1]
    if not told.isdecimal():
        raise UnprocessableEntity
    return int(told[:9])


def mine(connection: Connection, draft_id: int) -> Draft:
    """Return a draft that who is signed in may edit."""
    draft = store.load(connection, draft_id)
    person().require(Permission.EDIT, draft.kommunenummer)
    return draft


def held(draft_id: int) -> Draft:
    """Return a draft to show."""
    with acting(person()) as connection:
        return mine(connection, draft_id)


def save(draft_id: int, fields: Sent, read: Reader, *, partly: bool = False) -> Outcome:
    """Save a form; with something wrong in it nothing is saved, or ``partly`` the rest."""
    version = version_of(fields)
    with acting(person()) as connection:
        draft = mine(connection, draft_id)
        attempt = read(connection, draft, store.at(connection, draft, version))
        if attempt.wrong and not partly:
            return Outcome(draft, attempt)
        result = store.save(connection, person(), draft_id, version, attempt.content)
        if isinstance(result, Conflict):
            settled = _settled(result, fields)
            if settled is None:
                return Outcome(result.draft, attempt, conflict=result, taken=result.taken)
            again = store.save(connection, person(), draft_id, result.draft.version, settled)
            assert isinstance(again, Draft)  # noqa: S101 - the row is locked
            return Outcome(again, attempt, saved=True)
        return Outcome(result, attempt, saved=True, taken=result.taken)


def _settled(conflict: Conflict, fields: Sent) -> Content | None:
    """Return the content with what was chosen; None unless each difference was, as it is now."""
    chosen: dict[Any, Any] = {}
    for number, item in enumerate(conflict.differences):
        side = (fields.get(f"choose_{number}") or [""])[-1]
        seen = (fields.get(f"theirs_{number}") or [""])[-1]
        if side not in ("mine", "theirs") or seen != digest(item):
            return None
        chosen[item.path] = item.mine if side == "mine" else item.theirs
    return settle(conflict.merged, chosen)


def digest(item: Difference) -> str:
    """Return what tells whether a difference is the one that was shown."""
    return f"{hash_of(item.path)}-{hash_of(item.theirs)}"


def hash_of(found: object) -> str:
    """Return a short checksum of a value."""
    return sha256(json.dumps(found).encode()).hexdigest()[:16]


def conflict_page(outcome: Outcome, fields: Sent, back: str) -> Response:
    """Return the page where one chooses, field by field, what is to stand."""
    conflict = outcome.conflict
    assert conflict is not None  # noqa: S101 - the caller has looked
    rows = [
        {
            "number": number,
            "what": words.where(item.path, conflict.draft.content),
            "base": words.value(item.base),
            "mine": words.value(item.mine),
            "theirs": words.value(item.theirs),
            "digest": digest(item),
        }
        for number, item in enumerate(conflict.differences)
    ]
    carried = [
        (name, value)
        for name, values in fields.items()
        if not name.startswith(("choose_", "theirs_")) and name != "csrf_token"
        for value in values
    ]
    return framed(
        "staff/draft_conflict.html",
        HTTPStatus.CONFLICT,
        title=conflict.draft.title,
        rows=rows,
        carried_fields=carried,
        who_else=conflict.draft.changed_by.split(" <", maxsplit=1)[0],
        back=back,
    )


def taken_texts(outcome: Outcome) -> list[str]:
    """Say what others changed in the meantime."""
    return [
        f"{words.where(item.path, outcome.draft.content)}: {words.value(item.after)}"
        for item in outcome.taken
    ]


def as_json(outcome: Outcome) -> Response:
    """Tell a script what became of what was typed."""
    told = {
        "saved": outcome.saved,
        # Where others' changes came in, the page is still made of the older version.
        "version": None if outcome.taken or not outcome.saved else outcome.draft.version,
        "wrong": outcome.attempt.wrong,
        "conflict": outcome.conflict is not None,
        "taken": taken_texts(outcome) if outcome.saved else [],
        "said": _said(outcome),
    }
    status = HTTPStatus.CONFLICT if outcome.conflict else HTTPStatus.OK
    response = jsonify(told)
    response.status_code = status
    return response


def _said(outcome: Outcome) -> str:
    if outcome.conflict:
        return gettext("Andre har endret det samme. Trykk Lagre for å velge hva som skal stå.")
    if outcome.attempt.wrong:
        return gettext("Lagret, unntatt det som er feil.")
    if outcome.taken:
        return gettext("Lagret. Andre har endret noe her: last siden på nytt for å se det.")
    return gettext("Lagret.")


def wants_json() -> bool:
    """Return whether a script asks."""
    return request.headers.get("Accept", "") == "application/json"


def framed(template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """Return a page of the editor; one with a map may ask for the ground map."""
    response = page(template, "areas", status=int(status), **values)
    if values.get("map_scripts"):
        policy: security.Policy = {**security.STAFF, "img-src": ("'self'", "data:", "blob:")}
        policy = security.with_basemap(policy, settings().basemap)
        response.headers["Content-Security-Policy"] = security.policy_text(policy)
    return response
