"""What is done when its time has come, once, also when two are at it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from sqlalchemy import text

from areal.accounts.acting import acting
from areal.clock import now, today
from areal.database import Role, connect
from areal.publishing import reviewing, sites, tasks, ticking
from areal.settings import get_settings
from tests.publishing.conftest import OWN, asked, site_id
from tests.publishing.test_drafts import NEW, PAGE, SLUG, sent


def owner(statement, **binds):
    with connect(Role.OWNER) as connection:
        connection.execute(text(statement), binds)


def planned(staff):
    draft = sent(staff)
    with acting(staff.publisher) as connection:
        reviewing.plan(
            connection,
            staff.publisher,
            draft.draft_id,
            draft.version,
            now() + timedelta(hours=1),
            now() + timedelta(days=2),
        )
    return draft


def test_what_is_planned_is_done_when_it_is_due_and_once(public, staff):
    planned(staff)
    assert ticking.tick().published == 0
    assert NEW not in public.get(PAGE).text
    owner("UPDATE areal.draft SET publish_at = now() - INTERVAL '1 minute'")
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(ticking.tick) for _ in range(2)]
        done = [item.result() for item in both]
    assert sum(item.published for item in done) == 1
    assert NEW in public.get(PAGE).text
    told = asked("SELECT count(*) FROM areal.draft_event WHERE what = 'publisert'")
    assert told == 1
    who = asked("SELECT who FROM areal.draft_event WHERE what = 'publisert'")
    assert who == staff.publisher.author
    owner("UPDATE areal.site SET withdraw_at = now() - INTERVAL '1 s' WHERE withdraw_at > now()")
    assert ticking.tick().withdrawn == 1
    assert public.get(PAGE).status_code == 410


def test_what_can_not_be_published_as_planned_is_told_and_not_tried_for_ever(public, staff):
    draft = planned(staff)
    owner("UPDATE areal.site SET name = 'En annen' WHERE slug = :s", s=SLUG)
    owner("UPDATE areal.draft SET publish_at = now() - INTERVAL '1 minute'")
    assert ticking.tick().failed
    assert asked("SELECT publish_at FROM areal.draft") is None
    assert asked("SELECT count(*) FROM areal.draft_event WHERE what = 'feilet'") == 1
    assert not ticking.tick().failed
    with connect(Role.APP) as connection:
        kinds = {task.kind for task in tasks.of(connection, [OWN])}
    assert "drafts" in kinds, draft


def test_land_whose_consent_has_lapsed_is_hidden_and_told_before(public, staff):
    number = site_id(SLUG)
    owner("UPDATE areal.parcel SET owner_kind = 'privat' WHERE site_id = :s", s=number)
    owner("DELETE FROM areal.owner_consent")
    owner(
        "INSERT INTO areal.owner_consent (parcel_id, given_by, given_on, document_ref, "
        "valid_until, recorded_by) SELECT parcel_id, 'x', '2026-01-01', 'x', :day, 'x' "
        "FROM areal.parcel "
        "WHERE site_id = :s",
        s=number,
        day=today() + timedelta(days=5),
    )
    with connect(Role.APP) as connection:
        found = [t for t in tasks.of(connection, [OWN]) if t.kind == "consents"]
        shown = len(sites.load(connection, number).parcels)
    assert {t.site_id for t in found if t.detail["until"]} == {number}
    owner("UPDATE areal.owner_consent SET valid_until = '2026-02-01'")
    assert ticking.tick().hidden == shown
    assert public.get(PAGE).status_code == 410


def test_tasks_are_those_of_the_kommune_and_of_the_day(staff):
    with connect(Role.APP) as connection:
        found = tasks.of(connection, [OWN])
        assert {task.kommunenummer for task in found} == {OWN}
        mine = tasks.for_rights(connection, staff.publisher.rights)
        assert {task.kind for task in mine} <= {"drafts", "consents"}
    assert get_settings().fact_months == 12
    assert tasks.oldest_fresh(date(2026, 3, 31)) == date(2025, 3, 28)
    assert tasks.oldest_fresh(date(2026, 1, 5)) == date(2025, 1, 5)
