"""Answer a what-if: hold a draft against the published run, and store nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from areal.assess.inputs import engine_version
from areal.assess.scratch import scratch
from areal.assess.strategies import strategy_named
from areal.assess.whatif.curve import Curve, curve
from areal.assess.whatif.draft import Draft, DraftRefused
from areal.assess.whatif.effect import Effect, effect
from areal.assess.whatif.measure import Ground
from areal.database import Role, connect, sql
from areal.errors import NotFound
from areal.strategy.kinds import Rule

#: The published rules by the checksum of their text: the last ones that were read.
_READ: dict[str | None, tuple[Rule, ...]] = {}


@dataclass(frozen=True)
class Asked:
    """What is asked: a draft, and perhaps the curve of one limit (rule code, path)."""

    draft: Draft
    curve: tuple[str, str] | None = None


@dataclass(frozen=True)
class WhatIf:
    """The published rules and those of the draft, what differs, and the curve that was asked for.

    ``run_id`` and ``as_of`` are of the run that the draft was held against.
    """

    run_id: int
    as_of: date
    published: tuple[Rule, ...]
    rules: tuple[Rule, ...]
    effect: Effect
    curve: Curve | None


def what_if(asked: Asked, *, timeout_ms: int = 0) -> WhatIf:
    """Return the effect of a draft on everything published, by the map data of the published run.

    ``timeout_ms`` is for the whole answer; 0 is no limit. Raises ``InputError`` for a draft that
    can't be used, ``NotFound`` when nothing is published, ``TookTooLong``.
    """
    with held_against(timeout_ms) as ground:
        published = _published(ground.connection)
        rules = asked.draft.rules(published)
        found = effect(ground, published, rules)
        drawn = _curve(ground, published, rules, asked.curve) if asked.curve else None
        return WhatIf(ground.run_id, ground.as_of, published, rules, found, drawn)


def published_rules() -> tuple[Rule, ...]:
    """Return the rules of the published strategy; raises ``NotFound`` when there is none."""
    with connect(Role.APP) as connection:
        return _published(connection)


def _published(connection: Connection) -> tuple[Rule, ...]:
    """Return the published rules; reading them from their text takes longer than the rest."""
    sha256 = connection.execute(
        text(
            "SELECT s.sha256 FROM areal.publication AS p "
            "INNER JOIN areal.run AS r ON p.run_id = r.run_id "
            "INNER JOIN areal.strategy_snapshot AS s ON r.snapshot_id = s.snapshot_id"
        )
    ).scalar()
    if sha256 not in _READ:
        rules = strategy_named(connection, None).strategy.rules
        _READ.clear()
        _READ[sha256] = rules
    return _READ[sha256]


@contextmanager
def held_against(timeout_ms: int = 0) -> Iterator[Ground]:
    """Open the published run for drafts to be held against, with tables that nothing keeps."""
    with scratch(timeout_ms=timeout_ms) as connection:
        ground = _ground(connection, timeout_ms)
        connection.execute(text(sql("whatif/tables.sql")))
        yield ground


def _ground(connection: Connection, timeout_ms: int) -> Ground:
    run = connection.execute(
        text(
            "SELECT r.run_id, r.series_id, r.as_of, r.layer_versions, r.engine_version "
            "FROM areal.publication AS p INNER JOIN areal.run AS r ON p.run_id = r.run_id"
        )
    ).one_or_none()
    if run is None:
        raise NotFound("Nothing is published yet.", hint="Publish a check: `areal publish`.")
    return Ground(
        connection=connection,
        run_id=run.run_id,
        series_id=run.series_id,
        as_of=run.as_of,
        versions={layer: int(version) for layer, version in run.layer_versions.items()},
        same_engine=run.engine_version == engine_version(),
        timeout_ms=timeout_ms,
    )


def _curve(
    ground: Ground,
    published: tuple[Rule, ...],
    rules: tuple[Rule, ...],
    asked: tuple[str, str],
) -> Curve:
    code, path = asked
    old = next((rule for rule in published if rule.code == code), None)
    new = next((rule for rule in rules if rule.code == code), old)
    if new is None:
        raise DraftRefused("rule", f"there is no rule {code[:20]}", f"{code}.{path}")
    return curve(ground, old, new, path)
