"""Three-way merge by field: what two people changed from the same state comes together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from areal.drafts.content import MISSING, Content, Path, flat, whole


@dataclass(frozen=True)
class Difference:
    """A value two people made different things of; None stands for one that is not there."""

    path: Path
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Change:
    """A value that is another than it was."""

    path: Path
    before: Any
    after: Any


@dataclass(frozen=True)
class Merged:
    """Both changes in one; where both changed the same, theirs stands and it is a difference."""

    content: Content
    differences: tuple[Difference, ...]
    #: What came from the others: to be told, so that nothing changes behind anybody's back.
    taken: tuple[Change, ...]


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    """Return every value that differs, in the order of ``after``, those gone last."""
    old, new = flat(before), flat(after)
    return tuple(
        Change(path, told(old.get(path)), told(new.get(path)))
        for path in (*new, *(path for path in old if path not in new))
        if not same(old.get(path, MISSING), new.get(path, MISSING))
    )


def merge(base: Content, mine: Content, theirs: Content) -> Merged:
    """Return what two made of ``base`` as one; the order of things is mine, then theirs."""
    was, me, they = flat(base), flat(mine), flat(theirs)
    standing = {item["key"] for item in theirs["parcels"]}
    gone = {item["key"] for item in base["parcels"]} - standing
    result: dict[Path, Any] = {}
    differences, taken = [], []
    for path in dict.fromkeys((*me, *they, *was)):
        old, ours, others = (values.get(path, MISSING) for values in (was, me, they))
        # What is written about a parcel that others took out has nowhere to go: it is told.
        lost = path[0] == "parcel" and path[1] in gone and not same(ours, old)
        if same(ours, others) or (same(others, old) and not lost):
            result[path] = ours
            continue
        result[path] = others
        if same(ours, old):
            taken.append(Change(path, told(old), told(others)))
        else:
            differences.append(Difference(path, told(old), told(ours), told(others)))
    return Merged(whole(result), tuple(differences), tuple(taken))


def settle(content: Content, chosen: dict[Path, Any]) -> Content:
    """Return the content with what was chosen where two differed; None takes a medium out."""
    values = flat(content)
    for path, value in chosen.items():
        values[path] = MISSING if value is None and path[0] == "media" else value
    return whole(values)


def same(one: Any, other: Any) -> bool:
    """Return whether two values say the same: an unknown one and an absent one do."""
    return bool(told(one) == told(other))


def told(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return None if value is MISSING else value
