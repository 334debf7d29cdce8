"""The OpenAPI document, made from the operations themselves so that it can't say anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from pydantic import TypeAdapter

from areal import __version__
from areal.queries.codes import CODED, FilterCodes, filter_codes
from areal.queries.filters import UNKNOWN
from webmap.api.operations import Asked, Operation, PathParameter, Submission
from webmap.api.parameters import KM, Parameters, is_list
from webmap.errors import PROBLEM_JSON, Problem

_REF = "#/components/schemas/{model}"
_NOTE = (
    "Business land that is published, and what the check against the arealstrategi found. The "
    "strategy is guidance, not law: a finding says in line with or deviates from, never legal. "
    "Areas are m² on the ellipsoid, distances metres in a straight line, coordinates WGS 84."
)

Json = dict[str, Any]


Described = Operation[Any] | Submission[Any]


def operation(
    prefix: str,
    operations: Iterable[Operation[Any]],
    submissions: Iterable[Submission[Any]] = (),
) -> Operation[Parameters]:
    """Return the operation that serves the document of all operations and of itself."""

    def build(asked: Asked[Parameters]) -> Json:
        return document(prefix, (*operations, *submissions, own), asked)

    own = Operation(
        path="/openapi.json",
        name="openapi",
        summary="This document",
        parameters=Parameters,
        answer=dict[str, Any],
        build=build,
    )
    return own


def document(prefix: str, operations: tuple[Described, ...], asked: Asked[Parameters]) -> Json:
    """Return the OpenAPI 3.1 document; kommuner and market codes are those of the catalogue."""
    answers, components = _answers(operations)
    choices = _choices(filter_codes(asked.connection))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Næringsarealer",
            "version": __version__,
            "description": _NOTE,
            "x-eksempeldata": asked.revision.notice,
            "x-strategy-notice": asked.revision.strategy.notice,
        },
        "servers": [{"url": request.script_root or "/"}],
        "externalDocs": {
            "description": "The whole catalogue as files, each with its data dictionary",
            "url": f"{request.script_root}/en/data#last-ned",
        },
        "paths": {
            template(prefix + each.path): (
                {"post": _submitted(each, answers[each.name])}
                if isinstance(each, Submission)
                else {"get": _described(each, answers[each.name], choices)}
            )
            for each in operations
        },
        "components": {"schemas": {**components, "Problem": _PROBLEM}},
    }


def _choices(known: FilterCodes) -> dict[str, tuple[str, ...]]:
    """Return what each parameter that names codes may hold."""
    listed = {name: known.codes(name) for name in CODED}
    places = (*known.codes("near"), *known.codes("near_too"))
    return {**listed, "market": (*listed["market"], UNKNOWN), "near": places}


_PROBLEM: Json = {
    "type": "object",
    "description": Problem.__doc__,
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "hint": {"type": "string"},
    },
    "additionalProperties": False,
}


def _answers(operations: Iterable[Described]) -> tuple[dict[str, Json], Json]:
    adapters = [(each.name, "serialization", TypeAdapter[Any](each.answer)) for each in operations]
    schemas, shared = TypeAdapter.json_schemas(adapters, ref_template=_REF)  # type: ignore[arg-type] # the mode is a literal
    return {name: schema for (name, _), schema in schemas.items()}, shared.get("$defs", {})


def template(path: str) -> str:
    """Write a route as OpenAPI does: ``/parcels/{parcel}``."""
    return re.sub(r"<(\w+)>", r"{\1}", path)


def _described(each: Operation[Any], answer: Json, choices: Mapping[str, Iterable[str]]) -> Json:
    return {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": [
            *(_in_path(part) for part in each.in_path),
            *_in_query(each.parameters, choices),
        ],
        "responses": {
            "200": {
                "description": "The published revision",
                "headers": {"ETag": {"schema": {"type": "string"}, "required": True}},
                "content": {each.media_type: {"schema": answer}},
            },
            "304": {"description": "Nothing new is published since the ETag in If-None-Match"},
            "400": _problem("A parameter is unknown or can't be used; `parameter` names it"),
            **({"404": _problem("It does not exist, or is not published")} if each.in_path else {}),
            "503": _problem("The database does not answer, or nothing is published yet"),
        },
    }


def _submitted(each: Submission[Any], answer: Json) -> Json:
    return {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": _in_query(each.parameters, {}),
        "requestBody": {
            "required": True,
            "content": {media: {"schema": schema} for media, schema in each.bodies.items()},
        },
        "responses": {
            "200": {
                "description": each.kept,
                "content": {each.media_type: {"schema": answer}},
            },
            "400": _problem("What was sent can't be used; `parameter` names what to correct"),
            "413": _problem("A limit is exceeded; `detail` says which, `hint` names its setting"),
            "415": _problem("What was sent is of no type named here"),
            "503": _problem("The database does not answer, or too many of these are going on"),
        },
    }


def _problem(description: str) -> Json:
    schema = {"$ref": _REF.format(model="Problem")}
    return {"description": description, "content": {PROBLEM_JSON: {"schema": schema}}}


def _in_path(part: PathParameter) -> Json:
    return {
        "name": part.name,
        "in": "path",
        "required": True,
        "description": part.description,
        "schema": {"type": "string", "pattern": part.pattern},
        "example": part.example,
    }


def _in_query(model: type[Parameters], choices: Mapping[str, Iterable[str]]) -> list[Json]:
    properties = model.model_json_schema().get("properties", {})
    return [_query_parameter(model, name, schema, choices) for name, schema in properties.items()]


def _query_parameter(
    model: type[Parameters], name: str, schema: Json, choices: Mapping[str, Iterable[str]]
) -> Json:
    plain = {key: value for key, value in schema.items() if key not in ("title", "description")}
    # A query can leave a parameter out, but can't send null.
    for alternative in plain.pop("anyOf", ()):
        if alternative.get("type") != "null":
            plain = {**alternative, **plain}
    if plain.get("default", ()) in (None, [], ()):
        plain.pop("default", None)
    if name == "near" and name in choices:
        places = "|".join(re.escape(place) for place in choices[name])
        plain["items"] = {"type": "string", "pattern": f"^({places}):{KM}$"}
    elif name in choices:
        plain["items"] = {"type": "string", "enum": list(choices[name])}
    described = {
        "name": name,
        "in": "query",
        "required": False,
        "description": schema["description"],
        "schema": plain,
    }
    if plain["type"] == "array":
        described |= {"style": "form", "explode": is_list(model, name)}
    return described
