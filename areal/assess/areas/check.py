"""Check an area that is in no catalogue: read it, take what is told of it, ask the rules."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from areal.assess import preview
from areal.assess.areas.attributes import Codes, told_by_file
from areal.assess.areas.limits import Limits
from areal.assess.areas.read import AreaFile, FoundArea, Note
from areal.assess.areas.refused import PrecheckBusy
from areal.settings import Settings

#: Pre-checks that may go on at once in one process; each has a process of its own beside it.
AT_ONCE = 2
_NAMES = ("navn", "name", "label", "omradenavn", "områdenavn")
#: Notes that follow from where an area lies, and are found anew each time.
PLACE = ("outside_region", "partly_outside")
_PER_CENT = 100
_WHOLE = 0.99
_slots = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class CheckedArea:
    """One area with what the rules say of it.

    ``said`` is what its file told; what it was checked with is ``checked.area.attributes``.
    ``notes`` say what was done to it, and what must be known about it.
    """

    checked: preview.Checked
    said: Mapping[str, Any]
    notes: tuple[Note, ...]


def limits_of(settings: Settings) -> Limits:
    """Return the limits of this installation."""
    return Limits(
        max_bytes=settings.precheck_max_bytes,
        max_vertices=settings.precheck_max_vertices,
        max_areas=settings.precheck_max_areas,
        max_km2=settings.precheck_max_km2,
        timeout_ms=settings.precheck_timeout_ms,
    )


@contextmanager
def slot() -> Iterator[None]:
    """Take one of the few places for a pre-check; raises ``PrecheckBusy`` when all are taken."""
    if not _slots.acquire(blocking=False):
        raise PrecheckBusy
    try:
        yield
    finally:
        _slots.release()


def check(
    file: AreaFile,
    given: Mapping[str, Any],
    codes: Codes,
    *,
    label: str = "",
    strategy: str | None = None,
    day: date | None = None,
) -> tuple[CheckedArea, ...]:
    """Return what the rules say of each area of a file; nothing is stored.

    ``given`` is what a person told (``told_by_person``) and wins over what the file says.
    ``strategy`` is the id of a stored one, None the published one.
    """
    told = [told_by_file(area.properties, codes) for area in file.areas]
    areas = [
        preview.Area(
            label=_label(area, number, file, label),
            geom=area.geom,
            attributes={**said, **given},
        )
        for number, (area, (said, _)) in enumerate(zip(file.areas, told, strict=True), 1)
    ]
    checked = preview.precheck(areas, strategy=strategy, day=day)
    return tuple(
        CheckedArea(one, said, (*area.notes, *notes, *_place(one)))
        for one, area, (said, notes) in zip(checked, file.areas, told, strict=True)
    )


def _label(area: FoundArea, number: int, file: AreaFile, label: str) -> str:
    whole = label or file.name
    if len(file.areas) == 1:
        return label or _named(area.properties) or whole
    return _named(area.properties) or f"{whole} {number}".strip()


def _named(properties: Sequence[Mapping[str, Any]]) -> str:
    """Return the name the only feature of an area gives it."""
    if len(properties) != 1:
        return ""
    plain = {str(name).casefold(): value for name, value in properties[0].items()}
    names = (plain.get(name) for name in _NAMES)
    found = next((name for name in names if isinstance(name, str) and name.strip()), "")
    return "".join(char for char in found if char.isprintable()).strip()[:100]


def _place(checked: preview.Checked) -> tuple[Note, ...]:
    if checked.kommunenummer is None:
        return (Note("outside_region", {}),)
    share = checked.kommune_share
    if share is not None and share < _WHOLE:
        return (Note("partly_outside", {"share": round(share * _PER_CENT, 1)}),)
    return ()
