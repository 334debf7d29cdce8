"""The public pages: map with list and panel, the strategy, the data behind it."""

from __future__ import annotations

from flask import Blueprint, Flask

from webmap import language
from webmap.pages import data_page, map_page, strategy_page
from webmap.pages.frame import frame_defaults


def register(app: Flask) -> None:
    """Add pages and translations to an application."""
    language.init(app)
    blueprint = Blueprint("pages", __name__)
    map_page.register(blueprint)
    strategy_page.register(blueprint)
    data_page.register(blueprint)
    app.register_blueprint(blueprint)
    app.context_processor(frame_defaults)
