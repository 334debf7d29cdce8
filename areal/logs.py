"""Logs as JSON lines on stderr that hold no personal data, whatever was logged.

What is written is chosen, not what is left out: of an exception its class and where it was raised,
never its words, because those hold what people sent. Texts are scrubbed all the same.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_Event = MutableMapping[str, Any]
_FRAMES = 12
_LONGEST = 500

#: What would tell who somebody is, or let somebody in: replaced wherever it stands in a text.
_SCRUBBED = (
    (re.compile(r"[^\s@<>\"'=&?;,()]+(?:@|%40)[^\s@<>\"'&?;,()]+\.[^\s@<>\"'&?;,()]+"), "[e-mail]"),
    (re.compile(r"(?:\+47|0047)?\b(?:\d[ ]?){8}\b(?![.\-]\d)"), "[number]"),
    (re.compile(r"\?[^\s\"']+"), "?[query]"),
    (re.compile(r"://[^\s/@]+@"), "://[secret]@"),
    (re.compile(r"(/(?:lenke|link)/)[^\s/\"']+"), r"\1[secret]"),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"), "[address]"),
)
#: gunicorn's own records: the words it wrote, without what a stranger sent filled in.
_FROM_SERVER = "gunicorn"
_CUT = re.compile(r"(?: from ip=| \(|: ).*", re.DOTALL)


def scrubbed(text: str) -> str:
    """Return a text without e-mails, telephone numbers, queries, passwords and addresses."""
    for pattern, instead in _SCRUBBED:
        text = pattern.sub(instead, text)
    return text[:_LONGEST]


def _scrub(_logger: Any, _name: str, event: _Event) -> _Event:
    for name, value in event.items():
        if isinstance(value, str) and name not in ("timestamp", "request_id", "level"):
            event[name] = scrubbed(value)
    return event


def told(error: BaseException) -> dict[str, Any]:
    """Return what may be said of an exception: its class, its code, where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    sqlstate = getattr(getattr(error, "orig", error), "sqlstate", None)
    found = {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "sqlstate": sqlstate,
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__
    if cause is not None:
        found["cause"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
    return {name: value for name, value in found.items() if value}


def _exceptions(_logger: Any, _name: str, event: _Event) -> _Event:
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(told(error))
    return event


def _of_server(_logger: Any, _name: str, event: _Event) -> _Event:
    """Leave of a record of gunicorn's the words that are its own."""
    record = event.get("_record")
    if record is not None and record.name.startswith(_FROM_SERVER):
        event["event"] = _CUT.sub("", str(record.msg))
    return event


def _plain(_logger: Any, _name: str, event: _Event) -> _Event:
    """Have the words of a foreign record without its arguments' secrets: scrubbed afterwards."""
    event.pop("stack_info", None)
    event.pop("stack", None)
    return event


_SHARED: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _exceptions,
    _plain,
)


def formatter() -> logging.Formatter:
    """Return what writes a record, ours or a library's, as one line of JSON."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            _of_server,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        # The text of a trace holds the words of the exception.
        keep_exc_info=False,
        keep_stack_info=False,
    )


def configure(level: int = logging.INFO, stream: Any = None) -> None:
    """Send every log of this process to stderr as JSON; calling it again changes nothing more."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    for former in list(root.handlers):
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)


def bound(values: Mapping[str, Any]) -> None:
    """Say with every line of this request or job what ``values`` tell."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**values)


# Whoever logs before anybody has said where to gets what the standard library does.
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=False,
)
