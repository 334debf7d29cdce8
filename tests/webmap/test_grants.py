"""The page of grants and its forms: who may write, what is refused, and that it is seen at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from areal.catalogue import grants
from areal.settings import Settings
from tests.support.staff import REGION, hidden, person, signed_in
from webmap import create_app

NEW = "/staff/avvik/ny"
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
    """Return a client of a database of its own, with a planner of the region signed in."""
    client = create_app(Settings(secret_key="k" * 40)).test_client()
    return signed_in(client, person("kari@region.example", ("planner", REGION), name="Kari"))


def send(client: FlaskClient, path: str = NEW, **changed: str) -> TestResponse:
    """Open a form, fill it in, and send it."""
    return client.post(path, data={**GIVEN, **hidden(client, path), **changed})


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
        answer.headers["Location"] == f"/staff/avvik?saved=granted#avvik-{registered()[0].grant_id}"
    )
    for page, tag in before.items():
        again = planner.get(page, headers={"If-None-Match": tag})
        assert again.status_code == 200, page
        assert "KS 12/26" in again.text, page
    assert "Avvik, godkjent" in planner.get("/?tomt=norsenga-2").text
    assert registered()[0].created_by == "Kari <kari@region.example>"
    assert "Kari" not in planner.get("/plan/avvik").text, "accounts are not shown"


def test_a_grant_is_changed_and_withdrawn_and_its_history_told(planner):
    send(planner)
    number = registered()[0].grant_id
    assert send(planner, f"/staff/avvik/{number}/endre", case_ref="KS 13/26").status_code == 303
    answer = send(
        planner, f"/staff/avvik/{number}/trekk", withdrawn_on="1.10.2026", why="Omgjort i møte."
    )
    assert answer.status_code == 303
    page = planner.get("/plan/avvik").text
    assert "Trukket tilbake" in page
    assert "fra «KS 12/26» til «KS 13/26»" in page
    assert page.count("Omgjort i møte.") == 2
    assert "Avviket står igjen uten godkjenning." in page
    # What is over can't be changed any more.
    assert "alt trukket tilbake" in send(planner, f"/staff/avvik/{number}/endre").text


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
    answer = send(planner, "/staff/en/grants/new", reason="")
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
    path = f"/staff/avvik/{registered()[0].grant_id}/endre"
    opened = hidden(planner, path)
    send(planner, path, case_ref="KS 1/26")
    late = planner.post(path, data={**GIVEN, **opened, "case_ref": "KS 2/26"})
    assert late.status_code == 422
    assert "i mellomtiden" in late.text
    assert registered()[0].case_ref == "KS 1/26"


def test_the_public_page_leads_to_the_door_and_to_no_form(planner):
    send(planner)
    page = planner.get("/plan/avvik").text
    assert 'href="/staff/avvik"' in page
    assert "/staff/avvik/" not in page
    assert "no-store" not in planner.get("/plan/avvik").headers["Cache-Control"]
    assert "/staff/avvik/1/endre" in planner.get("/staff/avvik").text


def test_a_planner_of_one_kommune_is_offered_its_parcels_and_grants_only(planner):
    send(planner)
    grue = signed_in(
        planner.application.test_client(), person("ola@grue.example", ("planner", "3417"))
    )
    page = grue.get(NEW).text
    assert "Grue: " in page
    assert "Kongsvinger: " not in page
    assert "/staff/avvik/1/endre" not in grue.get("/staff/avvik").text
    answer = send(grue)
    assert errors(answer).keys() == {"parcel"}
    assert len(registered()) == 1


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


def test_the_password_of_before_is_refused_with_the_way_out(monkeypatch) -> None:
    monkeypatch.setenv("AREAL_PLANNER_PASSWORD", "a-long-enough-password")
    with pytest.raises(ValueError, match="areal user add"):
        Settings()


def test_forms_of_grants_that_are_not_there_are_not_found(planner: Any) -> None:
    for path in ("/staff/avvik/999/endre", "/staff/en/grants/999/withdraw"):
        assert planner.get(path).status_code == 404
