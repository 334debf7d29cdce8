"""Take what was fetched into the database: a new version, in force, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import shapely
from sqlalchemy import Connection, text

from areal.clock import day_of
from areal.crs import STORAGE
from areal.database import sql
from areal.layers.fetch.attempts import Refreshed, former, keep, last_counts
from areal.layers.fetch.definition import Asked, CoverageFile, Fetch
from areal.layers.fetch.fetching import Answer, Extent, FetchFailed
from areal.layers.fetch.rows import Checksum, Row, rows
from areal.layers.load import Edition, load_edition, put_in_force, register
from areal.layers.registry import LayerDefinition
from areal.layers.vector import Features, read_features

#: An answer with fewer features than this share of what there was is not believed.
BELIEVED = 0.5
#: Nor is one of which a smaller share are different from one another.
APART = 0.9


@dataclass(frozen=True)
class Region:
    """The rectangle that is asked for, EPSG:25833, and the checksum of the borders it is around."""

    extent: Extent
    checksum: str


@dataclass(frozen=True)
class Taking:
    """All that is needed to take the answers in."""

    definition: LayerDefinition
    fetch: Fetch
    region: Region
    answers: Sequence[tuple[Asked, Answer]]
    geo_dir: Path
    accept_fewer: bool

    def take(
        self, connection: Connection, started: datetime, counts: Mapping[str, int]
    ) -> Refreshed:
        """Put the answers in force, unless they are in force already or are too few."""
        before = former(connection, self.definition.id)
        told = self._too_few(connection, counts, before)
        if told is None:
            register(connection, self.definition)
            told = self._stored(connection, started)
        return keep(connection, self.definition, replace(told, former=before), started, counts)

    def _too_few(
        self, connection: Connection, counts: Mapping[str, int], before: int | None
    ) -> Refreshed | None:
        if self.accept_fewer:
            return None
        last = last_counts(connection, self.definition.id)
        features = sum(counts[source.key] for source in self.fetch.sources)
        for key, came in counts.items():
            if came == 0 and last.get(key) != 0:
                return self._few(features, f"nothing came from {key}")
            if came < BELIEVED * last.get(key, 0):
                return self._few(features, f"{came} came, {last[key]} last time, from {key}")
        if before is not None and features < BELIEVED * before:
            return self._few(features, f"{features} came, and there were {before}")
        return None

    def _few(self, features: int, message: str) -> Refreshed:
        return Refreshed(self.definition.id, "too_few", features, message=message)

    def _stored(self, connection: Connection, started: datetime) -> Refreshed:
        checksum, features = self._checksum()
        layer = self.definition.id
        shapeless = sum(answer.rows for _, answer in self._sources()) - features
        known = connection.execute(
            text(sql("load/layer_known.sql")), {"layer_id": layer, "checksum": checksum}
        ).one_or_none()
        told = Refreshed(layer, "unchanged", features, shapeless=shapeless)
        if known is None:
            edition = self._edition(checksum, started)
            load_edition(connection, layer, self.definition.geometry, edition)
            _refuse_repeated(connection, features)
            return replace(told, outcome="loaded", repaired=_repaired(connection))
        connection.execute(
            text("UPDATE areal.layer_version SET source_date = :day WHERE layer_version_id = :id"),
            {"day": day_of(started), "id": known.layer_version_id},
        )
        if known.in_force:
            return told
        if known.newest:
            # It was in force, and somebody went back to an older one.
            return replace(told, message="another version was put in force by hand")
        put_in_force(connection, layer, known.layer_version_id)
        return replace(told, outcome="loaded")

    def _sources(self) -> Sequence[tuple[Asked, Answer]]:
        return self.answers[: len(self.fetch.sources)]

    def _features(self) -> Iterator[Row]:
        for source, (_, answer) in zip(self.fetch.sources, self._sources(), strict=True):
            for props, shape in rows(answer):
                yield source.ours(props), shape

    def _checksum(self) -> tuple[str, int]:
        sums = Checksum()
        for props, shape in self._features():
            sums.add(props, shape)
        covered = Checksum()
        for props, shape in self._covered() or ():
            covered.add(props, shape)
        said = {"source", "licence", "attribution", "coverage"}
        digest = sha256(self.fetch.model_dump_json(include=said).encode())
        for piece in (self.region.checksum, sums.hexdigest(), covered.hexdigest()):
            digest.update(piece.encode())
        return digest.hexdigest(), sums.rows

    def _covered(self) -> Iterator[Row] | None:
        """Yield where the layer says anything; None for the kommuner in force."""
        match self.fetch.coverage:
            case "borders":
                return None
            case "asked":
                shape = shapely.set_srid(shapely.box(*self.region.extent), STORAGE)
                return iter([({}, shapely.to_wkb(shape, include_srid=True))])
            case "features":
                return (({}, shape) for _, shape in self._features())
            case CoverageFile(file=name):
                read = read_features(self.geo_dir / name).rows
                return ((props, shape) for props, shape in read if shape is not None)
            case _:
                return (({}, shape) for _, shape in rows(self.answers[-1][1]))

    def _edition(self, checksum: str, started: datetime) -> Edition:
        covered = self._covered()
        return Edition(
            features=Features(STORAGE, self._features()),
            coverage=None if covered is None else Features(STORAGE, covered),
            source=self.fetch.source,
            source_date=day_of(started),
            licence=self.fetch.licence,
            attribution=self.fetch.attribution,
            checksum=checksum,
            sample=False,
            may_be_empty=True,
        )


def _refuse_repeated(connection: Connection, features: int) -> None:
    """Refuse an answer full of copies: a service that forgets which page it was asked for."""
    apart = int(
        connection.execute(
            text(
                "SELECT count(DISTINCT md5(props::text || ST_AsBinary(geom)::text)) "
                "FROM staged_feature"
            )
        ).scalar_one()
    )
    if apart < APART * features:
        raise FetchFailed("repeated", f"{apart} of {features} features differ")


def _repaired(connection: Connection) -> int:
    invalid = "SELECT count(*) FROM staged_feature WHERE NOT ST_IsValid(ST_CurveToLine(geom))"
    return int(connection.execute(text(invalid)).scalar_one())
