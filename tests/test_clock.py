"""A day is the Norwegian one, whatever zone the machine keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from areal import clock
from areal.database import Role, connect

#: Half an hour before midnight in UTC: the next day in Norway, winter and summer.
_LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
_EARLIER_IN_SUMMER = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"), [(_LATE, date(2026, 11, 24)), (_EARLIER_IN_SUMMER, date(2026, 7, 1))]
)
def test_the_day_changes_at_norwegian_midnight(moment: datetime, day: date) -> None:
    assert clock.day_of(moment) == day


@pytest.mark.usefixtures("sample_database")
def test_the_database_reckons_days_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(Role.APP) as app:
        told = app.execute(text("SELECT now(), current_date")).one()
    monkeypatch.setattr(clock, "now", lambda: told[0])
    assert clock.today() == told[1]
    with connect(Role.APP) as app:
        late = app.execute(text("SELECT CAST(:moment AS timestamptz)::date"), {"moment": _LATE})
        assert late.scalar_one() == clock.day_of(_LATE)
