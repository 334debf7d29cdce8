"""Smaller answers for browsers that take them: text is sent gzipped, static text once per file.

Nothing that is secret stands in the same answer as what a visitor sends, so its length gives
nothing away. Pictures, fonts and downloads are compressed already, or sent from disk as they are.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.security import safe_join

from webmap.bundles import STATIC

_TEXT = frozenset(
    {
        "application/geo+json",
        "application/json",
        "application/problem+json",
        "application/vnd.mapbox-vector-tile",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
    }
)
#: Below this a header costs what compressing saves; bytes.
_WORTHWHILE = 900
#: Fast enough for every answer; what never changes is squeezed harder, once.
_LEVEL, _LEVEL_ONCE = 5, 9


def init(app: Flask) -> None:
    """Compress the answers of ``app``."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in _TEXT or response.headers.get("Content-Encoding"):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0 or response.status_code in (204, 206, 304):
        return response
    body = _body(response)
    if body is not None:
        _send(response, body)
    return response


def _body(response: Response) -> bytes | None:
    """Return the answer gzipped, None where that is not worth while."""
    if request.endpoint == "static":
        path = safe_join(str(STATIC), str((request.view_args or {}).get("filename", "")))
        return _of_file(path, Path(path).stat().st_mtime_ns) if path else None
    if response.direct_passthrough or response.is_streamed:
        return None
    plain = response.get_data()
    if len(plain) < _WORTHWHILE:
        return None
    if request.endpoint == "bundle":
        return _of_bytes(plain)
    return gzip.compress(plain, _LEVEL, mtime=0)


def _send(response: Response, body: bytes) -> None:
    etag, _ = response.get_etag()
    response.direct_passthrough = False
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    response.content_length = len(body)
    if etag:
        # The same content in another dress: the same tag, but not byte for byte.
        response.set_etag(etag, weak=True)


@lru_cache(maxsize=256)
def _of_file(path: str, changed: int) -> bytes:
    del changed
    return gzip.compress(Path(path).read_bytes(), _LEVEL_ONCE, mtime=0)


@lru_cache(maxsize=64)
def _of_bytes(plain: bytes) -> bytes:
    return gzip.compress(plain, _LEVEL_ONCE, mtime=0)
