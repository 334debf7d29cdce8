"""What an embedded map can be set up with, and how that is written in its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from areal.theme import Look
from webmap.pages.links import Pairs

#: Names of options → the parameters of the pages that mean the same.
_SAME = {"areal": "omrade", "kategori": "category"}
#: The height in CSS pixels where nothing else is said, and the bounds of what can be.
HEIGHT, LEAST, MOST = 640, 320, 2_000


def canonical(pairs: Iterable[tuple[str, str]], look: Look) -> Pairs | None:
    """Return a query with the pages' own parameters, or None when it has them already.

    ``theme`` is also a parameter of the pages (the theme of a rule): it is the look only when it
    names one.
    """
    given = list(pairs)
    written = [_parameter(name, value, look) for name, value in given]
    return None if written == given else written


def _parameter(name: str, value: str, look: Look) -> tuple[str, str]:
    if name == "theme" and value in look.themes:
        return "utseende", value
    return _SAME.get(name, name), value


def bounded(text: str | None, least: int, most: int) -> int | None:
    """Return a number of pixels within bounds, or None for what is no number."""
    if text is None or not text.isascii() or not text.isdigit():
        return None
    return max(least, min(int(text[:6]), most))


def height_of(pairs: Iterable[tuple[str, str]]) -> int:
    """Return the height in CSS pixels that options ask for, or the usual one."""
    return bounded(dict(pairs).get("height"), LEAST, MOST) or HEIGHT


@dataclass(frozen=True)
class Frame:
    """One embedded map: its address, its size in CSS pixels and what it is called."""

    src: str
    title: str
    width: int
    height: int
