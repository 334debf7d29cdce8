"""Every text a template shows passes here: names come from outside, and stay in their place."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, request
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from areal.plain import plain


def init(app: Flask) -> None:
    """Let the templates of ``app`` show no text that turns the direction of its neighbours."""
    app.jinja_env.finalize = _finalized
    app.before_request(_refuse_in_address)


def refuse_nul(values: Iterable[str]) -> None:
    """Raise 400 for a text with NUL: no keyboard writes it, and no text of a database holds it."""
    if any("\x00" in value for value in values):
        raise BadRequest("A text holds a character that is none.")


def _refuse_in_address() -> None:
    # Public pages leave out what they can't read and say so, and the API names the parameter.
    if not request.path.startswith("/staff/"):
        return
    refuse_nul((request.path, *request.args.keys()))
    refuse_nul(value for _, value in request.args.items(multi=True))


def _finalized(value: object) -> object:
    if isinstance(value, Markup):
        return Markup(plain(value))  # noqa: S704 - it was markup before, less cannot harm
    return plain(value) if isinstance(value, str) else value
