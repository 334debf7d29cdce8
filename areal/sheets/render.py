"""From a document to a PDF: typeset by Typst from data alone, tagged as PDF/UA-1."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from areal.errors import EnvironmentFault
from areal.settings import ROOT, get_settings
from areal.sheets.document import Document
from areal.sheets.glyphs import printable
from areal.sheets.signs import SIGNS, sign, strip
from areal.theme import current_look, fingerprint, print_fonts, typst_tokens

TEMPLATES = Path(__file__).parent / "templates"
#: The typeface of the pages in the form paper needs; copied there at set-up.
FONTS = ROOT / "webmap" / "static" / "vendor" / "inter-print"
_FACES = ("Inter-Regular.ttf", "Inter-Italic.ttf", "Inter-SemiBold.ttf")

# A compiler keeps what it has read and serves one at a time.
_lock = Lock()


def certificate_pdf(document: Document) -> bytes:
    """Return the certificate as PDF/UA-1; the same document gives the same bytes.

    Raises ``EnvironmentFault`` when the fonts have not been set up.
    """
    inputs = _inputs(document)
    with _lock:
        made = _compiler().compile(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=int(document.stamp.timestamp()),
        )
    return _only(made)


def certificate_png(document: Document, ppi: float = 96) -> list[bytes]:
    """Return the pages as pictures, for a look at what is printed."""
    inputs = _inputs(document)
    with _lock:
        made = _compiler().compile(format="png", ppi=ppi, sys_inputs=inputs)
    return [made] if isinstance(made, bytes) else list(made or ())


def document_data(document: Document) -> dict[str, Any]:
    """Return what the template reads: the document as JSON values."""
    moment = document.stamp.utctimetuple()
    return {**asdict(document), "stamp": list(moment[:6])}


def edition() -> str:
    """Return a hash of everything besides the document that the PDF depends on."""
    digest = hashlib.sha256(version("typst").encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".typ"):
            digest.update(file.read_bytes())
    geo_dir = get_settings().geo_dir
    digest.update(fingerprint(current_look(geo_dir), geo_dir).encode())
    return digest.hexdigest()[:16]


def _inputs(document: Document) -> dict[str, str]:
    """Return what the template is given: text as data, never as markup."""
    drawn: dict[str, Any] = {verdict: sign(verdict) for verdict in SIGNS}
    return {
        "document": json.dumps(printable(document_data(document), _faces()), ensure_ascii=False),
        "signs": json.dumps({**drawn, "_strip": _strips(document)}),
        "theme": region_theme(document.lang),
    }


def region_theme(lang: str) -> str:
    """Return the region's look as a template reads it: JSON with colours, font and logo."""
    geo_dir = get_settings().geo_dir
    return typst_tokens(current_look(geo_dir), geo_dir, lang)


def _only(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _strips(document: Document) -> dict[str, str]:
    """Return the compact strips of the table of parcels, by their verdicts."""
    rows: Iterable[list[str]] = (
        [cell.verdict for cell in row.strip.cells] for row in document.parcels
    )
    return {",".join(row): strip(row) for row in rows}


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    _faces()
    return typst.Compiler(
        input=str(TEMPLATES / "certificate.typ"),
        root=str(TEMPLATES),
        font_paths=[str(folder) for folder in _folders()],
        ignore_system_fonts=True,
    )


def _folders() -> tuple[Path, ...]:
    """Return where the typefaces lie: the product's, and the region's when it has its own."""
    return (FONTS, *sorted({face.parent for face in _faces()} - {FONTS}))


@lru_cache(maxsize=1)
def _faces() -> tuple[Path, ...]:
    missing = [name for name in _FACES if not (FONTS / name).is_file()]
    if missing:
        raise EnvironmentFault(
            f"The fonts of the PDFs are missing: {', '.join(missing)}.",
            hint="Run: npm ci --prefix webmap && scripts/vendor_assets.py",
        )
    geo_dir = get_settings().geo_dir
    own = print_fonts(current_look(geo_dir), geo_dir)
    return tuple(own) or tuple(FONTS / name for name in _FACES)
