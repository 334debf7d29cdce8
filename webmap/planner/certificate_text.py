"""Certificates outside a web request: the same words and bytes for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from areal.queries import certificate as certificates
from areal.queries import reading
from areal.queries.certificate import Certificate
from areal.queries.connection import Connection
from areal.sheets import certificate_pdf
from webmap.language import Language
from webmap.planner.certificate_view import certificate_view

BUILD = {
    "parcel": certificates.for_parcel,
    "site": certificates.for_site,
    "kommune": certificates.for_kommune,
}


@contextmanager
def in_language(lang: Language) -> Iterator[None]:
    """Let texts be in a language, as inside a request for a page in it."""
    from webmap import create_app  # noqa: PLC0415 - the application imports the pages

    path = "/en/plan/" if lang == "en" else "/plan/"
    with create_app().test_request_context(path):
        yield


def printed(kind: str, key: str, lang: Language) -> bytes:
    """Return the PDF of a published parcel, site or kommune; raises ``NotFound``."""
    with reading() as connection, in_language(lang):
        return pdf(connection, BUILD[kind](connection, key), lang)


def pdf(connection: Connection, certificate: Certificate, lang: Language) -> bytes:
    """Return a certificate as PDF, inside a request or ``in_language``."""
    return certificate_pdf(certificate_view(connection, certificate, lang))
