"""The certificate of a pre-check outside a web request: the same words for the command line."""

from __future__ import annotations

from areal.assess.areas.check import CheckedArea
from areal.queries import codes, reading
from areal.queries.revision import Strategy
from areal.sheets import certificate_pdf
from webmap.language import Language
from webmap.pages.words import Labels
from webmap.planner.certificate_text import in_language
from webmap.planner.precheck_result import document


def printed(area: CheckedArea, strategy: Strategy | None, lang: Language) -> bytes:
    """Return the PDF of a checked area; ``strategy`` None is the published one."""
    with reading() as connection, in_language(lang):
        labels = Labels(codes.labels(connection, lang))
        return certificate_pdf(document(connection, area, strategy, labels, lang))
