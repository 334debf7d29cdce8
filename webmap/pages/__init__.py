"""The public pages: map with list and panel, the strategy, the data behind it."""

from __future__ import annotations

from http.client import OK

from flask import Blueprint, Flask, Response, request

from webmap import language
from webmap.pages import (
    about_pages,
    compare_page,
    contact_page,
    data_files,
    data_page,
    history_page,
    kommune_page,
    map_page,
    match_page,
    media_files,
    pictures,
    qr,
    shared_page,
    sheet_page,
    shortlist_page,
    site_files,
    site_page,
    sitemap,
    strategy_page,
)
from webmap.pages.frame import frame_defaults

_YEAR = 31_536_000


def register(app: Flask) -> None:
    """Add pages and translations to an application."""
    language.init(app)
    blueprint = Blueprint("pages", __name__)
    map_page.register(blueprint)
    strategy_page.register(blueprint)
    data_page.register(blueprint)
    data_files.register(blueprint)
    history_page.register(blueprint)
    site_page.register(blueprint)
    site_files.register(blueprint)
    kommune_page.register(blueprint)
    pictures.register(blueprint)
    media_files.register(blueprint)
    sitemap.register(blueprint)
    about_pages.register(blueprint)
    qr.register(blueprint)
    sheet_page.register(blueprint)
    compare_page.register(blueprint)
    shortlist_page.register(blueprint)
    match_page.register(blueprint)
    contact_page.register(blueprint)
    shared_page.register(blueprint)
    app.register_blueprint(blueprint)
    app.context_processor(frame_defaults)
    app.after_request(_keep_named_files)


def _keep_named_files(response: Response) -> Response:
    """Let browsers keep a static file whose address holds its hash: it never changes."""
    if request.endpoint == "static" and "v" in request.args and response.status_code == OK:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    return response
