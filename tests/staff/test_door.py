"""The way in and out as a browser goes it: forms, cookies, and what other sites can't do."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask import request
from sqlalchemy import text

from areal.accounts import acting, links
from areal.database import Role, connect
from areal.settings import Settings
from tests.support.staff import (
    PASSWORD,
    hidden,
    person,
    send,
    signed_in,
    with_password,
)
from webmap import create_app
from webmap.staff.door import way_on

SIGN_IN = "/staff/logg-inn"
COOKIE = "__Secure-areal-staff"
WRONG, SHORT = "feil feil feil feil", "kort"


def enter(client, account, path: str = SIGN_IN) -> None:
    first = send(client, path, email=account.email, password=PASSWORD)
    assert first.status_code == 303, first.text
    second = send(client, first.headers["Location"], code=account.totp.now())
    assert second.status_code == 303, second.text


def cookie(client) -> str:
    found = client.get_cookie(COOKIE, path="/staff/")
    return found.value if found else ""


def test_in_by_password_and_code_and_out_again(door):
    kari = with_password("kari@grue.example", ("planner", "3417"))
    assert door.get("/staff/").headers["Location"] == "/staff/logg-inn?next=/staff/"
    enter(door, kari)
    page = door.get("/staff/")
    assert page.status_code == 200
    assert "Planlegger" in page.text
    held = cookie(door)
    assert send(door, "/staff/").status_code == 405
    out = door.post("/staff/logg-ut", data=hidden(door, "/staff/"))
    assert out.headers["Location"] == "/staff/logg-inn?out=1"
    assert cookie(door) == ""
    # Who copied the number is out too.
    door.set_cookie(COOKIE, held, path="/staff/", secure=True)
    assert door.get("/staff/").status_code == 303


def test_in_english_and_on_to_where_one_was_going(door):
    kari = with_password("kari@grue.example", ("planner", "3417"))
    there = door.get("/staff/en/grants?state=in_force").headers["Location"]
    assert there.startswith("/staff/en/sign-in?next=")
    first = send(door, there, email=kari.email, password=PASSWORD)
    second = send(door, first.headers["Location"], code=kari.totp.now())
    assert second.headers["Location"] == "/staff/en/grants?state=in_force"
    page = door.get(second.headers["Location"])
    assert page.status_code == 200
    assert 'lang="en"' in page.text


def test_each_step_is_another_number_so_that_none_can_be_planted(door):
    kari = with_password("kari@grue.example", ("planner", "3417"))
    door.set_cookie(COOKIE, "planted", path="/staff/", secure=True)
    first = send(door, SIGN_IN, email=kari.email, password=PASSWORD)
    half = cookie(door)
    assert half != "planted"
    send(door, first.headers["Location"], code=kari.totp.now())
    assert cookie(door) not in (half, "planted")
    other = door.application.test_client()
    for old in (half, "planted"):
        other.set_cookie(COOKIE, old, path="/staff/", secure=True)
        assert other.get("/staff/").status_code == 303


def test_half_way_in_is_not_in(door):
    kari = with_password("kari@grue.example", ("admin", "3417"))
    send(door, SIGN_IN, email=kari.email, password=PASSWORD)
    for path in ("/staff/", "/staff/users", "/staff/avvik", "/staff/totrinn"):
        answer = door.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["Location"] in ("/staff/kode", "/staff/"), path


def test_a_new_person_opens_the_link_sets_up_the_code_and_is_in(door):
    who = person("ny@grue.example", ("reader", "3417"))
    with acting.as_tool("test") as connection:
        path = f"/staff/lenke/{links.make(connection, who.account_id)}"
    assert send(door, path, password=SHORT, again=SHORT).status_code == 422
    wrong = send(door, path, password=PASSWORD, again="noe annet her")
    assert wrong.status_code == 422
    assert "ikke like" in wrong.text
    assert send(door, path, password=PASSWORD, again=PASSWORD).status_code == 303
    assert door.get(path).status_code == 410
    first = send(door, SIGN_IN, email=who.email, password=PASSWORD)
    assert first.headers["Location"] == "/staff/totrinn"
    page = door.get("/staff/totrinn").text
    secret = re.search(r'staff__secret">([^<]+)<', page)
    assert secret is not None
    assert "<svg" in page
    totp = pyotp.TOTP(secret[1].replace(" ", ""))
    assert send(door, "/staff/totrinn", code="000 000").status_code == 401
    done = send(door, "/staff/totrinn", code=totp.now())
    assert done.status_code == 200
    codes = re.findall(r"<li>((?:\w{4}-){3}\w{4})</li>", done.text)
    assert len(codes) == 10
    assert door.get("/staff/").status_code == 200
    door.post("/staff/logg-ut", data=hidden(door, "/staff/"))
    first = send(door, SIGN_IN, email=who.email, password=PASSWORD)
    assert send(door, first.headers["Location"], code=codes[0]).status_code == 303


def test_unknown_wrong_and_closed_get_the_same_answer(door):
    with_password("kari@grue.example", ("planner", "3417"))
    person("uten@grue.example", ("planner", "3417"))
    answers = set()
    for email in ("kari@grue.example", "uten@grue.example", "ingen@grue.example"):
        answer = send(door, SIGN_IN, email=email, password=WRONG)
        drawn = r'name="(?:csrf_token|once)" value="[^"]*"'
        shown = re.sub(drawn, "", answer.text).replace(email, "")
        answers.add((answer.status_code, shown, str(sorted(answer.headers.keys()))))
    assert len(answers) == 1


def test_too_many_wrong_passwords_are_told_to_wait(door):
    for _ in range(5):
        assert send(door, SIGN_IN, email="a@b.example", password=WRONG).status_code == 401
    late = send(door, SIGN_IN, email="a@b.example", password=WRONG)
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 900
    assert "Vent" in late.text


def test_many_accounts_tried_from_one_address_close_the_door_to_it(door):
    token = hidden(door, SIGN_IN)
    codes = [
        door.post(
            SIGN_IN, data={**token, "email": f"a{number}@b.example", "password": "feil feil feil"}
        ).status_code
        for number in range(31)
    ]
    assert codes == [401] * 30 + [429]
    elsewhere = door.post(
        SIGN_IN,
        data={**token, "email": "x@b.example", "password": "feil feil feil"},
        environ_base={"REMOTE_ADDR": "192.0.2.9"},
    )
    assert elsewhere.status_code == 401


@pytest.mark.parametrize("path", [SIGN_IN, "/staff/users/ny", "/staff/logg-ut", "/staff/avvik/ny"])
@pytest.mark.parametrize("sent", ["none", "empty", "of_another", "planted"])
def test_a_form_without_its_own_token_is_refused(door, path, sent):
    who = person("sjef@grue.example", ("admin", "3417"), ("planner", "3417"))
    signed_in(door, who)
    given = {"email": "x@grue.example", "name": "X", "role": "reader", "place": "kommune:3417"}
    if sent == "empty":
        given["csrf_token"] = ""
    elif sent in ("of_another", "planted"):
        other = door.application.test_client()
        given |= hidden(signed_in(other, who), "/staff/users/ny")
        if sent == "planted":
            # The other browser's slip, set from a neighbouring host: it is for another session.
            slip = other.get_cookie("__Secure-areal-staff-form", path="/staff/")
            assert slip is not None
            door.set_cookie(slip.key, slip.value, path="/staff/", secure=True)
    answer = door.post(path, data=given)
    assert answer.status_code == 400
    assert "Skjemaet ble ikke tatt imot" in answer.text
    with connect(Role.APP) as connection:
        count = connection.execute(text("SELECT count(*) FROM areal.account")).scalar_one()
    assert count == 1
    assert door.get("/staff/").status_code == 200, "still signed in"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_token(door, headers):
    signed_in(door, person("sjef@grue.example", ("admin", "3417")))
    given = hidden(door, "/staff/users/ny")
    assert door.post("/staff/users/ny", data=given, headers=headers).status_code == 403


def test_cookies_are_kept_from_scripts_other_sites_and_plain_http(door):
    kari = with_password("kari@grue.example", ("planner", "3417"))
    answer = send(door, SIGN_IN, email=kari.email, password=PASSWORD)
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for one in cookies:
        assert one.startswith("__Secure-areal-staff")
        parts = {part.strip() for part in one.split(";")[1:]}
        assert {"Secure", "HttpOnly", "Path=/staff/", "SameSite=Lax"} <= parts
        assert not any(part.startswith(("Expires", "Max-Age", "Domain")) for part in parts)


def test_a_demo_on_this_machine_may_do_without_tls(staff_app):
    client = create_app(Settings(secret_key="k" * 40, staff_cookie_secure=False)).test_client()
    kari = with_password("kari@grue.example", ("planner", "3417"))
    answer = send(client, SIGN_IN, email=kari.email, password=PASSWORD)
    for one in answer.headers.getlist("Set-Cookie"):
        assert one.startswith("areal-staff")
        assert "Secure" not in one


@pytest.mark.parametrize("path", ["/", "/en/", "/plan/avvik", "/healthz", "/static/css/base.css"])
def test_who_is_signed_in_is_nobody_to_the_public_pages(door, path):
    plain = door.get(path)
    signed_in(door, person("kari@grue.example", ("planner", "3417")))
    page = door.get(path)
    assert "Set-Cookie" not in page.headers
    assert page.data == plain.data


@pytest.mark.parametrize("path", [SIGN_IN, "/staff/en/sign-in", "/staff/", "/staff/users"])
def test_no_cache_keeps_a_staff_page_and_nobody_frames_it(door, path):
    for client in (door, signed_in(door, person("sjef@grue.example", ("admin", "3417")))):
        answer = client.get(path)
        assert "no-store" in answer.headers["Cache-Control"]
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        assert "data:" not in policy
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/staff/",
        "//evil.example/staff/",
        "/\\evil.example",
        "/staff//evil.example",
        "/staff/../plan/",
        "javascript:alert(1)",
        "/plan/avvik",
        "/staff/\n/x",
        "",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(staff_app, asked):
    with staff_app.test_request_context("/staff/logg-inn"):
        assert way_on(asked) == "/staff/"


def test_what_is_typed_comes_back_as_text(door):
    answer = send(door, SIGN_IN, email='"><script>alert(1)</script>', password=WRONG)
    assert "<script>alert" not in answer.text


def test_believing_proxies_is_a_setting(staff_app):
    given = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    seen = []
    for proxies in (0, 1):
        app = create_app(Settings(secret_key="k" * 40, proxies=proxies))
        app.add_url_rule("/seen", "seen", lambda: _seen(seen))
        app.test_client().get("/seen", headers=given)
    assert seen == [("127.0.0.1", "http"), ("203.0.113.7", "https")]


def _seen(seen: list) -> str:
    seen.append((request.remote_addr, request.scheme))
    return ""
