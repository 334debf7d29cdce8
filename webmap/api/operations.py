"""What an operation is: one declaration that both the route and the document are made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypedDict, TypeVar

from flask import Response, current_app, request

from areal.errors import NotFound
from areal.queries import Connection
from areal.queries.revision import Revision
from areal.queries.texts import Text
from webmap.api.parameters import Parameters, read
from webmap.revision import current_response

JSON = "application/json"


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Asked(Generic[P]):
    """One request, checked: the connection to answer it from and its parameters."""

    connection: Connection
    revision: Revision
    parameters: P
    path: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PathParameter:
    """A part of the address; what does not match ``pattern`` does not exist."""

    name: str
    pattern: str
    description: str
    example: str


@dataclass(frozen=True)
class Operation(Generic[P]):
    """One GET of the API. ``answer`` is the type of its JSON, from which its schema is made."""

    path: str
    name: str
    summary: str
    parameters: type[P]
    answer: Any
    build: Callable[[Asked[P]], Any]
    media_type: str = JSON
    in_path: tuple[PathParameter, ...] = ()


@dataclass(frozen=True)
class Submission(Generic[P]):
    """One POST of the API: something is sent, answered and forgotten.

    ``bodies`` is the schema of what may be sent, by media type.
    """

    path: str
    name: str
    summary: str
    parameters: type[P]
    bodies: Mapping[str, Any]
    answer: Any
    act: Callable[[P], Any]
    media_type: str = JSON
    in_path: tuple[PathParameter, ...] = ()
    #: What the document says becomes of what was sent.
    kept: str = "The answer; nothing of it is stored"


def submission_handler(submission: Submission[P]) -> Callable[[], Response]:
    """Return the view of a submission; its answer is kept by no cache."""

    def view() -> Response:
        made = submission.act(read(submission.parameters, request.args))
        response = Response(current_app.json.dumps(made), mimetype=submission.media_type)
        response.cache_control.no_store = True
        return response

    return view


def handler(operation: Operation[P]) -> Callable[..., Response]:
    """Return the view of an operation: parameters first, then 304, then the answer."""

    def view(**path: str) -> Response:
        for part in operation.in_path:
            if not re.fullmatch(part.pattern, path[part.name]):
                raise NotFound(f"There is no such {part.name}.")
        parameters = read(operation.parameters, request.args)

        def build(connection: Connection, revision: Revision) -> Response:
            made = operation.build(Asked(connection, revision, parameters, path))
            body = made if isinstance(made, bytes) else current_app.json.dumps(made)
            return Response(body, mimetype=operation.media_type)

        return current_response(build)

    return view


@dataclass(frozen=True, slots=True)
class Head:
    """What every JSON answer begins with: whether the data are real, and what they rest on.

    ``eksempeldata`` is the notice, null for real data; ``as_of`` the day ages were counted to;
    ``strategy_notice`` says that the strategy is guidance, not law.
    """

    eksempeldata: Text | None
    revision: int
    as_of: date
    strategy_notice: Text | None


class HeadMembers(TypedDict):
    """The members of ``Head``, to make an answer that begins with them."""

    eksempeldata: Text | None
    revision: int
    as_of: date
    strategy_notice: Text | None


def head(revision: Revision) -> HeadMembers:
    """Return the members every answer begins with."""
    return {
        "eksempeldata": revision.notice,
        "revision": revision.revision,
        "as_of": revision.as_of,
        "strategy_notice": revision.strategy.notice,
    }
