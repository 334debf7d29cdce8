"""Signing in with a password and a code, setting up the code, and signing out."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import PasswordField, StringField

from areal.accounts import signing_in
from areal.accounts.signing_in import Entered, SignInRefused
from areal.accounts.throttle import TooOften
from webmap.language import gettext
from webmap.pages.frame import settings
from webmap.staff.address_of import add
from webmap.staff.door import address, limited, to, way_on
from webmap.staff.frame import page
from webmap.staff.session import bind_slip, hold, let_go, visitor

_UNAUTHORIZED = 401
_TOO_MANY = 429


class PasswordForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """E-mail and password."""

    email = StringField()
    password = PasswordField()


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code of the second factor, or a recovery code."""

    code = StringField()


@limited("POST")
def sign_in() -> Response:
    """Show the form, or take the first step."""
    asked = request.values.get("next", "")
    found = visitor().session
    if request.method == "GET" and found is not None:
        return to(way_on(asked) if found.stage == "in" else address(found.stage))
    form = PasswordForm()
    if request.method == "GET":
        return _form(form, asked, "")
    try:
        entered = signing_in.with_password(
            form.email.data or "", form.password.data or "", request.remote_addr or ""
        )
    except SignInRefused:
        told = gettext("E-post eller passord er feil. Prøv en gang til.")
        return _form(form, asked, told, _UNAUTHORIZED)
    except TooOften as error:
        return _waits(_form(form, asked, too_often(error), _TOO_MANY), error)
    onward = {"next": asked} if asked else {}
    return hold(to(address(entered.stage, **onward)), entered.token)


@limited("POST")
def code() -> Response:
    """Show the field for the code, or take the second step."""
    found = visitor()
    if found.session is None or found.session.stage != "code":
        return to(address("home"))
    form, asked = CodeForm(), request.values.get("next", "")
    if request.method == "GET":
        return _code(form, asked, "")
    try:
        entered = signing_in.with_code(found.session, found.token, form.code.data or "")
    except SignInRefused:
        told = gettext("Koden er feil eller brukt. Vent på neste kode og prøv igjen.")
        return _code(form, asked, told, _UNAUTHORIZED)
    except TooOften as error:
        return _waits(_code(form, asked, too_often(error), _TOO_MANY), error)
    return hold(to(way_on(asked)), entered.token)


@limited("POST")
def enrol() -> Response:
    """Show what an authenticator app needs, or take its first code."""
    found = visitor()
    if found.session is None or found.session.stage != "enrol":
        return to(address("home"))
    form, asked = CodeForm(), request.values.get("next", "")
    told, status, wait = "", 200, None
    if request.method == "POST":
        try:
            entered = signing_in.set_up_factor(found.session, found.token, form.code.data or "")
            return _codes(entered, asked)
        except SignInRefused:
            told, status = gettext("Koden stemmer ikke. Sjekk klokka på telefonen."), _UNAUTHORIZED
        except TooOften as error:
            told, status, wait = too_often(error), _TOO_MANY, error
    offer = signing_in.offered_factor(found.session)
    answer = page(
        "staff/enrol.html", "", status=status, form=form, asked=asked, told=told,
        secret=" ".join(offer.secret[at : at + 4] for at in range(0, len(offer.secret), 4)),
        drawing=_qr(offer.uri),
    )  # fmt: skip
    return answer if wait is None else _waits(answer, wait)


def sign_out() -> Response:
    """End the session here and on the server."""
    found = visitor()
    if found.session is not None:
        signing_in.sign_out(found.session, found.token)
    return let_go(to(address("sign_in", out="1")))


def too_often(error: TooOften) -> str:
    """Return how long to wait, in whole minutes."""
    minutes = -(-error.wait // 60)
    return gettext("For mange forsøk. Vent %(minutes)s minutter og prøv igjen.", minutes=minutes)


def _form(form: PasswordForm, asked: str, told: str, status: int = 200) -> Response:
    return page(
        "staff/sign_in.html",
        "",
        status=status,
        form=form,
        asked=asked,
        told=told,
        out=request.args.get("out") == "1" and not told,
        provider=settings().oidc_name or gettext("virksomhetens innlogging"),
        provider_url=(
            address("provider", **({"next": asked} if asked else {}))
            if settings().oidc_issuer
            else ""
        ),
    )


def _code(form: CodeForm, asked: str, told: str, status: int = 200) -> Response:
    return page("staff/code.html", "", status=status, form=form, asked=asked, told=told)


def _codes(entered: Entered, asked: str) -> Response:
    bind_slip(entered.token)
    answer = page("staff/codes.html", "", codes=entered.codes, on=way_on(asked))
    return hold(answer, entered.token)


def _waits(response: Response, error: TooOften) -> Response:
    response.headers["Retry-After"] = str(error.wait)
    return response


def _qr(uri: str) -> Markup:
    import segno  # noqa: PLC0415 - only who sets up a second factor needs it

    drawn = segno.make(uri, error="m").svg_inline(
        scale=5, border=2, dark="#000", light="#fff", title=gettext("QR-kode for appen")
    )
    return Markup(drawn)  # noqa: S704 - paths drawn by the library, and our title


def register(blueprint: Blueprint) -> None:
    """Add the pages in both languages."""
    both = ["GET", "POST"]
    add(blueprint, "sign_in", "logg-inn", "sign-in", sign_in, both)
    add(blueprint, "code", "kode", "code", code, both)
    add(blueprint, "enrol", "totrinn", "second-factor", enrol, both)
    add(blueprint, "sign_out", "logg-ut", "sign-out", sign_out, ["POST"])
