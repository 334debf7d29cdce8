"""A site towards the public: withdraw it, open it, put it away, choose what is shown of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, text

from areal.accounts.people import Forbidden, Person
from areal.accounts.rights import Permission
from areal.clock import now, today
from areal.database import sql
from areal.errors import NotFound
from areal.publishing import events
from areal.publishing.again import check_and_publish
from areal.publishing.moves import SITE_MOVES, MoveRefused, move, site_state
from areal.publishing.transaction import Actor, as_service, by, in_public

#: What a kommune may keep to itself, by site.
FIELDS = ("price", "power", "contact")


@dataclass(frozen=True)
class ParcelState:
    """A parcel of a site; a private one is not shown before an owner has agreed."""

    parcel_id: int
    slug: str
    label: str
    published: bool
    owner_kind: str | None
    private: bool
    consented: bool

    @property
    def lacks_consent(self) -> bool:
        """Return whether it may not be public."""
        return self.private and not self.consented


@dataclass(frozen=True)
class SiteState:
    """A site as it stands towards the public."""

    site_id: int
    slug: str
    name: str
    kommunenummer: str
    kommune_name: str
    published: bool
    archived: bool
    show_price: bool
    show_power: bool
    show_contact: bool
    withdraw_at: datetime | None
    verified_on: date | None
    #: Whether the public has ever seen it.
    was_public: bool
    parcels: tuple[ParcelState, ...]

    @property
    def state(self) -> str:
        """Return publisert, trukket or arkivert."""
        return site_state(published=self.published, archived=self.archived)

    @property
    def public(self) -> bool:
        """Return whether the public sees anything of it."""
        return self.published and any(parcel.published for parcel in self.parcels)

    @property
    def shown(self) -> frozenset[str]:
        """Return which of ``FIELDS`` the public sees."""
        return frozenset(name for name in FIELDS if getattr(self, f"show_{name}"))


def load(connection: Connection, site_id: int, day: date | None = None) -> SiteState:
    """Return a site; raises ``NotFound``."""
    row = (
        connection.execute(
            text(sql("publishing/site.sql")), {"site_id": site_id, "day": day or today()}
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFound(f"There is no site {site_id}.")
    parcels = tuple(ParcelState(**parcel) for parcel in row["parcels"])
    return SiteState(**{**row, "parcels": parcels})


def act(person: Person, site_id: int, what: str, message: str = "") -> SiteState:
    """Withdraw, open, archive or fetch back a site (``SITE_MOVES``); the public sees it at once.

    Raises ``Forbidden``, ``MoveRefused`` and ``Busy``.
    """
    return carry_out(by(person), site_id, what, message)


def carry_out(actor: Actor, site_id: int, what: str, message: str = "") -> SiteState:
    """Do what ``act`` does, also for the service when a time has come."""

    def work(connection: Connection) -> SiteState:
        held = _held(connection, actor, site_id)
        done = move(SITE_MOVES, what, held.state, message)
        if what == "gjenapnet":
            open_parcels(connection, held)
        _set(
            connection,
            held,
            published=done.after == "publisert",
            archived=done.after == "arkivert",
            withdraw_at=None,
        )
        revision = _publish(connection, actor, held.kommunenummer)
        _note(connection, actor, held, what, message, revision)
        return load(connection, site_id)

    return in_public(actor, work)


def choose(
    person: Person, site_id: int, shown: Collection[str], parcels: Collection[int]
) -> SiteState:
    """Let the public see these of ``FIELDS``, and these parcels of those an owner lets be seen.

    Raises ``Forbidden``, ``MoveRefused`` and ``Busy``.
    """
    actor = by(person)

    def work(connection: Connection) -> SiteState:
        held = _held(connection, actor, site_id)
        wanted = {f"show_{name}": name in shown for name in FIELDS}
        _set(connection, held, **wanted)
        connection.execute(
            text(
                "UPDATE areal.parcel SET published = (parcel_id = ANY(:shown)) WHERE "
                "site_id = :site_id AND published <> (parcel_id = ANY(:shown))"
            ),
            {"site_id": site_id, "shown": sorted(parcels)},
        )
        after = load(connection, site_id)
        if after == held:
            return after
        if after.published and not after.public:
            raise MoveRefused("nothing_shown")
        revision = _publish(connection, actor, held.kommunenummer)
        _note(connection, actor, held, "synlighet", _told(held, after), revision)
        return after

    return in_public(actor, work)


def plan_withdrawal(person: Person, site_id: int, at: datetime | None) -> SiteState:
    """Withdraw a site by itself at a time; None calls it off. Raises as ``act`` does."""
    actor = by(person)

    def work(connection: Connection) -> SiteState:
        held = _held(connection, actor, site_id)
        if at is not None and at <= now():
            raise MoveRefused("past")
        if at is not None and held.state != "publisert":
            raise MoveRefused("state")
        _set(connection, held, withdraw_at=at)
        told = at.isoformat() if at else ""
        _note(connection, actor, held, "planlagt" if at else "avlyst", told, None)
        return load(connection, site_id)

    return in_public(actor, work)


def _held(connection: Connection, actor: Actor, site_id: int) -> SiteState:
    connection.execute(
        text("SELECT 1 FROM areal.site WHERE site_id = :id FOR UPDATE"), {"id": site_id}
    )
    held = load(connection, site_id)
    actor.require(Permission.PUBLISH, held.kommunenummer)
    if actor.person is None:
        as_service(connection, held.kommunenummer)
    return held


def _set(connection: Connection, site: SiteState, **values: object) -> None:
    columns = ", ".join(f"{name} = :{name}" for name in values)
    done = connection.execute(
        text(f"UPDATE areal.site SET {columns} WHERE site_id = :site_id"),
        {**values, "site_id": site.site_id},
    )
    if not done.rowcount:
        raise Forbidden("None of your roles lets you publish here.")


def open_parcels(connection: Connection, site: SiteState) -> None:
    """Show the parcels that may be shown, all of them where none is; hide those that may not.

    Raises ``MoveRefused`` when nothing would be left to show.
    """
    if any(parcel.published and not parcel.lacks_consent for parcel in site.parcels):
        connection.execute(
            text(
                "UPDATE areal.parcel SET published = FALSE WHERE site_id = :site_id AND published "
                "AND areal.needs_consent(owner_kind) AND NOT areal.has_consent(parcel_id, :day)"
            ),
            {"site_id": site.site_id, "day": today()},
        )
        return
    shown = [parcel.parcel_id for parcel in site.parcels if not parcel.lacks_consent]
    if not shown:
        raise MoveRefused("nothing_shown", tuple(parcel.label for parcel in site.parcels))
    connection.execute(
        text(
            "UPDATE areal.parcel SET published = (parcel_id = ANY(:shown)) "
            "WHERE site_id = :site_id AND published <> (parcel_id = ANY(:shown))"
        ),
        {"site_id": site.site_id, "shown": shown},
    )


def _publish(connection: Connection, actor: Actor, kommunenummer: str) -> int:
    as_service(connection, kommunenummer)
    return check_and_publish(connection, actor.author).revision


def _note(
    connection: Connection,
    actor: Actor,
    site: SiteState,
    what: str,
    message: str,
    revision: int | None,
) -> None:
    events.add(
        connection,
        actor.author,
        what,
        site.kommunenummer,
        site_id=site.site_id,
        message=message,
        revision=revision,
    )


def _told(before: SiteState, after: SiteState) -> str:
    """Say in codes what is shown otherwise: ``+price −power +Tomt 3``."""
    told = [f"+{name}" for name in FIELDS if name in after.shown - before.shown]
    told += [f"−{name}" for name in FIELDS if name in before.shown - after.shown]
    was = {parcel.parcel_id: parcel.published for parcel in before.parcels}
    told += [
        f"{'+' if parcel.published else '−'}{parcel.label}"
        for parcel in after.parcels
        if parcel.published != was.get(parcel.parcel_id)
    ]
    return " ".join(told)
