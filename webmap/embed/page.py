"""``/embed``: map and list alone, for a frame on another site, also one that may do almost nothing.

A frame with ``sandbox="allow-scripts"`` has an origin of its own, so everything it fetches is
cross-origin: the page allows it as the API does (docs/decisions/0018).
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Flask, Response, redirect, request, url_for

from areal.queries import Connection
from areal.queries.revision import Revision
from webmap import theme
from webmap.embed.options import canonical, height_of
from webmap.language import Language, language
from webmap.pages import links, map_page
from webmap.pages.frame import answer

blueprint = Blueprint("embed", __name__)

#: What any page may read, whatever its origin: nothing here depends on who asks.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
#: Endpoints besides ours that a frame without an origin must be able to read.
_ASSETS = ("static", "bundle", "theme.", "pages.script_", "api.")

#: Links and forms that would take the frame to another page; ours is ``/embed`` with its query.
_LINK = re.compile(r"<a (?![^>]*\b(?:data-nav|target)=)(?=[^>]*\bhref=\"(?!#|/embed[?\"]))")
_FORM = re.compile(r"<form (?![^>]*\btarget=)(?=[^>]*\baction=\"(?!/embed[?\"]))")


@blueprint.url_value_preprocessor
def _language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None:
        values["lang"] = "en" if request.args.get("lang") == "en" else "nb"


@blueprint.get("/embed")
def page(lang: Language) -> Response:
    """Answer with the embedded map; the names of its options become those of the pages."""
    wanted = canonical(request.args.items(multi=True), theme.look())
    if wanted is not None:
        moved = redirect(links.with_query(request.path, wanted))
        moved.cache_control.public = True
        moved.cache_control.max_age = 3_600
        return moved  # type: ignore[return-value]  # werkzeug's own type

    def build(connection: Connection, revision: Revision) -> str:
        return map_page.build(connection, revision, lang)

    return answer(build, links.absolute("/"))


def outwards(html: str) -> str:
    """Return a page whose links to other pages leave the frame: those pages may not be framed.

    Links within the frame are marked ``data-nav``, or go to ``/embed`` or a place on the page.
    """
    html = _LINK.sub('<a target="_blank" rel="noopener" ', html)
    return _FORM.sub('<form target="_blank" ', html)


@blueprint.after_request
def _turned(response: Response) -> Response:
    """Turn the links of the map, and of an error in its place, out of the frame."""
    if response.mimetype == "text/html" and response.get_data():
        response.set_data(outwards(response.get_data(as_text=True)))
    return response


@blueprint.context_processor
def _around() -> dict[str, object]:
    return {
        "full_address": full_address(language()),
        "frame_height": height_of(request.args.items()),
    }


def full_address(lang: Language) -> str:
    """Return the whole address of the map page that shows the same."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in links.FIXED]
    return links.absolute(links.with_query(url_for(links.endpoint("map", lang)), kept))


def _opened(response: Response) -> Response:
    """Let frames without an origin read pages, scripts, typefaces and data."""
    endpoint = request.endpoint or ""
    if request.blueprint == "embed" or endpoint.startswith(_ASSETS):
        response.headers.update(OPEN)
    return response


def register(app: Flask) -> None:
    """Add the embedded map."""
    app.register_blueprint(blueprint)
    app.after_request(_opened)
