"""Which layer of a file is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from areal.ingest.reading.opened import Job
from areal.ingest.reading.refused import FileRefused

_POLYGONS = ("Polygon", "Surface", "Unknown", "Collection", "TIN", "Triangle")
#: Layers of plan data that hold the areas of a plan, best first; others are borders and zones.
_MEANT = ("rparealformålområde", "kparealformålområde", "rbformålområde", "kparealbrukområde")
_SHOWN = 12


class Layer(NamedTuple):
    """A layer: its name, and the type of its geometry; None is a table."""

    name: str
    kind: str | None


def choose(job: Job, layers: Sequence[Layer], *, first_table: bool = False) -> str:
    """Return the layer that is asked for, the only one with polygons, or the one that is meant.

    ``first_table`` takes the first of several tables. Raises ``FileRefused`` when it can't be told.
    """
    if not layers:
        raise FileRefused("no_layers")
    if job.asked.layer is not None:
        return _asked(job.asked.layer, layers)
    able = [each.name for each in layers if each.kind and any(p in each.kind for p in _POLYGONS)]
    drawn = [each.name for each in layers if each.kind]
    likely = able or drawn or [each.name for each in layers]
    meant = [each for word in _MEANT for each in likely if each.lower() == word]
    if meant:
        return meant[0]
    if len(likely) > 1 and not (first_table and not drawn):
        raise FileRefused("several_layers", names=likely[:_SHOWN])
    return likely[0]


def _asked(wanted: str, layers: Sequence[Layer]) -> str:
    for each in layers:
        if each.name.lower() == wanted.lower():
            return each.name
    names = [each.name for each in layers]
    raise FileRefused("no_such_layer", layer=wanted[:60], names=names[:_SHOWN])
