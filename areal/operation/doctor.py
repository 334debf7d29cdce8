"""`areal doctor`: every check of the installation, each on its own: one that fails stops none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from areal.errors import ArealError
from areal.operation.checks import accounts, catalogue, database, machine
from areal.operation.findings import Finding
from areal.settings import Settings

Check = Callable[[Settings], Iterable[Finding]]

#: Check by its name, in the order they are told; the later ones build on the earlier.
CHECKS: dict[str, Check] = {
    "disk": machine.disk,
    "database": database.reachable,
    "extensions": database.extensions,
    "migrations": database.migrations,
    "roles": database.roles,
    "clock": machine.clock,
    "programs": machine.programs,
    "key": accounts.key,
    "accounts": accounts.people,
    "mail": accounts.mail,
    "published": catalogue.published,
    "layers": catalogue.layers,
    "drafts": catalogue.drafts,
    "imports": catalogue.imports,
}


def look_over(settings: Settings) -> list[Finding]:
    """Return what every check found, in the order of the checks; raises nothing."""
    found: list[Finding] = []
    for name, check in CHECKS.items():
        found += _tried(name, check, settings)
    return found


def _tried(name: str, check: Check, settings: Settings) -> Iterator[Finding]:
    try:
        yield from check(settings)
    except Exception as error:
        yield Finding(name, "fault", "check_failed", {"why": _first_line(error)})


def _first_line(error: Exception) -> str:
    told = error.message if isinstance(error, ArealError) else str(getattr(error, "orig", error))
    return (told.strip().splitlines() or [type(error).__name__])[0]
