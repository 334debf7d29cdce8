"""A shortlist somebody was sent: shown until its link ends, and counted without knowing by whom."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for

from areal.enquiries import shortlists
from areal.queries import reading
from areal.queries import revision as revisions
from webmap.language import Language, gettext
from webmap.pages import links
from webmap.pages.chosen import Chosen
from webmap.pages.frame import render
from webmap.pages.numbers import day
from webmap.pages.shortlist_page import page_of
from webmap.revision import mark

_ZONE = ZoneInfo("Europe/Oslo")
_GONE = 410


def shared_page(token: str, lang: Language) -> Response:
    """Return the list, or 410 once the link has ended; raises ``NotFound`` for one never sent.

    A browser that only looks ahead, or asks whether the page is there, opens nothing.
    """
    ahead = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    counts = request.method == "GET" and "prefetch" not in ahead
    found = shortlists.opened(token, counts=counts)
    ends = day(found.expires_at.astimezone(_ZONE).date(), lang)
    other = {each: url_for(f"pages.shared_{each}", token=token) for each in ("nb", "en")}
    with reading() as connection:
        revision = revisions.current(connection)
        if found.ended:
            html = render(
                "shared_ended.html",
                "shortlist",
                lang,
                connection,
                revision,
                other=other,
                contact_url=links.page("contact", lang),
            )
        else:
            told = gettext("Utvalget er satt sammen til deg. Lenken virker til %(day)s.", day=ends)
            asked = Chosen(found.slugs, found.title)
            html = page_of(connection, revision, asked, lang, sent=told, other=other)
    response = Response(html, status=_GONE if found.ended else 200, mimetype="text/html")
    response.cache_control.no_store = True
    # Where the reader goes from here is not to learn the link.
    response.headers["Referrer-Policy"] = "no-referrer"
    mark(response, revision)
    return response


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    rules: dict[Language, str] = {"nb": "/delt/<token>", "en": "/en/shared/<token>"}
    for lang, rule in rules.items():
        blueprint.add_url_rule(rule, f"shared_{lang}", shared_page, defaults={"lang": lang})
