"""Colours as tokens: which there are, which stand on which, and whether that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]

#: Verdicts and notices, the same in every region: the only red, amber and green in the product.
SIGNALS: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#ffffff",
        "notice": "#fff4d9",
        "notice_ink": "#3f3003",
        "notice_line": "#ecd9a3",
        "met": "#0f7b5f",
        "met_ink": "#0a5a45",
        "met_tint": "#dcefe8",
        "consider": "#d99a00",
        "consider_ink": "#6b4a00",
        "consider_tint": "#fbefcd",
        "deviates": "#c23b22",
        "deviates_ink": "#8c2513",
        "deviates_tint": "#f3e0dc",
        "gap": "#6f7a84",
        "gap_ink": "#3c4850",
        "gap_tint": "#eceff1",
        "none": "#e7ebee",
        "error": "#16242c",
    }
)

#: Least contrast of text, and of lines and shapes that carry meaning (WCAG 2.2: 1.4.3, 1.4.11).
TEXT, GRAPHIC = 4.5, 3.0

#: Text tokens → the grounds they stand on.
ON_GROUND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ink": ("paper", "paper_2", "brand_tint", "brand_hover", "land", "none", "gap_tint"),
        "paper": ("ink",),
        "ink_2": ("paper", "paper_2", "brand_tint", "brand_hover"),
        "ink_3": ("paper", "paper_2"),
        "brand": ("paper", "paper_2", "brand_tint", "brand_hover"),
        "on_brand": ("brand", "brand_2"),
        "notice_ink": ("notice",),
        "met_ink": ("met_tint", "paper"),
        "consider_ink": ("consider_tint", "paper", "notice"),
        "deviates_ink": ("deviates_tint", "paper"),
        "gap_ink": ("gap_tint", "paper"),
    }
)
#: Lines and shapes → the grounds they stand on. Amber has its dark outline.
SHAPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "brand": ("paper", "brand_tint"),
        "brand_line": ("brand",),
        "focus": ("paper", "paper_2", "brand_tint"),
        "met": ("paper",),
        "deviates": ("paper",),
        "gap": ("paper",),
        "consider_ink": ("consider",),
        "road": ("land", "outside"),
        "border": ("land", "outside"),
    }
)


def pairs() -> Iterator[tuple[str, str, float]]:
    """Give every token that stands on another, with the contrast it needs."""
    for tokens, least in ((ON_GROUND, TEXT), (SHAPES, GRAPHIC)):
        for token, grounds in tokens.items():
            yield from ((token, ground, least) for ground in grounds)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, with the weights of WCAG 2.2."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


#: Below this share the curve of sRGB is a straight line (WCAG 2.2, "relative luminance").
_STRAIGHT = 0.04045


def _linear(share: float) -> float:
    return share / 12.92 if share <= _STRAIGHT else ((share + 0.055) / 1.055) ** 2.4


class Part(BaseModel):
    """A frozen shape that refuses unknown keys: a misspelt token must not pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Colours(Part):
    """The region's colours as #rrggbb; those with a default need no saying.

    ``brand`` is the region's own, with ``on_brand`` the text on it, ``brand_2`` its shade under the
    pointer and ``brand_line`` the line that marks the present page. ``brand_tint`` and
    ``brand_hover`` are pale grounds. ``ink`` to ``ink_3`` is text, the last six the drawn map.
    """

    brand: Colour
    brand_2: Colour
    on_brand: Colour
    brand_line: Colour
    brand_tint: Colour
    brand_hover: Colour
    ink: Colour = "#16242c"
    ink_2: Colour = "#45525b"
    ink_3: Colour = "#5a6770"
    line: Colour = "#d9e0e3"
    line_2: Colour = "#b9c5ca"
    paper_2: Colour = "#f4f7f6"
    focus: Colour = "#16242c"
    land: Colour = "#f4f7f3"
    outside: Colour = "#e4ece5"
    water: Colour = "#bfdcec"
    town: Colour = "#e3e2dc"
    road: Colour = "#5b6076"
    border: Colour = "#2c6068"

    @model_validator(mode="after")
    def _readable(self) -> Self:
        """Refuse colours that can't be read on each other."""
        tokens = self.tokens()
        for token, ground, least in pairs():
            found = contrast(tokens[token], tokens[ground])
            if found < least:
                raise ValueError(
                    f"{token}: {tokens[token]} on {ground} {tokens[ground]} has a contrast of "
                    f"{found:.2f}:1, and WCAG 2.2 asks for {least}:1"
                )
        return self

    def tokens(self) -> dict[str, str]:
        """Return every colour of the pages by name: the region's, then the verdicts'."""
        return {**self.model_dump(), **SIGNALS}
