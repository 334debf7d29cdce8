"""Answers that hold as long as the published revision does: ETag out, 304 in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Response, request

from areal import __version__
from areal.queries import Connection, reading, revision
from areal.queries.revision import Revision

Build = Callable[[Connection, Revision], Response]

#: Header that says in ASCII what every page and answer says in its text.
NOTICE_HEADER = "X-Areal-Notice"
_NOTICE = "Eksempeldata. Sample data, not a public register."


def current_response(build: Build, *varies: str) -> Response:
    """Return what ``build`` makes of the published revision, or 304 without calling it.

    ``varies`` is everything besides the address that the answer depends on, such as a setting or
    the checksum of an asset. Raises ``DatabaseUnavailable`` and ``NothingPublished``.
    """
    with reading() as connection:
        current = revision.current(connection)
        tag = etag(current, *varies)
        if request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        else:
            response = build(connection, current)
    response.set_etag(tag)
    response.cache_control.public = True
    # A cache may keep the answer, but asks each time whether the revision still is the same.
    response.cache_control.no_cache = True
    mark(response, current)
    return response


def etag(current: Revision, *varies: str) -> str:
    """Return the tag of the requested address at this revision, in this version of the code."""
    parts = (
        __version__,
        str(current.revision),
        # A database that was made anew counts its revisions from one again.
        current.published_at.isoformat(),
        request.full_path,
        *varies,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def mark(response: Response, current: Revision) -> None:
    """Say in the headers that the data are eksempeldata, when they are."""
    if current.notice is not None:
        response.headers[NOTICE_HEADER] = _NOTICE
