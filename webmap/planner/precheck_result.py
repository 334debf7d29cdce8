"""The answer of a pre-check: the certificate of an area that is stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from areal.assess.areas.check import CheckedArea
from areal.queries import Connection
from areal.queries.certificate import overall
from areal.queries.revision import Strategy
from areal.sheets.checked import for_checked
from areal.sheets.document import Document, Pair
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.numbers import NBSP, area, day, number
from webmap.pages.strip import Strip, strip
from webmap.pages.words import Labels
from webmap.planner.certificate_view import certificate_view
from webmap.planner.precheck_form import attribute_label, unit


@dataclass(frozen=True)
class Row:
    """One of several areas, in the table over them all."""

    number: int
    label: str
    area: str
    overall: str
    overall_text: str
    strip: Strip
    shown: bool


def rows(areas: Sequence[CheckedArea], shown: int, lang: Language) -> tuple[Row, ...]:
    """Return a row for each area; the certificate of the one that is ``shown`` is on the page."""
    return tuple(
        Row(
            number=position,
            label=item.checked.area.label,
            area=area(item.checked.area_m2, lang),
            overall=overall(item.checked.findings),
            overall_text=texts.overall(overall(item.checked.findings)),
            strip=strip(
                [finding.rule for finding in item.checked.findings],
                [finding.verdict for finding in item.checked.findings],
                lang,
            ),
            shown=position == shown,
        )
        for position, item in enumerate(areas)
    )


def document(
    connection: Connection,
    item: CheckedArea,
    strategy: Strategy | None,
    labels: Labels,
    lang: Language,
) -> Document:
    """Return the certificate of an area; its facts say what was told of it and done to it."""
    certificate = for_checked(connection, item.checked, strategy=strategy)
    made = certificate_view(connection, certificate, lang)
    told = _told(item.checked.area.attributes, labels, lang)
    notes = tuple(Pair(gettext("Merknad"), note.told(lang)) for note in item.notes)
    return replace(made, facts=(*made.facts, *told, *notes))


def _told(attributes: Mapping[str, Any], labels: Labels, lang: Language) -> tuple[Pair, ...]:
    if not attributes:
        return (Pair(gettext("Oppgitt"), gettext("Ingen opplysninger er oppgitt.")),)
    said = gettext("oppgitt")
    return tuple(
        Pair(attribute_label(name), _value(name, value, labels, lang), said)
        for name, value in attributes.items()
    )


def _value(name: str, value: Any, labels: Labels, lang: Language) -> str:
    if isinstance(value, list):
        return labels.many(name, value) or ""
    if unit(name) and isinstance(value, int | float):
        return f"{number(value, lang, 1)}{NBSP}{unit(name)}"
    if name == "power_date":
        return day(date.fromisoformat(str(value)), lang)
    return labels(name, value)
