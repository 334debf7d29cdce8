"""The sheet of a site as a PDF: made on demand, the same bytes for the same revision."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response

from areal.queries import Connection, sheet
from areal.queries.revision import Revision
from areal.sheets import edition, sheet_pdf
from areal.sheets.sheet_document import SheetDocument
from webmap.files import disposition
from webmap.language import Language, gettext
from webmap.pages.frame import edition as pages_edition
from webmap.pages.links import absolute
from webmap.pages.sheet_view import sheet_view
from webmap.revision import current_response


def site_sheet(connection: Connection, revision: Revision, slug: str, lang: Language) -> Response:
    """Return the sheet of a published site; raises ``NotFound``."""
    document = sheet_view(connection, revision, (sheet.for_site(connection, slug),), lang)
    name = gettext("Faktaark %(name)s", name=document.title)
    return pdf_response(document, name)


def pdf_response(document: SheetDocument, name: str) -> Response:
    """Return a sheet as a PDF that opens in the browser and is saved under its own name."""
    response = Response(sheet_pdf(document), mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition("inline", f"{name}.pdf")
    return response


def _answer(lang: Language, slug: str) -> Response:
    def build(connection: Connection, revision: Revision) -> Response:
        return site_sheet(connection, revision, slug, lang)

    return current_response(build, edition(), pages_edition(), absolute(""))


def register(blueprint: Blueprint) -> None:
    """Add the sheet in both languages."""
    paths: dict[Language, str] = {"nb": "/omrade/<slug>/ark.pdf", "en": "/en/site/<slug>/sheet.pdf"}
    for lang, path in paths.items():
        blueprint.add_url_rule(path, f"sheet_{lang}", partial(_answer, lang))
