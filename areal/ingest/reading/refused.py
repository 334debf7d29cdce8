"""A file that is refused: the reason as a code, and in words in both languages."""

from __future__ import annotations

from typing import Any

from areal.errors import ArealError
from areal.files.words import told
from areal.ingest.reading.refusals import REFUSALS


class FileRefused(ArealError):
    """A file can't be read; ``reason`` is a key of ``REFUSALS``, ``values`` what it speaks of."""

    def __init__(self, reason: str, **values: Any) -> None:
        words = REFUSALS[reason]
        super().__init__(told(words.wrong, "en", values), hint=told(words.way_out, "en", values))
        self.code = f"file-{reason.replace('_', '-')}"
        self.reason = reason
        self.values = values

    def told(self, lang: str) -> str:
        """Return what is wrong, in bokmål or English."""
        return told(REFUSALS[self.reason].wrong, lang, self.values)

    def way_out(self, lang: str) -> str:
        """Return how to put it right, in bokmål or English."""
        return told(REFUSALS[self.reason].way_out, lang, self.values)
