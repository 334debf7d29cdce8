"""Questions that take the database a while: so many at once in one process, the next wait."""

from __future__ import annotations

from webmap.slots import Slots

slot = Slots(2).one
