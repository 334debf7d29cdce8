"""A need nothing fulfilled, logged without anybody in it: requirement values and the day."""

from __future__ import annotations

import json
import logging
from calendar import monthrange
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from areal.database import Role, connect
from areal.errors import DatabaseUnavailable
from areal.queries.match.asked import Asked

_LOG = logging.getLogger(__name__)
_QUARTER = 3


def need_values(asked: Asked) -> dict[str, Any]:
    """Return what is kept of a need: no words, no weights, the day coarsened to its quarter's end.

    Lists are sorted, so that the same need is the same value whatever the order it was asked in.
    """
    values: dict[str, Any] = {
        "use": asked.use,
        "min_m2": asked.min_m2,
        "max_m2": asked.max_m2,
        "power_mw": asked.power_mw,
        "near": sorted(
            ({"target": n.target, "code": n.code, "max_m": n.most_m} for n in asked.near),
            key=lambda each: (str(each["target"]), str(each["code"])),
        ),
        "utilities": sorted(asked.utilities),
        "ready_by": quarter_end(asked.ready_by).isoformat() if asked.ready_by else None,
        "modenhet_min": asked.modenhet_min,
        "jobs": asked.jobs,
        "verdict": asked.verdict,
        "kommune": sorted(asked.kommune),
    }
    kept = {name: value for name, value in values.items() if value not in (None, [])}
    must = sorted(asked.must & {part.question for part in asked.parts()[1:]})
    return {**kept, "must": must} if kept and must else kept


def quarter_end(day: date) -> date:
    """Return the last day of the quarter a day is in."""
    month = -(-day.month // _QUARTER) * _QUARTER
    return date(day.year, month, monthrange(day.year, month)[1])


def log_need(asked: Asked, most_a_day: int) -> bool:
    """Log a need nothing fulfilled; return whether it was new today.

    The same values on the same day are one row, so a reload or a crawler counts once; beyond
    ``most_a_day`` rows nothing is logged. A fault is told to the server's log and to nobody else:
    an answer never fails because it could not be counted.
    """
    values = need_values(asked)
    if not values:
        return False
    try:
        with connect(Role.PUBLIC) as connection:
            connection.exec_driver_sql("SET TRANSACTION READ WRITE")
            return bool(
                connection.execute(
                    text("SELECT published.log_unmet_need(cast(:asked AS jsonb), :most)"),
                    {"asked": json.dumps(values), "most": most_a_day},
                ).scalar_one()
            )
    except (SQLAlchemyError, DatabaseUnavailable):
        _LOG.exception("A need could not be logged.")
        return False
