"""Words people search by, brought to the one form names are searched in (functions/folded.sql)."""

from __future__ import annotations

import re
import unicodedata

#: Marks over and under letters: å is an a with a ring.
_MARKS = re.compile("[\u0300-\u036f]")
_NUMBER = re.compile(r"(\d{4}-)?\d+/\d+(/\d+){0,2}")
_SPELLED_OUT = re.compile(r"\bgnr\.?\s*(\d+)[\s,/]*bnr\.?\s*(\d+)", re.IGNORECASE)
_LIKE_SPECIAL = re.compile(r"([\\%_])")
#: More words than this are not a name; a bit stands for each of them in the query.
_MOST_WORDS = 20


def folded(name: str) -> str:
    """Return a name as it is searched: Åsnes, Aasnes and asnes are one."""
    plain = name.lower().replace("æ", "ae").replace("ø", "o")
    bare = _MARKS.sub("", unicodedata.normalize("NFD", plain))
    return bare.replace("aa", "a").replace("oe", "o")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search; "gnr. 36 bnr. 7" is the word 36/7."""
    return tuple(_SPELLED_OUT.sub(r"\1/\2", text).split()[:_MOST_WORDS])


def is_number(word: str) -> bool:
    """Tell whether a word is a matrikkel number, with or without its kommunenummer."""
    return _NUMBER.fullmatch(word) is not None


def name_pattern(word: str) -> str:
    """Return what a folded name that has the word is LIKE."""
    escaped = _LIKE_SPECIAL.sub(r"\\\1", folded(word))
    return f"%{escaped}%"


def number_pattern(word: str) -> str:
    """Return what the list of a parcel's numbers is LIKE when the number is among them.

    The list is written "3415-36/77/ 3415-36/78/", so that 36/7 does not find 36/77.
    """
    return f"%{word}/%" if "-" in word else f"%-{word}/%"
