"""Pre-check: an area is sent, checked against the strategy, answered, and forgotten."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any

from flask import request
from pydantic import Field, StringConstraints, create_model
from werkzeug.exceptions import UnsupportedMediaType

from areal.assess.areas.against import against
from areal.assess.areas.answer import Answer, answer
from areal.assess.areas.attributes import ATTRIBUTES, by_list, told_by_person
from areal.assess.areas.check import check, limits_of, slot
from areal.assess.areas.limits import Limits
from areal.assess.areas.read import Asked, read_file
from areal.errors import BadParameter
from areal.queries import codes, reading, revision
from webmap import uploads
from webmap.api.operations import Submission
from webmap.api.parameters import Parameters
from webmap.pages.frame import settings

GEOJSON = "application/geo+json"
FORM = "multipart/form-data"
_JSON = (GEOJSON, "application/json")
_Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class _Asked(Parameters):
    """How the file is to be read, and against which strategy."""

    crs: _Word | None = Field(
        None, description="Coordinate system, like EPSG:25832, of a file that does not say it."
    )
    layer: _Word | None = Field(
        None, description="Which layer of the file, where several have polygons."
    )
    each: bool = Field(
        False, description="Check each polygon as an area of its own; else all are one area."
    )
    label: _Word | None = Field(None, description="What the area is called in the answer.")
    strategy: _Word | None = Field(
        None, description="Id of a stored strategy; without it the one that is published."
    )


#: The parameters of the request: how to read it, and what is told of the area.
PrecheckParameters: type[_Asked] = create_model(
    "PrecheckParameters",
    __base__=_Asked,
    **{  # type: ignore[call-overload] # the names are those of the attributes
        each.name: (
            _Word | None,
            Field(None, description=f"The area's {each.name}; unknown when left out."),
        )
        for each in ATTRIBUTES
    },
)


def _act(parameters: _Asked) -> Answer:
    limits = limits_of(settings())
    content, name = _sent(limits)
    told = parameters.model_dump(exclude=set(_Asked.model_fields), exclude_none=True)
    with slot():
        with reading() as connection:
            current = revision.current(connection)
            lists = by_list(codes.list_codes(connection))
            by = against(connection, current, parameters.strategy)
        given = told_by_person(told, lists)
        file = read_file(
            content, name, limits, Asked(parameters.crs, parameters.layer, parameters.each)
        )
        areas = check(file, given, lists, label=parameters.label or "", strategy=by.name)
    return answer(current, by.strategy, file, areas)


def _sent(limits: Limits) -> tuple[bytes, str]:
    """Return the content and name of what was sent, as a file of a form or as the body itself."""
    if request.mimetype in _JSON:
        return uploads.body(limits), "area.geojson"
    if request.mimetype != FORM:
        raise UnsupportedMediaType(
            f"Send the file as {FORM} with a part named file, or GeoJSON as {GEOJSON}."
        )
    form, files = uploads.form(limits)
    for part in (*form, *files):
        if part != "file":
            raise BadParameter(part[:60], "Unknown part.", hint="Send one part named file.")
    file = files.get("file")
    if file is None or len(files.getlist("file")) > 1:
        raise BadParameter("file", "One file is needed.", hint="Send one part named file.")
    return file.read(), PurePosixPath(file.filename or "").name


_POSITION: dict[str, Any] = {
    "type": "array",
    "minItems": 2,
    "prefixItems": [
        {"type": "number", "minimum": 4, "maximum": 31.8},
        {"type": "number", "minimum": 57.5, "maximum": 71.6},
    ],
}
_RINGS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "array", "minItems": 3, "items": _POSITION},
}


def _member(kind: str, **members: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", *members],
        "properties": {"type": {"const": kind}, **members},
    }


_AREA = [
    _member("Polygon", coordinates=_RINGS),
    _member("MultiPolygon", coordinates={"type": "array", "minItems": 1, "items": _RINGS}),
]
_FEATURE = _member("Feature", geometry={"anyOf": _AREA})
_FEATURES = {"type": "array", "minItems": 1, "items": _FEATURE}
#: GeoJSON with one polygon or more; without a ``crs`` member the numbers are WGS 84 degrees.
_GEOJSON = {"anyOf": [*_AREA, _FEATURE, _member("FeatureCollection", features=_FEATURES)]}

CHECK = Submission(
    path="/precheck",
    name="precheck",
    summary="Check an area that is not in the catalogue; nothing of it is stored",
    parameters=PrecheckParameters,
    bodies={
        GEOJSON: _GEOJSON,
        FORM: {
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": {
                    "type": "string",
                    "format": "binary",
                    "description": "GeoJSON, GeoPackage, GML or a zipped shapefile.",
                }
            },
            "additionalProperties": False,
        },
    },
    answer=Answer,
    act=_act,
)
