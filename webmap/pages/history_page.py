"""All that was done to one published parcel, as a page of its own that needs no scripts."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from areal.queries import Connection, codes, parcels
from areal.queries.history import published_history
from areal.queries.revision import Revision
from webmap.language import LANGUAGES, Language
from webmap.pages import links
from webmap.pages.frame import answer, render
from webmap.pages.history_view import step_views
from webmap.pages.words import Labels, parcel_label


def address(slug: str, lang: Language) -> str:
    """Return the address of a parcel's history in a language."""
    return url_for(f"pages.history_{lang}", slug=slug)


def _build(connection: Connection, revision: Revision, slug: str, lang: Language) -> str:
    steps = published_history(connection, slug)
    parcel = parcels.get_parcel(connection, slug)
    labels = Labels(codes.labels(connection, lang))
    return render(
        "history.html",
        "",
        lang,
        connection,
        revision,
        other={code: address(slug, code) for code in LANGUAGES},
        title=f"{parcel.site_name}, {parcel_label(parcel.label)}",
        parcel_url=links.with_query(links.page("map", lang), [("tomt", slug)]),
        steps=step_views(steps, labels, lang),
    )


def history_page(slug: str, lang: Language) -> Response:
    """Return the page; raises ``NotFound`` for a parcel that is not published."""
    return answer(lambda connection, revision: _build(connection, revision, slug, lang))


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    rules: dict[Language, str] = {
        "nb": "/tomt/<slug>/historikk",
        "en": "/en/plot/<slug>/history",
    }
    for lang, rule in rules.items():
        blueprint.add_url_rule(rule, f"history_{lang}", history_page, defaults={"lang": lang})
