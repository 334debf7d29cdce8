"""The page of sources says when a layer could not be refreshed, in both languages."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from areal.database import Role, connect
from webmap import create_app


@pytest.mark.usefixtures("sample_database")
def test_a_layer_that_fails_to_refresh_says_so_and_the_answer_is_a_new_one() -> None:
    client = create_app().test_client()
    before = client.get("/data")
    assert "Kunne ikke oppdateres" not in before.text

    with connect(Role.APP) as app:
        app.execute(
            text(
                "UPDATE areal.layer SET refresh_failing_since = '2026-11-03 12:00+01' "
                "WHERE layer_id = 'flom'"
            )
        )

    after = client.get("/data", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    told = after.text.replace("\xa0", " ")
    assert told.count("Kunne ikke oppdateres fra kilden siden 3. nov. 2026") == 1
    english = client.get("/en/data").text.replace("\xa0", " ")
    assert english.count("Could not be updated from its source since 3 Nov 2026") == 1
