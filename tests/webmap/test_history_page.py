"""A plot's page tells its history in both languages, without names of accounts or drafts."""

from __future__ import annotations

import re

import pytest
import sqlalchemy
from flask.testing import FlaskClient

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from webmap import create_app

NB, EN = "/tomt/slomarka-1/historikk", "/en/plot/slomarka-1/history"


def change(*statements: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "cli:kari.nordmann")
        for statement in statements:
            app.execute(sqlalchemy.text(statement))


def of_parcel(assignment: str) -> str:
    return f"UPDATE areal.parcel SET {assignment} WHERE slug = 'slomarka-1'"


@pytest.fixture
def changed(sample_database: str) -> FlaskClient:
    """Return a client of a catalogue in which one plot has been changed."""
    change(of_parcel("price_public = FALSE, price_nok_m2 = 987654"))
    change(
        of_parcel("market = 'opsjon', geom = ST_Translate(geom, 1, 0), power_mw_now = 25.5"),
        "INSERT INTO areal.restriction SELECT parcel_id, 1, 'bruksrett', 'owner' "
        "FROM areal.parcel WHERE slug = 'slomarka-1'",
    )
    return create_app().test_client()


def text(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.get_data(as_text=True)))


def test_history_in_bokmal(changed: FlaskClient) -> None:
    told = text(changed, NB)
    assert "Historikk for Slomarka, Tomt 1" in told
    assert "Markedsstatus: før: Ledig → etter: Opsjon gitt" in told
    assert "Effekt nå: før: 20 MW → etter: 25,5 MW" in told
    assert "Rådighet og heftelser: før: ingen → etter: Bruksrett for andre · eier" in told
    assert "Pris: før: 320 kr/m² → etter: på forespørsel" in told
    assert "Omrisset er tegnet på nytt" in told
    assert "Lagt inn i katalogen · import «eksempel-2026-11»" in told
    assert "· kommunen" in told
    assert "Eksempeldata." in told


def test_history_in_english(changed: FlaskClient) -> None:
    told = text(changed, EN)
    assert "History of Slomarka, Plot 1" in told
    assert "Availability: before: Available → after: Under option" in told
    assert "Power now: before: 20 MW → after: 25.5 MW" in told
    assert "The outline was drawn anew" in told
    assert "Added to the catalogue · import “eksempel-2026-11”" in told
    assert "· the municipality" in told
    assert "Sample data." in told


@pytest.mark.parametrize("path", [NB, EN, "/?tomt=slomarka-1", "/en/?tomt=slomarka-1"])
def test_no_account_and_no_internal_price(changed: FlaskClient, path: str) -> None:
    page = changed.get(path).get_data(as_text=True)
    assert "nordmann" not in page
    assert "987" not in re.sub(r'<section class="panel" [^>]*>|v=\w+|[\w-]+\.js', "", page)


def test_panel_folds_the_newest_steps_away_and_links_to_all(changed: FlaskClient) -> None:
    for number in range(6):
        change(of_parcel(f"bya_percent = {number + 1}"))
    page = changed.get("/?tomt=slomarka-1").get_data(as_text=True)
    fold = page[page.index('<details class="fold" id="historikk">') :]
    fold = fold[: fold.index("</details>")]
    assert fold.count("<time ") == 5
    assert f'href="{NB}"' in fold
    assert "<details open" not in page
    assert changed.get(NB).get_data(as_text=True).count("<time ") == 9


def test_page_is_one_language_away_and_answers_304(client: FlaskClient) -> None:
    first = client.get(NB)
    assert f'href="{EN}"' in first.get_data(as_text=True)
    assert "Set-Cookie" not in first.headers
    assert client.get(NB, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_history_of_what_is_not_published_is_not_found(changed: FlaskClient) -> None:
    change(of_parcel("published = FALSE"))
    assert changed.get(NB).status_code == 404
    assert changed.get("/en/plot/finnes-ikke/history").status_code == 404
