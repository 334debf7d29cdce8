"""Signing in with a real OpenID provider on this machine: code flow, PKCE, state, nonce, issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from oidc_provider_mock import User, run_server_in_thread

from areal.settings import Settings
from tests.support.staff import person
from webmap import create_app

START, BACK = "/staff/innlogging", "/staff/tilbake"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Run a provider that knows a few people, and demands a nonce."""
    people = [
        User(sub="kari", claims={"email": "kari@grue.example", "roles": ["admin"]}),
        User(sub="nobody", claims={"email": "nobody@grue.example"}),
        User(sub="liar", claims={"email": "kari@grue.example", "email_verified": False}),
    ]
    with run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def sso(staff_app: Flask, provider: str) -> FlaskClient:
    """Return a client of an installation that trusts the provider."""
    settings = Settings(
        secret_key="k" * 40,
        oidc_issuer=provider,
        oidc_client_id="areal",
        oidc_client_secret="secret",  # noqa: S106
        oidc_name="Prøve-ID",
    )
    return create_app(settings).test_client()


def asked(client: FlaskClient, path: str = START) -> str:
    answer = client.get(path)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def vouched(where: str, sub: str) -> str:
    """Sign in at the provider; return the address it sends the browser back to."""
    answer = requests.post(where, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    assert parts.path == BACK
    return f"{parts.path}?{parts.query}"


def test_the_question_has_a_challenge_a_state_and_a_nonce_that_are_new_each_time(sso):
    first, second = (parse_qs(urlsplit(asked(sso)).query) for _ in range(2))
    assert first["response_type"] == ["code"]
    assert first["code_challenge_method"] == ["S256"]
    for name in ("code_challenge", "state", "nonce"):
        assert len(first[name][0]) >= 20
        assert first[name] != second[name]


def test_a_person_with_an_account_is_let_in_and_roles_come_from_us(sso):
    person("kari@grue.example", ("reader", "3417"))
    assert "Prøve-ID" in sso.get("/staff/logg-inn").text
    answer = sso.get(vouched(asked(sso, f"{START}?next=/staff/avvik"), "kari"))
    assert answer.headers["Location"] == "/staff/avvik"
    page = sso.get("/staff/").text
    assert "Leser" in page
    assert sso.get("/staff/users").status_code == 403, "what the token says of roles is nothing"


def test_the_number_is_bound_at_the_first_sign_in(sso):
    who = person("kari@grue.example", ("reader", "3417"))
    assert sso.get(vouched(asked(sso), "kari")).status_code == 303
    again = sso.get(vouched(asked(sso), "kari"))
    assert again.status_code == 303
    assert who.email in sso.get("/staff/").text


@pytest.mark.parametrize("sub", ["nobody", "liar"])
def test_who_has_no_account_is_told_so_and_not_let_in(sso, sub):
    person("kari@grue.example", ("reader", "3417"))
    answer = sso.get(vouched(asked(sso), sub))
    assert answer.status_code == 401
    assert "har ingen bruker her" in answer.text
    assert sso.get("/staff/").status_code == 303


def test_answers_that_are_forged_repeated_or_anothers_open_nothing(sso):
    person("kari@grue.example", ("reader", "3417"))
    good = vouched(asked(sso), "kari")
    other = sso.application.test_client()
    forged = (
        BACK,
        f"{BACK}?code=x",
        f"{BACK}?error=access_denied",
        re.sub(r"state=[^&]*", "state=forged", good),
        re.sub(r"code=[^&]*", "code=forged", good),
    )
    for path in forged:
        assert sso.get(path).status_code == 401, path
        assert other.get(path).status_code == 401, path
    # The answer belongs to the browser that asked, and the question was used up by the forgeries.
    assert other.get(good).status_code == 401
    fresh = vouched(asked(sso), "kari")
    assert sso.get(fresh).status_code == 303
    assert sso.get(fresh).status_code == 401


def test_a_provider_that_is_down_is_told(staff_app):
    settings = Settings(
        secret_key="k" * 40, oidc_issuer="http://localhost:9", oidc_client_id="areal"
    )
    answer = create_app(settings).test_client().get(START)
    assert answer.status_code == 502
    assert "svarer ikke" in answer.text


def test_without_a_provider_there_is_no_way_to_it(door):
    assert door.get(START).status_code == 404
    assert door.get(BACK).status_code == 404
    assert START not in door.get("/staff/logg-inn").text
