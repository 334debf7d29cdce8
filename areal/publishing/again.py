"""Check again what has changed, and let the public see it; all else stays as it was published."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, text

from areal.assess.following import FEW
from areal.assess.publish import Published, publish
from areal.assess.run import check
from areal.assess.strategies import check_day, strategy_file, strategy_named
from areal.database import sql
from areal.settings import get_settings


def check_and_publish(connection: Connection, author: str) -> Published:
    """Check what has changed since the newest run against the published strategy, and publish.

    Layers and borders are those of the published run: that newer ones change verdicts elsewhere is
    for the region to publish, not a consequence of one site. The first time all is checked, against
    the strategy in force. Raises ``Busy`` while another run is going on.
    """
    day = check_day(connection)
    timeout = get_settings().rule_timeout_ms
    if not connection.execute(text("SELECT EXISTS (SELECT FROM areal.publication)")).scalar_one():
        first = check(connection, strategy_file(None, day), day, rule_timeout_ms=timeout)
        return publish(connection, first.run_id, author)
    changed = list(connection.execute(text(sql("publishing/changed_since.sql"))).scalars())
    result = check(
        connection,
        strategy_named(connection, None),
        max(day, _published_day(connection)),
        rule_timeout_ms=timeout,
        parcels=changed if len(changed) <= FEW else None,
        as_published=True,
    )
    return publish(connection, result.run_id, author)


def _published_day(connection: Connection) -> date:
    day: date = connection.execute(
        text(
            "SELECT r.as_of FROM areal.publication AS p "
            "INNER JOIN areal.run AS r ON p.run_id = r.run_id"
        )
    ).scalar_one()
    return day
