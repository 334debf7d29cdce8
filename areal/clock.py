"""The day it is where the catalogue is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: Days and times of day are Norwegian wherever they are written, compared or shown; the database
#: is asked in the same zone (``areal.database.engines``), so that its ``current_date`` agrees.
OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """Return the present moment, with its zone (UTC)."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """Return the day a moment with a zone falls on in Norway."""
    return moment.astimezone(OSLO).date()


def today() -> date:
    """Return the day it is in Norway, whatever zone the machine keeps."""
    return day_of(now())
