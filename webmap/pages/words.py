"""Code labels that come from the database, in the page's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from webmap.language import gettext

#: Attribute of a parcel or site → the code list its values are labelled by.
LISTS = {
    "permitted_activities": "activity",
    "water": "yes_no_unknown",
    "sewage": "yes_no_unknown",
    "fibre": "yes_no_unknown",
    "access": "yes_no_unknown",
    "focus_areas": "focus_area",
}
UNKNOWN = "ukjent"


_NUMBERED = re.compile(r"^Tomt (\S+)$")


def parcel_label(label: str) -> str:
    """Return a parcel's name in the page's language: the catalogue numbers them in Norwegian."""
    numbered = _NUMBERED.match(label)
    return f"{gettext('Tomt')} {numbered[1]}" if numbered else label


class Labels:
    """The code lists of the database as labels in one language."""

    def __init__(self, lists: Mapping[str, Mapping[str, str]]) -> None:
        self._lists = lists

    def __call__(self, attribute: str, code: object) -> str:
        """Label a code of an attribute or list; a code no list knows is shown as it is."""
        return self._lists.get(LISTS.get(attribute, attribute), {}).get(str(code), str(code))

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the codes of a list, in order."""
        return tuple(self._lists.get(name, {}))

    def known(self, attribute: str, code: object) -> str | None:
        """Label a code, or None where it is not known."""
        return None if code in (None, UNKNOWN) else self(attribute, code)

    def many(self, attribute: str, values: Iterable[object] | None) -> str | None:
        """Label several codes, joined with commas; None where there are none."""
        return ", ".join(self(attribute, value) for value in values or ()) or None


def lowered(label: str) -> str:
    """Return a label for use inside a sentence: first letter small, short forms left alone."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
