"""A draft as the public would see it: written, checked and published, looked at, rolled back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, text

from areal.accounts.acting import acting
from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.drafts import store
from areal.publishing import writing
from areal.publishing.transaction import as_service, by, in_public

T = TypeVar("T")


class _Done(Exception):
    """The looking is over: nothing of it is kept."""


@dataclass(frozen=True)
class Verdict:
    """What the strategy says of a parcel, before and after; None where there is no such parcel."""

    slug: str
    label: str
    before: str | None
    after: str | None


def as_public(person: Person, draft_id: int, look: Callable[[Connection, writing.Written], T]) -> T:
    """Return what ``look`` sees on a connection where a draft is published; nothing is kept.

    Raises ``Forbidden``, ``NotFound``, ``Busy``, and ``MoveRefused`` when it can't be published.
    """
    seen: list[T] = []

    def work(connection: Connection) -> None:
        draft = store.load(connection, draft_id)
        person.require(Permission.READ, draft.kommunenummer)
        as_service(connection, draft.kommunenummer)
        written = writing.write(connection, draft, person.author)
        seen.append(look(connection, written))
        raise _Done

    with suppress(_Done):
        in_public(by(person), work)
    return seen[0]


def verdicts(person: Person, draft_id: int) -> tuple[tuple[Verdict, ...], tuple[str, ...]]:
    """Return the parcels whose verdict a draft would change, and those it would keep hidden.

    Raises as ``as_public`` does.
    """
    with acting(person) as connection:
        draft = store.load(connection, draft_id)
        before = _told(connection, draft.site_id)

    def look(connection: Connection, written: writing.Written) -> tuple[Verdict, ...]:
        after = _told(connection, written.site_id)
        return tuple(
            Verdict(
                slug,
                (after.get(slug) or before[slug])[0],
                before[slug][1] if slug in before else None,
                after[slug][1] if slug in after else None,
            )
            for slug in sorted(before.keys() | after.keys())
            if before.get(slug, ("", None))[1] != after.get(slug, ("", None))[1]
        )

    return as_public(person, draft_id, lambda c, w: (look(c, w), w.held_back))


def _told(connection: Connection, site_id: int | None) -> dict[str, tuple[str, str]]:
    rows = connection.execute(
        text("SELECT slug, label, overall FROM published.parcel WHERE site_id = :id"),
        {"id": site_id},
    )
    return {row.slug: (row.label, row.overall) for row in rows}
