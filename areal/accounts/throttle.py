"""How often something may be tried, counted in the database: all worker processes count as one."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from areal.database import Role, connect, sql
from areal.errors import ArealError

SCHEME = "areal+postgresql"

#: Wrong tries for one account from one address, and for one account from anywhere. The second is
#: wide, so that nobody is shut out of their account by somebody else.
PER_PAIR = parse("5 per 15 minutes")
PER_ACCOUNT = parse("50 per hour")
#: Wrong codes for one account: whoever types them knows the password.
PER_CODE = parse("5 per 15 minutes")


class TooOften(ArealError):
    """Something was tried too often; ``wait`` is how many seconds until it may be tried again."""

    code = "too-often"

    def __init__(self, wait: int) -> None:
        super().__init__("It was tried too often.", hint=f"Try again in {wait} seconds.")
        self.wait = wait


class DatabaseStorage(Storage):
    """The counters of the limits library in table ``rate_limit``."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the library's way of registering

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """Return what the library may take for a failure of the storage."""
        return DBAPIError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count ``amount`` more, in a new window when the old one is over; return the number."""
        with connect(Role.APP) as connection:
            return int(
                connection.execute(
                    text(sql("accounts/rate_hit.sql")),
                    {"key": _hash(key), "seconds": expiry, "amount": amount},
                ).scalar_one()
            )

    def get(self, key: str) -> int:
        """Return how many were counted in the present window."""
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        """Return when the present window ends, in seconds since 1970."""
        return float(self._row(key)[1])

    def check(self) -> bool:
        """Return whether the storage answers."""
        with connect(Role.APP) as connection:
            return bool(connection.execute(text("SELECT TRUE")).scalar_one())

    def reset(self) -> int | None:
        """Forget everything; return how many counters there were."""
        with connect(Role.APP) as connection:
            return int(connection.execute(text("DELETE FROM areal.rate_limit")).rowcount)

    def clear(self, key: str) -> None:
        """Forget one counter."""
        with connect(Role.APP) as connection:
            connection.execute(
                text("DELETE FROM areal.rate_limit WHERE key = :key"), {"key": _hash(key)}
            )

    def _row(self, key: str) -> tuple[Any, ...]:
        with connect(Role.APP) as connection:
            row = connection.execute(
                text(
                    "SELECT hits, date_part('epoch', expires_at) FROM areal.rate_limit "
                    "WHERE key = :key AND expires_at > now()"
                ),
                {"key": _hash(key)},
            ).one_or_none()
        return (0, time.time()) if row is None else tuple(row)


def take(*counted: tuple[RateLimitItem, str]) -> None:
    """Count one try against each limit; raises ``TooOften`` when one is used up.

    It is counted before it is looked at: many tries at once count as many.
    """
    limiter = _limiter()
    for limit, what in counted:
        if not limiter.hit(limit, what):
            ends = limiter.get_window_stats(limit, what).reset_time
            raise TooOften(max(1, int(ends - time.time())))


def forget(*counted: tuple[RateLimitItem, str]) -> None:
    """Forget the tries: whoever gets it right had only slipped."""
    limiter = _limiter()
    for limit, what in counted:
        limiter.clear(limit, what)


def _limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(DatabaseStorage())


def _hash(key: str) -> bytes:
    # Addresses and e-mails are personal data: the table tells neither.
    return hashlib.sha256(key.encode()).digest()
