"""Vector tiles: the parcels of the map, in pieces a browser draws smoothly."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, request

from areal.queries import Connection
from areal.queries.revision import Revision
from areal.queries.tiles import MVT, tile
from webmap.api.parameters import FilterParameters, read
from webmap.revision import current_response


def register(app: Flask) -> None:
    """Serve the tiles; any page may read them, as it may read the API."""
    app.add_url_rule("/tiles/<int:z>/<int:x>/<int:y>.mvt", "tile", _tile)
    app.after_request(_open_to_all)


def _tile(z: int, x: int, y: int) -> Response:
    """Return a tile: 204 where it is empty, 304 while the revision lasts, 400 and 404 in words."""
    parameters = read(FilterParameters, request.args)

    def build(connection: Connection, _: Revision) -> Response:
        body = tile(connection, parameters.parcel_filter(connection), z, x, y)
        if not body:
            return Response(status=HTTPStatus.NO_CONTENT)
        return Response(body, mimetype=MVT)

    return current_response(build)


def _open_to_all(response: Response) -> Response:
    if request.path.startswith("/tiles/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, X-Areal-Notice"
    return response
