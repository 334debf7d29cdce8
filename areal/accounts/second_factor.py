"""The second factor: codes of 30 seconds (TOTP, RFC 6238), each taken once, and recovery codes."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import pyotp
from sqlalchemy import Connection, text

from areal.accounts import keys
from areal.settings import Settings, get_settings

ISSUER = "Areal"
#: Seconds of one code, and how many codes before and after the present one are taken: watches go
#: wrong, and people type slowly.
PERIOD, LENIENCE = 30, 1
RECOVERY_CODES = 10
#: No letters that look like others.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECOVERY_LENGTH = 16

Clock = Callable[[], float]


@dataclass(frozen=True)
class Offer:
    """What an authenticator app needs: ``uri`` for its camera, ``secret`` to type."""

    secret: str
    uri: str


def offer(
    connection: Connection, account_id: int, email: str, settings: Settings | None = None
) -> Offer:
    """Return the secret an account sets up; the same until it is confirmed."""
    settings = settings or get_settings()
    fresh = keys.seal(settings, account_id, pyotp.random_base32())
    sealed = connection.execute(
        text("SELECT areal.offer_factor(:id, :sealed)"), {"id": account_id, "sealed": fresh}
    ).scalar_one()
    secret = keys.unseal(settings, account_id, bytes(sealed))
    uri = pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=email, issuer_name=ISSUER)
    return Offer(secret, uri)


def confirm(
    connection: Connection, account_id: int, code: str, clock: Clock = time.time
) -> tuple[str, ...] | None:
    """Take the first code of a new secret and return recovery codes; None when it is wrong.

    The codes are shown this once: only their hashes are kept.
    """
    secret, confirmed = _secret(connection, account_id)
    step = _step(secret, code, clock) if secret and not confirmed else None
    if step is None:
        return None
    codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
    done = connection.execute(
        text("SELECT areal.confirm_factor(:id, :step, :codes)"),
        {"id": account_id, "step": step, "codes": [_hash(one) for one in codes]},
    ).scalar_one()
    return codes if done else None


def take(connection: Connection, account_id: int, code: str, clock: Clock = time.time) -> bool:
    """Return whether a code, or a recovery code, is right; it is then used up."""
    typed = _tidy(code)
    proof: bytes | int
    if len(typed) == _RECOVERY_LENGTH:
        statement, proof = "take_recovery_code(:id, :proof)", _hash(typed)
    else:
        secret, confirmed = _secret(connection, account_id)
        step = _step(secret, typed, clock) if secret and confirmed else None
        if step is None:
            return False
        statement, proof = "take_factor(:id, :proof)", step
    taken = connection.execute(
        text(f"SELECT areal.{statement}"), {"id": account_id, "proof": proof}
    )
    return bool(taken.scalar_one())


def _secret(connection: Connection, account_id: int) -> tuple[str | None, bool]:
    row = connection.execute(
        text("SELECT totp_sealed, totp_confirmed FROM areal.secret_of(:id)"), {"id": account_id}
    ).one_or_none()
    if row is None or row.totp_sealed is None:
        return None, False
    return keys.unseal(get_settings(), account_id, bytes(row.totp_sealed)), row.totp_confirmed


def _step(secret: str, code: str, clock: Clock) -> int | None:
    """Return which 30 seconds a code belongs to; None when it is of none near now."""
    totp = pyotp.TOTP(secret, interval=PERIOD)
    now = int(clock()) // PERIOD
    typed = _tidy(code)
    near = range(now - LENIENCE, now + LENIENCE + 1)
    # Every code is compared, so that the time tells nothing.
    matching = [step for step in near if pyotp.utils.strings_equal(totp.generate_otp(step), typed)]
    return matching[-1] if matching else None


def _tidy(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()[:64]


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _RECOVERY_LENGTH, 4))


def _hash(code: str) -> bytes:
    # 78 bits of chance: a plain hash can't be turned round.
    return hashlib.sha256(_tidy(code).encode()).digest()
