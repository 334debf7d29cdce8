"""From a document to a PDF: typeset by Typst from data alone, tagged as PDF/UA-1."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
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
from areal.sheets.sheet_document import SheetDocument, SheetRow
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
    return _pdf("certificate.typ", _inputs(document), document.stamp)


def _pdf(template: str, inputs: dict[str, str], stamp: datetime) -> bytes:
    with _lock:
        made = _compiler(template).compile(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=int(stamp.timestamp()),
        )
    return _only(made)


def sheet_pdf(document: SheetDocument) -> bytes:
    """Return a sheet as PDF/UA-1; the same document gives the same bytes.

    Raises ``EnvironmentFault`` when the fonts have not been set up.
    """
    return _pdf("sheet.typ", _sheet_inputs(document), document.stamp)


def sheet_png(document: SheetDocument, ppi: float = 96) -> list[bytes]:
    """Return a sheet's pages as pictures, for a look at what is printed."""
    inputs = _sheet_inputs(document)
    with _lock:
        made = _compiler("sheet.typ").compile(format="png", ppi=ppi, sys_inputs=inputs)
    return [made] if isinstance(made, bytes) else list(made or ())


def certificate_png(document: Document, ppi: float = 96) -> list[bytes]:
    """Return the pages as pictures, for a look at what is printed."""
    inputs = _inputs(document)
    with _lock:
        made = _compiler("certificate.typ").compile(format="png", ppi=ppi, sys_inputs=inputs)
    return [made] if isinstance(made, bytes) else list(made or ())


def document_data(document: Document | SheetDocument) -> dict[str, Any]:
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
        "document": json.dumps(printable(document_data(document), faces()), ensure_ascii=False),
        "signs": json.dumps({**drawn, "_strip": _strips(document)}),
        "theme": region_theme(document.lang),
    }


def _sheet_inputs(document: SheetDocument) -> dict[str, str]:
    drawn: dict[str, Any] = {verdict: sign(verdict) for verdict in SIGNS}
    rows = [[cell.verdict for cell in row.strip.cells] for row in _covered(document)]
    drawn["_strip"] = {",".join(row): strip(row) for row in rows}
    return {
        "document": json.dumps(printable(document_data(document), faces()), ensure_ascii=False),
        "signs": json.dumps(drawn),
        "theme": region_theme(document.lang),
    }


def region_theme(lang: str) -> str:
    """Return the region's look as a template reads it: JSON with colours, font and logo."""
    geo_dir = get_settings().geo_dir
    return typst_tokens(current_look(geo_dir), geo_dir, lang)


def _covered(document: SheetDocument) -> tuple[SheetRow, ...]:
    return document.cover.rows if document.cover else ()


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


@lru_cache(maxsize=2)
def _compiler(template: str) -> typst.Compiler:
    faces()
    return typst.Compiler(
        input=str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(folder) for folder in folders()],
        ignore_system_fonts=True,
    )


def folders() -> tuple[Path, ...]:
    """Return where the typefaces lie: the product's, and the region's when it has its own."""
    return (FONTS, *sorted({face.parent for face in faces()} - {FONTS}))


@lru_cache(maxsize=1)
def faces() -> tuple[Path, ...]:
    """Return the typefaces of paper: the region's own, else the product's.

    Raises ``EnvironmentFault`` when they have not been set up.
    """
    missing = [name for name in _FACES if not (FONTS / name).is_file()]
    if missing:
        raise EnvironmentFault(
            f"The fonts of the PDFs are missing: {', '.join(missing)}.",
            hint="Run: npm ci --prefix webmap && scripts/vendor_assets.py",
        )
    geo_dir = get_settings().geo_dir
    own = print_fonts(current_look(geo_dir), geo_dir)
    return tuple(own) or tuple(FONTS / name for name in _FACES)
