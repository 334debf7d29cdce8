"""Find what looks like a private person's name or identity number in texts of a file."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from areal.strategy.parts import Part
from areal.yaml_files import parse_typed

_ELEVEN = re.compile(r"(?<!\d)(\d{6})[ .-]?(\d{5})(?!\d)")
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11
#: D-numbers add 4 to the first digit, H-numbers 4 to the third, test numbers 8.
_DAYS, _MONTHS = 71, 92
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
#: After a first name these make a place, a company or a road of it.
_NOT_A_FAMILY = re.compile(
    r"(veg(en)?|vei(en)?|gata|gate|plass(en)?|park(en)?|tunet|bygg|as|asa|eiendom|gård|felt|tomt|skog"
    r"|næring.*|industri.*|senter|sentrum|bruk|hage|stien|allé|torg(et)?)$",
    re.IGNORECASE,
)


class _Names(Part):
    source: str
    names: tuple[str, ...]


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    text = files("areal.ingest.imports").joinpath("first_names.yaml").read_text(encoding="utf-8")
    return frozenset(
        name.casefold() for name in parse_typed(text, _Names, file="first_names.yaml").names
    )


def has_national_id(text: str) -> bool:
    """Return whether a text holds eleven digits that are a fødselsnummer or D-number.

    The control digits are those of Skatteetaten's rule (modulus 11, before 2032).
    """
    found = _ELEVEN.findall(text)
    return bool(found) and any(_is_national_id(first + last) for first, last in found)


def _is_national_id(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    day, month = int(digits[:2]), int(digits[2:4])
    if not (1 <= day <= _DAYS and 1 <= month <= _MONTHS):
        return False
    first = -sum(a * b for a, b in zip(_FIRST, numbers[:9], strict=True)) % _MODULUS
    second = -sum(a * b for a, b in zip(_SECOND, [*numbers[:9], first], strict=True)) % _MODULUS
    return [first, second] == numbers[9:]


def looks_like_person(text: str) -> bool:
    """Return whether a text is a first name with a family name: two to four words, all names."""
    words = _WORD.findall(text)
    if not 2 <= len(words) <= 4 or "".join(_WORD.split(text)).strip(" .,") != "":  # noqa: PLR2004
        return False
    if any(not word[0].isupper() for word in words):
        return False
    return words[0].casefold() in _first_names() and not any(
        _NOT_A_FAMILY.search(word) for word in words[1:]
    )
