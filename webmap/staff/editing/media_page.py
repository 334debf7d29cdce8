"""The pictures, films and documents of a site: uploaded or linked, never without their texts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge, UnprocessableEntity

from areal.accounts.acting import acting
from areal.drafts import media, store
from areal.drafts.fields import MEDIUM
from areal.drafts.media import MediaRefused
from areal.drafts.store import Conflict, Draft
from webmap.language import gettext
from webmap.pages.frame import settings
from webmap.pages.numbers import number
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.editing import saving, words
from webmap.staff.session import person

_TEXTS = ("alt_nb", "alt_en", "credit", "licence")
_LONGEST = 500
_BESIDES = 100_000
_MOST = 60


def media_page(draft_id: int) -> Response:
    """Return the list, or do what was asked with it."""
    if request.method == "GET":
        return _page(saving.held(draft_id), {}, {}, saved="lagret" in request.args)
    held = saving.held(draft_id)
    request.max_content_length = settings().media_max_bytes + _BESIDES
    try:
        fields = dict(request.form.lists())
        upload = request.files.get("file")
    except RequestEntityTooLarge:
        return _page(held, {}, {"file": _refused("too_large")})
    saving.version_of(fields)
    todo = (fields.get("do") or [""])[-1]
    if todo == "add":
        return _add(held, fields, upload.read() if upload and upload.filename else b"")
    if todo == "save":
        return _save(held, fields)
    raise UnprocessableEntity


def _add(held: Draft, fields: saving.Sent, content: bytes) -> Response:
    item = {name: (fields.get(name) or [""])[-1].strip()[:_LONGEST] for name in MEDIUM}
    wrong = _lacking(item, "")
    if content:
        item["kind"] = "photo"
    elif item["kind"] not in ("photo", "dronefilm", "document") or not _https(item["url"]):
        wrong["file"] = gettext("Velg et bilde, eller skriv en adresse som begynner med https://.")
    if len(held.content["media"]) >= _MOST:
        wrong["file"] = gettext("Området har så mange bilder og filer som det kan ha.")
    if content and not wrong:
        try:
            item["url"] = media.take_picture(content, settings()).url
        except MediaRefused as refused:
            wrong["file"] = _refused(refused.reason)
    if not wrong and any(item["url"] == one["url"] for one in held.content["media"]):
        wrong["file"] = gettext("Det bildet er her allerede.")
    if wrong:
        return _page(held, item, wrong)
    return _kept(held, fields, [*held.content["media"], item])


def _save(held: Draft, fields: saving.Sent) -> Response:
    wrong: dict[str, str] = {}
    with acting(person()) as connection:
        base = store.at(connection, held, saving.version_of(fields))
    kept: list[tuple[int, dict[str, str]]] = []
    for number_of, old in enumerate(base["media"], 1):
        if f"remove_{number_of}" in fields:
            continue
        told = {
            name: (fields.get(f"{name}_{number_of}") or [old[name]])[-1].strip()[:_LONGEST]
            for name in _TEXTS
        }
        wrong |= _lacking(told, f"_{number_of}")
        place = (fields.get(f"place_{number_of}") or [""])[-1]
        kept.append((int(place[:4]) if place.isdecimal() else number_of, {**old, **told}))
    if wrong:
        return _page(held, {}, wrong, sent=fields)
    return _kept(held, fields, [item for _, item in sorted(kept, key=lambda pair: pair[0])])


def _kept(held: Draft, fields: saving.Sent, listed: list[dict[str, str]]) -> Response:
    version = saving.version_of(fields)
    with acting(person()) as connection:
        base = store.at(connection, held, version)
        content = {**base, "media": listed}
        result = store.save(connection, person(), held.draft_id, version, content)
    if isinstance(result, Conflict):
        told = gettext("Andre har endret bildene i mellomtiden. Se hva som står nå, og prøv igjen.")
        return _page(result.draft, {}, {"file": told})
    return to(f"{address('draft_media', draft_id=held.draft_id)}?lagret=1")


def _lacking(item: dict[str, str], ending: str) -> dict[str, str]:
    return {
        f"{name}{ending}": gettext("%(field)s må fylles ut.", field=words.label(name))
        for name in _TEXTS
        if not item.get(name)
    }


def _https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def _refused(reason: str) -> str:
    found = settings()
    return {
        "too_large": gettext(
            "Bildet er for stort. Grensen er %(limit)s MB.",
            limit=number(found.media_max_bytes / 1e6, "nb"),
        ),
        "too_many_pixels": gettext(
            "Bildet har for mange piksler. Grensen er %(limit)s millioner.",
            limit=number(found.media_max_pixels / 1e6, "nb"),
        ),
        "no_picture": gettext("Fila er ikke et bilde i JPEG, PNG eller WebP."),
        "virus": gettext("Fila ble stoppet av viruskontrollen."),
        "not_scanned": gettext("Fila kunne ikke viruskontrolleres. Prøv igjen senere."),
    }[reason]


def _page(
    draft: Draft,
    values: dict[str, str],
    wrong: dict[str, str],
    sent: saving.Sent | None = None,
    **more: Any,
) -> Response:
    rows = [
        {
            "number": at,
            "url": item["url"],
            "small": media.small(item["url"]) if item["kind"] == "photo" else "",
            "shown": item["kind"] == "photo" and item["url"].startswith("/"),
            "name": item["url"].rpartition("/")[2],
            **{name: ((sent or {}).get(f"{name}_{at}") or [item[name]])[-1] for name in _TEXTS},
        }
        for at, item in enumerate(draft.content["media"], 1)
    ]
    return saving.framed(
        "staff/draft_media.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        draft=draft,
        version=draft.version,
        title=draft.title,
        rows=rows,
        values=values,
        wrong=wrong,
        labels={name: words.label(name) for name in (*_TEXTS, "file")},
        site_url=address("draft", draft_id=draft.draft_id),
        back=address("areas"),
        limits=gettext(
            "JPEG, PNG eller WebP, høyst %(mb)s MB. Bildet lagres på nytt uten sted og kameradata.",
            mb=number(settings().media_max_bytes / 1e6, "nb"),
        ),
        **more,
    )


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    where = ("omrade/<int:draft_id>/bilder", "site/<int:draft_id>/media")
    add(blueprint, "draft_media", *where, media_page, ["GET", "POST"])
