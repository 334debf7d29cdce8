"""Counts of what the public looked at, held in memory and written down together now and then.

A request only adds to a dictionary. What a search left out, and by which filter, is worked out when
the counts are written: see docs/decisions/0021.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from areal.database import Role, connect
from areal.errors import ArealError
from areal.queries import Connection, reading
from areal.queries import revision as revisions
from areal.queries.connection import many
from areal.queries.filters import ParcelFilter, filtered

#: Site, what happened to it, and the filter that left it out.
Key = tuple[str, str, str]
#: Most different searches and keys held until they are written; beyond it none is added.
MOST_SEARCHES, MOST_KEYS = 500, 50_000
_MOST_KNOWN = 500
_LOG = logging.getLogger(__name__)
_WHERE = frozenset({"areal", "site", "bbox"})


class Tally:
    """The counts of one process; ``seconds`` is how long they are held, 0 counts nothing."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._writing = Lock()
        self._counts: Counter[Key] = Counter()
        self._searches: Counter[ParcelFilter] = Counter()
        self._known: OrderedDict[tuple[object, ParcelFilter], tuple[Key, ...]] = OrderedDict()
        self._since = time.monotonic()

    def add(self, what: str, slugs: Iterable[str], reason: str = "") -> None:
        """Count sites that were shown, opened, listed or filtered (then by what)."""
        with self._lock:
            for slug in slugs:
                if self._seconds and len(self._counts) < MOST_KEYS:
                    self._counts[slug, what, reason] += 1

    def search(self, asked: ParcelFilter) -> None:
        """Count a search; one that asks for nothing shows everything and is not one."""
        if not asked.without(*_WHERE).is_empty:
            with self._lock:
                if self._seconds and len(self._searches) < MOST_SEARCHES:
                    self._searches[asked] += 1

    @property
    def is_due(self) -> bool:
        """True when counts have been held long enough."""
        held = bool(self._counts or self._searches)
        return held and time.monotonic() - self._since >= self._seconds

    def write(self) -> int:
        """Write the counts down and begin anew; return how many lines were written.

        Counts that can't be written are lost and the log says so: nobody waits for them.
        """
        if not self._writing.acquire(blocking=False):
            return 0
        try:
            with self._lock:
                counts, self._counts = self._counts, Counter()
                searches, self._searches = self._searches, Counter()
                self._since = time.monotonic()
            for key, times in self._of_searches(searches):
                counts[key] += times
            return _written(counts)
        except (SQLAlchemyError, ArealError):
            _LOG.warning("Counts of sites shown were not written.", exc_info=True)
            return 0
        finally:
            self._writing.release()

    def _of_searches(self, searches: Counter[ParcelFilter]) -> Iterator[tuple[Key, int]]:
        if not searches:
            return
        with reading() as connection:
            current = revisions.current(connection)
            for asked, times in searches.items():
                for key in self._outcome(connection, (current.revision, asked), asked):
                    yield key, times

    def _outcome(
        self, connection: Connection, at: tuple[object, ParcelFilter], asked: ParcelFilter
    ) -> tuple[Key, ...]:
        if at not in self._known:
            self._known[at] = tuple(outcome(connection, asked))
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        return self._known[at]


def outcome(connection: Connection, asked: ParcelFilter) -> Iterator[Key]:
    """Give each published site a search shows, or each filter that leaves it out.

    A filter leaves a site out when none of its parcels passes that filter alone. Where each one
    lets some parcel pass but all of them none, the reason is ``together``.
    """
    for row in many(connection, filtered("site_outcome"), **asked.without("bbox").binds()):
        if row["shown"]:
            yield row["slug"], "shown", ""
        else:
            for reason in row["reasons"] or ["together"]:
                yield row["slug"], "filtered", reason


def _written(counts: Counter[Key]) -> int:
    if not counts:
        return 0
    lines = [
        {"slug": slug, "what": what, "reason": reason, "count": min(times, 100_000)}
        for (slug, what, reason), times in counts.items()
    ]
    with connect(Role.PUBLIC) as connection:
        connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        return int(
            connection.execute(
                text("SELECT published.count_sites(cast(:lines AS jsonb))"),
                {"lines": json.dumps(lines)},
            ).scalar_one()
        )
