"""How the region looks: colours, font and logo as tokens, read from ``data/geo/theme.yaml``.

One file feeds the style sheet of the pages, the embedded map and the PDFs. The colours of the
verdicts are no part of it: they mean the same in every region (docs/decisions/0018).
"""

from areal.theme.colours import GRAPHIC, SIGNALS, TEXT, Colours, contrast, pairs
from areal.theme.look import (
    FOLDER,
    HOUSE,
    Look,
    Theme,
    current_look,
    fingerprint,
    hyphened,
    logo_svg,
    print_fonts,
    read_look,
    typst_tokens,
)

__all__ = [
    "FOLDER",
    "GRAPHIC",
    "HOUSE",
    "SIGNALS",
    "TEXT",
    "Colours",
    "Look",
    "Theme",
    "contrast",
    "current_look",
    "fingerprint",
    "hyphened",
    "logo_svg",
    "pairs",
    "print_fonts",
    "read_look",
    "typst_tokens",
]
