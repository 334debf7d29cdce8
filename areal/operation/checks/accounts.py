"""The people's side: the installation's key, who can administer, mail, addresses."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator

from sqlalchemy import text

from areal.accounts.keys import FILE
from areal.database import Role, connect
from areal.operation.findings import Finding
from areal.settings import Settings

_SHORTEST = 32
_PATIENCE = 3.0


def key(settings: Settings) -> Iterator[Finding]:
    """Look at the key that signs cookies and encrypts second factors, without showing it."""
    path = settings.data_dir / FILE
    if settings.secret_key is not None:
        yield Finding("key", "ok", "key_ok", {"where": "AREAL_SECRET_KEY"})
    elif not path.exists():
        yield Finding("key", "info", "key_none")
    elif path.stat().st_size < _SHORTEST:
        yield Finding("key", "fault", "key_short", {"where": str(path)})
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("key", "warning", "key_open", {"where": str(path)})
    else:
        yield Finding("key", "ok", "key_ok", {"where": str(path)})
    if not settings.staff_cookie_secure:
        yield Finding("key", "warning", "cookies_open")


def people(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - every check is called alike
    """Look for somebody who can let others in."""
    with connect(Role.APP) as connection:
        row = connection.execute(
            text(
                "SELECT count(DISTINCT a.account_id) AS active, count(DISTINCT a.account_id) "
                "FILTER (WHERE m.role = 'admin') AS admins FROM areal.account AS a "
                "LEFT JOIN areal.membership AS m USING (account_id) WHERE a.active"
            )
        ).one()
    code = "accounts_ok" if row.admins else "accounts_no_admin"
    yield Finding("accounts", "ok" if row.admins else "warning", code, dict(row._mapping))


def mail(settings: Settings) -> Iterator[Finding]:
    """Connect to the mail server that is named, and hang up; look at the address links get."""
    host = str(getattr(settings, "smtp_host", "") or "")
    if not host:
        yield Finding("mail", "info", "mail_off")
    else:
        yield _greeted(host, int(getattr(settings, "smtp_port", 0) or 587))
    if not settings.base_url:
        yield Finding("mail", "info", "base_url_missing")


def _greeted(host: str, port: int) -> Finding:
    values = {"host": f"{host}:{port}"}
    try:
        socket.create_connection((host, port), timeout=_PATIENCE).close()
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        return Finding("mail", "warning", "mail_away", {**values, "why": why})
    return Finding("mail", "ok", "mail_ok", values)
