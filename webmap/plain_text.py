"""Every text a template shows passes here: names come from outside, and stay in their place."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup

from areal.plain import plain


def init(app: Flask) -> None:
    """Let the templates of ``app`` show no text that turns the direction of its neighbours."""
    app.jinja_env.finalize = _finalized


def _finalized(value: object) -> object:
    if isinstance(value, Markup):
        return Markup(plain(value))  # noqa: S704 - it was markup before, less cannot harm
    return plain(value) if isinstance(value, str) else value
