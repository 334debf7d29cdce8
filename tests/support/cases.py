"""Rule cases as they are written: the shapes of tests/rules/*.yaml."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from areal.settings import ROOT
from areal.yaml_files import read_typed
from tests.support.shipped import ADOPTED, shipped_strategies

#: Cases of the adopted strategy lie here, those of a draft in a folder named as its version.
FOLDER = ROOT / "tests" / "rules"


class Drawing(BaseModel):
    """A layer of a case: one grid, or several that lie over each other. A bare grid will do."""

    model_config = ConfigDict(extra="forbid")

    grid: str | list[str] = ""
    #: Metres of a square, where they are not those of the parcels.
    cell: float | None = None
    #: letter to the properties of its features (code, planstatus …).
    letters: dict[str, dict[str, Any]] = {}
    #: Where the layer speaks: ``all``, ``none``, or a grid whose ``m`` are mapped, ``f`` failed.
    coverage: str = "all"

    @model_validator(mode="before")
    @classmethod
    def _bare_grid(cls, given: Any) -> Any:
        return {"grid": given} if isinstance(given, str) else given

    @property
    def sheets(self) -> list[str]:
        """Return the grids, each drawn over the ones before it."""
        return [self.grid] if isinstance(self.grid, str) else self.grid


class Parcel(BaseModel):
    """A parcel of a case: where it belongs, and what is known of it and of nobody else."""

    model_config = ConfigDict(extra="forbid")

    site: str = "site"
    kommune: str = "3401"
    #: Columns of parcel and of site; unknown unless said.
    attributes: dict[str, Any] = {}
    #: Axis to the day it was confirmed.
    verified: dict[str, date] = {}


class Expected(BaseModel):
    """What the finding must say; what is left out is not looked at."""

    model_config = ConfigDict(extra="forbid")

    verdict: str
    measured: float | Literal["nothing"] | None = None
    unit: str | None = None
    margin: float | Literal["nothing"] | None = None
    #: Keys of the evidence with their values; null says that the key is absent.
    evidence: dict[str, Any] = {}
    #: Codes of the features the finding names.
    hits: list[str | None] | None = None
    #: The evidence is drawn, or not.
    drawn: Literal["polygon", "line", "point", "nothing"] | None = None
    #: How much of it is drawn, in square metres.
    drawn_m2: float | None = None


class Case(BaseModel):
    """One situation and the verdict it must get; what it leaves out, its file says."""

    model_config = ConfigDict(extra="forbid")

    name: str
    cell: float | None = None
    parcels: str | None = None
    #: Attributes every parcel of the case has.
    attributes: dict[str, Any] = {}
    about: dict[str, Parcel] = {}
    layers: dict[str, Drawing] = {}
    #: Attributes the subject does not have at all, as an area outside the catalogue.
    without: list[str] = []
    #: The letter of the parcel, or the kommune or region, whose finding is looked at.
    subject: str | None = None
    expect: Expected


class CaseFile(BaseModel):
    """All cases of one rule, and what they have in common.

    The rule is one of a shipped strategy or, for what no shipped rule asks for, ``definition``.
    """

    model_config = ConfigDict(extra="forbid")

    rule: str = "X1"
    definition: dict[str, Any] | None = None
    cell: float = 10
    parcels: str = "P"
    #: Attributes every parcel of the file has unless a case says otherwise.
    attributes: dict[str, Any] = {}
    #: layer to letter to properties, for letters a case does not explain itself.
    legend: dict[str, dict[str, dict[str, Any]]] = {}
    subject: str = "P"
    cases: tuple[Case, ...]


@lru_cache
def case_files() -> dict[tuple[str, str], CaseFile]:
    """Return the drawn cases of every rule that has some, by version and code."""
    folders = {version: FOLDER / version for version in shipped_strategies()}
    folders[ADOPTED] = FOLDER
    return {
        (version, path.stem): read_typed(path, CaseFile)
        for version, folder in folders.items()
        for path in sorted(folder.glob("*.yaml"))
    }


@lru_cache
def kind_files() -> dict[str, CaseFile]:
    """Return the drawn cases of rules no shipped strategy has, by the name of their file."""
    return {
        path.stem: read_typed(path, CaseFile) for path in sorted((FOLDER / "kinds").glob("*.yaml"))
    }
