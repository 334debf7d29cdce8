"""The log of what was done, for administrators: who, when, what it said before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from areal.accounts import audit
from areal.accounts.acting import acting
from areal.accounts.audit import Line
from areal.accounts.rights import StaffRole
from webmap.language import gettext
from webmap.staff.address_of import add
from webmap.staff.frame import page, role_name
from webmap.staff.moments import moment_written
from webmap.staff.session import person

_MOST = 200


@dataclass(frozen=True)
class Shown:
    """A line of the log in words."""

    at: str
    machine_at: str
    who: str
    what: str
    about: str
    changes: tuple[str, ...]


def log() -> Response:
    """Return the page."""
    with acting(person()) as connection:
        found = audit.lines(connection, most=_MOST)
    return page("staff/log.html", "log", lines=[shown(line) for line in found], most=_MOST)


def shown(line: Line) -> Shown:
    """Return a line of the log in the present language."""
    subject = line.subject_name or (f"{line.subject} {line.subject_id or ''}".strip())
    return Shown(
        at=moment_written(line.at),
        machine_at=line.at.isoformat(),
        who=gettext("ved døra") if line.author == "sign-in" else line.author,
        what=_what(line),
        about=subject if line.subject_id else "",
        changes=tuple(_changes(line)),
    )


def _what(line: Line) -> str:
    if line.subject == "membership":
        role = role_name(StaffRole((line.after or line.before or {})["role"]))
        given = gettext("ga rollen %(role)s", role=role)
        return given if line.action == "insert" else gettext("tok rollen %(role)s", role=role)
    told = {
        "sign_in": gettext("logget inn"),
        "sign_out": gettext("logget ut"),
        "sign_in_refused": gettext("ble ikke sluppet inn"),
        "code_refused": gettext("skrev feil kode"),
        "set_up_factor": gettext("satte opp totrinn"),
        "reset_factor": gettext("nullstilte totrinn"),
        "set_password": gettext("satte passord"),
        "make_link": gettext("laget lenke for passord"),
        "insert": gettext("opprettet"),
        "update": gettext("endret"),
        "delete": gettext("slettet"),
    }
    return told.get(line.action, line.action)


def _changes(line: Line) -> Iterator[str]:
    before, after = line.before or {}, line.after or {}
    if line.subject == "membership":
        one: Any = after or before
        yield str(one.get("kommunenummer") or one.get("region_id"))
    elif line.action == "update":
        for name in sorted(before.keys() | after.keys()):
            yield f"{name}: {_value(before.get(name))} → {_value(after.get(name))}"


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nei")
    return str(value) if not isinstance(value, dict | list) else "…"


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(blueprint, "log", "logg", "log", log)
