"""Names on a drawn map: written where no other name stands, the important ones first."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_HEIGHT = 14.0
#: Width of a letter of Inter, generously, for text of 11 units.
_LETTER = 6.2
_GAP = 10.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name at a place; ``first`` goes before names of the ground, ``free`` may stand on it."""

    x: float
    y: float
    text: str
    colour: str
    weight: int = 400
    italic: bool = False
    first: bool = False
    free: bool = True


class Labels:
    """The names of one map, placed when they are written out."""

    def __init__(self, width: float, height: float) -> None:
        self._size = (width, height)
        #: Whether only the important names are written.
        self.quiet = False
        self._wanted: list[Label] = []
        #: Left, top, right, bottom of what is taken; the scale bar's corner to begin with.
        self._taken: list[tuple[float, float, float, float]] = [
            (0, height - 34, width * 0.3, height)
        ]

    def add(self, label: Label) -> None:
        """Ask for a name to be written."""
        if self.quiet and not label.first:
            return
        self._wanted.append(label)
        if not label.free:
            self._taken.append((label.x - 8, label.y - 8, label.x + 8, label.y + 8))

    def svg(self) -> str:
        """Write the names that have room."""
        return "".join(
            self._written(label) for label in sorted(self._wanted, key=lambda item: not item.first)
        )

    def _written(self, label: Label) -> str:
        half = len(label.text) * _LETTER / 2
        side = half + _GAP
        places = [(side, 0.0), (-side, 0.0), (0.0, -_HEIGHT), (0.0, _HEIGHT + 2)]
        if label.free:
            places.insert(0, (0.0, 0.0))
        for across, down in places:
            x, y = label.x + across, label.y + down
            box = (x - half, y - _HEIGHT / 2, x + half, y + _HEIGHT / 2)
            if self._fits(box):
                self._taken.append(box)
                return _text(label, x, y)
        return ""

    def _fits(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self._size[0] - 2 or bottom > self._size[1] - 2:  # noqa: PLR2004
            return False
        return all(
            right <= other[0] or left >= other[2] or bottom <= other[1] or top >= other[3]
            for other in self._taken
        )


def _text(label: Label, x: float, y: float) -> str:
    slant = ' font-style="italic"' if label.italic else ""
    return (
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle"{slant}'
        f' font-weight="{label.weight}" fill="{label.colour}" stroke="#fff" stroke-width="3"'
        f' stroke-linejoin="round" paint-order="stroke">{escape(label.text)}</text>'
    )
