"""What can be changed in an SQL file: comparisons, logic, aggregates, verdicts and directions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*)"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<operator><->|->>|->|\#>>|\#>|@>|<@|\?\||\?&|::|=>|<=|>=|<>|!=|\|\||[<>=?])"
    r"|(?P<bind>(?<!:):[a-z_]+)"
    r"|(?P<word>[A-Za-z_][A-Za-z_0-9.]*)"
)
_BOTH_WAYS = (
    ("<=", "<"),
    (">=", ">"),
    ("=", "<>"),
    ("AND", "OR"),
    ("TRUE", "FALSE"),
    ("min", "max"),
    ("least", "greatest"),
    ("bool_or", "bool_and"),
    ("IS TRUE", "IS NOT FALSE"),
    ("IS NULL", "IS NOT NULL"),
    ("IN", "NOT IN"),
    ("'at_most'", "'at_least'"),
    # Pieces that jsonpath is put together from.
    ("' && '", "' || '"),
    ("'1 == 1'", "'1 == 0'"),
)
_ONE_WAY = {
    "NOT": "",
    "'met'": "'deviates'",
    "'deviates'": "'met'",
    "'consider'": "'met'",
    "'missing'": "'met'",
    "'not_mapped'": "'met'",
    "'error'": "'met'",
    "'not_relevant'": "'met'",
    "'skal'": "'bør'",
    "'share'": "'daa'",
    "'!'": "''",
    "'>='": "'>'",
    "'<='": "'<'",
    "'@ == '": "'@ != '",
}
SWAPPED = {**dict(_BOTH_WAYS), **{after: before for before, after in _BOTH_WAYS}, **_ONE_WAY}
_CALLED = {"min", "max", "least", "greatest", "bool_or", "bool_and"}
_LONGEST = 3


@dataclass(frozen=True)
class Mutant:
    """A file of areal/sql with one thing changed."""

    path: str
    line: int
    before: str
    after: str
    text: str

    @property
    def changed(self) -> tuple[str, str]:
        """Return what tells mutants apart whatever is added above them: file and changed line."""
        return self.path, self.text.split("\n")[self.line - 1].strip()


def mutants_of(folder: Path, path: str) -> list[Mutant]:
    """Return every mutant of a file below ``folder``."""
    source = (folder / path).read_text(encoding="utf-8")
    found = []
    for start, end in _sites(source):
        before = " ".join(source[start:end].split())
        text = source[:start] + SWAPPED[before] + source[end:]
        line = source.count("\n", 0, start) + 1
        found.append(Mutant(path, line, before, SWAPPED[before], text))
    return found


def _sites(source: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of everything that can be changed, outside comments."""
    tokens = [match for match in _TOKEN.finditer(source) if match.lastgroup != "comment"]
    place = 0
    while place < len(tokens):
        length = _length(tokens[place : place + _LONGEST])
        if length and not _left_alone(source, tokens, place, length):
            yield tokens[place].start(), tokens[place + length - 1].end()
        place += length or 1


def _length(tokens: list[re.Match[str]]) -> int:
    """Return how many of the tokens are one thing that can be changed: IS NOT NULL is three."""
    words = [token.group() for token in tokens]
    sizes = range(len(words), 0, -1)
    return next((size for size in sizes if " ".join(words[:size]) in SWAPPED), 0)


def _left_alone(source: str, tokens: list[re.Match[str]], place: int, length: int) -> bool:
    """Return whether what looks like an operator is none: a column min, CREATE OR REPLACE."""
    word = tokens[place].group()
    if word in _CALLED:
        return source[tokens[place].end()] != "("
    before = tokens[place - 1].group() if place else ""
    after = tokens[place + 1].group() if place + 1 < len(tokens) else ""
    return length == 1 and (
        (word, before) in {("OR", "CREATE"), ("TRUE", "IS"), ("FALSE", "IS")}
        or (word, after) == ("NOT", "MATERIALIZED")
    )
