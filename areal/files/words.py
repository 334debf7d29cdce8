"""A message in two languages, with its values written for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """One message: what it is about, and its text in bokmål and English with ``{values}``.

    ``setting`` is the limit that stopped it, by the name of its setting.
    """

    about: str
    nb: str
    en: str
    setting: str = ""


def told(words: Words, lang: str, values: Mapping[str, object]) -> str:
    """Return a message in ``lang`` (``en``, or bokmål) with its values written for people."""
    template = words.en if lang == "en" else words.nb
    return template.format(**{name: _shown(value, lang) for name, value in values.items()})


def _shown(value: object, lang: str) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item, lang) for item in value)
    if isinstance(value, dict):
        return str(value.get(lang, ""))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    plain = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    if lang == "en":
        return plain
    return plain.replace(",", "\u00a0").replace(".", ",")
