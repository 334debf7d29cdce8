"""The what-if page: state in the address, an effect that is that of a run, and nothing stored."""

from __future__ import annotations

import io
import re

import pytest

from areal.assess.scratch import TookTooLong
from tests.support.shipped import shipped_strategy
from webmap.planner import whatif as page_module

PAGES = {"nb": "/plan/hva-om", "en": "/en/plan/what-if"}


def words(html: str) -> str:
    plain = re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize("lang", PAGES)
def test_empty_page_has_the_rules_and_is_kept_by_nobody(client, lang: str) -> None:
    answer = client.get(PAGES[lang])
    assert answer.status_code == 200
    assert answer.cache_control.no_store
    assert all(f'value="{rule.code}"' in answer.text for rule in shipped_strategy().strategy.rules)
    assert 'id="virkning"' not in answer.text


def test_form_becomes_an_address_that_can_be_shared(client) -> None:
    answer = client.get(
        PAGES["nb"],
        query_string=[
            ("set", "R09.limits.met=1"),
            ("remove", "R17"),
            ("rule", "R01"),
            ("apply", "1"),
            ("v.limits.met", "90"),
            ("v.limits.deviates", "80"),
        ],
    )
    assert answer.status_code == 303
    assert answer.location.endswith(
        "?set=R09.limits.met%3D1&set=R01.limits.met%3D0.9&remove=R17&rule=R01#virkning"
    )
    page = words(client.get(answer.location).text)
    assert "R01 oppfylt: minst 95 % → 90 %" in page
    assert "R17 tas ut" in page


def test_rule_is_taken_out_and_put_back_by_the_form(client) -> None:
    gone = client.get(PAGES["nb"] + "?rule=R17&apply=1&v.limits.met=40&drop=1").location
    assert "remove=R17" in gone
    assert "set=" not in gone
    back = client.get(PAGES["nb"] + "?rule=R17&remove=R17&apply=1&v.limits.met=40").location
    assert back.endswith("?rule=R17#virkning")


def test_effect_in_words_numbers_and_parcels(client) -> None:
    answer = client.get(PAGES["nb"] + "?set=R09.limits.met=1.5&rule=R09")
    page = words(answer.text)
    assert "2 tomter får et annet utfall på minst én regel." in page
    assert "oppfylt +2, avvik −2" in page
    assert "R09: avvik → oppfylt" in page
    assert "I dag: 0,5 daa" in page
    assert "Utkast: 1,5 daa" in page
    # The drawing and the table hold the same.
    assert answer.text.count("curve__mark") - answer.text.count("curve__mark--draft") >= 2
    row = re.search(r"<th scope=\"row\">0,5\u00a0daa.*?</tr>", answer.text, re.DOTALL)
    assert row is not None
    assert ">76<" in row[0]


def test_curve_of_a_rule_about_a_kommune_says_why_there_is_none(client) -> None:
    assert "ingen tomter å telle" in client.get(PAGES["nb"] + "?rule=S3").text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("set=R99.limits.met=1", "Regelen finnes ikke."),
        ("set=R09.limits.met=mye", "Verdien er ikke et tall."),
        ("set=R09.limits.farge=1", "Regelen har ikke et slikt tall."),
        ("set=R11.limits.met=9", "Grensene passer ikke sammen"),
        ("set=tull", "Endringen må skrives som"),
        ("remove=R99", "Regelen finnes ikke."),
    ],
)
def test_change_that_can_not_be_made_is_told(client, query: str, told: str) -> None:
    answer = client.get(f"{PAGES['nb']}?{query}")
    assert answer.status_code == 400
    assert told in answer.text
    assert 'role="alert"' in answer.text


def test_whole_strategy_as_a_file(client) -> None:
    other = shipped_strategy("2026-2050-hoering").text.encode()
    answer = client.post(PAGES["nb"], data={"file": (io.BytesIO(other), "utkast.yaml")})
    assert answer.status_code == 200
    assert "Ny regel" in answer.text
    assert "Tas ut" in answer.text
    same = client.post(PAGES["nb"], data={"text": shipped_strategy().text})
    assert "Utkastet sier det samme som strategien som gjelder." in same.text


def test_text_that_can_not_be_read_names_line_and_field(client) -> None:
    wrong = "code: N1\nkind: attribute\ntitle: {nb: x, en: x}\nfarge: rød\n"
    answer = client.post(PAGES["nb"], data={"text": wrong})
    assert answer.status_code == 400
    assert "Utkastet kan ikke leses: linje" in answer.text
    assert "felt rules.0" in answer.text
    assert "farge: rød" in answer.text
    assert client.post(PAGES["nb"], data={"text": "- <b>: ["}).status_code == 400


def test_text_that_is_too_large(client) -> None:
    answer = client.post(PAGES["en"], data={"text": "x" * 500_000})
    assert answer.status_code == 413
    assert "400" in answer.text


def test_answer_that_takes_too_long_is_no_answer(client, monkeypatch) -> None:
    def slow(*_args: object, **_more: object) -> None:
        raise TookTooLong("The answer took longer than 10 seconds.")

    monkeypatch.setattr(page_module, "what_if", slow)
    answer = client.get(PAGES["nb"] + "?set=R09.limits.met=1")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
