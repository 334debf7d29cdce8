"""The address a new person opens to choose a password: works once, for a week."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_wtf import FlaskForm
from wtforms import PasswordField

from areal.accounts import links
from areal.accounts.passwords import SHORTEST, PasswordRefused
from areal.errors import NotFound
from webmap.language import gettext
from webmap.staff.address_of import add
from webmap.staff.door import address, limited, to
from webmap.staff.frame import page
from webmap.staff.session import let_go

_GONE, _UNPROCESSABLE = 410, 422


class LinkForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The new password, twice: it can't be seen."""

    password = PasswordField()
    again = PasswordField()


@limited("POST")
def link(token: str) -> Response:
    """Show the form, or set the password."""
    form = LinkForm()
    try:
        holder = links.holder(token)
        if request.method == "GET":
            return _form(form, holder.email, "")
        if form.password.data != form.again.data:
            told = gettext("De to passordene er ikke like. Skriv dem en gang til.")
            return _form(form, holder.email, told, _UNPROCESSABLE)
        links.use(token, form.password.data or "")
    except PasswordRefused as refused:
        return _form(form, holder.email, _refusal(refused.reason), _UNPROCESSABLE)
    except NotFound:
        told = gettext("Lenken er brukt eller for gammel. Be administratoren om en ny.")
        return page("staff/refused.html", "", status=_GONE, told=told)
    # Whoever was signed in on this machine is not the one who goes on.
    return let_go(to(address("sign_in")))


def _form(form: LinkForm, email: str, told: str, status: int = 200) -> Response:
    return page(
        "staff/link.html", "", status=status, form=form, email=email, told=told, shortest=SHORTEST
    )


def _refusal(reason: str) -> str:
    return {
        "too_short": gettext("Passordet må ha minst %(number)s tegn.", number=SHORTEST),
        "too_long": gettext("Passordet er for langt."),
        "too_simple": gettext("Passordet gjentar for få tegn. Velg for eksempel fire ord."),
        "has_email": gettext("Passordet kan ikke inneholde e-postadressen din."),
    }[reason]


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(blueprint, "link", "lenke/<token>", "link/<token>", link, ["GET", "POST"])
