"""The pages of publishing as their users meet them."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from areal.accounts.acting import acting
from areal.database import Role, connect
from areal.publishing import reviewing
from tests.publishing.conftest import asked, parcel_id, site_id
from tests.publishing.test_drafts import NEW, PAGE, SLUG, drafted, sent
from tests.support.staff import hidden, send, signed_in


def client(app, who):
    return signed_in(app.test_client(), who)


def test_a_draft_is_sent_looked_at_published_and_undone_on_the_pages(app, staff, public):
    draft = drafted(staff)
    page = f"/staff/omrade/{draft.draft_id}/godkjenning"
    editor, publisher = client(app, staff.editor), client(app, staff.publisher)
    answer = send(editor, page, do="sendt", message="Nytt navn")
    assert answer.status_code == 303
    assert NEW in publisher.get("/staff/godkjenning").text
    seen = publisher.get(page).text
    assert "Slomarka" in seen
    assert NEW in seen
    assert "Nytt navn" in seen
    preview = publisher.get(f"/staff/omrade/{draft.draft_id}/vis")
    assert preview.status_code == 200
    assert NEW in preview.text
    assert "Forhåndsvisning" in preview.text
    assert "no-store" in preview.headers["Cache-Control"]
    assert "ETag" not in preview.headers
    assert NEW not in public.get(PAGE).text
    refused = send(publisher, page, do="endring_onsket", message=" ")
    assert refused.status_code == 422
    assert "Skriv en melding" in refused.text
    assert send(publisher, page, do="publisert").status_code == 303
    assert NEW in public.get(PAGE).text
    assert send(publisher, page, do="angret", message="Feil").status_code == 303
    assert NEW not in public.get(PAGE).text
    english = publisher.get(f"/staff/en/site/{draft.draft_id}/review")
    assert english.status_code == 200


def test_an_editor_is_not_offered_and_not_let_publish(app, staff, public):
    draft = sent(staff)
    page = f"/staff/omrade/{draft.draft_id}/godkjenning"
    editor = client(app, staff.editor)
    assert 'value="publisert"' not in editor.get(page).text
    assert send(editor, page, do="publisert", version=str(draft.version)).status_code == 403
    assert NEW not in public.get(PAGE).text


@pytest.mark.parametrize("where", ["godkjenning", "vis"])
def test_a_draft_of_another_kommune_is_not_there(app, staff, where):
    draft = drafted(staff)
    answer = client(app, staff.stranger).get(f"/staff/omrade/{draft.draft_id}/{where}")
    assert answer.status_code == 404
    assert NEW not in answer.text


def test_what_is_public_is_chosen_on_its_page(app, staff, public):
    page = f"/staff/synlighet/{site_id(SLUG)}"
    with connect(Role.OWNER) as owner:
        owner.execute(text("UPDATE areal.parcel SET owner_kind = 'privat'"))
    publisher = client(app, staff.publisher)
    shown = publisher.get(page).text
    assert "Mangler samtykke fra eieren" in shown
    answer = send(publisher, page, do="trukket", message="Solgt")
    assert answer.status_code == 303
    assert public.get(PAGE).status_code == 410
    assert "Solgt" in publisher.get(page).text
    assert send(publisher, page, do="trukket", message="x").status_code == 422


def test_a_consent_is_recorded_on_its_page_and_mistakes_are_told(app, staff):
    number = parcel_id(asked("SELECT min(slug) FROM areal.parcel WHERE kommunenummer = '3415'"))
    page = f"/staff/samtykke/{number}"
    editor = client(app, staff.editor)
    wrong = send(editor, page, do="record", given_by="", given_on="i fjor", document_ref="Sak 1")
    assert wrong.status_code == 422
    assert 'href="#f-given_by"' in wrong.text
    right = send(
        editor, page, do="record", given_by="Grunneier", given_on="2026-11-02", document_ref="Sak 1"
    )
    assert right.status_code == 303
    told = editor.get(page).text
    assert "Grunneier" in told
    assert "Editor" in told


def test_tasks_are_listed_by_kind_and_still_right_takes_one_click(app, staff, public):
    editor = client(app, staff.editor)
    page = editor.get("/staff/oppgaver").text
    assert "Trenger bekreftelse" in page
    assert "Mangler for neste trinn" in page
    before = asked("SELECT count(*) FROM areal.verification WHERE verified_on = current_date")
    answer = send(editor, "/staff/oppgaver", site="")
    assert answer.status_code in (404, 405)
    carried = hidden(editor, "/staff/oppgaver")
    done = editor.post("/staff/bekreft", data={**carried, "site": str(site_id(SLUG)), "parcel": ""})
    assert done.status_code == 303
    after = asked("SELECT count(*) FROM areal.verification WHERE verified_on = current_date")
    assert after > before
    who = asked(
        "SELECT changed_by FROM areal.verification WHERE verified_on = current_date LIMIT 1"
    )
    assert who == staff.editor.author
    seen = public.get(PAGE).text
    assert "Sør-Odal kommune" in seen
    assert "Editor" not in seen, "names of persons are not public"


def test_a_draft_that_is_planned_says_when(app, staff):
    draft = sent(staff)
    page = f"/staff/omrade/{draft.draft_id}/godkjenning"
    publisher = client(app, staff.publisher)
    past = send(publisher, page, do="planlagt", publish_at="2020-01-01T10:00")
    assert past.status_code == 422
    assert send(publisher, page, do="planlagt", publish_at="2031-05-06T10:00").status_code == 303
    assert "6. mai 2031" in publisher.get(page).text.replace("\u00a0", " ")
    with acting(staff.publisher) as connection:
        assert reviewing.store.load(connection, draft.draft_id).publish_at.hour == 10
