"""What an operation is: one declaration that both the route and the document are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, current_app, request

from areal.queries import Connection
from areal.queries.revision import Revision
from areal.queries.texts import Text
from webmap.api.parameters import Parameters, read
from webmap.revision import current_response

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, checked: the connection to answer it from and its parameters."""

    connection: Connection
    revision: Revision
    parameters: Parameters
    path: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PathParameter:
    """A part of the address; what does not match ``pattern`` does not exist."""

    name: str
    pattern: str
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One GET of the API. ``answer`` is the type of its JSON, from which its schema is made."""

    path: str
    name: str
    summary: str
    answer: Any
    build: Callable[[Asked], Any]
    media_type: str = JSON
    parameters: type[Parameters] = Parameters
    in_path: tuple[PathParameter, ...] = field(default=())


def handler(operation: Operation) -> Callable[..., Response]:
    """Return the view of an operation: parameters first, then 304, then the answer."""

    def view(**path: str) -> Response:
        parameters = read(operation.parameters, request.args)

        def build(connection: Connection, revision: Revision) -> Response:
            made = operation.build(Asked(connection, revision, parameters, path))
            body = made if isinstance(made, bytes) else current_app.json.dumps(made)
            return Response(body, mimetype=operation.media_type)

        return current_response(build)

    view.__doc__ = operation.summary
    return view


@dataclass(frozen=True, slots=True)
class Head:
    """What every JSON answer begins with: how far to trust it and what it rests on."""

    #: The eksempeldata notice; null when the data are real.
    eksempeldata: Text | None
    revision: int
    #: The day ages were counted to in the check.
    as_of: str
    #: The strategy is guidance, not law.
    strategy_notice: Text | None


def head(revision: Revision) -> Head:
    """Return the head of an answer."""
    return Head(
        eksempeldata=revision.notice,
        revision=revision.revision,
        as_of=revision.as_of.isoformat(),
        strategy_notice=revision.strategy.notice,
    )
