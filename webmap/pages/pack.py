"""The offline pack of a shortlist: page, map data and sheets for a meeting without network.

Exactly three files in a zip; the same revision and list give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import render_template
from markupsafe import Markup

from areal.exchange.catalogue import dated, published
from areal.queries import Connection
from areal.sheets import sheet_pdf
from areal.sheets.sheet_document import SheetDocument
from areal.sheets.signs import SIGNS, sign
from webmap import theme
from webmap.files import safe_name
from webmap.language import Language
from webmap.pages.frame import STATIC

#: What a zip file may say at the earliest; a moment before it is written as this.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def pack(connection: Connection, document: SheetDocument, lang: Language) -> bytes:
    """Return the zip file of a shortlist; call it inside a request, at its revision."""
    name = safe_name(document.title)
    slugs = [site.slug for site in document.sites]
    files = {
        f"{name}.html": offline_page(document).encode(),
        f"{name}.gpkg": _geopackage(connection, document, slugs, lang),
        f"{name}.pdf": sheet_pdf(document),
    }
    return _zipped(files, document)


def offline_page(document: SheetDocument) -> str:
    """Return a whole page in one file: styles, maps and signs inside, nothing to fetch."""
    return render_template(
        "offline.html",
        sheet=document,
        styles=Markup(_styles()),  # noqa: S704 - our own file
        signs={name: Markup(sign(name)) for name in SIGNS},  # noqa: S704 - our own drawings
    )


def _styles() -> str:
    look = theme.look()
    own = (STATIC / "css" / "offline.css").read_text(encoding="utf-8")
    return theme.properties(look, look.theme()) + own


def _geopackage(
    connection: Connection, document: SheetDocument, slugs: list[str], lang: Language
) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "utvalg.gpkg"
        dated(published(connection, lang, sites=slugs), path, document.stamp)
        return path.read_bytes()


def _zipped(files: dict[str, bytes], document: SheetDocument) -> bytes:
    moment = max(document.stamp.utctimetuple()[:6], _EARLIEST)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
