"""Match on its page and over the API: the same answer, the same numbers, nothing of who asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from areal.database import Role, connect, engine

ASKED = "bruk=logistikk&fra=80&mw=10&km.hovedveg=5&klasse.hovedveg=E16&innen=2027-Q4"
BODY = {
    "use": "logistikk",
    "area_min_m2": 80_000,
    "power_mw": 10,
    "near": [{"target": "hovedveg", "code": "E16", "max_m": 5_000}],
    "ready_by": "2027-12-31",
}
NOTHING = "mw=900&krav.when=must&innen=2027-Q4&ord=hemmelig"
#: Moment, revision, and what a whole answer is made of.
BUDGET = 14


def page(client: FlaskClient, query: str, lang: str = "nb", status: int = 200) -> str:
    response = client.get(f"{'/finn' if lang == 'nb' else '/en/find'}?{query}")
    assert response.status_code == status, response.headers.get("Location")
    return response.get_data(as_text=True)


def ask(client: FlaskClient, body: Any, status: int = 200) -> Any:
    response = client.post("/api/v1/match", json=body)
    assert response.status_code == status, response.json
    return response.json


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


@pytest.fixture
def log() -> Iterator[Any]:
    """Return a way to read the log, which is empty before and after."""

    def rows() -> list[Any]:
        with connect(Role.OWNER) as owner:
            return list(owner.execute(text("SELECT asked FROM areal.unmet_need")).scalars())

    def clear() -> None:
        with connect(Role.OWNER) as owner:
            owner.execute(text("DELETE FROM areal.unmet_need"))

    clear()
    yield rows
    clear()


# ------------------------------------------------------------------ one answer, everywhere


def test_page_and_api_give_the_same_offers_and_the_same_points(client):
    html = page(client, ASKED)
    answer = ask(client, BODY)
    cards = re.findall(r'data-offer="([^"]+)" data-score="([^"]+)"', html)
    told = {
        "-".join(plot["slug"] for plot in offer["plots"]): offer["score"]
        for offer in answer["offers"]
    }
    assert cards[0] == ("slomarka-6", "100")
    assert len(cards) > 1
    for anchor, score in cards:
        assert float(score) == pytest.approx(told[anchor], abs=0.5), anchor
    best = answer["offers"][0]
    card = html[html.index('data-offer="slomarka-6"') :]
    points = re.findall(r"([\d,]+) av ([\d,]+)</td>", card[: card.index("</table>")])
    shown = [tuple(float(each.replace(",", ".")) for each in pair) for pair in points]
    assert shown == [(p["points"], p["possible"]) for p in best["parts"] if p["possible"]]


def test_english_page_gives_the_same_offers(client):
    nb, en = page(client, ASKED), page(client, ASKED, "en")
    offers = r'data-offer="([^"]+)" data-score="([^"]+)"'
    assert re.findall(offers, nb) == re.findall(offers, en)
    assert "Fits from Q1 2028 if Plot 1 and Plot 2 are taken together" in words(en)
    assert "Passer fra 1. kvartal 2028 om Tomt 1 og Tomt 2 tas sammen" in words(nb)


def test_hectares_ask_for_what_daa_ask_for(client):
    offers = r'data-offer="([^"]+)"'
    daa, ha = page(client, "fra=80"), page(client, "fra=8&enhet=ha", "en")
    assert re.findall(offers, daa) == re.findall(offers, ha)
    assert 'value="8"' in ha
    assert '<option value="ha" selected>' in ha


def test_every_part_says_who_said_so_and_when(client):
    html = page(client, ASKED)
    card = words(html[html.index('data-offer="slomarka-6"') : html.index("</table>")])
    assert "Næringssjef, Sør-Odal kommune, 21. okt. 2026" in card
    assert "Skriftlig svar fra nettselskapet (eksempel), 20. mai 2026" in card


def test_every_parcel_is_told_of_or_counted(client):
    answer = ask(client, BODY)
    parcels = client.get("/api/v1/parcels.geojson").json["numberMatched"]
    together = sum(len(offer["plots"]) > 1 for offer in answer["offers"])
    assert sum(answer["counts"].values()) == parcels + together


def test_why_not_has_a_reason_for_each(client):
    html = page(client, ASKED)
    table = html[html.index('class="ds-table why-not__all"') :]
    reasons = re.findall(r"</th><td>(.*?)</td>", table)
    assert len(reasons) >= 20
    assert all(reason.endswith(".") for reason in reasons)
    assert any("planen tillater ikke logistikk" in reason.lower() for reason in reasons)


# ------------------------------------------------------------------ the address


def test_what_a_form_sends_becomes_the_address_that_is_passed_on(client):
    sent = "bruk=lager&fra=&til=&enhet=daa&mw=&innen=&krav.use=must&vekt.use=4&vekt.area=3"
    response = client.get(f"/finn?{sent}&utvalg=slomarka&klasse.hovedveg=E16")
    assert response.status_code == 303
    assert response.headers["Location"] == "/finn?bruk=lager&vekt.area=3&utvalg=slomarka"
    assert client.get(response.headers["Location"]).status_code == 200


def test_the_form_shows_what_was_asked(client):
    html = page(client, f"{ASKED}&krav.power=nice&vekt.power=2&teknisk=water&kommune=3415&jobber=7")
    form = html[html.index('<form class="ask-form"') : html.index("</form>")]
    chosen = re.findall(r'<option value="([^"]*)" selected', form)
    assert {"logistikk", "E16", "2027-Q4", "nice", "2"} <= set(chosen)
    assert re.search(r'name="fra"[^>]*value="80"', form)
    assert re.search(r'name="teknisk" value="water" checked', form)
    assert re.search(r'name="kommune" value="3415" checked', form)


def test_a_day_within_a_quarter_stays_that_day(client):
    html = page(client, "innen=2027-05-03")
    assert '<option value="2027-05-03" selected>' in html
    assert "innen 3. mai 2027" in words(html)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("bruk=romfart&fra=80", "bruk"),
        ("fra=mye&mw=1", "fra"),
        ("fra=80&til=10", "til"),
        ("mw=-3&fra=8", "mw"),
        ("mw=nan&fra=8", "mw"),
        ("innen=2027-02-31&fra=8", "innen"),
        ("trinn=9&fra=8", "trinn"),
        ("kommune=0301&fra=8", "kommune"),
        ("vekt.use=99&fra=8", "vekt.use"),
        ("krav.use=kanskje&fra=8", "krav.use"),
        ("klasse.hovedveg=E99&km.hovedveg=4", "klasse.hovedveg"),
        ("strategi=alt&fra=8", "strategi"),
        ("ord=%00&fra=8", "ord"),
    ],
)
def test_nonsense_is_left_out_and_told(client, query, named):
    html = page(client, query)
    fault = html[html.index('id="fault"') : html.index("</div>", html.index('id="fault"'))]
    assert f"<code>{named}</code>" in fault
    assert 'id="svar"' in html, "the rest is answered"


def test_hostile_words_are_text(client):
    html = page(client, "ord=%3Cscript%3Ealert(1)%3C/script%3E&fra=8")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_the_first_visit_asks_and_answers_nothing(client, log):
    html = page(client, "")
    assert 'id="svar"' not in html
    assert html.count("<fieldset") == 9
    assert log() == []


# ------------------------------------------------------------------ the log


def test_a_need_is_logged_once_without_words(client, log):
    page(client, NOTHING)
    page(client, NOTHING)
    page(client, NOTHING, "en")
    ask(client, {"power_mw": 900, "ready_by": "2027-12-31", "must": ["power", "when", "use"]})
    assert log() == [{"power_mw": 900.0, "ready_by": "2027-12-31", "must": ["power", "when"]}]


def test_what_is_found_is_not_logged(client, log):
    page(client, ASKED)
    ask(client, BODY)
    assert log() == []


def test_a_head_or_a_page_that_is_known_logs_nothing(client, log):
    address = f"/finn?{NOTHING}"
    tag = client.head(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert log() == []


def test_what_was_not_understood_is_not_logged(client, log):
    page(client, "mw=900&bruk=romfart")
    assert log() == []


def test_an_answer_comes_though_it_cannot_be_counted(client, log):
    with connect(Role.OWNER) as owner:
        owner.execute(text("REVOKE EXECUTE ON FUNCTION published.log_unmet_need FROM areal_public"))
    try:
        page(client, NOTHING)
        assert log() == []
    finally:
        with connect(Role.OWNER) as owner:
            owner.execute(
                text("GRANT EXECUTE ON FUNCTION published.log_unmet_need TO areal_public")
            )


# ------------------------------------------------------------------ the API


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"use": "romfart"}, "use"),
        ({"area_min_m2": 9, "area_max_m2": 3}, "area_max_m2"),
        ({"area_min_m2": -9}, "area_min_m2"),
        ({"power_mw": "mye"}, "power_mw"),
        ({"near": [{"target": "hjemme", "max_m": 9}]}, "near"),
        (
            {"near": [{"target": "hovedveg", "max_m": 9}, {"target": "hovedveg", "max_m": 8}]},
            "near",
        ),
        ({"near": [{"target": "hovedveg"}]}, "near.0.max_m"),
        ({"kommune": ["0301"]}, "kommune"),
        ({"must": ["use", "use"]}, "must"),
        ({"weights": {"use": 6}}, "weights.use"),
        ({"colour": "blue"}, "colour"),
        (["use"], "body"),
    ],
)
def test_api_refuses_nonsense_by_name(client, body, named):
    assert ask(client, body, 400)["parameter"] == named


def test_api_wants_json_and_little_of_it(client):
    assert client.post("/api/v1/match", data="use=lager").status_code == 415
    assert client.post("/api/v1/match?use=lager", json={}).status_code == 400
    assert (
        client.post("/api/v1/match", data=b"{", content_type="application/json").status_code == 400
    )
    large = {"words": ["x" * 30] * 2_000}
    assert client.post("/api/v1/match", json=large).status_code == 413
    assert client.get("/api/v1/match").status_code == 405


def test_api_answers_an_empty_question_with_everything(client, log):
    answer = ask(client, {})
    assert answer["counts"]["fits"] > 10
    assert all(offer["score"] is None for offer in answer["offers"])
    assert log() == []


def test_a_match_costs_few_statements(client):
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    public = engine(Role.PUBLIC)
    event.listen(public, "before_cursor_execute", note)
    try:
        page(client, ASKED)
    finally:
        event.remove(public, "before_cursor_execute", note)
    assert len(seen) <= BUDGET, seen


def test_links_of_an_answer_lead_somewhere(client):
    html = page(client, ASKED)
    answer = html[html.index('id="svar"') : html.index("</section>", html.index("why-not__all"))]
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', answer)}
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code == 200, link
