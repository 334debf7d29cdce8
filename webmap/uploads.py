"""A file or a form that somebody sends: refused early when it is larger than it may be."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from areal.assess.areas.limits import Limits
from areal.assess.areas.read import too_many_bytes

#: What a form needs besides its file: names, other fields, the lines between parts.
_BESIDES = 100_000
_MOST_PARTS = 200

Form = ImmutableMultiDict[str, str]
Files = ImmutableMultiDict[str, FileStorage]


def body(limits: Limits) -> bytes:
    """Return what was sent; raises ``LimitExceeded`` before reading what says it is too large."""
    _limit(limits.max_bytes)
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise too_many_bytes(request.content_length or limits.max_bytes + 1, limits) from error


def form(limits: Limits) -> tuple[Form, Files]:
    """Return the fields and files of a form; files stay in memory or in nameless files."""
    _limit(limits.max_bytes + _BESIDES)
    request.max_form_memory_size = limits.max_bytes + _BESIDES
    request.max_form_parts = _MOST_PARTS
    try:
        return request.form, request.files
    except RequestEntityTooLarge as error:
        raise too_many_bytes(request.content_length or limits.max_bytes + 1, limits) from error


def _limit(most: int) -> None:
    request.max_content_length = most
