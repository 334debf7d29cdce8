"""Signing in, step by step: a password or the provider's word, then a code, then a new session."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, text

from areal.accounts import passwords, second_factor, sessions, throttle
from areal.accounts.acting import note, write_as
from areal.accounts.sessions import Session, Stage
from areal.database import Role, connect, sql
from areal.errors import ArealError

#: Longest e-mail there is (RFC 5321), in characters.
LONGEST_EMAIL = 254
#: How the log names who is not yet known to be anybody.
AT_THE_DOOR = "sign-in"


class SignInRefused(ArealError):
    """Somebody is not let in; what they are told is the same whatever the reason is."""

    code = "sign-in-refused"

    def __init__(self) -> None:
        super().__init__("You are not let in.", hint="Check what you typed, or ask for a new link.")


@dataclass(frozen=True)
class Entered:
    """A step that succeeded: ``token`` is the browser's, ``codes`` are shown this once."""

    token: str
    stage: Stage
    codes: tuple[str, ...] = ()


def tidy_email(typed: str) -> str:
    """Return an e-mail as accounts are named by it."""
    return unicodedata.normalize("NFKC", typed).strip().lower()[: LONGEST_EMAIL + 1]


def with_password(email: str, password: str, address: str) -> Entered:
    """Take the first step with a password; ``address`` is the network's, to count by.

    Accounts that do not exist, are closed or have no password cost the same work and get the same
    answer as a wrong password. Raises ``SignInRefused`` and ``TooOften``.
    """
    email = tidy_email(email)
    pair = (throttle.PER_PAIR, f"password|{email}|{address}")
    account = (throttle.PER_ACCOUNT, f"password|{email}")
    throttle.take(pair, account)
    with connect(Role.APP) as connection:
        row = connection.execute(text(sql("accounts/sign_in.sql")), {"email": email}).one_or_none()
    stored = row.password_hash if row else None
    # No connection is held meanwhile: this is slow on purpose.
    good = passwords.right(stored, password)
    renewed = passwords.hashed(password) if good and passwords.outdated(stored or "") else None
    with connect(Role.APP) as connection:
        write_as(connection, AT_THE_DOOR)
        if row is None or not good:
            note(connection, "sign_in_refused", row.account_id if row else None)
            entered = None
        else:
            if renewed:
                connection.execute(
                    text("SELECT areal.rehash_password(:id, :hash)"),
                    {"id": row.account_id, "hash": renewed},
                )
            stage: Stage = "code" if row.totp_confirmed else "enrol"
            entered = Entered(sessions.open_session(connection, row.account_id, stage), stage)
    if entered is None:
        raise SignInRefused
    throttle.forget(pair, account)
    return entered


def with_code(session: Session, token: str, code: str) -> Entered:
    """Take the second step: a code of the second factor, or a recovery code.

    Raises ``SignInRefused`` and ``TooOften``.
    """
    account_id = session.person.account_id
    counted = (throttle.PER_CODE, f"code|{account_id}")
    throttle.take(counted)
    with connect(Role.APP) as connection:
        write_as(connection, AT_THE_DOOR)
        good = session.stage == "code" and second_factor.take(connection, account_id, code)
        if not good:
            note(connection, "code_refused", account_id)
        entered = _let_in(connection, account_id, token) if good else None
    if entered is None:
        raise SignInRefused
    throttle.forget(counted)
    return entered


def set_up_factor(session: Session, token: str, code: str) -> Entered:
    """Take the second step for the first time: a code proves that the secret has arrived.

    Raises ``SignInRefused`` and ``TooOften``.
    """
    account_id = session.person.account_id
    counted = (throttle.PER_CODE, f"code|{account_id}")
    throttle.take(counted)
    with connect(Role.APP) as connection:
        write_as(connection, AT_THE_DOOR)
        codes = (
            second_factor.confirm(connection, account_id, code)
            if session.stage == "enrol"
            else None
        )
        if codes is None:
            raise SignInRefused
        note(connection, "set_up_factor", account_id)
        entered = _let_in(connection, account_id, token, codes)
    throttle.forget(counted)
    return entered


def offered_factor(session: Session) -> second_factor.Offer:
    """Return the secret somebody on the way in is to set up; raises ``SignInRefused``."""
    if session.stage != "enrol":
        raise SignInRefused
    with connect(Role.APP) as connection:
        return second_factor.offer(connection, session.person.account_id, session.person.email)


def by_provider(issuer: str, subject: str, email: str | None) -> Entered:
    """Let in whom the provider vouches for, if there is an account for them.

    The first time the account is found by its e-mail and bound to the provider's number for the
    person; from then on only the number counts, so that an e-mail given to somebody else opens
    nothing. An account with a password is not bound. Raises ``SignInRefused``.
    """
    with connect(Role.APP) as connection:
        write_as(connection, AT_THE_DOOR)
        account_id = connection.execute(
            text(sql("accounts/by_provider.sql")),
            {"issuer": issuer, "subject": subject, "email": tidy_email(email or "")},
        ).scalar()
        if account_id is None:
            note(connection, "sign_in_refused", None)
        entered = _let_in(connection, account_id) if account_id else None
    if entered is None:
        raise SignInRefused
    return entered


def session_of(token: str) -> Session | None:
    """Return the session of a browser, if it holds."""
    with connect(Role.APP) as connection:
        return sessions.find(connection, token)


def sign_out(session: Session, token: str) -> None:
    """End a session on the server."""
    with connect(Role.APP) as connection:
        write_as(connection, session.person.author, session.person.account_id)
        sessions.end(connection, token)
        note(connection, "sign_out", session.person.account_id)


def _let_in(
    connection: Connection, account_id: int, before: str = "", codes: tuple[str, ...] = ()
) -> Entered:
    if before:
        sessions.end(connection, before)
    connection.execute(
        text("UPDATE areal.account SET signed_in_at = now() WHERE account_id = :id"),
        {"id": account_id},
    )
    note(connection, "sign_in", account_id)
    return Entered(sessions.open_session(connection, account_id, "in"), "in", codes)
