"""Puts the operations under ``/api/v1`` and lets any page on the web read them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, request

from webmap.api import document, kommuner, layers, lists, match, parcels, precheck, sites
from webmap.api.operations import Operation, Submission, handler, submission_handler

PREFIX = "/api/v1"

#: Every operation, in the order of the document.
OPERATIONS: tuple[Operation[Any], ...] = (
    parcels.MAP,
    parcels.ONE,
    sites.MAP,
    kommuner.MAP,
    layers.ALL,
    layers.MAP,
    lists.RULES,
    lists.CODES,
)

#: Every submission, after the operations in the document.
SUBMISSIONS: tuple[Submission[Any], ...] = (precheck.CHECK, match.FIND)

_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Access-Control-Expose-Headers": "ETag, X-Areal-Notice",
}


def register(app: Flask) -> None:
    """Add the API to an application."""
    blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
    for operation in OPERATIONS:
        blueprint.add_url_rule(operation.path, operation.name, handler(operation))
    for submission in SUBMISSIONS:
        blueprint.add_url_rule(
            submission.path, submission.name, submission_handler(submission), methods=["POST"]
        )
    describe = document.operation(PREFIX, OPERATIONS, SUBMISSIONS)
    blueprint.add_url_rule(describe.path, describe.name, handler(describe))
    app.register_blueprint(blueprint)
    app.after_request(_open_to_all)


def _open_to_all(response: Response) -> Response:
    """Allow other sites to read: everything here is public, and no cookie is ever looked at.

    Done for the whole application, since an address that does not exist belongs to no blueprint.
    """
    if request.path.startswith(f"{PREFIX}/"):
        response.headers.update(_CORS)
        response.headers["Access-Control-Allow-Methods"] = _methods()
    return response


def _methods() -> str:
    """Return what the asked address answers to: what is read is not written to."""
    submitted = {f"api.{submission.name}" for submission in SUBMISSIONS}
    return "POST, OPTIONS" if request.endpoint in submitted else "GET, HEAD, OPTIONS"
