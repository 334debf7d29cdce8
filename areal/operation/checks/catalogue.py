"""The catalogue: what is published, how old the layers are, what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from areal.database import Role, connect, sql
from areal.layers.facts import LayerFact, layer_facts
from areal.operation.findings import Finding
from areal.settings import Settings

#: Days after which an untouched draft is likely forgotten.
FORGOTTEN = 30


def published(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - every check is called alike
    """Look at the published run, and at what has changed since."""
    with connect(Role.APP) as connection:
        row = connection.execute(text(sql("operation/published.sql"))).one_or_none()
    if row is None:
        yield Finding("published", "warning", "published_none")
        return
    values = {"revision": row.revision, "day": row.day.isoformat()}
    yield Finding("published", "ok", "published_ok", values)
    if row.changed:
        yield Finding("published", "warning", "parcels_unchecked", {"count": row.changed})


def layers(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Look at the age of every layer and what became of its last refresh."""
    with connect(Role.APP) as connection:
        facts = layer_facts(connection)
    faults = [finding for fact in facts for finding in _of(fact)]
    yield from faults
    fresh = len(facts) - len({finding.values["layer"] for finding in faults})
    if fresh:
        yield Finding("layers", "ok", "layers_ok", {"count": fresh})


def _of(fact: LayerFact) -> Iterator[Finding]:
    values = {"layer": fact.layer_id}
    if fact.source is None:
        yield Finding("layers", "warning", "layer_empty", values)
    elif fact.old:
        yield Finding("layers", "warning", "layer_old", {**values, "days": fact.age_days})
    if fact.outcome in ("failed", "too_few"):
        why = fact.message or fact.outcome
        yield Finding("layers", "warning", "layer_failing", {**values, "why": why})


def drafts(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Count drafts nobody published, and what stands in the catalogue without being public."""
    with connect(Role.APP) as connection:
        waiting = _drafts(connection)
        row = connection.execute(
            text(
                "SELECT (SELECT count(*) FROM areal.site WHERE NOT published) AS sites, "
                "(SELECT count(*) FROM areal.parcel WHERE NOT published) AS parcels"
            )
        ).one()
    if waiting is not None:
        yield waiting
    if row.sites or row.parcels:
        yield Finding("drafts", "info", "unpublished", dict(row._mapping))


def _drafts(connection: Connection) -> Finding | None:
    """Return what is to be said of drafts; None before there is a table of them."""
    if connection.execute(text("SELECT to_regclass('areal.draft')")).scalar_one() is None:
        return None
    row = connection.execute(text(sql("operation/drafts.sql")), {"days": FORGOTTEN}).one()
    if not row.waiting:
        return Finding("drafts", "ok", "drafts_none")
    level = "warning" if row.old else "info"
    values = {**row._mapping, "days": FORGOTTEN}
    return Finding("drafts", level, "drafts_waiting", values)  # type: ignore[arg-type]


def imports(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Count the rows that were kept out of imports and still wait."""
    with connect(Role.APP) as connection:
        count = connection.execute(
            text(
                "SELECT count(*) FROM areal.import_kept AS k INNER JOIN areal.import_batch AS b "
                "USING (import_id) WHERE k.settled_by IS NULL AND b.state = 'loaded'"
            )
        ).scalar_one()
    if count:
        yield Finding("imports", "info", "rows_waiting", {"count": count})
