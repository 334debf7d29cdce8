"""A draft from kladd to the public and back, by those who may."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from sqlalchemy import text

from areal.accounts.acting import acting
from areal.accounts.people import Forbidden
from areal.clock import now
from areal.database import Role, connect
from areal.drafts import store
from areal.errors import NotFound
from areal.publishing import consents, looking, reviewing, sites
from areal.publishing.moves import DRAFT_MOVES, MoveRefused
from tests.publishing.conftest import OWN, asked, revision, site_id

SLUG = "slomarka"
PAGE = f"/omrade/{SLUG}"
NEW = "Nytt navn på plassen"


def drafted(staff, *, name=NEW, parcel=None):
    """Return the number of a draft with another name, and other facts of the first parcel."""
    with acting(staff.editor) as connection:
        draft = store.open_draft(connection, staff.editor, site_id(SLUG), OWN)
        content = copy.deepcopy(draft.content)
        content["site"]["name"] = name
        content["parcels"][0]["fields"].update(parcel or {})
        saved = store.save(connection, staff.editor, draft.draft_id, draft.version, content)
        assert isinstance(saved, store.Draft)
    return saved


def sent(staff, **values):
    draft = drafted(staff, **values)
    with acting(staff.editor) as connection:
        return reviewing.send(connection, staff.editor, draft.draft_id, "sendt", "Se på dette")


def test_a_draft_is_seen_by_nobody_outside_until_it_is_published(public, staff):
    draft = sent(staff)
    assert NEW not in public.get(PAGE).text
    before = revision()
    written = reviewing.publish(staff.publisher, draft.draft_id, draft.version, "Fint")
    assert NEW in public.get(PAGE).text
    assert revision() > before
    assert written.revision == revision()
    assert NEW in public.get("/api/v1/sites.geojson").text
    events = asked("SELECT string_agg(what, ',' ORDER BY event_id) FROM areal.draft_event")
    assert events == "sendt,publisert"


def test_what_was_published_is_checked_as_it_is_now(public, staff):
    draft = sent(staff, parcel={"modenhet": 1, "planstatus": None})
    reviewing.publish(staff.publisher, draft.draft_id, draft.version)
    slug = draft.content["parcels"][0]["fields"]["slug"]
    stale = asked("SELECT stale FROM published.parcel WHERE slug = :slug", slug=slug)
    assert stale is False
    strip = asked("SELECT strip FROM published.parcel WHERE slug = :slug", slug=slug)
    assert "error" not in strip


def test_undone_all_is_as_it_was(public, staff):
    was = public.get(PAGE).text
    draft = sent(staff, parcel={"modenhet": 1})
    reviewing.publish(staff.publisher, draft.draft_id, draft.version)
    assert public.get(PAGE).text != was
    reviewing.undo(staff.publisher, draft.draft_id, "Feil navn")
    assert NEW not in public.get(PAGE).text
    assert asked("SELECT state FROM areal.draft") == "kladd"
    modenhet = asked(
        "SELECT modenhet FROM areal.parcel WHERE slug = :s",
        s=draft.content["parcels"][0]["fields"]["slug"],
    )
    assert modenhet == draft.base["parcels"][0]["fields"]["modenhet"]


def test_what_has_changed_since_is_not_undone(public, staff):
    draft = sent(staff)
    reviewing.publish(staff.publisher, draft.draft_id, draft.version)
    with connect(Role.OWNER) as owner:
        owner.execute(text("UPDATE areal.site SET name = 'Et tredje' WHERE slug = :s"), {"s": SLUG})
    with pytest.raises(MoveRefused) as refused:
        reviewing.undo(staff.publisher, draft.draft_id)
    assert refused.value.reason == "changed"
    assert "Et tredje" in public.get(PAGE).text
    assert asked("SELECT state FROM areal.draft") == "publisert"


def test_a_field_that_moved_meanwhile_is_not_overwritten(public, staff):
    draft = sent(staff)
    with connect(Role.OWNER) as owner:
        owner.execute(text("UPDATE areal.site SET name = 'En annen' WHERE slug = :s"), {"s": SLUG})
    with pytest.raises(MoveRefused) as refused:
        reviewing.publish(staff.publisher, draft.draft_id, draft.version)
    assert refused.value.reason == "moved"
    assert "En annen" in public.get(PAGE).text
    assert asked("SELECT state FROM areal.draft") == "til_godkjenning", "all or nothing"
    assert asked("SELECT count(*) FROM areal.draft_event WHERE what = 'publisert'") == 0


def test_only_the_draft_that_was_looked_at_is_published(staff):
    draft = sent(staff)
    with acting(staff.editor) as connection:
        content = copy.deepcopy(draft.content)
        content["site"]["name"] = "Noe helt annet"
        store.save(connection, staff.editor, draft.draft_id, draft.version, content)
    with pytest.raises(MoveRefused) as refused:
        reviewing.publish(staff.publisher, draft.draft_id, draft.version)
    assert refused.value.reason == "seen"


@pytest.mark.parametrize("who", ["editor", "reader", "stranger"])
def test_only_a_publisher_of_the_kommune_publishes(public, staff, who):
    draft = sent(staff)
    person = getattr(staff, who)
    with pytest.raises((Forbidden, NotFound)):
        reviewing.publish(person, draft.draft_id, draft.version)
    with pytest.raises((Forbidden, NotFound)), acting(person) as connection:
        reviewing.send(connection, person, draft.draft_id, "endring_onsket", "x")
    assert NEW not in public.get(PAGE).text


def test_a_request_for_change_says_what_and_the_draft_comes_again(staff):
    draft = sent(staff)
    with pytest.raises(MoveRefused), acting(staff.publisher) as connection:
        reviewing.send(connection, staff.publisher, draft.draft_id, "endring_onsket", " ")
    with acting(staff.publisher) as connection:
        told = reviewing.send(
            connection, staff.publisher, draft.draft_id, "endring_onsket", "Feil navn"
        )
    assert told.state == "endring_onsket"
    with acting(staff.editor) as connection:
        again = reviewing.send(connection, staff.editor, draft.draft_id, "sendt")
    assert again.state == "til_godkjenning"


@pytest.mark.parametrize("state", ["kladd", "til_godkjenning", "publisert", "forkastet"])
def test_no_move_is_made_from_a_state_it_is_not_made_from(staff, state):
    draft = drafted(staff)
    with connect(Role.OWNER) as owner:
        owner.execute(text("UPDATE areal.draft SET state = :s"), {"s": state})
    for what, wanted in DRAFT_MOVES.items():
        if state in wanted.before or what in ("publisert", "angret", "planlagt", "avlyst"):
            continue
        with pytest.raises(MoveRefused), acting(staff.both) as connection:
            reviewing.send(connection, staff.both, draft.draft_id, what, "x")
    if state != "til_godkjenning":
        with pytest.raises(MoveRefused):
            reviewing.publish(staff.both, draft.draft_id, draft.version)


def test_what_would_be_public_is_looked_at_and_not_kept(public, staff):
    draft = sent(staff, parcel={"planstatus": None, "modenhet": 1, "arealformaal": None})
    before = revision()

    def look(connection, written):
        return connection.execute(
            text("SELECT name FROM published.site WHERE slug = :slug"), {"slug": written.slug}
        ).scalar()

    assert looking.as_public(staff.reader, draft.draft_id, look) == NEW
    changed, _ = looking.verdicts(staff.publisher, draft.draft_id)
    assert [item.slug for item in changed] == [] or changed[0].before != changed[0].after
    assert revision() == before
    assert NEW not in public.get(PAGE).text
    assert asked("SELECT state FROM areal.draft") == "til_godkjenning"
    with pytest.raises((Forbidden, NotFound)):
        looking.as_public(staff.stranger, draft.draft_id, look)


# ------------------------------------------------------------------ owners


def private_first(staff):
    draft = sent(staff, parcel={"owner_kind": "privat"})
    slug = draft.content["parcels"][0]["fields"]["slug"]
    with connect(Role.OWNER) as owner:
        owner.execute(
            text(
                "UPDATE areal.parcel SET owner_kind = 'kommunal' WHERE site_id = :s "
                "AND slug <> :slug"
            ),
            {"s": draft.site_id, "slug": slug},
        )
        owner.execute(text("DELETE FROM areal.owner_consent"))
    return draft, slug


def test_private_land_is_not_public_before_an_owner_agrees(public, staff):
    draft, slug = private_first(staff)
    number = asked("SELECT parcel_id FROM areal.parcel WHERE slug = :s", s=slug)
    written = reviewing.publish(staff.publisher, draft.draft_id, draft.version)
    assert len(written.held_back) == 1
    assert public.get(f"/api/v1/parcels/{slug}").status_code == 404
    assert slug not in public.get("/data/tomter.geojson").text
    with acting(staff.editor) as connection:
        consents.record(
            connection, staff.editor, number, "Grunneier", now().date(), "Sak 26/112", None
        )
    with connect(Role.APP) as connection:
        held = sites.load(connection, draft.site_id)
    ids = [p.parcel_id for p in held.parcels]
    sites.choose(staff.publisher, draft.site_id, held.shown, ids)
    assert public.get(f"/api/v1/parcels/{slug}").status_code == 200
    assert slug in public.get("/data/tomter.geojson").text
    consent = asked("SELECT consent_id FROM areal.owner_consent")
    assert consents.withdraw(staff.editor, number, consent)
    assert public.get(f"/api/v1/parcels/{slug}").status_code == 404


def test_nobody_on_the_staff_shows_it_behind_the_back_of_the_service(public, staff):
    draft, slug = private_first(staff)
    reviewing.publish(staff.publisher, draft.draft_id, draft.version)
    with acting(staff.both) as connection:
        connection.execute(
            text("UPDATE areal.parcel SET published = TRUE WHERE slug = :slug"), {"slug": slug}
        )
    assert public.get(f"/api/v1/parcels/{slug}").status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"given_by": " "}, "given_by"),
        ({"document_ref": ""}, "document_ref"),
        ({"given_on": None}, "given_on"),
        ({"given_on": now().date() + timedelta(days=2)}, "given_on"),
        ({"valid_until": now().date() - timedelta(days=40)}, "valid_until"),
        ({"given_by": "ola@nordmann.example"}, "given_by"),
    ],
)
def test_a_consent_says_who_when_and_where_it_is_written(staff, given, field):
    number = asked("SELECT max(parcel_id) FROM areal.parcel WHERE kommunenummer = :k", k=OWN)
    told = {
        "given_by": "Grunneier",
        "given_on": now().date() - timedelta(days=9),
        "document_ref": "Sak 1",
        "valid_until": None,
        **given,
    }
    with pytest.raises(consents.ConsentRefused) as refused, acting(staff.editor) as connection:
        consents.record(connection, staff.editor, number, **told)
    assert field in [name for name, _ in refused.value.mistakes]
