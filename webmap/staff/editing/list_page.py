"""The sites of one's kommuner, with the drafts that are open, and the way to a new one."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from areal.accounts.acting import acting
from areal.accounts.rights import Permission
from areal.drafts import store
from webmap.language import gettext, language, ngettext
from webmap.pages.numbers import area
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.editing import words
from webmap.staff.editing.saving import framed
from webmap.staff.session import person

_LONGEST = 120


def list_page() -> Response:
    """Return the list."""
    lang, may = language(), person().rights
    with acting(person()) as connection:
        listed = store.sites(connection, may.where(Permission.READ))
    rows = [
        {
            "site_id": item.site_id,
            "name": item.name,
            "kommune": item.kommune,
            "state": words.state(item.state) if item.state else "",
            "public": item.published,
            "parcels": ngettext("%(num)s tomt", "%(num)s tomter", item.parcels),
            "area": area(item.area_m2, lang) if item.area_m2 else "",
            "changed": _changed(item, lang),
            "url": address("draft", draft_id=item.draft_id) if item.draft_id else "",
            "mine": may.may(Permission.EDIT, item.kommunenummer),
        }
        for item in listed
    ]
    return framed(
        "staff/sites.html",
        rows=rows,
        new_url=address("draft_new") if may.may(Permission.EDIT) else "",
    )


def _changed(item: store.Listed, lang: str) -> str:
    if item.changed_at is None:
        return ""
    who = (item.changed_by or "").split(" <", maxsplit=1)[0]
    return f"{words.moment(item.changed_at, lang)}, {who}"


def new_page() -> Response:
    """Return the form of a new site; sent, begin its draft, or that of a site that is named."""
    if request.method == "GET":
        return _form({}, {})
    site = request.form.get("site", "")
    if site.isdecimal():
        return _begin(int(site))
    values = {name: request.form.get(name, "").strip() for name in ("name", "kommune")}
    wrong = {name: words.label(name) for name, value in values.items() if not value}
    errors = {name: gettext("%(field)s må fylles ut.", field=told) for name, told in wrong.items()}
    if len(values["name"]) > _LONGEST:
        errors["name"] = gettext("Navnet er for langt.")
    if errors:
        return _form(values, errors)
    with acting(person()) as connection:
        name, kommune = values["name"], values["kommune"]
        draft = store.open_draft(connection, person(), None, kommune, title=name)
    return to(address("draft", draft_id=draft.draft_id))


def _begin(site_id: int) -> Response:
    with acting(person()) as connection:
        kommune = store.kommune_of(connection, site_id)
        draft = store.open_draft(connection, person(), site_id, kommune)
    return to(address("draft", draft_id=draft.draft_id))


def _form(values: dict[str, str], errors: dict[str, str]) -> Response:
    mine = person().rights.where(Permission.EDIT)
    with acting(person()) as connection:
        listed = store.kommune_names(connection, mine)
    return framed(
        "staff/site_new.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        kommuner=listed,
        values=values,
        errors=errors,
        back=address("areas"),
    )


def register(blueprint: Blueprint) -> None:
    """Add the pages in both languages."""
    add(blueprint, "areas", "omrader", "sites", list_page)
    add(blueprint, "draft_new", "omrader/nytt", "sites/new", new_page, ["GET", "POST"])
