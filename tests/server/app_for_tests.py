"""The product's application with a slow address and one that fails, for tests of how it serves."""

from __future__ import annotations

import time

from flask import Flask, Response, request

from webmap import create_app


def make() -> Flask:
    app = create_app()

    @app.get("/slow")
    def slow() -> str:
        time.sleep(2)
        return "done"

    @app.route("/fails", methods=["GET", "POST"])
    def fails() -> str:
        raise ValueError(f"{request.args} {request.form} {request.headers}")

    @app.post("/takes")
    def takes() -> Response:
        return Response(str(len(request.get_data())))

    return app
