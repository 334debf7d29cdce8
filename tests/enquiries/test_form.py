"""The public form: what gets in, what is told to be mended, and what machines can't do."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from areal.database import Role, connect
from tests.support.enquiries import SAID, carried, enquire, send, site_in
from webmap.pages import form_guard


def row(enquiry_id):
    with connect(Role.APP) as connection:
        return connection.execute(
            text(
                "SELECT e.*, p.name, p.email, p.message, p.words FROM areal.enquiry AS e "
                "JOIN areal.enquiry_person AS p USING (enquiry_id) WHERE enquiry_id = :id"
            ),
            {"id": enquiry_id},
        ).one()


def how_many() -> int:
    with connect(Role.APP) as connection:
        return int(connection.execute(text("SELECT count(*) FROM areal.enquiry")).scalar_one())


def test_an_enquiry_about_a_site_goes_to_its_kommune(public):
    slug = site_in("3417")
    kept = row(enquire(public, f"/kontakt/{slug}"))
    assert (kept.kommunenummer, kept.site_slugs, kept.stage) == ("3417", [slug], "new")
    assert (kept.name, kept.email) == (SAID["name"], SAID["email"])


def test_an_enquiry_without_a_place_goes_to_the_region(public):
    kept = row(enquire(public))
    assert (kept.kommunenummer, kept.region_id) == (None, "kongsvingerregionen")


def test_sites_of_two_kommuner_are_the_regions_and_a_kommune_asked_for_is_its_own(public):
    both = f"{site_in('3417')},{site_in('3401')}"
    assert row(enquire(public, f"/kontakt?areal={both}")).kommunenummer is None
    assert row(enquire(public, message="Her", kommune="3416")).kommunenummer == "3416"


def test_the_eight_questions_come_along_from_the_match_and_are_held_against_the_catalogue(public):
    page = public.get("/finn?fra=900&mw=900").text
    assert "/kontakt?fra=900&amp;mw=900" in page
    kept = row(enquire(public, "/kontakt?fra=900&mw=900", fra="900", mw="900", ord="sagbruk"))
    assert kept.asked["min_m2"] == 900_000
    assert kept.asked["power_mw"] == 900
    assert kept.fits is False
    assert kept.words == "sagbruk"
    assert "words" not in kept.asked


@pytest.mark.parametrize("path", ["/kontakt", "/en/contact"])
def test_the_form_says_what_to_mend_and_keeps_what_was_written(public, path):
    answer = send(public, path, email="ola", name="", consent="")
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert SAID["message"] in answer.text
    assert 'href="#f-email"' in answer.text
    assert how_many() == 0


def test_a_machine_that_fills_every_field_is_told_and_a_person_may_empty_it(public):
    answer = send(public, nettsted="http://spam.example")
    assert answer.status_code == 422
    assert "contact__trap--seen" in answer.text
    assert how_many() == 0
    assert send(public, nettsted="").status_code == 303


def test_too_quick_too_old_or_forged_a_form_is_sent_once_more(public, monkeypatch):
    monkeypatch.setattr(form_guard, "FASTEST_S", 60)
    slip = carried(public, "/kontakt")["slip"]
    quick = public.post("/kontakt", data={**SAID, "slip": slip})
    assert quick.status_code == 422
    assert slip in quick.text, "the same slip gets old enough"
    monkeypatch.setattr(form_guard, "FASTEST_S", 0)
    for wrong in ("", "x", slip[:-2] + "xx"):
        again = public.post("/kontakt", data={**SAID, "slip": wrong})
        assert again.status_code == 422
    monkeypatch.setattr(form_guard, "LONGEST_S", -1)
    assert public.post("/kontakt", data={**SAID, "slip": slip}).status_code == 422
    monkeypatch.setattr(form_guard, "LONGEST_S", 60)
    assert public.post("/kontakt", data={**SAID, "slip": slip}).status_code == 303


def test_the_same_sent_twice_is_one_and_something_added_is_another(public):
    first, second = send(public), send(public)
    assert first.headers["Location"] == second.headers["Location"]
    assert how_many() == 1
    send(public, message="Og en tomt til.")
    assert how_many() == 2


def test_one_network_address_sends_so_many_a_day_and_is_not_written_down(enquiry_app, public):
    for number in range(10):
        assert send(public, message=f"nr {number}").status_code == 303
    full = send(public, message="for mange")
    assert full.status_code == 429
    assert "post@region.example" in full.text
    assert "for mange" in full.text, "what was written is not lost"
    other = enquiry_app.test_client()
    assert other.get("/kontakt").status_code == 200
    with connect(Role.OWNER) as owner:
        rows = owner.execute(text("SELECT key, expires_at - now() FROM areal.rate_limit")).all()
    assert all(b"127" not in bytes(key) for key, _ in rows)
    assert all(left.total_seconds() <= 86_400 for _, left in rows)


def test_the_page_after_it_has_the_reference_and_knows_nothing_else(public):
    answer = send(public)
    page = public.get(answer.headers["Location"])
    reference = answer.headers["Location"].rsplit("/", 1)[-1]
    assert reference in page.text
    assert SAID["name"] not in page.text
    assert public.get("/kontakt/mottatt/x<script>").status_code == 404


def test_nothing_of_it_sets_a_cookie_or_is_kept_by_a_cache(public):
    pages = [public.get("/kontakt"), send(public), send(public, name="")]
    for answer in pages:
        assert "Set-Cookie" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]
    for path in (f"/omrade/{site_in('3417')}", "/finn", "/utvalg"):
        kept = public.get(path)
        assert "Set-Cookie" not in kept.headers
        assert kept.headers.get("ETag"), path


def test_site_panel_match_and_shortlist_lead_to_the_form(public):
    slug = site_in("3417")
    assert f"/kontakt/{slug}" in public.get(f"/omrade/{slug}").text
    assert f"/en/contact/{slug}" in public.get(f"/en/site/{slug}").text
    assert f"/kontakt?areal={slug}" in public.get(f"/utvalg?areal={slug}").text
    framed = public.get(f"/embed?omrade={slug}").text
    link = framed[framed.index(f"/kontakt/{slug}") - 120 : framed.index(f"/kontakt/{slug}")]
    assert 'target="_blank"' in link


def test_a_site_that_is_not_there_has_no_form(public):
    assert public.get("/kontakt/finnes-ikke").status_code == 404
    assert public.post("/kontakt/finnes-ikke", data=SAID).status_code == 404


@pytest.mark.parametrize(
    "statement",
    [
        *(
            f"{verb} areal.{table}"
            for table in (
                "enquiry", "enquiry_person", "enquiry_event", "shortlist_sent", "site_count",
            )
            for verb in ("SELECT * FROM", "DELETE FROM")
        ),
        "INSERT INTO areal.enquiry_person (enquiry_id) VALUES (1)",
        "SELECT areal.forget_enquiry(1)",
        "SELECT areal.answerers(NULL, 'kongsvingerregionen')",
    ],
)  # fmt: skip
def test_the_public_can_send_one_and_read_none(public, statement):
    enquire(public)
    with connect(Role.PUBLIC) as connection:
        connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        with pytest.raises(DBAPIError) as refused:
            connection.execute(text(statement))
    assert refused.value.orig.sqlstate == "42501"


def test_no_view_of_the_public_names_a_table_of_enquiries(public):
    with connect(Role.OWNER) as owner:
        found = owner.execute(
            text(
                "SELECT v.viewname FROM pg_views AS v WHERE v.schemaname = 'published' "
                "AND v.definition ~ 'enquiry|shortlist_sent|site_count'"
            )
        ).scalars().all()  # fmt: skip
    assert found == []
