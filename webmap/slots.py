"""Work that is heavy for one request: so much at once in one process, the next wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from areal.assess.scratch import TookTooLong

_WAIT_SECONDS = 10


class Slots:
    """So many places in this process."""

    def __init__(self, places: int) -> None:
        self._free = threading.BoundedSemaphore(places)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold one of the places; raises ``TookTooLong`` when none is free for ten seconds."""
        if not self._free.acquire(timeout=_WAIT_SECONDS):
            raise TookTooLong("Others are asking at the moment.", hint="Try again in a while.")
        try:
            yield
        finally:
            self._free.release()
