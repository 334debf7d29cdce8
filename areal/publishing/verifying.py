"""One click that says a site or a parcel is still right: with date and name, and checked again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.clock import today
from areal.database import sql
from areal.errors import NotFound
from areal.models.parcel import AXES
from areal.publishing.again import check_and_publish
from areal.publishing.transaction import as_service, by, in_public

#: How it is told in the catalogue that somebody looked and found nothing to change.
HOW = "Gjennomgått: stemmer fortsatt"


def still_right(
    person: Person,
    *,
    site_id: int | None = None,
    parcel_id: int | None = None,
    axes: Collection[str] = AXES,
) -> int:
    """Confirm a site with all its parcels, or one parcel, as of today; return how many parcels.

    An axis of which nothing is known is not confirmed. The public sees the day and the kommune, the
    history who it was. Raises ``Forbidden``, ``NotFound`` and ``Busy``.
    """
    actor = by(person)

    def work(connection: Connection) -> int:
        found = connection.execute(
            text(
                "SELECT p.parcel_id, p.kommunenummer, k.name, s.kommunenummer AS home "
                "FROM areal.site AS s INNER JOIN areal.parcel AS p ON s.site_id = p.site_id "
                "INNER JOIN areal.kommune AS k ON s.kommunenummer = k.kommunenummer "
                "WHERE s.site_id = :site_id OR p.parcel_id = :parcel_id"
            ),
            {"site_id": site_id, "parcel_id": parcel_id},
        ).all()
        if not found:
            raise NotFound("There is no such site or parcel.")
        for kommunenummer in {row.kommunenummer for row in found}:
            person.require(Permission.EDIT, kommunenummer)
        binds = {
            "site_id": site_id,
            "parcels": [row.parcel_id for row in found],
            "axes": [axis for axis in AXES if axis in axes],
            "day": today(),
            "by": f"{found[0].name} kommune",
            "how": HOW,
        }
        connection.execute(text(sql("publishing/verify.sql")), binds)
        if site_id is not None:
            connection.execute(
                text(
                    "UPDATE areal.site SET verified_on = :day, verified_by = :by, "
                    "verified_how = :how WHERE site_id = :site_id"
                ),
                {name: binds[name] for name in ("day", "by", "how", "site_id")},
            )
        as_service(connection, found[0].home)
        check_and_publish(connection, actor.author)
        return len(found)

    return in_public(actor, work)
