"""Contacts at work: who sees what, what is done about it, and when senders are forgotten."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from areal.accounts.acting import acting
from areal.accounts.people import Forbidden
from areal.cli import program
from areal.database import Role, connect
from areal.enquiries import forgetting, reading, shortlists, work
from areal.errors import NotFound
from tests.support.enquiries import PERSONAL, SAID, enquire, site_in
from tests.support.staff import REGION, person, send, signed_in

GRUE, KONGSVINGER = "3417", "3401"


@pytest.fixture
def contact():
    return person("kari@grue.example", ("contact", GRUE), name="Kari Kontakt")


@pytest.fixture
def desk(enquiry_app, contact):
    return signed_in(enquiry_app.test_client(), contact)


def numbers(who):
    with acting(who) as connection:
        return {line.enquiry_id for line in reading.lines(connection)}


def one(who, number):
    with acting(who) as connection:
        return reading.one(connection, number)


def older(number: int, days: int) -> None:
    """Let an enquiry have come, and been touched last, so many days ago."""
    with connect(Role.OWNER) as owner:
        owner.execute(
            text(
                "UPDATE areal.enquiry SET received_at = received_at - make_interval(days => :d), "
                "touched_at = touched_at - make_interval(days => :d) WHERE enquiry_id = :id"
            ),
            {"d": days, "id": number},
        )


def test_each_sees_their_own_and_the_regions_contact_sees_all(public, contact):
    boss = person("sjef@region.example", ("contact", REGION))
    editor = person("red@grue.example", ("editor", GRUE))
    mine = enquire(public, f"/kontakt/{site_in(GRUE)}")
    theirs = enquire(public, f"/kontakt/{site_in(KONGSVINGER)}")
    whole = enquire(public)
    assert numbers(contact) == {mine}
    assert numbers(boss) == {mine, theirs, whole}
    assert numbers(editor) == set()
    for number in (theirs, whole):
        with pytest.raises(NotFound):
            one(contact, number)
        with pytest.raises(NotFound):
            work.note(contact, number, "x")
        with pytest.raises(Forbidden):
            forgetting.forget_one(contact, number)
    assert one(boss, theirs).contact is not None


def test_an_enquiry_to_a_region_without_a_contact_of_its_own_is_not_lost(public, contact):
    number = enquire(public)
    assert numbers(contact) == {number}


def test_the_list_has_who_waits_longest_first(public, desk):
    old, new, done = (
        enquire(public, f"/kontakt/{site_in(GRUE)}", organisation=name)
        for name in ("Gammel AS", "Ny AS", "Ferdig AS")
    )
    older(old, 3)
    assert (
        send(desk, f"/staff/henvendelser/{done}", do="answered", body="Ringte.").status_code == 303
    )
    page = desk.get("/staff/henvendelser").text
    assert page.index("Gammel AS") < page.index("Ny AS") < page.index("Ferdig AS")
    assert "for 3 dager siden" in page
    assert "2 venter på svar" in page
    talking = desk.get("/staff/henvendelser?steg=talking").text
    assert "Ferdig AS" in talking
    assert "Ny AS" not in talking
    assert new


def test_it_goes_from_new_to_settled_and_says_who_answered(public, desk, contact):
    number = enquire(public, f"/kontakt/{site_in(GRUE)}")
    path = f"/staff/henvendelser/{number}"
    page = desk.get(path).text
    assert "Ikke besvart ennå" in page
    assert SAID["message"] in page
    for stage in ("talking", "visit", "offer", "settled"):
        assert send(desk, path, do="move", stage=stage, body=f"til {stage}").status_code == 303
    found = one(contact, number)
    assert (found.line.stage, found.line.answered_by) == ("settled", "Kari Kontakt")
    assert [each.body for each in found.events] == [
        "til settled", "til offer", "til visit", "til talking",
    ]  # fmt: skip
    assert send(desk, path, do="move", stage="lost").status_code == 422, "it needs a why"
    assert send(desk, path, do="move", stage="lost", why="power").status_code == 303
    assert "Tapt: Ikke nok strøm" in desk.get(path).text


def test_what_somebody_else_did_since_is_not_overwritten(public, desk, contact):
    number = enquire(public, f"/kontakt/{site_in(GRUE)}")
    path = f"/staff/henvendelser/{number}"
    seen = one(contact, number).touched_at.isoformat()
    work.move(contact, number, "visit")
    late = send(desk, path, do="move", stage="offer", seen=seen)
    assert late.status_code == 409
    assert one(contact, number).line.stage == "visit"


def test_a_shortlist_is_sent_opened_counted_and_ends(public, desk, contact):
    slug = site_in(GRUE)
    number = enquire(public, f"/kontakt/{slug}")
    path = f"/staff/henvendelser/{number}"
    given = {"do": "shortlist", "site": slug, "title": "Til dere", "days": "14", "body": "Se her"}
    assert send(desk, path, **given).status_code == 303
    link = re.search(r"http://localhost(/delt/[\w-]+)", desk.get(path).text)[1]
    assert one(contact, number).line.answered_by == "Kari Kontakt"
    for _ in range(2):
        opened = public.get(link)
        assert opened.status_code == 200
        assert "Til dere" in opened.text
        assert "Set-Cookie" not in opened.headers
        assert "no-store" in opened.headers["Cache-Control"]
        assert not [word for word in PERSONAL if word in opened.text]
    public.head(link)
    public.get(link, headers={"Sec-Purpose": "prefetch"})
    sent = one(contact, number).shortlists[0]
    assert sent.views == 2
    columns = {"shortlist_id", "enquiry_id", "token", "slugs", "title", "sent_at", "sent_by",
               "expires_at", "withdrawn_at", "views"}  # fmt: skip
    with connect(Role.OWNER) as owner:
        found = owner.execute(text("SELECT * FROM areal.shortlist_sent")).keys()
        assert set(found) == columns, "nothing of who opened it"
        owner.execute(text("UPDATE areal.shortlist_sent SET expires_at = now()"))
    ended = public.get(link)
    assert ended.status_code == 410
    assert "Til dere" not in ended.text
    assert one(contact, number).shortlists[0].views == 2
    assert public.get("/delt/" + "x" * 22).status_code == 404


def test_a_link_is_closed_by_hand_and_drafts_are_not_sent(public, contact):
    number = enquire(public, f"/kontakt/{site_in(GRUE)}")
    token = shortlists.send(contact, number, [site_in(GRUE)], title="", days=7, body="")
    with pytest.raises(work.WorkRefused):
        shortlists.send(contact, number, ["finnes-ikke"], title="", days=7, body="")
    shortlists.withdraw(contact, number, one(contact, number).shortlists[0].shortlist_id)
    assert public.get(f"/delt/{token}").status_code == 410


def test_it_is_passed_on_to_another_kommune_and_then_is_theirs(public, desk, contact):
    other = person("per@kongsvinger.example", ("contact", KONGSVINGER))
    number = enquire(public, f"/kontakt/{site_in(GRUE)}")
    path = f"/staff/henvendelser/{number}"
    assert send(desk, path, do="forward", place=KONGSVINGER, body="Deres").status_code == 303
    assert numbers(other) == {number}
    assert numbers(contact) == set()
    assert desk.get(path).status_code == 404
    with pytest.raises(work.WorkRefused):
        work.forward(other, number, "0301")


def everything() -> str:
    """Return all that stands in any table, as the owner sees it."""
    with connect(Role.OWNER) as owner:
        tables = owner.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'areal'")
        ).scalars()
        return "\n".join(
            str(owner.execute(text(f'SELECT t::text FROM areal."{name}" AS t')).scalars().all())
            for name in tables
            if name not in ("boundary", "layer_part", "layer_feature", "parcel", "parcel_history")
        )


def test_senders_are_forgotten_in_time_and_counts_stay(public, desk, contact):
    number = enquire(public, f"/kontakt/{site_in(GRUE)}", fra="900", ord="hemmelig")
    work.note(contact, number, "Ola Nordmann ringte")
    token = shortlists.send(
        contact, number, [site_in(GRUE)], title="Til Batteri AS", days=90, body=""
    )
    assert [word for word in PERSONAL if word in everything()]
    runner = CliRunner()
    older(number, 729)
    assert "of 0 enquiries" in runner.invoke(program, ["enquiries", "forget"]).output
    older(number, 2)
    assert "of 1 enquiries" in runner.invoke(program, ["enquiries", "forget"]).output
    assert "of 0 enquiries" in runner.invoke(program, ["enquiries", "forget"]).output
    whole = everything()
    assert not [word for word in (*PERSONAL, "hemmelig", token) if word in whole]
    found = one(contact, number)
    assert (found.contact, found.line.reference) == (None, None)
    assert found.line.asked["min_m2"] == 900_000
    assert found.line.stage == "talking"
    assert "Avsenderen er slettet" in desk.get(f"/staff/henvendelser/{number}").text
    assert public.get(f"/delt/{token}").status_code == 404


def test_a_sender_is_told_everything_and_forgotten_when_they_ask(public, desk, contact):
    number = enquire(public, f"/kontakt/{site_in(GRUE)}")
    elsewhere = enquire(public, f"/kontakt/{site_in(KONGSVINGER)}")
    work.note(contact, number, "Ringte")
    told = json.loads(
        CliRunner().invoke(program, ["enquiries", "export", "OLA@batteri.example"]).output
    )
    assert [each["message"] for each in told["enquiries"]] == [SAID["message"]] * 2
    assert told["enquiries"][0]["events"][0]["text"] == "Ringte"
    own = desk.get(f"/staff/henvendelser/{number}.json")
    assert len(own.json["enquiries"]) == 1, "a contact gives out what they may see"
    assert own.headers["Content-Disposition"].startswith("attachment")
    assert desk.get(f"/staff/henvendelser/{elsewhere}.json").status_code == 404
    path = f"/staff/henvendelser/{number}"
    assert send(desk, path, do="forget").status_code == 422, "not by a slip"
    assert send(desk, path, do="forget", sure="1").status_code == 303
    assert desk.get(f"{path}.json").status_code == 404
    erased = CliRunner().invoke(program, ["enquiries", "forget", "--email", SAID["email"]])
    assert "of 1 enquiries" in erased.output
    assert not [word for word in PERSONAL if word in everything()]


def test_the_log_tells_what_was_done_and_nothing_the_sender_wrote(public, contact, caplog):
    number = enquire(public, f"/kontakt/{site_in(GRUE)}")
    work.move(contact, number, "visit", body=SAID["message"])
    with connect(Role.OWNER) as owner:
        line = owner.execute(
            text("SELECT author, after::text, audit_log::text AS whole FROM areal.audit_log "
                 "WHERE subject = 'enquiry' AND action = 'update'")
        ).one()  # fmt: skip
    assert "visit" in line.after
    assert line.author == "Kari Kontakt <kari@grue.example>"
    assert not [word for word in PERSONAL if word in line.whole]
    assert not [word for word in PERSONAL if word in caplog.text]
