"""Whether the service can do its work: asked by the container, the load balancer, the operator."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app

from areal.queries import reading, revision
from webmap.revision import mark

blueprint = Blueprint("health", __name__)


def register(app: Flask) -> None:
    """Add ``/healthz``."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 with what is published; a database that is down or empty ends as 503."""
    with reading() as connection:
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
    response = Response(current_app.json.dumps(state), mimetype="application/json")
    response.cache_control.no_store = True
    mark(response, current)
    return response
