"""Match: what is needed is sent, held against all that is published, and answered in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from flask import request
from pydantic import AfterValidator, Field, StringConstraints, ValidationError, create_model
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from areal.errors import BadParameter
from areal.queries import Connection, codes, reading, revision
from areal.queries.match import (
    DEFAULT_WEIGHTS,
    QUESTIONS,
    Answer,
    Asked,
    Near,
    Offer,
    list_targets,
    match,
)
from areal.queries.match.answer import Status
from areal.queries.match.asked import MAX_NEAR, MAX_WEIGHT, MAX_WORDS
from webmap.api.operations import JSON, Head, Submission, head
from webmap.api.parameters import Code, Kommunenummer, Parameters
from webmap.matching import note_need, scale_of
from webmap.pages.frame import settings

_MOST_BYTES = 20_000
_LARGEST_M2 = 1e9
Question = Literal["use", "area", "power", "transport", "water", "when", "jobs", "other"]
_MUST: tuple[Question, ...] = ("use", "area", "power")
Weight = Annotated[int, Field(ge=0, le=MAX_WEIGHT)]
Utility = Literal["water", "sewage", "fibre"]
Word = Annotated[
    str, StringConstraints(min_length=2, max_length=40, pattern=r"^[^\x00-\x1f\x7f\s]+$")
]
Area = Annotated[float, Field(gt=0, le=_LARGEST_M2)]


def _each_once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(values)) < len(values):
        raise ValueError("names something twice")
    return values


class NearBody(Parameters):
    """At most so far from something, in metres in a straight line."""

    target: Code = Field(description="Id of a layer that distances are known to.")
    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{0,12}$")] = Field(
        "", description="Class of feature in it, like E16; empty for any."
    )
    max_m: float = Field(gt=0, le=1_000_000, description="Most metres.")


Weights: type[Parameters] = create_model(
    "Weights",
    __base__=Parameters,
    **{  # type: ignore[call-overload] # the names are those of the questions
        name: (Weight, Field(DEFAULT_WEIGHTS[name], description=f"What `{name}` counts, 0–5."))
        for name in QUESTIONS
    },
)


class MatchBody(Parameters):
    """What is needed; what is left out is not asked."""

    use: Code | None = Field(None, description="Code of the list `activity`.")
    area_min_m2: Area | None = Field(None, description="Least area in m².")
    area_max_m2: Area | None = Field(None, description="Most area in m².")
    power_mw: Annotated[float, Field(gt=0, le=10_000)] | None = Field(
        None, description="Electric power in MW; what is planned by `ready_by` counts."
    )
    near: Annotated[tuple[NearBody, ...], Field(max_length=MAX_NEAR)] = Field(
        (), description="What the land must be near."
    )
    utilities: Annotated[tuple[Utility, ...], AfterValidator(_each_once)] = Field(
        (), description="What must be there."
    )
    ready_by: date | None = Field(None, description="The day the land must be free.")
    readiness_min: int | None = Field(
        None, ge=1, le=5, description="How far the parcel has come at least: 1 idea … 5 ready."
    )
    jobs: int | None = Field(None, ge=1, le=100_000, description="Number of jobs.")
    words: Annotated[tuple[Word, ...], Field(max_length=MAX_WORDS)] = Field(
        (), description="Words looked for in names and descriptions; never logged."
    )
    verdict: Literal["met", "consider"] | None = Field(
        None, description="met: in line with the strategy; consider: no deviation from it."
    )
    kommune: Annotated[tuple[Kommunenummer, ...], AfterValidator(_each_once)] = Field(
        (), description="Kommunenummer to look in; all when left out."
    )
    must: Annotated[tuple[Question, ...], AfterValidator(_each_once)] = Field(
        _MUST, description="Questions that knock out."
    )
    weights: Weights = Field(
        default_factory=Weights, description="What each question counts in the score."
    )

    def asked(self) -> Asked:
        """Return what is asked."""
        return Asked(
            use=self.use,
            min_m2=self.area_min_m2,
            max_m2=self.area_max_m2,
            power_mw=self.power_mw,
            near=tuple(Near(each.target, each.code, each.max_m) for each in self.near),
            utilities=self.utilities,
            ready_by=self.ready_by,
            modenhet_min=self.readiness_min,
            jobs=self.jobs,
            words=self.words,
            verdict=self.verdict,
            kommune=self.kommune,
            must=frozenset(self.must),
            weights=self.weights.model_dump(),
        )


@dataclass(frozen=True, slots=True)
class MatchAnswer(Head):
    """Offers, best first; ``counts`` has how many there are of each status, shown or not."""

    counts: dict[Status, int]
    offers: tuple[Offer, ...]


def _act(_: Parameters) -> MatchAnswer:
    asked = _body().asked()
    with reading() as connection:
        current = revision.current(connection)
        _refuse_unknown(connection, asked)
        answer: Answer = match(connection, asked, scale_of(settings()))
    note_need(asked, answer, settings())
    return MatchAnswer(**head(current), counts=dict(answer.counts), offers=answer.offers)


def _body() -> MatchBody:
    if request.mimetype != JSON:
        raise UnsupportedMediaType(f"Send what is needed as {JSON}.")
    request.max_content_length = _MOST_BYTES
    try:
        return MatchBody.model_validate_json(request.get_data(cache=False))
    except RequestEntityTooLarge as error:
        raise RequestEntityTooLarge(f"Send at most {_MOST_BYTES} bytes.") from error
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in fault["loc"]) or "body"
        message = str(fault["msg"]).removeprefix("Value error, ")
        raise BadParameter(name[:100], f"{message}.", hint=_SEE) from error


def _refuse_unknown(connection: Connection, asked: Asked) -> None:
    if (asked.min_m2 or 0) > (asked.max_m2 or _LARGEST_M2):
        raise BadParameter("area_max_m2", "Less than area_min_m2.", hint=_SEE)
    known = {
        "use": {code.code for code in codes.list_codes(connection) if code.list == "activity"},
        "kommune": set(codes.filter_codes(connection).codes("kommune")),
        "near": {f"{each.target}:{each.code}" for each in list_targets(connection)},
    }
    given = {
        "use": (asked.use,) if asked.use else (),
        "kommune": asked.kommune,
        "near": tuple(f"{each.target}:{each.code}" for each in asked.near),
    }
    for name, values in given.items():
        for value in values:
            if value not in known[name]:
                raise BadParameter(
                    name, f"Unknown: {value}.", hint=f"Known: {', '.join(sorted(known[name]))}."
                )
    if len(set(given["near"])) < len(given["near"]):
        raise BadParameter("near", "Names something twice.", hint=_SEE)


_SEE = "What may be sent is described in /api/v1/openapi.json."


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to put in place, so that it stands alone."""
    parts = schema.pop("$defs", {})

    def placed(node: Any) -> Any:
        if isinstance(node, list):
            return [placed(each) for each in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return {**placed(parts[node["$ref"].rpartition("/")[2]]), **_beside(node)}
        return {name: placed(each) for name, each in node.items()}

    whole: dict[str, Any] = placed(schema)
    return whole


def _beside(node: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in node.items() if name != "$ref"}


FIND = Submission(
    path="/match",
    name="match",
    summary="Rank all that is published by what is needed, with what speaks against each",
    parameters=Parameters,
    bodies={JSON: _whole(MatchBody.model_json_schema())},
    answer=MatchAnswer,
    act=_act,
    kept=(
        "The answer. A need nothing fulfils is logged: the values and the day, no words, and "
        "nothing of who asked"
    ),
)
