"""What is on its way to the public, and how each site stands, for who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, text

from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.clock import now, today
from areal.database import sql
from areal.publishing.moves import site_state

#: So long a publication stays on the list, where it is undone from.
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Waiting:
    """A draft, with what was last done to it."""

    draft_id: int
    site_id: int | None
    title: str
    kommunenummer: str
    kommune_name: str
    state: str
    publish_at: datetime | None
    changed_by: str
    changed_at: datetime
    done_at: datetime | None
    done_by: str | None
    message: str | None

    @property
    def planned(self) -> bool:
        """Return whether it is approved, and goes public by itself."""
        return self.state == "til_godkjenning" and self.publish_at is not None


@dataclass(frozen=True)
class Standing:
    """A site towards the public; ``lacking`` is the number of parcels no owner agrees to show."""

    site_id: int
    name: str
    kommunenummer: str
    kommune_name: str
    published: bool
    archived: bool
    withdraw_at: datetime | None
    verified_on: date | None
    parcels: int
    shown: int
    lacking: int

    @property
    def state(self) -> str:
        """Return publisert, trukket or arkivert."""
        return site_state(published=self.published, archived=self.archived)


def drafts(connection: Connection) -> tuple[Waiting, ...]:
    """Return the drafts on their way in the kommuner of the transaction, longest waiting first."""
    rows = connection.execute(
        text(sql("publishing/drafts.sql")), {"since": now() - RECENT}
    ).mappings()
    return tuple(Waiting(**row) for row in rows)


def sites(connection: Connection, person: Person) -> tuple[Standing, ...]:
    """Return the sites of the kommuner a person works in."""
    rows = connection.execute(
        text(sql("publishing/sites.sql")),
        {"kommuner": sorted(person.rights.where(Permission.READ)), "day": today()},
    ).mappings()
    return tuple(Standing(**row) for row in rows)
