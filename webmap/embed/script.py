"""``/embed.js``: the script that puts the map on another page."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request, send_file

from webmap.embed.page import OPEN
from webmap.pages.frame import STATIC

#: Path under ``static/``; what is written for other people's pages needs no other file.
FILE = "js/embed/embed.js"
#: Seconds before a browser asks whether it has changed: its address never does.
_KEEP = 3_600

blueprint = Blueprint("embed_script", __name__)


@blueprint.get("/embed.js")
def embed_script() -> Response:
    """Answer with the script."""
    response = send_file(STATIC / FILE, mimetype="text/javascript", conditional=True)
    response.headers.update(OPEN)
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = _KEEP
    return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug's own type


def register(app: Flask) -> None:
    """Add the script."""
    app.register_blueprint(blueprint)
