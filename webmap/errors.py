"""From failure to answer: one table of statuses, problem+json for programs, a page for people."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from werkzeug.exceptions import HTTPException

from areal.accounts.once import SentTwice
from areal.accounts.people import Forbidden
from areal.accounts.throttle import TooOften
from areal.assess.areas.refused import LimitExceeded
from areal.assess.scratch import TookTooLong
from areal.drafts.store import DraftClosed
from areal.errors import (
    ArealError,
    BadParameter,
    ConfigurationError,
    DatabaseUnavailable,
    EnvironmentFault,
    Gone,
    InputError,
    NotFound,
)
from areal.logs import told
from areal.queries import reading
from areal.queries.revision import NothingPublished

_log = structlog.get_logger("areal.errors")

PROBLEM_JSON = "application/problem+json"

#: What each failure is to somebody who asks over HTTP; the nearest base class counts.
STATUS: dict[type[ArealError], HTTPStatus] = {
    BadParameter: HTTPStatus.BAD_REQUEST,
    LimitExceeded: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    NotFound: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
    TooOften: HTTPStatus.TOO_MANY_REQUESTS,
    DraftClosed: HTTPStatus.CONFLICT,
    Gone: HTTPStatus.GONE,
    SentTwice: HTTPStatus.CONFLICT,
    DatabaseUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    NothingPublished: HTTPStatus.SERVICE_UNAVAILABLE,
    TookTooLong: HTTPStatus.SERVICE_UNAVAILABLE,
    EnvironmentFault: HTTPStatus.SERVICE_UNAVAILABLE,
    ConfigurationError: HTTPStatus.INTERNAL_SERVER_ERROR,
    InputError: HTTPStatus.INTERNAL_SERVER_ERROR,
    ArealError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

#: Seconds after which it makes sense to try again when the database was away.
_RETRY_AFTER = 30
#: Addresses that are read by programs.
_DATA_PATHS = ("/api/", "/healthz", "/readyz", "/metrics", "/oembed", "/tiles/")


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure as RFC 9457 tells it; ``code`` is stable, ``parameter`` names what to correct."""

    status: int
    code: str
    title: str
    detail: str
    parameter: str | None = None
    hint: str | None = None
    #: What was looked for in the catalogue and is not there, for the page that says so.
    missed: NotFound | None = None

    @property
    def gone(self) -> Gone | None:
        """Return what has been public and is so no longer."""
        return self.missed if isinstance(self.missed, Gone) else None

    def as_json(self) -> dict[str, str | int]:
        """Return the members of problem+json; what is not known is left out."""
        members: dict[str, str | int | None] = {
            "type": f"urn:areal:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "parameter": self.parameter,
            "hint": self.hint,
        }
        return {name: value for name, value in members.items() if value is not None}


def init(app: Flask) -> None:
    """Answer every failure of ``app`` without a stack trace."""
    app.register_error_handler(ArealError, _areal_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: ArealError) -> HTTPStatus:
    """Return the status of a failure."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def _areal_error(error: ArealError) -> Response:
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("failure", code=error.code, said=error.message, **told(error))
    problem = Problem(
        status=status.value,
        code=error.code,
        title=status.phrase,
        detail=_public(error),
        parameter=error.name if isinstance(error, BadParameter) else None,
        hint=error.hint,
        missed=error if isinstance(error, NotFound) else None,
    )
    return respond(problem)


def _public(error: ArealError) -> str:
    """Return the message without the server's own words, which name hosts and folders."""
    if isinstance(error, DatabaseUnavailable):
        return error.message.partition(":")[0].rstrip(".") + "."
    if status_of(error) == HTTPStatus.INTERNAL_SERVER_ERROR:
        return "The service is not set up as it should be. The reason is in its log."
    return error.message


def _http_error(error: HTTPException) -> Response | HTTPException:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status < HTTPStatus.BAD_REQUEST:
        return error
    problem = Problem(
        status=status.value,
        code=status.name.lower().replace("_", "-"),
        title=status.phrase,
        detail=error.description or status.description or status.phrase,
    )
    response = respond(problem)
    for name, value in error.get_headers():
        # 405 must say what is allowed, 429 when to come back.
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _csrf_error(error: CSRFError) -> Response:
    detail = error.description or "The form was not made for this session."
    status = HTTPStatus.BAD_REQUEST
    return respond(Problem(status.value, "form-not-ours", status.phrase, detail))


def _unforeseen(error: Exception) -> Response:
    _log.error("unforeseen", method=request.method, route=request.endpoint, **told(error))
    problem = Problem(
        status=HTTPStatus.INTERNAL_SERVER_ERROR.value,
        code="unforeseen",
        title=HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
        detail="Something unforeseen went wrong. It has been logged.",
    )
    return respond(problem)


def respond(problem: Problem) -> Response:
    """Return the problem as JSON to programs and as a page to people."""
    if request.path.startswith(_DATA_PATHS):
        response = Response(current_app.json.dumps(problem.as_json()), mimetype=PROBLEM_JSON)
    else:
        response = Response(_page(problem), mimetype="text/html")
    response.status_code = problem.status
    response.cache_control.no_store = True
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(_RETRY_AFTER)
    return response


def _around(problem: Problem) -> dict[str, Any]:
    """Return the frame of the published catalogue for what was looked for in it, else nothing.

    An address that never was a page costs the database nothing.
    """
    from webmap.pages.frame import around  # noqa: PLC0415 - the pages need errors to be there first

    if problem.missed is None:
        return {}
    try:
        with reading() as connection:
            return around(connection)
    except ArealError:
        return {}


def _page(problem: Problem) -> str:
    try:
        return render_template("error.html", problem=problem, **_around(problem))
    except TemplateNotFound:
        pass
    except Exception:  # the page around an error may need what has just failed
        _log.exception("error_page_failed")
    return render_template("error_plain.html", problem=problem)
