"""Signing in: what is let in, what is not, and that who is not learns nothing from it."""

from __future__ import annotations

import threading
import time

import pytest
from argon2 import extract_parameters
from sqlalchemy import text

from areal.accounts import acting, links, passwords, register, second_factor, sessions, signing_in
from areal.accounts.passwords import PasswordRefused
from areal.accounts.signing_in import SignInRefused
from areal.accounts.throttle import DatabaseStorage, TooOften
from areal.database import Role, connect
from areal.errors import ConfigurationError, NotFound
from areal.settings import Settings, get_settings
from tests.support.staff import LONG_AGO, PASSWORD, REGION, audited, person, with_password

HERE, THERE = "192.0.2.1", "192.0.2.2"


def execute(statement: str, **binds: object) -> None:
    with connect(Role.APP) as connection:
        connection.execute(text(statement), binds)


def test_a_password_and_a_code_open_a_session_and_each_step_is_another_one():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    first = signing_in.with_password(" KARI@grue.example ", PASSWORD, HERE)
    assert first.stage == "code"
    half = signing_in.session_of(first.token)
    assert half is not None
    assert half.stage == "code"
    entered = signing_in.with_code(half, first.token, kari.totp.now())
    assert entered.stage == "in"
    assert entered.token != first.token
    assert signing_in.session_of(first.token) is None, "the first step's session is over"
    session = signing_in.session_of(entered.token)
    assert session is not None
    assert session.person.email == kari.email
    assert audited("sign_in") == 1


def test_a_code_is_taken_once_even_by_two_at_a_time():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    code = kari.totp.now()
    taken = []

    def take() -> None:
        with connect(Role.APP) as connection:
            taken.append(second_factor.take(connection, kari.account_id, code))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]
    with connect(Role.APP) as connection:
        older = kari.totp.at(time.time() - 30)
        assert not second_factor.take(connection, kari.account_id, older), "nor an older one"


def test_recovery_codes_open_once_each():
    who = person("ola@grue.example", ("editor", "3417"))
    with connect(Role.APP) as connection:
        offer = second_factor.offer(connection, who.account_id, who.email)
        assert second_factor.offer(connection, who.account_id, who.email) == offer
        assert second_factor.confirm(connection, who.account_id, "000000", lambda: LONG_AGO) is None
        first = second_factor.pyotp.TOTP(offer.secret).at(LONG_AGO)
        codes = second_factor.confirm(connection, who.account_id, first, lambda: LONG_AGO)
    assert codes is not None
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    with connect(Role.APP) as connection:
        typed = codes[3].lower().replace("-", " ")
        assert second_factor.take(connection, who.account_id, typed)
        assert not second_factor.take(connection, who.account_id, codes[3])
        assert not second_factor.take(connection, who.account_id, "ABCD-EFGH-JKMN-PQRS")
        assert second_factor.take(connection, who.account_id, codes[4])


def test_without_a_second_factor_the_only_way_on_is_to_set_one_up():
    who = person("ny@grue.example", ("reader", "3417"))
    with acting.as_tool("test") as connection:
        links.set_password(connection, who.account_id, PASSWORD)
    first = signing_in.with_password(who.email, PASSWORD, HERE)
    assert first.stage == "enrol"
    half = signing_in.session_of(first.token)
    assert half is not None
    with pytest.raises(SignInRefused):
        signing_in.with_code(half, first.token, "123456")
    offer = signing_in.offered_factor(half)
    entered = signing_in.set_up_factor(
        half, first.token, second_factor.pyotp.TOTP(offer.secret).now()
    )
    assert entered.stage == "in"
    assert len(entered.codes) == second_factor.RECOVERY_CODES
    assert signing_in.session_of(first.token) is None


@pytest.mark.parametrize("kind", ["unknown", "closed", "no_password", "wrong"])
def test_nobody_learns_which_accounts_there_are(kind, monkeypatch):
    if kind == "closed":
        closed = with_password("x@grue.example", ("reader", "3417"))
        execute(
            "UPDATE areal.account SET active = FALSE WHERE account_id = :id", id=closed.account_id
        )
    elif kind == "no_password":
        person("x@grue.example", ("reader", "3417"))
    elif kind == "wrong":
        with_password("x@grue.example", ("reader", "3417"))
    verified = []
    right = passwords.right
    monkeypatch.setattr(
        passwords, "right", lambda stored, given: (verified.append(given), right(stored, given))[1]
    )
    typed = PASSWORD if kind == "closed" else "not the password"
    with pytest.raises(SignInRefused) as refused:
        signing_in.with_password("x@grue.example", typed, HERE)
    assert refused.value.message == SignInRefused().message
    assert verified == [typed], "the same work is done, once"
    assert audited("sign_in_refused") == 1


def test_comparing_with_nobodys_password_costs_what_comparing_with_ones_own_does():
    stored = passwords.hashed(PASSWORD)
    assert extract_parameters(stored) == extract_parameters(passwords._nobodys())


def test_five_wrong_tries_close_an_account_to_an_address_and_to_no_other():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    for _ in range(5):
        with pytest.raises(SignInRefused):
            signing_in.with_password(kari.email, "wrong wrong wrong", HERE)
    with pytest.raises(TooOften) as refused:
        signing_in.with_password(kari.email, PASSWORD, HERE)
    assert 0 < refused.value.wait <= 15 * 60
    assert signing_in.with_password(kari.email, PASSWORD, THERE).stage == "code"


def test_accounts_that_do_not_exist_are_closed_likewise():
    for _ in range(5):
        with pytest.raises(SignInRefused):
            signing_in.with_password("nobody@grue.example", PASSWORD, HERE)
    with pytest.raises(TooOften):
        signing_in.with_password("nobody@grue.example", PASSWORD, HERE)


def test_the_right_password_forgets_the_wrong_ones():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                signing_in.with_password(kari.email, "wrong wrong wrong", HERE)
        signing_in.with_password(kari.email, PASSWORD, HERE)


def test_many_tries_at_once_count_as_many():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    outcome: list[type[Exception]] = []

    def attempt() -> None:
        try:
            signing_in.with_password(kari.email, "wrong wrong wrong", HERE)
        except (SignInRefused, TooOften) as error:
            outcome.append(type(error))

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcome.count(SignInRefused) == 5
    assert outcome.count(TooOften) == 3


def test_codes_are_guessed_five_times_and_then_not_even_the_right_one_is_taken():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    first = signing_in.with_password(kari.email, PASSWORD, HERE)
    half = signing_in.session_of(first.token)
    assert half is not None
    wrong = "111111" if kari.totp.now() != "111111" else "222222"
    for _ in range(5):
        with pytest.raises(SignInRefused):
            signing_in.with_code(half, first.token, wrong)
    with pytest.raises(TooOften):
        signing_in.with_code(half, first.token, kari.totp.now())
    assert audited("code_refused") == 5


def test_counters_are_forgotten_when_their_window_is_over():
    storage = DatabaseStorage()
    assert [storage.incr("x", 60) for _ in range(3)] == [1, 2, 3]
    assert storage.get("x") == 3
    execute("UPDATE areal.rate_limit SET expires_at = now() - interval '1 second'")
    assert storage.get("x") == 0
    assert storage.incr("y", 60) == 1
    with connect(Role.APP) as connection:
        kept = connection.execute(text("SELECT count(*) FROM areal.rate_limit")).scalar_one()
    assert kept == 1, "the old one is gone"
    assert storage.incr("x", 60) == 1


def test_sessions_end_when_idle_when_old_and_when_the_account_closes():
    who = person("kari@grue.example", ("planner", "3417"))
    for statement in (
        "UPDATE areal.staff_session SET seen_at = now() - interval '61 minutes'",
        "UPDATE areal.staff_session SET expires_at = now() - interval '1 second'",
        "UPDATE areal.account SET active = FALSE",
    ):
        with connect(Role.APP) as connection:
            token = sessions.open_session(connection, who.account_id, "in")
        assert signing_in.session_of(token) is not None
        execute(statement)
        assert signing_in.session_of(token) is None, statement
    with connect(Role.APP) as connection:
        left = connection.execute(text("SELECT count(*) FROM areal.staff_session")).scalar_one()
    assert left == 0, "who is shut out has no session left"


def test_use_keeps_a_session_from_going_idle_and_not_from_growing_old():
    who = person("kari@grue.example", ("planner", "3417"))
    with connect(Role.APP) as connection:
        token = sessions.open_session(connection, who.account_id, "in")
    execute("UPDATE areal.staff_session SET seen_at = now() - interval '50 minutes'")
    assert signing_in.session_of(token) is not None
    with connect(Role.APP) as connection:
        row = connection.execute(
            text(
                "SELECT now() - seen_at < interval '1 minute' AS fresh, "
                "expires_at - created_at AS lasts FROM areal.staff_session"
            )
        ).one()
    assert row.fresh
    assert row.lasts.total_seconds() == get_settings().staff_hours * 3600


def test_what_the_database_holds_of_a_session_opens_nothing():
    who = person("kari@grue.example", ("planner", "3417"))
    with connect(Role.APP) as connection:
        token = sessions.open_session(connection, who.account_id, "in")
        kept = connection.execute(text("SELECT token_hash FROM areal.staff_session")).scalar_one()
    assert token.encode() not in bytes(kept)
    for tried in (bytes(kept).hex(), bytes(kept).decode("latin-1"), "", "x"):
        assert signing_in.session_of(tried) is None


def test_the_provider_binds_an_account_once_and_then_its_number_counts():
    who = person("kari@grue.example", ("planner", "3417"))
    with pytest.raises(SignInRefused):
        signing_in.by_provider("https://id.example", "1", "nobody@grue.example")
    entered = signing_in.by_provider("https://id.example", "1", "Kari@Grue.example")
    session = signing_in.session_of(entered.token)
    assert session is not None
    assert session.person == who
    # The number again, with another e-mail; then the e-mail with another number.
    assert signing_in.by_provider("https://id.example", "1", "new@grue.example").stage == "in"
    for issuer, subject in (("https://id.example", "2"), ("https://other.example", "1")):
        with pytest.raises(SignInRefused):
            signing_in.by_provider(issuer, subject, who.email)


def test_the_provider_opens_no_account_that_has_a_password():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    with pytest.raises(SignInRefused):
        signing_in.by_provider("https://id.example", "1", kari.email)


def test_a_link_sets_a_password_once_and_ends_what_was_open():
    who = person("ny@grue.example", ("reader", "3417"))
    with acting.as_tool("test") as connection:
        old = links.make(connection, who.account_id)
        token = links.make(connection, who.account_id)
        session = sessions.open_session(connection, who.account_id, "in")
    with pytest.raises(NotFound):
        links.holder(old)
    assert links.holder(token) == who
    with pytest.raises(PasswordRefused):
        links.use(token, "kort")
    links.use(token, PASSWORD)
    with pytest.raises(NotFound):
        links.use(token, PASSWORD)
    assert signing_in.session_of(session) is None
    assert signing_in.with_password(who.email, PASSWORD, HERE).stage == "enrol"


def test_a_link_that_is_too_old_or_whose_account_is_closed_opens_nothing():
    who = person("ny@grue.example", ("reader", "3417"))
    with acting.as_tool("test") as connection:
        token = links.make(connection, who.account_id)
    execute("UPDATE areal.account_link SET expires_at = now() - interval '1 second'")
    with pytest.raises(NotFound):
        links.holder(token)
    with acting.as_tool("test") as connection:
        token = links.make(connection, who.account_id)
        register.set_active(connection, "test", who.account_id, active=False)
    with pytest.raises(NotFound):
        links.use(token, PASSWORD)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elleve tegn", "too_short"),
        ("x" * 257, "too_long"),
        ("aaaaaabbbbbb", "too_simple"),
        ("hei kari.nordmann!", "has_email"),
        ("Kari.Nordmann@grue.example", "has_email"),
    ],
)
def test_passwords_that_are_refused(password, reason):
    with pytest.raises(PasswordRefused) as refused:
        passwords.check(password, "kari.nordmann@grue.example")
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "password", ["fire gode ord her", "tolvtegn 123", "æøåæøåæøå 12", "x" * 200 + "yzw"]
)
def test_length_is_the_only_demand(password):
    passwords.check(password, "kari@grue.example")
    assert passwords.right(passwords.hashed(password), password)
    assert not passwords.right(passwords.hashed(password), password + " ")


def test_the_secret_of_the_second_factor_is_unreadable_without_the_key_and_in_anothers_row():
    kari = with_password("kari@grue.example", ("planner", "3417"))
    with connect(Role.OWNER) as owner:
        sealed = bytes(
            owner.execute(text("SELECT totp_sealed FROM areal.account_secret")).scalar_one()
        )
    assert kari.totp.secret.encode() not in sealed
    settings = get_settings()
    other = Settings(secret_key="o" * 40)
    assert second_factor.keys.unseal(settings, kari.account_id, sealed) == kari.totp.secret
    for wrong, account in ((other, kari.account_id), (settings, kari.account_id + 1)):
        with pytest.raises(ConfigurationError, match="another key"):
            second_factor.keys.unseal(wrong, account, sealed)


def test_an_installation_without_a_key_makes_one_and_keeps_it(tmp_path):
    settings = Settings(data_dir=tmp_path / "data", secret_key=None)
    key = second_factor.keys.derived(settings, "x")
    second_factor.keys._kept.cache_clear()
    assert second_factor.keys.derived(settings, "x") == key
    assert second_factor.keys.derived(settings, "y") != key
    file = tmp_path / "data" / second_factor.keys.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in file.parent.iterdir()] == [file.name]


def test_a_role_in_a_region_covers_its_kommuner():
    who = person("sjef@region.example", ("admin", REGION))
    assert who.rights.regions == {REGION}
    assert len(who.memberships[0].covers) == 6
