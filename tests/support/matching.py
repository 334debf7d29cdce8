"""Matches drawn as grids: letters become published parcels, the real engine answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, text

from areal.queries.match import Answer, Asked, Near, Offer, Scale, match
from areal.queries.match.asked import DEFAULT_MUST, DEFAULT_WEIGHTS
from areal.settings import ROOT
from areal.yaml_files import read_typed
from tests.support.cases import Parcel
from tests.support.drawn import AS_OF, draw_parcels
from tests.support.shipped import ADOPTED, shipped_strategies

CASES = ROOT / "tests" / "match" / "cases.yaml"


class Shape(BaseModel):
    """Nothing but what is named may be said."""

    model_config = ConfigDict(extra="forbid")


class Wanted(Shape):
    """What a case asks, in the units people say: daa, MW, metres."""

    use: str | None = None
    min_daa: float | None = None
    max_daa: float | None = None
    power_mw: float | None = None
    near: dict[str, float] = Field(default_factory=dict)
    utilities: tuple[str, ...] = ()
    ready_by: date | None = None
    modenhet_min: int | None = None
    jobs: int | None = None
    words: tuple[str, ...] = ()
    verdict: str | None = None
    kommune: tuple[str, ...] = ()
    must: frozenset[str] = DEFAULT_MUST
    weights: dict[str, int] = Field(default_factory=dict)

    def asked(self) -> Asked:
        """Return it as the engine takes it."""
        return Asked(
            use=self.use,
            min_m2=None if self.min_daa is None else self.min_daa * 1_000,
            max_m2=None if self.max_daa is None else self.max_daa * 1_000,
            power_mw=self.power_mw,
            near=tuple(Near(*_target(name), most) for name, most in self.near.items()),
            utilities=self.utilities,
            ready_by=self.ready_by,
            modenhet_min=self.modenhet_min,
            jobs=self.jobs,
            words=self.words,
            verdict=self.verdict,
            kommune=self.kommune,
            must=self.must,
            weights={**DEFAULT_WEIGHTS, **self.weights},
        )


class Known(Parcel):
    """A parcel with what a run and the owner say of it besides its columns."""

    #: ``layer`` or ``layer/class`` to metres.
    near: dict[str, float] = Field(default_factory=dict)
    overall: str = "met"
    #: Code of the restriction to the day it is expected to end; null where nobody has said.
    restrictions: dict[str, date | None] = Field(default_factory=dict)


class Expected(Shape):
    """One offer: its letters, how it stands, and what else the case is about."""

    offer: str
    status: str
    score: float | None = None
    fits_from: date | None = None
    #: Parts that are not met and parts that are unknown, musts and others alike.
    lacks: tuple[str, ...] | None = None
    unknown: tuple[str, ...] | None = None
    #: The sentence the page says of it.
    says: str | None = None


class MatchCase(Shape):
    """A drawing, what is asked, and every offer in order."""

    name: str
    parcels: str = "A"
    cell: float = 100
    attributes: dict[str, Any] = Field(default_factory=dict)
    about: dict[str, Known] = Field(default_factory=dict)
    asked: Wanted
    expect: tuple[Expected, ...]
    gap_m: float = 15


class MatchFile(Shape):
    """All drawn cases of the match."""

    attributes: dict[str, Any] = Field(default_factory=dict)
    cases: tuple[MatchCase, ...] = Field(min_length=1)


def match_file() -> MatchFile:
    """Return the drawn cases."""
    return read_typed(CASES, MatchFile)


def answer_of(connection: Connection, file: MatchFile, case: MatchCase) -> Answer:
    """Draw a case, publish it, and return what the engine answers."""
    publish_drawn(connection, file, case)
    return match(connection, case.asked.asked(), Scale(gap_m=case.gap_m))


def publish_drawn(connection: Connection, file: MatchFile, case: MatchCase) -> None:
    """Put the parcels of a case in the catalogue as a published run found them."""
    draw_parcels(connection, _CaseFile(file), case)  # type: ignore[arg-type] # has what is read
    run = _run(connection)
    _verdicts(connection, run, case.about)
    for letter, known in case.about.items():
        _surroundings(connection, run, letter.lower(), known)


def letters(offer: Offer) -> str:
    """Name an offer by the letters of its parcels."""
    return "".join(sorted(plot.slug.upper() for plot in offer.plots))


class _CaseFile:
    """What drawing parcels asks a file of rule cases."""

    parcels, cell = "", 100

    def __init__(self, file: MatchFile) -> None:
        self.attributes = file.attributes


def _target(name: str) -> tuple[str, str]:
    layer, _, code = name.partition("/")
    return layer, code


def _run(connection: Connection) -> int:
    digest = shipped_strategies()[ADOPTED].sha256
    run: int = connection.execute(
        text(
            "INSERT INTO areal.run (snapshot_id, boundary_version_id, as_of, engine_version, "
            "layer_versions, inputs_sha256, state, started_at, finished_at) "
            "SELECT s.snapshot_id, v.boundary_version_id, :day, 'test', '{}', 'test', 'done', "
            # Begun after the parcels were drawn, else they would count as changed since.
            "clock_timestamp(), clock_timestamp() "
            "FROM areal.boundary_version AS v CROSS JOIN areal.strategy_snapshot AS s "
            "WHERE v.in_force AND s.sha256 = :digest RETURNING run_id"
        ),
        {"day": AS_OF, "digest": digest},
    ).scalar_one()
    connection.execute(
        text(
            "INSERT INTO areal.publication (publication_id, revision, run_id, content_sha256, "
            "published_by) VALUES (1, 1, :run, 'test', 'test')"
        ),
        {"run": run},
    )
    return run


def _verdicts(connection: Connection, run: int, about: Mapping[str, Known]) -> None:
    connection.execute(
        text(
            "INSERT INTO areal.parcel_verdict_span (series_id, since_run, parcel_id, overall, "
            "n_met, n_consider, n_deviates, n_not_mapped, n_missing, n_not_relevant, n_error, "
            "strip, digest) SELECT r.series_id, r.run_id, p.parcel_id, "
            "coalesce(cast(:overall AS jsonb) ->> p.slug, 'met'), 1, 0, 0, 0, 0, 0, 0, "
            "ARRAY['met'], gen_random_uuid() FROM areal.parcel AS p CROSS JOIN areal.run AS r "
            "WHERE r.run_id = :run"
        ),
        {
            "run": run,
            "overall": json.dumps({key.lower(): each.overall for key, each in about.items()}),
        },
    )


def _surroundings(connection: Connection, run: int, slug: str, known: Known) -> None:
    for name, metres in known.near.items():
        layer, code = _target(name)
        connection.execute(
            text(
                "INSERT INTO areal.layer VALUES (:layer, :layer, :layer, 'test', 'point', 'test', "
                "NULL, 'full', TRUE, FALSE) ON CONFLICT DO NOTHING"
            ),
            {"layer": layer},
        )
        connection.execute(
            text(
                "INSERT INTO areal.proximity_span (series_id, since_run, parcel_id, layer_id, "
                "code, feature_name, distance_m) SELECT r.series_id, r.run_id, p.parcel_id, "
                ":layer, :code, :layer, :metres FROM areal.parcel AS p CROSS JOIN areal.run AS r "
                "WHERE r.run_id = :run AND p.slug = :slug"
            ),
            {"layer": layer, "code": code, "metres": metres, "run": run, "slug": slug},
        )
    for position, (code, end) in enumerate(known.restrictions.items()):
        connection.execute(
            text(
                "INSERT INTO areal.restriction (parcel_id, position, code, cause, expected_end) "
                "SELECT parcel_id, :position, :code, 'authority', :end FROM areal.parcel "
                "WHERE slug = :slug"
            ),
            {"position": position, "code": code, "end": end, "slug": slug},
        )
