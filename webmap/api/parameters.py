"""The parameters of the API: typed, bounded, and refused by name when they are not understood."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from werkzeug.datastructures import MultiDict

from areal.errors import BadParameter
from areal.queries import Connection
from areal.queries.codes import unknown_codes
from areal.queries.filters import Bbox, ParcelFilter
from areal.queries.parcels import DEFAULT_FEATURES, MAX_FEATURES

#: Larger than Norway, in daa.
_LARGEST_DAA = 1_000_000_000


def _as_written(value: object) -> object:
    """Read ``1 000,5`` as people in Norway write it; the pages do the same."""
    return "".join(value.split()).replace(",", ".") if isinstance(value, str) else value


def _four(value: object) -> object:
    if not isinstance(value, str):
        return value
    numbers = tuple(value.split(","))
    if len(numbers) != 4:  # noqa: PLR2004 - two corners
        raise ValueError("must be four numbers: west,south,east,north")
    return numbers


def _west_before_east(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = box
    if west > east or south > north:
        raise ValueError("must be west,south,east,north with west ≤ east and south ≤ north")
    return box


Item = TypeVar("Item", bound=str)


def _distinct(values: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(values))


#: The bounds come first: behind the validator the document would not have them.
Daa = Annotated[float, Field(ge=0, le=_LARGEST_DAA), BeforeValidator(_as_written)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Box = Annotated[
    tuple[Longitude, Latitude, Longitude, Latitude],
    BeforeValidator(_four),
    AfterValidator(_west_before_east),
]
Kommunenummer = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Overall = Literal["met", "consider", "deviates", "gap"]
Verdict = Literal["met", "consider", "deviates", "not_mapped", "missing", "not_relevant", "error"]
RuleCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,7}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=40)]
#: No control characters: the database can't hold the first of them.
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Parameters(BaseModel):
    """The parameters of an operation that has none: any is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class FilterParameters(Parameters):
    """Which parcels are asked for; all conditions must hold."""

    bbox: Box | None = Field(
        None,
        description="Box in WGS 84 degrees: west,south,east,north. Parcels that touch it.",
        examples=[[11.5, 60.1, 12.1, 60.4]],
    )
    kommune: Annotated[tuple[Kommunenummer, ...], AfterValidator(_distinct)] = Field(
        (), description="Kommunenummer. Several, repeated or with commas, are alternatives."
    )
    min_daa: Daa | None = Field(None, description="Smallest area in daa (1 daa = 1 000 m²).")
    max_daa: Daa | None = Field(None, description="Largest area in daa.")
    market: Annotated[tuple[Code, ...], AfterValidator(_distinct)] = Field(
        (), description="Market status; `ukjent` is not known. Several are alternatives."
    )
    modenhet_min: int | None = Field(
        None, ge=1, le=5, description="How far the parcel has come at least: 1 idea … 5 ready."
    )
    verdict: Annotated[tuple[Overall, ...], AfterValidator(_distinct)] = Field(
        (), description="Overall verdict against the strategy. Several are alternatives."
    )
    rule: Annotated[tuple[RuleCode, ...], AfterValidator(_distinct)] = Field(
        (), description="Codes of rules that `finding` is about. Several are alternatives."
    )
    theme: Annotated[tuple[Code, ...], AfterValidator(_distinct)] = Field(
        (), description="Themes of the rules that `finding` is about. Several are alternatives."
    )
    finding: Annotated[tuple[Verdict, ...], AfterValidator(_distinct)] = Field(
        (), description="Verdict that at least one rule has given. Several are alternatives."
    )
    q: Words = Field(
        "", description="Words in the name of site, parcel or kommune, or matrikkel numbers."
    )

    def parcel_filter(self, connection: Connection) -> ParcelFilter:
        """Return the filter; raises ``BadParameter`` for a code that no list has."""
        asked = ParcelFilter(
            kommune=self.kommune,
            min_daa=self.min_daa,
            max_daa=self.max_daa,
            market=self.market,
            modenhet_min=self.modenhet_min,
            verdict=self.verdict,
            rule=self.rule,
            theme=self.theme,
            finding=self.finding,
            q=self.q,
            bbox=Bbox(*self.bbox) if self.bbox else None,
        )
        for name, unknown in unknown_codes(connection, asked).items():
            raise BadParameter(name, f"Unknown: {', '.join(unknown)}.", hint=_SEE)
        return asked


class ParcelParameters(FilterParameters):
    """The filter, and how many parcels one answer may hold."""

    limit: int = Field(
        DEFAULT_FEATURES,
        ge=1,
        le=MAX_FEATURES,
        description="Most features returned; numberMatched tells how many there are.",
    )


_SEE = "The parameters are described in /api/v1/openapi.json."


Model = TypeVar("Model", bound=Parameters)


def read(model: type[Model], args: MultiDict[str, str]) -> Model:
    """Return the parameters of a request as ``model``; raises ``BadParameter`` for the first fault.

    Lists may be repeated (``kommune=3401&kommune=3415``) or written with commas.
    """
    given = {name: _given(model, name, values) for name, values in args.lists()}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        message = str(fault["msg"]).removeprefix("Value error, ")
        raise BadParameter(str(fault["loc"][0]), f"{message}.", hint=_SEE) from error


def is_list(model: type[Parameters], name: str) -> bool:
    """Tell whether a parameter may be repeated."""
    return bool(model.model_fields[name].default == ())


def _given(model: type[Parameters], name: str, values: list[str]) -> str | list[str]:
    if name not in model.model_fields:
        known = ", ".join(model.model_fields) or "none"
        raise BadParameter(name[:100], "Unknown parameter.", hint=f"Known parameters: {known}.")
    if is_list(model, name):
        return [part for value in values for part in value.split(",")]
    if len(values) > 1:
        raise BadParameter(name, "Given more than once.", hint="Give it once.")
    return values[0]
