"""Which role may do what: the one table of it. PostgreSQL holds every task to its kommune again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class StaffRole(StrEnum):
    """What a person is, in a kommune or in all of a region."""

    READER = "reader"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    PLANNER = "planner"
    CONTACT = "contact"
    ADMIN = "admin"


class Permission(StrEnum):
    """A task; the value is the end of the setting ``areal.may_…`` the row policies read."""

    READ = "read"
    EDIT = "edit"
    PUBLISH = "publish"
    GRANT = "grant"
    ANSWER = "answer"
    MANAGE = "manage"


#: Role → tasks. Whoever works somewhere reads its drafts; nothing else comes by itself, so that a
#: small kommune gives one person three roles and a large one gives them to three.
ALLOWED: Mapping[StaffRole, frozenset[Permission]] = MappingProxyType(
    {
        StaffRole.READER: frozenset({Permission.READ}),
        StaffRole.EDITOR: frozenset({Permission.READ, Permission.EDIT}),
        StaffRole.PUBLISHER: frozenset({Permission.READ, Permission.PUBLISH}),
        StaffRole.PLANNER: frozenset({Permission.READ, Permission.GRANT}),
        StaffRole.CONTACT: frozenset({Permission.READ, Permission.ANSWER}),
        StaffRole.ADMIN: frozenset({Permission.READ, Permission.MANAGE}),
    }
)


@dataclass(frozen=True)
class Place:
    """Where a role holds: in a kommune (``kommunenummer``) or in a region (``region_id``)."""

    kommunenummer: str | None = None
    region_id: str | None = None


@dataclass(frozen=True)
class Membership:
    """A role somewhere; ``covers`` lists the kommuner, for a region all that are in it."""

    membership_id: int
    role: StaffRole
    place: Place
    place_name: str
    covers: tuple[str, ...]


@dataclass(frozen=True)
class Rights:
    """What the roles of a person add up to."""

    kommuner: Mapping[Permission, frozenset[str]] = field(default_factory=dict)
    #: Regions managed as a whole: their roles can be given.
    regions: frozenset[str] = frozenset()

    def where(self, permission: Permission) -> frozenset[str]:
        """Return the kommuner the task may be done in."""
        return self.kommuner.get(permission, frozenset())

    def may(self, permission: Permission, kommunenummer: str | None = None) -> bool:
        """Return whether the task may be done in a kommune, or without one in any."""
        there = self.where(permission)
        return bool(there) if kommunenummer is None else kommunenummer in there

    def may_manage(self, place: Place) -> bool:
        """Return whether roles may be given and taken in a place."""
        if place.region_id is not None:
            return place.region_id in self.regions
        return self.may(Permission.MANAGE, place.kommunenummer or "")


def rights_of(memberships: Iterable[Membership]) -> Rights:
    """Return what roles add up to."""
    kommuner: dict[Permission, frozenset[str]] = {}
    regions: set[str] = set()
    for membership in memberships:
        for permission in ALLOWED[membership.role]:
            kommuner[permission] = kommuner.get(permission, frozenset()) | set(membership.covers)
        if membership.role is StaffRole.ADMIN and membership.place.region_id:
            regions.add(membership.place.region_id)
    return Rights(kommuner, frozenset(regions))
