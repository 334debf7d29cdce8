"""The web: Flask application with the pages, the map and the API."""

from __future__ import annotations

from functools import partial, update_wrapper

from flask import Flask

from areal.settings import Settings, get_settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; ``settings`` default to those of the process.

    Nothing is read from the database before the first request, so that the application starts
    while the database is down and answers 503 until it is up.
    """
    from webmap import (  # noqa: PLC0415
        api,
        bundles,
        compression,
        counting,
        embed,
        errors,
        health,
        pages,
        plain_text,
        planner,
        proxies,
        security,
        staff,
        theme,
        tiles,
    )
    from webmap.json_provider import AreaJSON  # noqa: PLC0415
    from webmap.server import requests  # noqa: PLC0415

    settings = settings or get_settings()
    app = Flask(__name__)
    app.json = AreaJSON(app)
    app.config["AREAL_SETTINGS"] = settings
    # Where files are taken, the address says so itself.
    app.config["MAX_CONTENT_LENGTH"] = settings.form_max_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.form_max_bytes
    plain_text.init(app)
    errors.init(app)
    security.init(app, settings)
    compression.init(app)
    counting.init(app, settings)
    bundles.register(app)
    health.register(app)
    theme.register(app)
    api.register(app)
    tiles.register(app)
    pages.register(app)
    planner.register(app)
    staff.register(app, settings)
    proxies.init(app, settings)
    requests.init(app, settings)
    embed.register(app)
    _name_views(app)
    return app


def _name_views(app: Flask) -> None:
    """Give views that are half-filled functions a name: what limits requests goes by names."""
    for view in app.view_functions.values():
        if isinstance(view, partial):
            update_wrapper(view, view.func)
