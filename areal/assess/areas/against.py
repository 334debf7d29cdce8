"""Which strategy an area is checked against: the published one, or another that is stored."""

from __future__ import annotations

from dataclasses import dataclass

from areal.assess.areas.refused import refusal
from areal.queries import Connection, rulebook
from areal.queries.revision import Revision, Strategy
from areal.queries.rulebook import Version
from areal.queries.texts import optional


@dataclass(frozen=True)
class Against:
    """A strategy, and the name the check knows it by: None is the published one."""

    strategy: Strategy
    name: str | None


def offered(connection: Connection) -> tuple[Version, ...]:
    """Return the stored strategies, the published one first."""
    return tuple(sorted(rulebook.versions(connection), key=lambda each: not each.is_published))


def against(connection: Connection, revision: Revision, name: str | None) -> Against:
    """Return the strategy of that id, or of that version; None is the published one.

    Raises ``AreaRefused`` when none is stored under the name.
    """
    published = revision.strategy
    if not name or name in (published.strategy_id, published.strategy_id.rpartition("/")[2]):
        return Against(published, None)
    stored = offered(connection)
    for each in stored:
        if name in (each.strategy_id, each.version):
            return Against(_told(each), each.strategy_id)
    known = [each.strategy_id for each in stored]
    raise refusal("strategy_unknown", strategy=name[:60], known=known)


def _told(version: Version) -> Strategy:
    document = version.document
    notice = document.get("notice") or {}
    return Strategy(
        strategy_id=version.strategy_id,
        title=version.title,
        status=version.status,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        document=document.get("title"),
        publisher=document.get("publisher"),
        url=document.get("url"),
        notice=optional(notice.get("nb"), notice.get("en")),
        sha256=version.sha256,
    )
