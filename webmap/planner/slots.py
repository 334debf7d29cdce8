"""Questions that take the database a while: so many at once in one process, the next wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from areal.assess.scratch import TookTooLong

_slots = threading.BoundedSemaphore(2)
_WAIT_SECONDS = 10


@contextmanager
def slot() -> Iterator[None]:
    """Hold one of the places; raises ``TookTooLong`` when none is free for ten seconds."""
    if not _slots.acquire(timeout=_WAIT_SECONDS):
        raise TookTooLong("Others are asking at the moment.", hint="Try again in a while.")
    try:
        yield
    finally:
        _slots.release()
