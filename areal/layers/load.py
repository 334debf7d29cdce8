"""Load a layer as a new version beside the old one, and put it in force in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from areal.database import sql
from areal.database.staging import stage
from areal.errors import InputError, NotFound
from areal.layers.registry import LayerDefinition
from areal.layers.vector import Features, read_features


@dataclass(frozen=True)
class Edition:
    """One edition of a layer: its features, where they say anything, and where they come from.

    ``coverage`` None means the kommuner whose borders are in force.
    """

    features: Features
    coverage: Features | None
    source: str
    source_date: date | None
    licence: str
    attribution: str
    checksum: str
    sample: bool
    #: Somebody has looked, and there is nothing in this region.
    may_be_empty: bool = False


@dataclass(frozen=True)
class Loaded:
    """What became of one layer."""

    layer_id: str
    features: int
    changed: bool


def register(connection: Connection, definition: LayerDefinition) -> None:
    """Write the registration of a layer, new or changed."""
    connection.execute(
        text(sql("load/layer_register.sql")),
        {
            "layer_id": definition.id,
            "title_nb": definition.title.nb,
            "title_en": definition.title.en,
            "theme": definition.theme,
            "geometry_kind": definition.geometry,
            "provider": definition.provider,
            "interval_days": definition.days,
            "public": definition.shown,
            "proximity": definition.proximity is not None,
            "on_map": definition.on_map,
        },
    )


def load_registered(connection: Connection, definition: LayerDefinition, geo_dir: Path) -> Loaded:
    """Register a layer and load the files its registration names; nothing when they are stored.

    Raises ``InputError`` for files that can't be used; the caller's transaction then undoes all.
    """
    register(connection, definition)
    if definition.source is None or definition.coverage is None or _real(connection, definition):
        return Loaded(definition.id, 0, changed=False)
    source, coverage = geo_dir / definition.source, geo_dir / definition.coverage
    checksum = _checksum(definition, source, coverage)
    known = _known(connection, definition.id, checksum)
    if known is not None:
        # Stored before: should another edition be in force now, somebody chose that.
        return Loaded(definition.id, known, changed=False)
    edition = Edition(
        features=_coded(read_features(source), definition, source),
        coverage=read_features(coverage),
        source=definition.source_name or "",
        source_date=definition.source_date,
        licence=definition.licence or "",
        attribution=definition.attribution or "",
        checksum=checksum,
        sample=definition.sample,
    )
    return load_edition(connection, definition.id, definition.geometry, edition)


def put_in_force(connection: Connection, layer_id: str, version: int) -> None:
    """Let a stored version be measured against from now on; raises ``NotFound`` when it is not."""
    known = connection.execute(
        text(
            "SELECT count(*) FROM areal.layer_version "
            "WHERE layer_id = :layer_id AND layer_version_id = :layer_version_id"
        ),
        {"layer_id": layer_id, "layer_version_id": version},
    ).scalar_one()
    if not known:
        raise NotFound(
            f"Layer '{layer_id}' has no version {version}.", hint="See `areal layer versions`."
        )
    binds = {"layer_id": layer_id, "layer_version_id": version}
    connection.execute(text(sql("load/layer_in_force.sql")), binds)
    connection.execute(
        text("UPDATE areal.layer_version SET in_force = TRUE WHERE layer_version_id = :version"),
        {"version": version},
    )


def load_edition(
    connection: Connection, layer_id: str, geometry_kind: str, edition: Edition
) -> Loaded:
    """Store an edition, unless it is stored already, and put it in force."""
    version = connection.execute(
        text(
            "SELECT layer_version_id FROM areal.layer_version "
            "WHERE layer_id = :layer_id AND checksum = :checksum"
        ),
        {"layer_id": layer_id, "checksum": edition.checksum},
    ).scalar()
    if version is None:
        version = _store(connection, layer_id, geometry_kind, edition)
    put_in_force(connection, layer_id, version)
    stored: int = connection.execute(
        text("SELECT feature_count FROM areal.layer_version WHERE layer_version_id = :version"),
        {"version": version},
    ).scalar_one()
    return Loaded(layer_id, stored, changed=True)


def _store(connection: Connection, layer_id: str, geometry_kind: str, edition: Edition) -> int:
    read = stage(connection, "staged_feature", edition.features.rows)
    version: int = connection.execute(
        text(sql("load/layer_version.sql")),
        {
            "layer_id": layer_id,
            "source": edition.source,
            "source_date": edition.source_date,
            "licence": edition.licence,
            "attribution": edition.attribution,
            "checksum": edition.checksum,
            "sample": edition.sample,
            "feature_count": read,
        },
    ).scalar_one()
    binds = {"layer_version_id": version, "geometry_kind": geometry_kind}
    stored = connection.execute(text(sql("load/layer_feature.sql")), binds).rowcount
    _refuse_lost(layer_id, geometry_kind, read, stored, edition.may_be_empty)
    connection.execute(text(sql("load/layer_part.sql")), {"layer_version_id": version})
    if edition.coverage is None:
        name = "load/coverage_from_boundary.sql"
    else:
        stage(connection, "staged_coverage", _known_status(layer_id, edition.coverage))
        name = "load/layer_coverage.sql"
    connection.execute(text(sql(name)), {"layer_version_id": version})
    return version


def _known_status(
    layer_id: str, coverage: Features
) -> Iterator[tuple[dict[str, Any], bytes | None]]:
    for props, geometry in coverage.rows:
        status = props.get("status") or "mapped"
        if status not in {"mapped", "failed"}:
            raise InputError(
                f"the coverage of layer {layer_id} has the status '{status}'",
                field="status",
                hint="It is mapped, or failed where the layer could not be fetched.",
            )
        yield props, geometry


def _refuse_lost(
    layer_id: str, geometry_kind: str, read: int, stored: int, may_be_empty: bool
) -> None:
    """Refuse an edition that lost features: dropped in silence, they look like "nothing there"."""
    if stored == read and (read > 0 or may_be_empty):
        return
    what = (
        "no features"
        if read == 0
        else f"{read - stored} of {read} features without a {geometry_kind}"
    )
    raise InputError(
        f"layer {layer_id} is a layer of {geometry_kind}s, and the file has {what}",
        field="geometry",
        hint="Choose the right layer of the file, or remove features that have no shape.",
    )


def _known(connection: Connection, layer_id: str, checksum: str) -> int | None:
    """Return the number of features of the version with ``checksum``, if it is stored."""
    count = connection.execute(
        text(
            "SELECT feature_count FROM areal.layer_version "
            "WHERE layer_id = :layer_id AND checksum = :checksum"
        ),
        {"layer_id": layer_id, "checksum": checksum},
    ).scalar()
    return None if count is None else int(count)


def _checksum(definition: LayerDefinition, *files: Path) -> str:
    # How the layer is fetched, once that is turned on, makes the shipped file no other one.
    digest = sha256(definition.model_dump_json(exclude={"fetch"}).encode())
    for path in files:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise InputError(
                f"layer {definition.id}: the file can't be read: {error.strerror}", file=str(path)
            ) from error
    return digest.hexdigest()


def _real(connection: Connection, definition: LayerDefinition) -> bool:
    """Return whether real data is in force where the file is a sample: it never steps back."""
    return definition.sample and bool(
        connection.execute(
            text(
                "SELECT count(*) FROM areal.layer_version "
                "WHERE layer_id = :layer_id AND in_force AND NOT sample"
            ),
            {"layer_id": definition.id},
        ).scalar_one()
    )


def _coded(features: Features, definition: LayerDefinition, path: Path) -> Features:
    """Give every feature the properties ``code`` and ``name`` that filters and pages look for."""
    for attribute in (definition.code_attribute, definition.name_attribute):
        if attribute and any(attribute not in props for props, _ in features.rows):
            raise InputError(
                f"layer {definition.id} says its features have '{attribute}'; they have not",
                file=str(path),
                field=attribute,
            )
    rows = [({**props, **_names(props, definition)}, geometry) for props, geometry in features.rows]
    return Features(features.srid, rows)


def _names(props: Mapping[str, Any], definition: LayerDefinition) -> dict[str, str | None]:
    code = props.get(definition.code_attribute or "")
    name = props.get(definition.name_attribute or "")
    return {
        "code": None if code is None else str(code),
        "name": None if name is None else str(name),
    }
