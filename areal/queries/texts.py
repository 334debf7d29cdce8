"""A text in the two languages people read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in bokmål and English."""

    nb: str
    en: str

    def get(self, lang: str) -> str:
        """Return the text in ``lang``: ``en``, or bokmål for everything else."""
        return self.en if lang == "en" else self.nb


def optional(nb: str | None, en: str | None) -> Text | None:
    """Return the pair, or None when neither language has a text; one stands in for the other."""
    if not nb and not en:
        return None
    return Text(nb or en or "", en or nb or "")
