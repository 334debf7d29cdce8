"""Certificates: the page and the PDF of a parcel, a site or a kommune, from one document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response

from areal.queries import Connection
from areal.queries import certificate as certificates
from areal.queries.certificate import Certificate
from areal.queries.revision import Revision
from areal.sheets import certificate_pdf, edition
from areal.sheets.document import Document
from webmap.language import Language
from webmap.pages.frame import answer
from webmap.pages.frame import edition as pages_edition
from webmap.planner.certificate_view import certificate_view
from webmap.planner.frame import address, render_plan
from webmap.revision import current_response


@dataclass(frozen=True)
class Sort:
    """One sort of certificate: its name in endpoints, its addresses, and its query."""

    name: str
    nb: str
    en: str
    build: Callable[[Connection, str], Certificate]


SORTS = (
    Sort("parcel", "tomt", "parcel", certificates.for_parcel),
    Sort("site", "omrade", "site", certificates.for_site),
    Sort("kommune", "kommune", "municipality", certificates.for_kommune),
)


def file_name(document: Document) -> str:
    """Return what the PDF is called on a reader's disk."""
    english = document.lang == "en"
    if not document.key:
        return "pre-check.pdf" if english else "forhandssjekk.pdf"
    return f"{'certificate' if english else 'sertifikat'}-{document.key}.pdf"


def pdf_response(document: Document) -> Response:
    """Return a document as a PDF that opens in the browser and is saved under its own name."""
    response = Response(certificate_pdf(document), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{file_name(document)}"'
    return response


def _page(sort: Sort, lang: Language, key: str) -> Response:
    def build(connection: Connection, revision: Revision) -> str:
        document = certificate_view(connection, sort.build(connection, key), lang)
        return render_plan(
            "plan/certificate.html",
            "",
            f"certificate_{sort.name}",
            lang,
            connection,
            revision,
            view={"key": key},
            certificate=document,
            pdf_url=address(f"certificate_{sort.name}_pdf", lang, key=key),
        )

    return answer(build)


def _printed(sort: Sort, lang: Language, key: str) -> Response:
    def build(connection: Connection, revision: Revision) -> Response:
        del revision
        return pdf_response(certificate_view(connection, sort.build(connection, key), lang))

    return current_response(build, edition(), pages_edition())


def register(blueprint: Blueprint) -> None:
    """Add page and PDF of each sort in both languages."""
    for sort in SORTS:
        _add(blueprint, sort, "nb", f"/plan/sertifikat/{sort.nb}/<key>")
        _add(blueprint, sort, "en", f"/en/plan/certificate/{sort.en}/<key>")


def _add(blueprint: Blueprint, sort: Sort, lang: Language, path: str) -> None:
    name = f"certificate_{sort.name}"
    blueprint.add_url_rule(path, f"{name}_{lang}", partial(_page, sort, lang))
    blueprint.add_url_rule(f"{path}.pdf", f"{name}_pdf_{lang}", partial(_printed, sort, lang))
