"""The states a draft and a site go through, and who may move them: the one table of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from areal.accounts.rights import Permission
from areal.errors import ArealError


class MoveRefused(ArealError):
    """Something can't be done to a draft or a site as it stands; ``reason`` says why."""

    code = "move-refused"

    def __init__(self, reason: str, names: tuple[str, ...] = ()) -> None:
        told = f": {', '.join(names)}" if names else ""
        super().__init__(
            f"{_TOLD[reason]}{told}.", hint="Open the page again to see how it stands."
        )
        self.reason = reason
        #: What it is about: fields, parcels.
        self.names = names


_TOLD = {
    "state": "It is no longer in a state where this can be done",
    "message": "A message has to say what is to be changed",
    "moved": "The catalogue has changed in the same fields since the draft was begun",
    "changed": "It has changed since it was published and can't simply be put back",
    "nothing_shown": "No parcel of the site may be public",
    "unknown": "That can't be done",
    "past": "The time has passed",
    "order": "It would be withdrawn before it is published",
    "day": "The time can't be read",
    "seen": "The draft has been changed since it was looked at",
    "rules": "It breaks rules of the catalogue",
}


@dataclass(frozen=True)
class Move:
    """From which states to which, by whom, and whether a message has to say why."""

    before: frozenset[str]
    after: str
    permission: Permission
    message: bool = False


OPEN = frozenset({"kladd", "til_godkjenning", "endring_onsket"})

#: What is done to a draft. Scheduling leaves it where it is: approved, with a time.
DRAFT_MOVES: Mapping[str, Move] = MappingProxyType(
    {
        "sendt": Move(frozenset({"kladd", "endring_onsket"}), "til_godkjenning", Permission.EDIT),
        "hentet": Move(frozenset({"til_godkjenning"}), "kladd", Permission.EDIT),
        "forkastet": Move(OPEN, "forkastet", Permission.EDIT),
        "endring_onsket": Move(
            frozenset({"til_godkjenning"}), "endring_onsket", Permission.PUBLISH, message=True
        ),
        "planlagt": Move(frozenset({"til_godkjenning"}), "til_godkjenning", Permission.PUBLISH),
        "avlyst": Move(frozenset({"til_godkjenning"}), "til_godkjenning", Permission.PUBLISH),
        "publisert": Move(frozenset({"til_godkjenning"}), "publisert", Permission.PUBLISH),
        "angret": Move(frozenset({"publisert"}), "kladd", Permission.PUBLISH),
    }
)

#: What is done to a site: publisert → trukket → arkivert, and the way back.
SITE_MOVES: Mapping[str, Move] = MappingProxyType(
    {
        "trukket": Move(frozenset({"publisert"}), "trukket", Permission.PUBLISH, message=True),
        "gjenapnet": Move(frozenset({"trukket"}), "publisert", Permission.PUBLISH),
        "arkivert": Move(frozenset({"trukket"}), "arkivert", Permission.PUBLISH, message=True),
        "hentet_fram": Move(frozenset({"arkivert"}), "trukket", Permission.PUBLISH),
    }
)


def move(moves: Mapping[str, Move], what: str, state: str, message: str = "") -> Move:
    """Return a move that can be made from ``state``; raises ``MoveRefused``."""
    found = moves.get(what)
    if found is None:
        raise MoveRefused("unknown")
    if state not in found.before:
        raise MoveRefused("state")
    if found.message and not message.strip():
        raise MoveRefused("message")
    return found


def site_state(*, published: bool, archived: bool) -> str:
    """Return where a site is: publisert, trukket (or not public yet) or arkivert."""
    if archived:
        return "arkivert"
    return "publisert" if published else "trukket"
