"""Texts and code labels that come from the database, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: Attribute of a parcel or site → the code list its values are labelled by.
LISTS = {
    "permitted_activities": "activity",
    "water": "yes_no_unknown",
    "sewage": "yes_no_unknown",
    "fibre": "yes_no_unknown",
    "access": "yes_no_unknown",
    "focus_areas": "focus_area",
    "cause": "cause",
    "plan_kind": "plan_kind",
}


def said(record: Any, field: str, lang: str) -> str:
    """Return a field that exists in both languages; bokmål where English is lacking."""
    text = getattr(record, f"{field}_{lang}", None) or getattr(record, f"{field}_nb", None)
    return str(text or "")


class Labels:
    """The code lists of the database as labels in one language."""

    def __init__(self, codes: Iterable[Any], lang: str) -> None:
        self._labels: dict[tuple[str, str], str] = {}
        self._lists: dict[str, list[tuple[str, str]]] = {}
        for code in codes:
            label = said(code, "label", lang)
            self._labels[code.list, code.code] = label
            self._lists.setdefault(code.list, []).append((code.code, label))

    def __call__(self, attribute: str, code: object) -> str:
        """Label a code of an attribute or list; a code no list knows is shown as it is."""
        name = LISTS.get(attribute, attribute)
        return self._labels.get((name, str(code)), str(code))

    def known(self, attribute: str, code: object) -> str | None:
        """Label a code, or None where there is no code."""
        return None if code is None else self(attribute, code)

    def choices(self, name: str) -> list[tuple[str, str]]:
        """Return the codes of a list with their labels, in order."""
        return self._lists.get(name, [])

    def many(self, attribute: str, values: Iterable[object] | None) -> str | None:
        """Label several codes, joined with commas; None where there are none."""
        return ", ".join(self(attribute, value) for value in values or ()) or None


def lowered(label: str) -> str:
    """Return a label for use inside a sentence: first letter small, short forms left alone."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def pick(mapping: Mapping[str, object] | None, lang: str) -> str:
    """Return one language of a ``{nb, en}`` mapping."""
    return str((mapping or {}).get(lang) or (mapping or {}).get("nb") or "")
