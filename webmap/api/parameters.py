"""The parameters of the API: typed, bounded, and refused by name when they are not understood."""

from __future__ import annotations

import re
from datetime import date, timedelta
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
from areal.queries.filters import Bbox, Mode, Near, ParcelFilter
from areal.queries.parcels import DEFAULT_FEATURES, MAX_FEATURES
from areal.queries.search import Meant, forgiving
from areal.queries.sites import DEFAULT_SITES, MAX_SITES

#: Larger than Norway, in daa.
_LARGEST_DAA = 1_000_000_000
_LARGEST_MW = 100_000
_LARGEST_PRICE = 10_000_000
#: How far, in km, as it is written.
KM = r"[0-9]{1,4}(\.[0-9]{1,3})?"
_QUARTER = re.compile(r"(\d{4})-?[QqKk]([1-4])")
_MONTHS = 3


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


def _last_day(value: object) -> object:
    """Read ``2027Q2`` (in Norwegian ``2027K2``) as the last day of the quarter."""
    found = _QUARTER.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return value
    year, months = int(found[1]), int(found[2]) * _MONTHS
    return date(year + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _day_alone(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("must be a day, 2027-06-30, or a quarter, 2027Q2")
    return value


Item = TypeVar("Item", bound=str)


def _distinct(values: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(values))


#: The bounds come first: behind the validator the document would not have them.
Daa = Annotated[float, Field(ge=0, le=_LARGEST_DAA), BeforeValidator(_as_written)]
Megawatts = Annotated[float, Field(ge=0, le=_LARGEST_MW), BeforeValidator(_as_written)]
Price = Annotated[float, Field(ge=0, le=_LARGEST_PRICE), BeforeValidator(_as_written)]
#: The quarter is read first: validators run from the last to the first.
Day = Annotated[
    date,
    BeforeValidator(_day_alone),
    BeforeValidator(_last_day),
]
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
Category = Literal["regional", "kommunal", "lokal"]
AreaClass = Literal["A", "B", "C"]
Utility = Literal["water", "sewage", "fibre"]
#: The place is checked against what is measured to.
Nearness = Annotated[
    str,
    StringConstraints(pattern=rf"^[a-z0-9_]+(\.[^:]+)?:{KM}$", max_length=80),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)]
Either = Literal["any", "none"]
AnyAll = Literal["any", "all", "none"]
#: No control characters: the database can't hold the first of them.
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Parameters(BaseModel):
    """The parameters of an operation that has none: any is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


_EITHER = "any: one of the chosen; none: none of them, where the value is known."
_ANY_ALL = "any: at least one of the chosen; all: every one; none: known to have none of them."


class FilterParameters(Parameters):
    """Which parcels are asked for; all conditions must hold, and what is not known does not."""

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
    available_by: Day | None = Field(
        None,
        description="Free to build on by that day, and not sold: a day, or a quarter as 2027Q2.",
        examples=["2027Q2"],
    )
    modenhet_min: int | None = Field(
        None, ge=1, le=5, description="How far the parcel has come at least: 1 idea … 5 ready."
    )
    category: Annotated[tuple[Category, ...], AfterValidator(_distinct)] = Field(
        (), description="How far the site reaches. Several are alternatives."
    )
    area_class: Annotated[tuple[AreaClass, ...], AfterValidator(_distinct)] = Field(
        (), description="Class of the site after the ABC principle. Several are alternatives."
    )
    focus: Annotated[tuple[Code, ...], AfterValidator(_distinct)] = Field(
        (), description="Focus areas of the site; see `focus_mode`."
    )
    min_mw: Megawatts | None = Field(None, description="Power that is there now, in MW.")
    utility: Annotated[tuple[Utility, ...], AfterValidator(_distinct)] = Field(
        (), description="What lies ready: water, sewage, fibre; see `utility_mode`."
    )
    near: Annotated[tuple[Nearness, ...], AfterValidator(_distinct)] = Field(
        (),
        description="Within so many km, in a straight line: `jernbane:5`, `hovedveg.E16:2`. "
        "All of them must hold.",
        examples=[["jernbane:5"]],
    )
    max_price: Price | None = Field(None, description="Highest public price in NOK per m².")
    owner: Annotated[tuple[Code, ...], AfterValidator(_distinct)] = Field(
        (), description="Kind of owner. Several are alternatives."
    )
    verdict: Annotated[tuple[Overall, ...], AfterValidator(_distinct)] = Field(
        (), description="Overall verdict against the strategy. Several are alternatives."
    )
    kommune_mode: Either = Field("any", description=_EITHER)
    market_mode: Either = Field("any", description=_EITHER)
    category_mode: Either = Field("any", description=_EITHER)
    area_class_mode: Either = Field("any", description=_EITHER)
    owner_mode: Either = Field("any", description=_EITHER)
    verdict_mode: Either = Field("any", description=_EITHER)
    focus_mode: AnyAll = Field("any", description=_ANY_ALL)
    utility_mode: AnyAll = Field("all", description=_ANY_ALL)
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
        "",
        description="Words in the name of site, parcel or kommune, or matrikkel numbers. A word "
        "no name has is taken for the name it is most like.",
    )
    areal: Annotated[tuple[Slug, ...], AfterValidator(_distinct)] = Field(
        (), description="Slugs of sites to keep to."
    )

    def as_written(self) -> ParcelFilter:
        """Return the filter without asking whether its codes exist."""
        given = self.model_dump()
        box = given.pop("bbox")
        near = tuple(Near.read(text) for text in given.pop("near"))
        plain = {name: given[name] for name in FilterParameters.model_fields if name in given}
        modes = {name: Mode(mode) for name, mode in plain.items() if name.endswith("_mode")}
        return ParcelFilter(**plain | modes, near=near, bbox=Bbox(*box) if box else None)

    def parcel_filter(self, connection: Connection) -> ParcelFilter:
        """Return the filter; raises ``BadParameter`` for a code that no list has."""
        asked = self.as_written()
        for name, unknown in unknown_codes(connection, asked).items():
            raise BadParameter(name, f"Unknown: {', '.join(unknown)}.", hint=_SEE)
        return meant(connection, asked)[0]


def meant(connection: Connection, asked: ParcelFilter) -> tuple[ParcelFilter, Meant | None]:
    """Return the filter as it is searched by, misspelt words replaced: pages and API alike."""
    return forgiving(connection, asked)


class SiteParameters(FilterParameters):
    """The filter, and how many sites one answer may hold."""

    limit: int = Field(
        DEFAULT_SITES,
        ge=1,
        le=MAX_SITES,
        description="Most sites returned, the largest first; numberMatched is how many there are.",
    )


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
