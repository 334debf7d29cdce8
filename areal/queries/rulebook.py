"""The rule book: a stored strategy with its rules as they are written, and how each is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ruamel.yaml import YAML

from areal.errors import NotFound
from areal.queries.connection import Connection, many, one, query
from areal.queries.rules import Rule, from_row
from areal.queries.texts import Text


@dataclass(frozen=True, slots=True)
class Version:
    """One stored strategy; ``version`` is the last part of its id, as addresses have it."""

    snapshot_id: int
    strategy_id: str
    title: Text
    #: vedtatt, høring or utkast.
    status: str
    valid_from: date
    valid_to: date | None
    #: Title, publisher, url, note, notice and adoptions of the document.
    document: Mapping[str, Any]
    sha256: str
    stored_at: datetime
    #: The newest finished run with it.
    run_id: int | None
    is_published: bool

    @property
    def version(self) -> str:
        """Return the version as addresses write it."""
        return self.strategy_id.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule, and ``spec``: what its file says of how it is measured, key by key."""

    rule: Rule
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One version with its rules in their order."""

    version: Version
    rules: tuple[WrittenRule, ...]


def versions(connection: Connection) -> tuple[Version, ...]:
    """Return the stored strategies by id; none is stored twice."""
    return tuple(
        Version(
            snapshot_id=row["snapshot_id"],
            strategy_id=row["strategy_id"],
            title=Text(row["title_nb"], row["title_en"]),
            status=row["status"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            document=row["document"],
            sha256=row["sha256"],
            stored_at=row["stored_at"],
            run_id=row["run_id"],
            is_published=row["is_published"],
        )
        for row in many(connection, query("rulebook_versions"))
    )


def chosen(stored: Sequence[Version], version: str) -> Version:
    """Return the version an address names, the published one first; raises ``NotFound``."""
    named = [each for each in stored if each.version == version]
    if not named:
        raise NotFound(f"There is no strategy “{version}”.", hint="Choose one from the rule book.")
    return max(named, key=lambda each: each.is_published)


def rulebook(connection: Connection, version: Version) -> RuleBook:
    """Return a version with its rules."""
    rows = many(connection, query("rulebook_rules"), snapshot_id=version.snapshot_id)
    text = one(connection, query("rulebook_text"), snapshot_id=version.snapshot_id)
    specs = _specs(text["yaml"] if text else "")
    return RuleBook(
        version, tuple(WrittenRule(from_row(row), specs.get(row["code"], {})) for row in rows)
    )


def _specs(text: str) -> dict[str, Mapping[str, Any]]:
    """Read the rules of a strategy's text by code; it was checked when it was stored."""
    tree = YAML(typ="safe", pure=True).load(text) or {}
    return {rule["code"]: rule for rule in tree.get("rules", ())}
