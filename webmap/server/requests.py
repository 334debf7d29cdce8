"""Each request: a number, a line in the log, a measurement; nothing about who asked for what."""

from __future__ import annotations

import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from areal import logs
from areal.settings import Settings
from webmap.server import metrics

HEADER = "X-Request-Id"
#: What a proxy in front may call a request; nothing that could hold a name.
_NUMBER = re.compile(r"^[A-Fa-f0-9][A-Fa-f0-9-]{7,63}$")
_log = structlog.get_logger("areal.request")
#: Asked every few seconds by machines: counted, not logged.
_SILENT = frozenset({"health.healthz", "health.readyz", "health.metrics", "static"})
_FAULT = 500


def init(app: Flask, settings: Settings) -> None:
    """Give every request of ``app`` a number, a measurement and a line in the log."""

    def begin() -> None:
        g.areal_began = time.perf_counter()
        given = request.headers.get(HEADER, "") if settings.proxies else ""
        g.areal_request = given if _NUMBER.match(given) else uuid.uuid4().hex
        logs.bound({"request_id": g.areal_request})
        metrics.began()

    def end(response: Response) -> Response:
        if "areal_began" not in g:
            return response
        seconds = time.perf_counter() - g.pop("areal_began")
        response.headers[HEADER] = g.areal_request
        metrics.ended(route(), request.method, response.status_code, seconds)
        if route() not in _SILENT or response.status_code >= _FAULT:
            _log.info(
                "request",
                route=route(),
                method=request.method,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        return response

    # Before everything else on the way in, after everything else on the way out.
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request_funcs.setdefault(None, []).insert(0, end)


def route() -> str:
    """Return the name of the present route; never the address, which may hold anything."""
    return request.endpoint or "none"
