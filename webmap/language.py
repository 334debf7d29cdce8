"""Which language a page is in: its address says so, nothing is remembered about the visitor."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_babel import gettext as _gettext
from flask_babel import lazy_gettext as _lazy_gettext
from flask_babel import ngettext as _ngettext

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "en")
_ENGLISH = ("/en/", "/staff/en/")
TRANSLATIONS = Path(__file__).parent / "translations"


def language() -> Language:
    """Return the language of the present request: English under ``/en``, else bokmål.

    The staff's rooms have theirs under ``/staff/en``: their cookies go with ``/staff/`` only.
    """
    if not has_request_context():
        return "nb"
    named = (request.view_args or {}).get("lang")
    if named == "en" or request.path == "/en" or request.path.startswith(_ENGLISH):
        return "en"
    return "nb"


def gettext(text: str, **values: object) -> str:
    """Return a text in the language of the present request, with its values filled in."""
    return str(_gettext(text, **values))


def ngettext(one: str, many: str, num: int) -> str:
    """Return a text for one or for many, with ``num`` filled in."""
    return str(_ngettext(one, many, num))


def lazy_gettext(text: str) -> object:
    """Return a text that finds its language when it is shown."""
    return _lazy_gettext(text)


def init(app: Flask) -> None:
    """Connect the translations to an application."""
    Babel(
        app,
        default_locale="nb",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=language,
    )
