"""Accessibility and privacy: what is true of this software, and whom to ask."""

from __future__ import annotations

from flask import Blueprint, Response

from areal.queries import Connection
from areal.queries.revision import Revision
from webmap.language import Language
from webmap.pages import public
from webmap.pages.frame import answer, render, settings
from webmap.pages.media import foreign_host

_ADDRESSES: dict[str, dict[Language, str]] = {
    "accessibility": {"nb": "/tilgjengelighet", "en": "/en/accessibility"},
    "privacy": {"nb": "/personvern", "en": "/en/privacy"},
}


def _build(connection: Connection, revision: Revision, name: str, lang: Language) -> str:
    found = settings()
    return render(
        f"{name}.html",
        name,
        lang,
        connection,
        revision,
        other=public.pair(name),
        # Only an https address is linked: the setting is written by hand.
        declaration=found.accessibility_url if foreign_host(found.accessibility_url) else "",
        controller=found.controller,
        email=found.contact_email if "@" in found.contact_email else "",
        basemap=found.basemap,
        film_hosts=found.film_hosts,
        keep_days=found.enquiry_keep_days,
    )


def about_page(name: str, lang: Language) -> Response:
    """Return one of the pages; settings are part of it, so they are part of its tag."""
    found = settings()
    return answer(
        lambda connection, revision: _build(connection, revision, name, lang),
        found.accessibility_url,
        found.controller,
        found.contact_email,
        " ".join(found.film_hosts),
        str(found.enquiry_keep_days),
    )


def register(blueprint: Blueprint) -> None:
    """Add both pages in both languages."""
    for name, paths in _ADDRESSES.items():
        for lang, path in paths.items():
            defaults = {"name": name, "lang": lang}
            blueprint.add_url_rule(path, f"{name}_{lang}", about_page, defaults=defaults)
