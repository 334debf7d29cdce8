"""What every staff page has around it: who is signed in, where they may go, the way out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from areal.accounts.rights import Permission, StaffRole
from webmap.language import gettext, language
from webmap.pages.links import with_query
from webmap.staff.door import RULES, address
from webmap.staff.session import person_or_none


@dataclass(frozen=True)
class Entry:
    """One entry of the staff's navigation."""

    title: str
    url: str
    current: bool


def page(template: str, name: str, *, status: int = 200, **values: Any) -> Response:
    """Return a staff page; ``name`` is its entry in the navigation, "" for none."""
    html = render_template(
        template,
        entries=_entries(name),
        who=person_or_none(),
        csrf_token=generate_csrf,
        once=secrets.token_urlsafe,
        sign_out=address("sign_out"),
        start=address("home"),
        other=_other(),
        **values,
    )
    return Response(html, status=status, mimetype="text/html")


def role_name(role: StaffRole) -> str:
    """Return what a role is called."""
    return {
        StaffRole.READER: gettext("Leser"),
        StaffRole.EDITOR: gettext("Redaktør"),
        StaffRole.PUBLISHER: gettext("Publiserer"),
        StaffRole.PLANNER: gettext("Planlegger"),
        StaffRole.CONTACT: gettext("Kontaktpunkt"),
        StaffRole.ADMIN: gettext("Administrator"),
    }[role]


def role_tasks(role: StaffRole) -> str:
    """Return what a role is for."""
    return {
        StaffRole.READER: gettext("ser kladder"),
        StaffRole.EDITOR: gettext("endrer områder og tomter"),
        StaffRole.PUBLISHER: gettext("bestemmer hva som er offentlig"),
        StaffRole.PLANNER: gettext("registrerer godkjente avvik"),
        StaffRole.CONTACT: gettext("svarer på henvendelser"),
        StaffRole.ADMIN: gettext("gir og tar roller"),
    }[role]


def _entries(name: str) -> tuple[Entry, ...]:
    who = person_or_none()
    if who is None:
        return ()
    titles = {
        "home": gettext("Oversikt"),
        "enquiries": gettext("Henvendelser"),
        "areas": gettext("Områder"),
        "tasks": gettext("Oppgaver"),
        "review": gettext("Godkjenning"),
        "import": gettext("Import"),
        "grants": gettext("Godkjente avvik"),
        "figures": gettext("Tall"),
        "users": gettext("Brukere"),
        "log": gettext("Logg"),
    }
    return tuple(
        Entry(title, address(key), key == name)
        for key, title in titles.items()
        if not isinstance(wanted := RULES[key], Permission) or who.rights.may(wanted)
    )


def _other() -> str:
    """Return this page in the other language."""
    endpoint = request.endpoint or ""
    there = "en" if language() == "nb" else "nb"
    if not endpoint.startswith("staff.") or endpoint[-3:] not in ("_nb", "_en"):
        return url_for(f"staff.home_{there}")
    query = [] if request.method == "POST" else list(request.args.items(multi=True))
    return with_query(url_for(f"{endpoint[:-2]}{there}", **(request.view_args or {})), query)
