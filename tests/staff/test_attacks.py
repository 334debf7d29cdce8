"""Attacks on the service from outside and by somebody who is signed in; each test is one attack."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import text

from areal.database import Role, connect
from tests.support.staff import PASSWORD, hidden, person, send, signed_in, with_password

#: Pieces that would change a statement they were pasted into.
PIECES = (
    "'", "';--", "' OR '1'='1", "1; DROP TABLE areal.account;--", "\\'; SELECT pg_sleep(9)--",
    "') UNION SELECT email FROM areal.account--", "%27%20OR%201=1", "$$;SELECT 1;$$", "\x00",
)  # fmt: skip
PARAMETERS = (
    "q", "kommune", "market", "modenhet", "omrade", "kart", "vis", "bbox", "next", "utvalg",
)  # fmt: skip
SCRIPT = "\"><script>alert(1)</script>'{{7*7}}"


def rows() -> list[int]:
    with connect(Role.OWNER) as owner:
        return [
            int(owner.execute(text(f"SELECT count(*) FROM areal.{table}")).scalar_one())
            for table in ("account", "site", "parcel", "deviation_grant", "membership")
        ]


@pytest.mark.parametrize("path", ["/", "/api/v1/parcels.geojson", "/kommuner", "/staff/logg-inn"])
def test_sql_in_a_parameter_is_a_value(door, path):
    person("a@x.example", ("reader", "3417"))
    before = rows()
    for piece in PIECES:
        # All at once, and the one that is searched for by itself: a refusal must not hide it.
        for asked in (dict.fromkeys(PARAMETERS, piece), {"q": piece}):
            answer = door.get(path, query_string=asked)
            assert answer.status_code in (200, 303, 304, 400, 404), (asked, answer.status_code)
            assert "a@x.example" not in answer.text
            assert "syntax error" not in answer.text
            assert "psycopg" not in answer.text
    assert rows() == before


def test_sql_in_a_form_or_an_address_is_a_value(door):
    with_password("a@x.example", ("admin", "kongsvingerregionen"))
    admin = signed_in(
        door.application.test_client(), person("b@x.example", ("admin", "kongsvingerregionen"))
    )
    before = rows()
    for piece in PIECES:
        answer = send(door, "/staff/logg-inn", email=piece, password=piece)
        assert answer.status_code in (400, 401, 429), piece
        with connect(Role.OWNER) as owner:
            owner.execute(text("TRUNCATE areal.rate_limit"))
        for path in ("/staff/users/", "/staff/import/", "/omrade/", "/kommune/", "/staff/lenke/"):
            assert admin.get(path + piece.replace("/", "")).status_code in (308, 400, 403, 404, 410)
        fields = {"email": piece, "name": piece, "role": piece, "place": f"kommune:{piece}"}
        assert send(admin, "/staff/users/ny", **fields).status_code in (400, 403, 422)
    assert rows() == before


@pytest.mark.parametrize("room", ["/media/", "/static/", "/samlet/"])
def test_no_address_leads_out_of_its_folder(door, room):
    for steps in (
        "../areal/settings.py", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
        "....//....//etc/passwd", "/etc/passwd", "..\\..\\etc\\passwd", "a/../../../etc/passwd",
        "%00", "../../.env", "..%252f..%252fetc%252fpasswd",
    ):  # fmt: skip
        answer = door.get(room + steps)
        assert answer.status_code in (301, 308, 400, 404), (room, steps)
        assert b"root:" not in answer.data
        assert b"AREAL_" not in answer.data


def test_what_people_are_called_is_text_on_every_staff_page(door):
    admin = person("a@x.example", ("admin", "kongsvingerregionen"), name=f"A {SCRIPT}")
    other = person("b@x.example", ("reader", "3417"), name=f"B {SCRIPT}")
    client = signed_in(door, admin)
    for path in ("/staff/", "/staff/users", f"/staff/users/{other.account_id}", "/staff/logg"):
        for each in (path, path.replace("/staff/", "/staff/en/", 1).replace("logg", "log")):
            page = client.get(each)
            assert page.status_code == 200, each
            assert "<script>alert" not in page.text, each
            assert "{{7*7}}" in page.text or "alert" not in page.text, "no template is run"
    assert "&lt;script&gt;alert" in client.get("/staff/users").text


def test_what_is_typed_is_shown_as_text_in_the_form_again(door):
    client = signed_in(door, person("a@x.example", ("admin", "kongsvingerregionen")))
    answer = send(client, "/staff/users/ny", email=SCRIPT, name=SCRIPT)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    answer = client.get("/staff/logg-inn", query_string={"next": f"/staff/{SCRIPT}"})
    assert "<script>alert" not in answer.text


def test_numbers_of_others_and_numbers_of_nobody_get_the_same_answer(door):
    client = signed_in(door, person("a@x.example", ("admin", "3417")))
    other = person("b@x.example", ("reader", "3401")).account_id
    there, nowhere = client.get(f"/staff/users/{other}"), client.get("/staff/users/987654")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    own = re.compile(r"(?<=/users/)\d+")
    assert own.sub("#", there.text) == own.sub("#", nowhere.text)
    editor = signed_in(door.application.test_client(), person("c@x.example", ("editor", "3417")))
    assert editor.get("/staff/import/1").status_code == 404
    assert editor.get("/staff/import/987654").status_code == 404


def test_a_session_that_was_planted_signs_nobody_in(door):
    planted = "a" * 43
    door.set_cookie("__Secure-areal-staff", planted, path="/staff/", secure=True)
    account = with_password("a@x.example", ("reader", "3417"))
    answer = send(door, "/staff/logg-inn", email=account.email, password=PASSWORD)
    assert answer.status_code == 303
    cookie: Any = door.get_cookie("__Secure-areal-staff", path="/staff/")
    assert cookie.value != planted
    stranger = door.application.test_client()
    stranger.set_cookie("__Secure-areal-staff", planted, path="/staff/", secure=True)
    assert stranger.get("/staff/users").status_code == 303


def test_a_form_that_is_sent_twice_is_done_once(door):
    planner = signed_in(door, person("p@x.example", ("planner", "3417")))
    with connect(Role.APP) as connection:
        slug = connection.execute(
            text("SELECT slug FROM areal.parcel WHERE kommunenummer = '3417' AND published LIMIT 1")
        ).scalar_one()
    form = {
        **hidden(planner, "/staff/avvik/ny"), "parcel": slug, "rule": "R12", "body": "b",
        "case_ref": "to-ganger", "decided_on": "2025-01-02", "reason": "r", "anyway": "1",
    }  # fmt: skip
    answers = [planner.post("/staff/avvik/ny", data=form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with connect(Role.APP) as connection:
        count = connection.execute(
            text("SELECT count(*) FROM areal.deviation_grant WHERE case_ref = 'to-ganger'")
        ).scalar_one()
    assert count == 1
