"""Forms that are sent twice are done once: by hand, by a browser, or because an answer was lost.

A form carries a number of its own. It is written down in the transaction of what the form does,
with what came of it, so that both are kept or neither.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text

from areal.errors import ArealError

#: Longer than anybody tries again, in days.
_DAYS = 2
_SHORTEST = 16


class SentTwice(ArealError):
    """The same form is being done at this moment; what this one did is taken back."""

    code = "sent-twice"


def found(connection: Connection, key: str) -> str | None:
    """Return what came of a form that was done before; None for a new one, or one without."""
    if len(key) < _SHORTEST:
        return None
    result: str | None = connection.execute(
        text(
            "SELECT result FROM areal.form_done "
            "WHERE account_id = areal.signed_in() AND key_hash = :key"
        ),
        {"key": _hashed(key)},
    ).scalar()
    return result


def keep(connection: Connection, key: str, result: str) -> None:
    """Write down that a form is done; raises ``SentTwice`` if it has been meanwhile."""
    if len(key) < _SHORTEST:
        return
    connection.execute(
        text(
            "DELETE FROM areal.form_done WHERE account_id = areal.signed_in() "
            "AND done_at < now() - make_interval(days => :days)"
        ),
        {"days": _DAYS},
    )
    done = connection.execute(
        text(
            "INSERT INTO areal.form_done (account_id, key_hash, result) "
            "VALUES (areal.signed_in(), :key, :result) ON CONFLICT DO NOTHING"
        ),
        {"key": _hashed(key), "result": result},
    )
    if done.rowcount == 0:
        raise SentTwice("The form has been sent already.", hint="Open the page again.")


def _hashed(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
