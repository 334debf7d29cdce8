"""Answers that cost much and are asked for often, kept as long as the published revision lasts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from areal.queries.connection import Connection
from areal.queries.revision import Revision

#: Most answers kept in a process; each is the first page of a list or the counts of a form.
MOST = 256

_answers: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()
Answer = TypeVar("Answer")


def remembered(
    connection: Connection, revision: Revision, question: Hashable, make: Callable[[], Answer]
) -> Answer:
    """Return what ``make`` answers to ``question`` at ``revision``, made once.

    Two that ask at the same time may both make it; what is asked least lately is forgotten first.
    """
    # Two databases may count the same revisions: tests, and a restored backup.
    place = connection.engine.url.render_as_string(hide_password=True)
    key = (place, revision.revision, revision.published_at, question)
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            return cast(Answer, _answers[key])
    made = make()
    with _lock:
        _answers[key] = made
        while len(_answers) > MOST:
            _answers.popitem(last=False)
    return made
