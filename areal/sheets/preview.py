"""The picture a shared link shows, 1200 × 630 pixels, in the region's look; set by Typst."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from threading import Lock

import typst

from areal.sheets.glyphs import printable
from areal.sheets.render import TEMPLATES, faces, folders, region_theme

#: Points of the page times this are pixels: 600 × 315 points become 1200 × 630.
_PPI = 144

# A compiler keeps what it has read and serves one at a time.
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the picture says; ``map`` is SVG or empty, ``notice`` marks eksempeldata."""

    lang: str
    title: str
    place: str
    figures: tuple[Figure, ...]
    service: str
    notice: str
    map: str


def preview_png(preview: Preview) -> bytes:
    """Return the picture as PNG; the same preview gives the same bytes.

    Raises ``EnvironmentFault`` when the fonts have not been set up.
    """
    data = printable(asdict(preview), faces())
    inputs = {
        "document": json.dumps(data, ensure_ascii=False),
        "theme": region_theme(preview.lang),
    }
    with _lock:
        made = _compiler().compile(format="png", ppi=_PPI, sys_inputs=inputs)
    if not isinstance(made, bytes):
        raise TypeError("a preview is one page")
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        input=str(TEMPLATES / "preview.typ"),
        root=str(TEMPLATES),
        font_paths=[str(folder) for folder in folders()],
        ignore_system_fonts=True,
    )
