"""Whether the service lives, can do its work, and how it does: asked by machines."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import NotFound

from areal import __version__
from areal.queries import reading, revision, structure
from webmap.pages.frame import settings
from webmap.revision import mark
from webmap.server import metrics as measured

blueprint = Blueprint("health", __name__)


def register(app: Flask) -> None:
    """Add ``/healthz``, ``/readyz`` and ``/metrics``."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 as long as the process does; nothing else is asked, so that it is never slow."""
    return _told({"status": "ok", "version": __version__})


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer with the measurements, to those who may read them; for others there is nothing."""
    asked = request.headers.get("Authorization", "")
    if not measured.may_read(settings(), request.remote_addr or "", asked):
        raise NotFound
    body, kind = measured.written()
    response = Response(body, content_type=kind)
    response.cache_control.no_store = True
    return response


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answer 200 with what is published when requests can be answered.

    A database that is down or empty, or whose structure is another version's, ends as 503.
    """
    with reading() as connection:
        structure.require_current(connection)
        current = revision.current(connection)
        counts = revision.counts(connection)
    state = {
        "status": "ok",
        "revision": current.revision,
        "as_of": current.as_of,
        "strategy": current.strategy.strategy_id,
        "kommuner": counts.kommuner,
        "sites": counts.sites,
        "parcels": counts.parcels,
        "rules": counts.rules,
        "eksempeldata": current.notice,
    }
    response = _told(state)
    mark(response, current)
    return response


def _told(state: dict[str, Any]) -> Response:
    response = Response(current_app.json.dumps(state), mimetype="application/json")
    response.cache_control.no_store = True
    return response
