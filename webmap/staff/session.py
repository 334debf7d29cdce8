"""What a browser of the staff holds: a number for the session, and a signed slip for the forms.

Both cookies go with addresses under ``/staff/`` only: no other page is ever sent one, or sets one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from areal.accounts import signing_in
from areal.accounts.keys import derived
from areal.accounts.people import Person
from areal.accounts.sessions import Session
from areal.settings import Settings
from webmap.pages.frame import settings

PATH = "/staff/"
_NAME, _SLIP = "areal-staff", "areal-staff-form"
#: Whose session the slip belongs to: that of another one is thrown away.
_OF = "of"


def cookie_name(secure: bool, name: str = _NAME) -> str:
    """Return the name of a cookie; the prefix lets browsers take it over TLS only."""
    return f"__Secure-{name}" if secure else name


class StaffSessions(SecureCookieSessionInterface):
    """Flask's session under ``/staff/``, signed: CSRF tokens, and where the provider was asked.

    Elsewhere there is none. Who is signed in is not in it, but in the database.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the slip of this browser; None outside the staff's rooms."""
        if not request.path.startswith(PATH):
            return None
        if not app.secret_key:
            app.secret_key = derived(self._settings, "slips")
        return super().open_session(app, request)

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 - Flask's signature
        """Return the name of the slip."""
        return cookie_name(self._settings.staff_cookie_secure, _SLIP)

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002
        """Return the only addresses the slip goes with."""
        return PATH

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        """Return whether the slip goes over TLS only."""
        return self._settings.staff_cookie_secure

    def get_cookie_httponly(self, app: Flask) -> bool:  # noqa: ARG002
        """Keep the slip from scripts."""
        return True

    def get_cookie_samesite(self, app: Flask) -> str:  # noqa: ARG002
        """Keep the slip from forms of other sites; the way back from the provider is a link."""
        return "Lax"


@dataclass(frozen=True)
class Visitor:
    """Who sent this request: the number their browser holds, and the session if it holds."""

    token: str
    session: Session | None


def visitor() -> Visitor:
    """Return who sent this request; the database is asked once."""
    if "areal_visitor" not in g:
        token = request.cookies.get(cookie_name(settings().staff_cookie_secure), "")
        found = signing_in.session_of(token) if token else None
        bind_slip(token if found else "")
        g.areal_visitor = Visitor(token, found)
    known = g.areal_visitor
    assert isinstance(known, Visitor)  # noqa: S101 - nobody else uses the name
    return known


def person() -> Person:
    """Return who is signed in; behind the door there is always somebody."""
    found = visitor().session
    assert found is not None  # noqa: S101 - the door lets nobody else in
    return found.person


def person_or_none() -> Person | None:
    """Return who is signed in, all the way, if anybody."""
    found = visitor().session
    return found.person if found is not None and found.stage == "in" else None


def hold(response: Response, token: str) -> Response:
    """Let the browser hold the number of a session; it forgets it when it is closed."""
    bind_slip(token)
    secure = settings().staff_cookie_secure
    response.set_cookie(
        cookie_name(secure), token, path=PATH, secure=secure, httponly=True, samesite="Lax"
    )
    return response


def let_go(response: Response) -> Response:
    """Let the browser forget the session and the slip."""
    secure = settings().staff_cookie_secure
    session.clear()
    response.delete_cookie(
        cookie_name(secure), path=PATH, secure=secure, httponly=True, samesite="Lax"
    )
    return response


def bind_slip(token: str) -> None:
    """Throw away a slip that was made for another session: one planted in a browser is no good."""
    of = hashlib.sha256(token.encode()).hexdigest()[:16] if token else ""
    if session.get(_OF, "") != of:
        session.clear()
        g.pop("csrf_token", None)
        if of:
            session[_OF] = of
