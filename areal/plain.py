"""Text from outside, without the marks that turn the direction of what is written after it."""

from __future__ import annotations

import re

#: Unicode's explicit directional formatting characters and marks (UAX #9, section 2). Bokmål and
#: English need none of them; in a name they can make «avvik» read as something else.
DIRECTION_MARKS = frozenset(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_MARKS = re.compile(f"[{''.join(map(chr, sorted(DIRECTION_MARKS)))}]")


def plain(text: str) -> str:
    """Return a text that is read from left to right, letter by letter, as it is stored."""
    return _MARKS.sub("", text)
