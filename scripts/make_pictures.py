"""Draw the pictures of the sample: what a site could look like, and marked as a drawing.

The same seed gives the same bytes; ``--check`` compares them with the committed files. They stand
where photographs will, so that nobody takes them for one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

MEDIA = Path(__file__).resolve().parents[1] / "data" / "geo" / "sample" / "media"
WIDTH, HEIGHT = 960, 600
HORIZON = 210


def main() -> int:
    """Write the pictures, or with ``--check`` name those that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    pictures = {"slomarka.svg": by_the_road(), "norsenga.svg": by_the_rail()}
    different = [name for name, text in pictures.items() if check and read(name) != text]
    for name in different:
        print(f"{name} differs from its drawing", file=sys.stderr)
    if not check:
        MEDIA.mkdir(parents=True, exist_ok=True)
        for name, text in pictures.items():
            (MEDIA / name).write_text(text, encoding="utf-8")
    return 1 if different else 0


def read(name: str) -> str:
    """Return a committed picture, empty when it is not there."""
    path = MEDIA / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def by_the_road() -> str:
    """Draw level plots along a dual carriageway, forest behind."""
    parts = [sky("#dcebf2", "#f6f3e6"), hills(3), ground("#c9d8ae")]
    parts += forest(7, 90, HORIZON + 4, 40)
    parts += plots(((150, 300), (330, 270), (545, 270), (770, 300)), "#e4dcbd")
    parts.append(road(470, 44, "#5b6076", double=True))
    parts += buildings(((200, 300, 130, 46), (620, 288, 170, 52)), "#f2f1ec", "#8c5a3c")
    parts += forest(11, 26, HEIGHT - 26, 30)
    return picture(parts)


def by_the_rail() -> str:
    """Draw a timber terminal: tracks, stacks of logs, the ridge behind."""
    parts = [sky("#e6edf0", "#f3efe4"), hills(8), ground("#cdd9bb")]
    parts += forest(5, 80, HORIZON + 2, 36)
    parts += plots(((170, 290), (480, 275), (790, 290)), "#d9d3c0")
    parts += stacks(((120, 330), (300, 322), (560, 322), (740, 332)))
    parts.append(rail(430))
    parts.append(rail(486))
    parts += buildings(((400, 296, 120, 40),), "#eceae2", "#5b6076")
    parts += forest(13, 22, HEIGHT - 24, 30)
    return picture(parts)


def picture(parts: list[str]) -> str:
    """Put the parts into a frame with the words that say what it is."""
    label = (
        f'<rect x="18" y="{HEIGHT - 54}" width="230" height="36" rx="4" fill="#fff4d9"/>'
        f'<text x="133" y="{HEIGHT - 30}" text-anchor="middle" textLength="190"'
        ' font-family="Inter, Arial, sans-serif" font-size="18" font-weight="600"'
        ' fill="#3f3003">Eksempel · Sample</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}{label}</svg>\n'
    )


def sky(top: str, bottom: str) -> str:
    """Draw the sky."""
    return (
        f'<defs><linearGradient id="s" x1="0" x2="0" y1="0" y2="1"><stop stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{bottom}"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#s)"/>'
    )


def hills(seed: int) -> str:
    """Draw two ridges, the farther the paler."""
    drawn = []
    for height, colour in ((70, "#b9cdc6"), (38, "#8fae9f")):
        dice = random.Random(seed + height)  # noqa: S311 - a drawing, no secret
        points = [(x, HORIZON - height * (0.35 + 0.65 * dice.random())) for x in range(0, 1041, 80)]
        path = f"M0 {HORIZON + 10}L" + "L".join(f"{x} {y:.0f}" for x, y in points)
        drawn.append(f'<path d="{path}V{HORIZON + 10}Z" fill="{colour}"/>')
    return "".join(drawn)


def ground(colour: str) -> str:
    """Draw the level land."""
    return f'<rect y="{HORIZON}" width="{WIDTH}" height="{HEIGHT - HORIZON}" fill="{colour}"/>'


def forest(seed: int, count: int, foot: float, size: float) -> Iterator[str]:
    """Yield a row of spruces that stand about ``foot``."""
    dice = random.Random(seed)  # noqa: S311 - a drawing, no secret
    for number in range(count):
        x = (number + dice.random()) * WIDTH / count
        tall = size * (0.7 + 0.6 * dice.random())
        y = foot + 6 * dice.random()
        green = dice.choice(("#3f6b54", "#4b7a60", "#365f4a"))
        yield (
            f'<path d="M{x:.0f} {y - tall:.0f}L{x + tall * 0.28:.0f} {y:.0f}'
            f'H{x - tall * 0.28:.0f}Z" fill="{green}"/>'
        )


def plots(middles: tuple[tuple[int, int], ...], colour: str) -> Iterator[str]:
    """Yield level plots in perspective: narrower at the back."""
    for x, y in middles:
        lean = (x - WIDTH / 2) * 0.16
        corners = (
            f"{x - 72 - lean * 0.4:.0f} {y - 44} {x + 72 - lean * 0.4:.0f} {y - 44} "
            f"{x + 100 + lean:.0f} {y + 110} {x - 100 + lean:.0f} {y + 110}"
        )
        yield (
            f'<polygon points="{corners}" fill="{colour}" stroke="#fff" stroke-width="4"'
            ' stroke-linejoin="round"/>'
        )


def road(y: int, width: int, colour: str, *, double: bool = False) -> str:
    """Draw a road across the picture."""
    lines = (-0.25, 0.25) if double else (0.0,)
    marks = "".join(
        f'<path d="M0 {y + width * part:.0f}H{WIDTH}" stroke="#fff" stroke-width="2.5"'
        ' stroke-dasharray="26 18"/>'
        for part in lines
    )
    middle = f'<path d="M0 {y}H{WIDTH}" stroke="#c9d8ae" stroke-width="6"/>' if double else ""
    return f'<path d="M0 {y}H{WIDTH}" stroke="{colour}" stroke-width="{width}"/>{middle}{marks}'


def rail(y: int) -> str:
    """Draw a track across the picture."""
    return (
        f'<path d="M0 {y}H{WIDTH}" stroke="#6b5b4b" stroke-width="26" stroke-dasharray="7 11"/>'
        f'<path d="M0 {y - 8}H{WIDTH}M0 {y + 8}H{WIDTH}" stroke="#3c4850" stroke-width="4"/>'
    )


def buildings(boxes: tuple[tuple[int, int, int, int], ...], wall: str, roof: str) -> Iterator[str]:
    """Yield halls: left, top, width, height."""
    for x, y, wide, high in boxes:
        yield (
            f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{wall}"/>'
            f'<path d="M{x - 6} {y}h{wide + 12}l-14 -18h-{wide - 16}z" fill="{roof}"/>'
            f'<rect x="{x + 14}" y="{y + high * 0.45:.0f}" width="26" height="{high * 0.55:.0f}"'
            ' fill="#9db0b8"/>'
        )


def stacks(places: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """Yield stacks of logs seen from their ends."""
    for x, y in places:
        for row in range(4):
            for log in range(9 - row):
                yield (
                    f'<circle cx="{x + log * 13 + row * 6.5:.1f}" cy="{y + 40 - row * 11}" r="6.4"'
                    ' fill="#d8b488" stroke="#8a6238" stroke-width="1.6"/>'
                )


if __name__ == "__main__":
    sys.exit(main())
