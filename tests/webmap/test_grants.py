"""The page of grants and its forms: who may write, what is refused, and that it is seen at once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from webmap.planner.grants_access import TRIES, WAIT, Tries
from werkzeug.datastructures import Authorization
from werkzeug.test import TestResponse

from areal.catalogue import grants
from areal.settings import Settings
from webmap import create_app

PASSWORD = "a-long-enough-password"  # noqa: S105
NEW = "/plan/avvik/ny"
KARI = Authorization("basic", {"username": "Kari", "password": PASSWORD})
#: A deviation of the sample.
GIVEN = {
    "parcel": "norsenga-2",
    "rule": "R12",
    "body": "Kommunestyret i Kongsvinger",
    "case_ref": "KS 12/26",
    "decided_on": "2026-01-15",
    "valid_until": "",
    "reason": "Flomverket er finansiert.",
}


@pytest.fixture
def planner(sample_database: str) -> FlaskClient:
    """Return a client of a database of its own, where there is a password."""
    return create_app(Settings(planner_password=PASSWORD)).test_client()


@pytest.fixture
def locked(sample_database: str) -> FlaskClient:
    """Return a client of the same, where there is none."""
    return create_app(Settings()).test_client()


def hidden(client: FlaskClient, path: str) -> dict[str, str]:
    """Open a form and return what it carries unseen."""
    page = client.get(path, auth=KARI)
    assert page.status_code == 200, path
    pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in pairs}


def send(client: FlaskClient, path: str = NEW, **changed: str) -> TestResponse:
    """Open a form, fill it in, and send it."""
    return client.post(path, data={**GIVEN, **hidden(client, path), **changed}, auth=KARI)


def registered() -> tuple[grants.Grant, ...]:
    with grants.register() as connection:
        return grants.list_grants(connection)


def errors(answer: TestResponse) -> dict[str, str]:
    """Return the error summary: the field each line leads to, with its text."""
    assert answer.status_code == 422
    summary = answer.text.split('id="feil"')[1].split("</div>")[0]
    return dict(re.findall(r'href="#f-(\w+)">([^<]*)<', summary))


def test_a_grant_registered_in_the_browser_is_on_every_page_at_once(planner):
    pages = ("/plan/avvik", "/en/plan/grants", "/?tomt=norsenga-2", "/api/v1/parcels/norsenga-2")
    before = {page: planner.get(page).headers["ETag"] for page in pages}

    answer = send(planner)
    assert answer.status_code == 303
    assert (
        answer.headers["Location"] == f"/plan/avvik?saved=granted#avvik-{registered()[0].grant_id}"
    )
    for page, tag in before.items():
        again = planner.get(page, headers={"If-None-Match": tag})
        assert again.status_code == 200, page
        assert "KS 12/26" in again.text, page
    assert "Avvik, godkjent" in planner.get("/?tomt=norsenga-2").text
    assert registered()[0].created_by == "Kari"
    assert "Kari" not in planner.get("/plan/avvik").text, "accounts are not shown"


def test_a_grant_is_changed_and_withdrawn_and_its_history_told(planner):
    send(planner)
    number = registered()[0].grant_id
    assert send(planner, f"/plan/avvik/{number}/endre", case_ref="KS 13/26").status_code == 303
    answer = send(
        planner, f"/plan/avvik/{number}/trekk", withdrawn_on="1.10.2026", why="Omgjort i møte."
    )
    assert answer.status_code == 303
    page = planner.get("/plan/avvik").text
    assert "Trukket tilbake" in page
    assert "fra «KS 12/26» til «KS 13/26»" in page
    assert page.count("Omgjort i møte.") == 2
    assert "Avviket står igjen uten godkjenning." in page
    # What is over can't be changed any more.
    assert "alt trukket tilbake" in send(planner, f"/plan/avvik/{number}/endre").text


def test_mistakes_lead_to_their_fields_and_nothing_is_lost(planner):
    answer = send(
        planner, parcel="nowhere", body=" ", decided_on="32.13.2026", valid_until="2020-01-01"
    )
    assert errors(answer) == {
        "parcel": "Det som er valgt som «Tomt», finnes ikke. Velg en annen.",
        "body": "Skriv hvem som har vedtatt det.",
        "decided_on": "«Vedtaksdato» må være en dato, som 21.10.2026.",
    }
    assert "<title>Feil: " in answer.text
    assert "Flomverket er finansiert." in answer.text
    assert 'value="KS 12/26"' in answer.text
    assert re.search(
        r'id="f-body"[^>]*aria-describedby="tips-body feil-body"[^>]*aria-invalid', answer.text
    )
    assert registered() == ()


def test_mistakes_are_told_in_english_on_english_pages(planner):
    answer = send(planner, "/en/plan/grants/new", reason="")
    assert answer.status_code == 422
    assert errors(answer).keys() == {"reason"}
    assert answer.text.count('lang="en"') >= 1


def test_what_is_odd_is_asked_about_before_it_is_kept(planner):
    answer = send(planner, rule="R01")
    assert answer.status_code == 422
    assert "Regelen gir ikke avvik på denne tomta nå." in answer.text
    assert registered() == ()
    assert send(planner, rule="R01", anyway="1").status_code == 303
    assert [grant.rule for grant in registered()] == ["R01"]
    assert "Kontrollen viser ikke avvik her nå." in planner.get("/plan/avvik").text


def test_a_form_that_somebody_overtook_is_refused(planner):
    send(planner)
    path = f"/plan/avvik/{registered()[0].grant_id}/endre"
    opened = hidden(planner, path)
    send(planner, path, case_ref="KS 1/26")
    late = planner.post(path, data={**GIVEN, **opened, "case_ref": "KS 2/26"}, auth=KARI)
    assert late.status_code == 422
    assert "i mellomtiden" in late.text
    assert registered()[0].case_ref == "KS 1/26"


def test_without_a_password_nothing_is_offered_and_nothing_taken(locked):
    page = locked.get("/plan/avvik").text
    assert "areal grant" in page
    assert "/plan/avvik/ny" not in page
    for path in (NEW, "/en/plan/grants/new", "/plan/avvik/1/endre", "/plan/avvik/1/trekk"):
        assert locked.get(path, auth=KARI).status_code == 404
        assert locked.post(path, data=GIVEN, auth=KARI).status_code == 404
    assert registered() == ()


def test_whoever_does_not_know_the_password_is_asked_for_it(planner):
    for path in (NEW, "/en/plan/grants/new"):
        for answer in (planner.get(path), planner.post(path, data=GIVEN)):
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith('Basic realm="Plan')
            assert "no-store" in answer.headers["Cache-Control"]
    for name, password in (
        ("Kari", "wrong"),
        ("", PASSWORD),
        ("x" * 81, PASSWORD),
        ("a\nb", PASSWORD),
    ):
        given = Authorization("basic", {"username": name, "password": password})
        assert planner.get(NEW, auth=given).status_code == 401
    assert "no-store" in planner.get(NEW, auth=KARI).headers["Cache-Control"]


def test_a_wrong_password_too_often_closes_the_forms_for_a_while(planner):
    wrong = Authorization("basic", {"username": "Kari", "password": "wrong"})
    for _ in range(TRIES):
        assert planner.get(NEW, auth=wrong).status_code == 401
    closed = planner.get(NEW, auth=KARI)
    assert closed.status_code == 429
    assert 0 < int(closed.headers["Retry-After"]) <= WAIT + 1
    elsewhere = planner.get(NEW, auth=KARI, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200


def test_tries_are_forgotten_with_time_and_by_the_right_password():
    now = 0.0
    tries = Tries(lambda: now)
    for _ in range(TRIES):
        assert tries.wait("a") == 0
        tries.wrong("a")
    assert tries.wait("a") == WAIT + 1
    assert tries.wait("b") == 0
    now = WAIT + 1.0
    assert tries.wait("a") == 0
    for _ in range(TRIES - 1):
        tries.wrong("a")
    tries.right("a")
    tries.wrong("a")
    assert tries.wait("a") == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_another_site_is_refused(planner, headers):
    given = {**GIVEN, **hidden(planner, NEW)}
    answer = planner.post(NEW, data=given, auth=KARI, headers=headers)
    assert answer.status_code == 403
    assert registered() == ()
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert planner.post(NEW, data=given, auth=KARI, headers=own).status_code == 303


def test_a_form_without_its_token_writes_nothing(planner):
    ola = Authorization("basic", {"username": "Ola", "password": PASSWORD})
    good = hidden(planner, NEW)["token"]
    for token, auth in (("", KARI), ("x" + good, KARI), (good, ola)):
        answer = planner.post(NEW, data={**GIVEN, "token": token}, auth=auth)
        assert answer.status_code == 422
        assert "Send det inn en gang til" in answer.text
    assert registered() == ()


def test_the_list_is_filtered_and_says_which_grants_end_soon(planner):
    send(planner, valid_until="2026-12-24")
    send(planner, parcel="flisa-industriomrade-3", rule="R09", valid_until="2026-02-01", anyway="1")

    def lines(query: str) -> list[str]:
        page = planner.get(f"/plan/avvik?{query}").text
        return re.findall(r'<th role="rowheader" scope="row">([^<]+)', page)

    page = planner.get("/plan/avvik").text
    assert "Utløper om 53 dager" in page
    assert "Utløpt" in page
    assert lines("") == ["Norsenga, Tomt 2", "Flisa industriområde, Tomt 3"]
    assert lines("kommune=3418") == ["Flisa industriområde, Tomt 3"]
    assert lines("rule=R12&state=in_force") == ["Norsenga, Tomt 2"]
    assert lines("rule=R12&state=expired") == []
    for wrong in ("kommune=9999", "rule=drop", "state=x"):
        assert planner.get(f"/plan/avvik?{wrong}").status_code == 400


def test_what_is_typed_is_shown_as_text(planner):
    send(planner, reason="<script>alert(1)</script>")
    page = planner.get("/plan/avvik").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_password_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 12"):
        Settings(planner_password="short")  # noqa: S106


def test_forms_of_grants_that_are_not_there_are_not_found(planner: Any) -> None:
    for path in ("/plan/avvik/999/endre", "/en/plan/grants/999/withdraw"):
        assert planner.get(path, auth=KARI).status_code == 404
