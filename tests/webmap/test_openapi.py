"""The document and the API say the same: schemathesis calls every operation as described."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.hooks import HookContext
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from webmap.api.blueprint import OPERATIONS, PREFIX, SUBMISSIONS
from webmap.api.document import template

PATHS = [*(PREFIX + template(operation.path) for operation in OPERATIONS), f"{PREFIX}/openapi.json"]

POSTS = [PREFIX + template(submission.path) for submission in SUBMISSIONS]

#: What takes no parameter can't be given a wrong one by a schema.
WITH_PARAMETERS = [
    PREFIX + template(operation.path)
    for operation in OPERATIONS
    if operation.in_path or operation.parameters.model_fields
]


def map_query(context: HookContext, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Put the corners of generated boxes in order, which no schema can ask for."""
    if not query:
        return query
    box = str(query.get("bbox", "")).split(",")
    if len(box) == 4 and all(re.fullmatch(r"-?[0-9.]+(e[+-]?[0-9]+)?", number) for number in box):
        (west, east), (south, north) = (sorted(box[i::2], key=float) for i in (0, 1))
        query["bbox"] = ",".join((west, south, east, north))
    return query


@pytest.fixture(scope="module")
def described(published_app: Flask) -> BaseSchema:
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", published_app)
    schema.hooks.register_hook_with_name(map_query, "map_query")
    return schema


def test_the_document_names_every_route_and_no_other(published_app, described):
    routes = {
        template(rule.rule)
        for rule in published_app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(described.raw_schema["paths"]) == routes == {*PATHS, *POSTS}


@pytest.mark.parametrize("path", PATHS)
def test_what_is_described_is_answered_as_described(described, path):
    call(described[path]["GET"], GenerationMode.POSITIVE)


@pytest.mark.parametrize("path", WITH_PARAMETERS)
def test_what_is_not_described_is_refused(described, path):
    call(described[path]["GET"], GenerationMode.NEGATIVE)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_answered_as_described(described, path, mode):
    # No schema says which rings are areas, so a refusal of what it allows is no fault.
    call(described[path]["POST"], mode, examples=15, excluded=[positive_data_acceptance])


def call(
    operation: APIOperation, mode: GenerationMode, *, examples: int = 100, excluded: Any = ()
) -> None:

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def calls(data: st.DataObject) -> None:
        case: Case = data.draw(operation.as_strategy(generation_mode=mode))
        # The client in the test reads what is sent as it is, and would not unpack it.
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"}, excluded_checks=list(excluded)
        )

    calls()
