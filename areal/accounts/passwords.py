"""Passwords: long enough, not the e-mail; kept as Argon2id, and compared in constant work."""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from areal.errors import ArealError

#: In characters. Length is the only demand: composition rules make worse passwords (NIST 800-63B).
SHORTEST, LONGEST = 12, 256
#: Parts of an e-mail shorter than this are found in any sentence.
_TELLING = 4

_hasher = PasswordHasher()


class PasswordRefused(ArealError):
    """A password can't be used; ``reason`` is too_short, too_long, too_simple or has_email."""

    code = "password-refused"

    def __init__(self, reason: str) -> None:
        told = {
            "too_short": f"it has fewer than {SHORTEST} characters",
            "too_long": f"it has more than {LONGEST} characters",
            "too_simple": "it repeats too few characters",
            "has_email": "it holds the e-mail address or its first part",
        }[reason]
        super().__init__(
            f"The password can't be used: {told}.",
            hint=f"Choose {SHORTEST} characters or more: four words are good.",
        )
        self.reason = reason


def check(password: str, email: str) -> None:
    """Raise ``PasswordRefused`` for a password that is too short or says the e-mail."""
    password = _normal(password)
    if len(password) < SHORTEST:
        raise PasswordRefused("too_short")
    if len(password) > LONGEST:
        raise PasswordRefused("too_long")
    local = email.partition("@")[0]
    folded = password.casefold()
    if email in folded or (len(local) >= _TELLING and local in folded):
        raise PasswordRefused("has_email")
    if len(set(password)) < _TELLING:
        raise PasswordRefused("too_simple")


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password, with its parameters and salt in it."""
    return _hasher.hash(_normal(password))


def right(stored: str | None, password: str) -> bool:
    """Return whether a password is the stored one; without one as much work is done, for nothing.

    Too long a password is cut, so that nobody can make the work longer.
    """
    given = _normal(password)[: LONGEST + 1]
    try:
        found = _hasher.verify(stored or _nobodys(), given)
    except (VerificationError, InvalidHashError):
        return False
    return bool(found) and stored is not None


def outdated(stored: str) -> bool:
    """Return whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex(16))


def _normal(password: str) -> str:
    # The same letters typed on another machine may be other code points.
    return unicodedata.normalize("NFKC", password)
