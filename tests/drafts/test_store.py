"""Drafts are begun from the catalogue, saved by version, written back by field, and taken back."""

from __future__ import annotations

from copy import deepcopy

import pytest
from sqlalchemy import text

from areal.accounts.acting import acting
from areal.accounts.people import Forbidden
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.drafts import store
from areal.drafts.apply import Applied, Moved, apply, revert
from areal.drafts.merge import changes
from areal.drafts.preview import preview
from areal.drafts.store import Conflict
from areal.errors import NotFound
from tests.drafts.conftest import GRUE, KONGSVINGER
from tests.support.staff import person


def a_site(kommune: str = GRUE) -> int:
    with connect(Role.APP) as connection:
        return int(
            connection.execute(
                text(
                    "SELECT p.site_id FROM areal.parcel AS p WHERE p.kommunenummer = :k "
                    "GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
                ),
                {"k": kommune},
            ).scalar_one()
        )


def begun(who):
    with acting(who) as connection:
        return store.open_draft(connection, who, a_site(), GRUE)


def saved(who, draft, change):
    content = deepcopy(draft.content)
    change(content)
    with acting(who) as connection:
        return store.save(connection, who, draft.draft_id, draft.version, content)


def field(name, value, number=0):
    def change(content):
        content["parcels"][number]["fields"][name] = value

    return change


@pytest.fixture(autouse=True)
def _no_draft(kari):
    yield
    with connect(Role.OWNER) as owner:
        owner.execute(text("TRUNCATE areal.draft, areal.draft_version"))


def test_a_draft_begins_as_the_catalogue_stands_and_is_one_a_site(kari, ola):
    first, second = begun(kari), begun(ola)
    assert first.draft_id == second.draft_id
    assert first.content == first.base
    assert len(first.content["parcels"]) > 1
    assert first.content["parcels"][0]["geometry"]["type"] == "MultiPolygon"


def test_two_editors_of_different_fields_both_get_theirs_and_are_told(kari, ola):
    seen = begun(kari)
    one = saved(kari, seen, field("market", "solgt"))
    two = saved(ola, seen, field("owner_kind", "privat"))
    assert (one.version, two.version) == (2, 3)
    fields = two.content["parcels"][0]["fields"]
    assert (fields["market"], fields["owner_kind"]) == ("solgt", "privat")
    assert [change.path[-1] for change in two.taken] == ["market"]


def test_two_editors_of_one_field_are_shown_both_and_nothing_is_saved(kari, ola):
    seen = begun(kari)
    saved(kari, seen, field("label", "Tomt A"))
    told = saved(ola, seen, field("label", "Tomt B"))
    assert isinstance(told, Conflict)
    [only] = told.differences
    assert (only.mine, only.theirs) == ("Tomt B", "Tomt A")
    with acting(ola) as connection:
        assert store.load(connection, seen.draft_id).version == 2


def test_a_save_that_changes_nothing_is_no_version(kari):
    assert saved(kari, begun(kari), lambda _: None).version == 1


def test_nobody_reads_or_writes_the_drafts_of_another_kommune(kari):
    draft = begun(kari)
    stranger = person("s@kongsvinger.example", ("editor", KONGSVINGER), ("publisher", KONGSVINGER))
    with pytest.raises(NotFound), acting(stranger) as connection:
        store.load(connection, draft.draft_id)
    with pytest.raises(Forbidden), acting(stranger) as connection:
        store.open_draft(connection, stranger, a_site(), GRUE)


def test_who_publishes_only_decides_and_does_not_write(kari):
    draft = begun(kari)
    publisher = person("p@grue.example", ("publisher", GRUE))
    with acting(publisher) as connection:
        connection.execute(text("UPDATE areal.draft SET state = 'publisert'"))
        connection.rollback()
    with pytest.raises(Forbidden), acting(publisher) as connection:
        connection.execute(
            text("UPDATE areal.draft SET content = '{}' WHERE draft_id = :id"),
            {"id": draft.draft_id},
        )


def test_a_draft_is_written_by_field_and_taken_back(kari):
    seen = begun(kari)

    def change(content):
        content["site"]["description_nb"] = "Ny tekst"
        first, last = content["parcels"][0], content["parcels"][-1]
        first["fields"]["modenhet"] = 1
        first["matrikkel"] = ["3417-1/2"]
        first["restrictions"] = [
            {"code": "x", "cause": "law", "source": None, "expected_end": None,
             "note_nb": None, "note_en": None}
        ]  # fmt: skip
        first["verified"]["plan"] = {"on": "2026-01-02", "by": "planlegger", "how": "plan"}
        last["removed"] = True
        content["parcels"].append(
            {**deepcopy(last), "key": "n1", "parcel_id": None, "removed": False,
             "fields": {"label": "Ny tomt", "market": "ledig"}}
        )  # fmt: skip
        content["media"] = [
            {"kind": "photo", "url": "/media/a.jpg", "alt_nb": "a", "alt_en": "a",
             "credit": "c", "licence": "l"}
        ]  # fmt: skip

    draft = saved(kari, seen, change)
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        applied = apply(connection, draft)
        kept = Applied.from_json(applied.as_json())
    written = {change.path for change in changes(kept.before, kept.after)}
    assert ("site", "description_nb") in written
    with connect(Role.APP) as connection:
        now = store.snapshot(connection, a_site())
    assert now["site"]["description_nb"] == "Ny tekst"
    new = next(item for item in now["parcels"] if item["fields"]["label"] == "Ny tomt")
    assert new["fields"]["published"] is False
    assert new["geometry"] == draft.content["parcels"][-1]["geometry"]
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        revert(connection, kept)
    with connect(Role.APP) as connection:
        assert store.snapshot(connection, a_site()) == seen.base


def test_what_moved_meanwhile_stops_only_the_same_field(kari):
    seen = begun(kari)
    draft = saved(kari, seen, field("market", "solgt"))
    number = draft.content["parcels"][0]["parcel_id"]
    moved = "UPDATE areal.parcel SET {} WHERE parcel_id = :id"
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        connection.execute(text(moved.format("label = 'Annet navn'")), {"id": number})
        applied = apply(connection, draft)
        fields = applied.after["parcels"][0]["fields"]
        assert (fields["label"], fields["market"]) == ("Annet navn", "solgt")
        connection.rollback()
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        connection.execute(text(moved.format("market = 'reservert'")), {"id": number})
        with pytest.raises(Moved) as found:
            apply(connection, draft)
        assert found.value.fields == (("parcel", f"p{number}", "market"),)
        connection.rollback()


def test_what_was_changed_after_is_not_taken_back(kari):
    draft = saved(kari, begun(kari), field("market", "solgt"))
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        applied = apply(connection, draft)
        connection.execute(
            text("UPDATE areal.site SET name = name || '!' WHERE site_id = :id"), {"id": a_site()}
        )
        with pytest.raises(Moved):
            revert(connection, applied)
        connection.rollback()


def test_a_new_site_is_made_and_taken_back(kari):
    with acting(kari) as connection:
        made = store.open_draft(connection, kari, None, GRUE, title="Nye Rasta")

    def change(content):
        content["site"] |= {"category": "kommunal", "area_class": "B"}
        content["parcels"].append(
            {"key": "n1", "parcel_id": None, "removed": False, "fields": {"label": "Tomt 1"},
             "geometry": begun(kari).content["parcels"][0]["geometry"], "matrikkel": [],
             "restrictions": [], "verified": {}}
        )  # fmt: skip

    draft = saved(kari, made, change)
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        applied = apply(connection, draft, publish=True)
        assert applied.after["site"]["slug"] == "nye-rasta"
        assert applied.after["parcels"][0]["fields"]["slug"] == "nye-rasta-tomt-1"
        revert(connection, applied)
        with pytest.raises(NotFound):
            store.snapshot(connection, applied.site_id)


def test_a_preview_leaves_no_trace(kari):
    draft = saved(kari, begun(kari), field("label", "Forhåndsvist"))
    count = text("SELECT count(*) FROM published.parcel WHERE label = 'Forhåndsvist'")
    with connect(Role.APP) as connection:
        with preview(connection, draft):
            assert connection.execute(count).scalar_one() == 1
        assert connection.execute(count).scalar_one() == 0
