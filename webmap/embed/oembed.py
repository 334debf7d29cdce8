"""``/oembed``: what WordPress and others ask when the address of a page of ours is pasted.

oEmbed 1.0 (https://oembed.com), JSON alone. The answer is a bare iframe with a title and a size in
CSS pixels: WordPress keeps nothing else of what it does not know (docs/decisions/0018).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from flask_babel import force_locale

from areal.errors import BadParameter, NotFound
from areal.queries import Connection, kommuner, parcels, sites
from areal.queries import revision as revisions
from areal.queries.revision import Revision
from webmap.embed.options import Frame, bounded, height_of
from webmap.embed.page import OPEN
from webmap.language import Language
from webmap.pages import links
from webmap.pages.frame import service_title
from webmap.pages.words import parcel_label
from webmap.revision import current_response

#: Width in CSS pixels where less is not asked for, and the largest number that is read.
WIDTH, WIDEST = 1_000, 20_000
#: No address of ours is longer.
_LONGEST = 2_000
#: Seconds an answer may be kept: a day. What the frame shows is always of today.
CACHE_AGE = 86_400

#: Pages that can be embedded: path → the options its place in the address means.
_PATHS = (
    (re.compile(r"/(?P<lang>en)?/?"), ""),
    (re.compile(r"/embed(?P<lang>)"), ""),
    (re.compile(r"/omrade/(?P<key>[a-z0-9-]+)(?P<lang>)"), "areal"),
    (re.compile(r"/(?P<lang>en)/site/(?P<key>[a-z0-9-]+)"), "areal"),
    (re.compile(r"/kommune/(?P<key>[0-9]{4})(?P<lang>)"), "kommune"),
    (re.compile(r"/(?P<lang>en)/kommune/(?P<key>[0-9]{4})"), "kommune"),
)

#: Endpoints of those pages, without their language.
EMBEDDABLE = frozenset({"pages.map", "pages.site", "pages.kommune", "embed.page"})

blueprint = Blueprint("oembed", __name__)


@dataclass(frozen=True)
class Shown:
    """What an address of ours shows: in which language, and with which options of ``/embed``."""

    lang: Language
    options: links.Pairs


def shown(url: str) -> Shown | None:
    """Return what an address shows when embedded, None when it is not ours or can't be."""
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, max_num_fields=60)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.netloc.lower() not in own_hosts():
        return None
    for pattern, option in _PATHS:
        if found := pattern.fullmatch(parts.path.rstrip("/") or "/"):
            given = [(option, found["key"])] if option else []
            asked = dict(pairs).get("lang") if parts.path == "/embed" else found["lang"]
            lang: Language = "en" if asked == "en" else "nb"
            kept = [pair for pair in pairs if pair[0] != "lang"]
            return Shown(lang, [*given, *kept])
    return None


def own_hosts() -> set[str]:
    """Return the hosts under which these pages are asked for."""
    return {request.host.lower(), urlsplit(links.absolute("/")).netloc.lower()}


def frame(connection: Connection, asked: Shown, width: int | None, height: int | None) -> Frame:
    """Return the frame that shows what is asked for, within the size asked for.

    Raises ``NotFound`` for a site, parcel or kommune that is not published.
    """
    options = [*([("lang", "en")] if asked.lang == "en" else []), *asked.options]
    return Frame(
        src=links.absolute(links.with_query(url_for("embed.page"), options)),
        title=_title(connection, asked),
        width=min(width or WIDTH, WIDTH),
        height=min(height, height_of(asked.options)) if height else height_of(asked.options),
    )


def _title(connection: Connection, asked: Shown) -> str:
    service = service_title(revisions.region(connection), asked.lang)
    options = dict(asked.options)
    if slug := options.get("tomt"):
        parcel = parcels.get_parcel(connection, slug)
        return f"{parcel.site_name}, {parcel_label(parcel.label)} – {service}"
    if slug := options.get("areal") or options.get("omrade"):
        return f"{sites.get_site(connection, slug).name} – {service}"
    numbers = ",".join(value for name, value in asked.options if name == "kommune")
    return f"{_kommuner(connection, numbers)} – {service}" if numbers else service


def _kommuner(connection: Connection, numbers: str) -> str:
    names = {item.kommunenummer: item.name for item in kommuner.summary(connection)}
    known = [names[number] for number in numbers.split(",") if number in names]
    if not known:
        raise NotFound(f"There is no kommune {numbers[:40]}.")
    return ", ".join(known)


def html(shown_frame: Frame) -> str:
    """Write a frame as the bare iframe that WordPress lets through."""
    return (
        f'<iframe src="{escape(shown_frame.src)}" title="{escape(shown_frame.title)}"'
        f' width="{shown_frame.width}" height="{shown_frame.height}" frameborder="0"></iframe>'
    )


def _answer(connection: Connection, revision: Revision) -> Response:
    del revision
    asked = shown(request.args["url"])
    if asked is None:
        raise NotFound("The address is not one of a map here.")
    with force_locale(asked.lang):
        return _told(connection, asked)


def _told(connection: Connection, asked: Shown) -> Response:
    found = frame(connection, asked, _most("maxwidth"), _most("maxheight"))
    body: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": found.title,
        "provider_name": service_title(revisions.region(connection), asked.lang),
        "provider_url": links.absolute(url_for(links.endpoint("map", asked.lang))),
        "cache_age": CACHE_AGE,
        "width": found.width,
        "height": found.height,
        "html": html(found),
    }
    return Response(current_app.json.dumps(body), mimetype="application/json")


def _most(name: str) -> int | None:
    """Return the largest size asked for, in CSS pixels."""
    text = request.args.get(name)
    if not text:
        return None
    asked = bounded(text, 1, WIDEST)
    if asked is None:
        raise BadParameter(name, "must be a whole number of pixels")
    return asked


@blueprint.get("/oembed")
def oembed() -> Response:
    """Answer an oEmbed consumer: 501 for other formats than JSON, 404 for what is not ours."""
    wanted = request.args.get("format") or "json"
    if wanted != "json":
        abort(501, "Only format=json is answered.")
    if not request.args.get("url"):
        raise BadParameter("url", "is needed: the address of a page here")
    return current_response(_answer, links.absolute("/"))


@blueprint.after_request
def _opened(response: Response) -> Response:
    response.headers.update(OPEN)
    return response


def discovery() -> str | None:
    """Return where the present page tells how it is embedded; None when it can't be."""
    endpoint = (request.endpoint or "").removesuffix("_nb").removesuffix("_en")
    if endpoint not in EMBEDDABLE:
        return None
    present = links.absolute(links.with_query(request.path, request.args.items(multi=True)))
    pairs = [("format", "json"), ("url", present)]
    return links.absolute(links.with_query(url_for("oembed.oembed"), pairs))


def _around() -> dict[str, object]:
    return {"oembed_url": discovery()}


def register(app: Flask) -> None:
    """Add the endpoint, and its address to the pages that can be embedded."""
    app.register_blueprint(blueprint)
    app.context_processor(_around)
