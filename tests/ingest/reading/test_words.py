"""Every refusal and note is worded in both languages, with the values the code gives it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import areal.ingest.reading
from areal.files.words import Words
from areal.ingest.reading.notes import NOTES
from areal.ingest.reading.refusals import REFUSALS

CODE = "".join(
    path.read_text("utf-8")
    for path in Path(areal.ingest.reading.__file__).parent.glob("*.py")
    if path.name not in ("refusals.py", "notes.py")
)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def given(reason: str) -> list[set[str]]:
    """Return the names of the values at each place that speaks of a reason."""
    calls = re.findall(rf'(?:FileRefused|note)\(\s*"{reason}"([^\n]*(?:\n +[^\n]*?)??)\)', CODE)
    return [set(re.findall(r"(\w+)=", call)) for call in calls]


@pytest.mark.parametrize("reason", [*REFUSALS, *NOTES])
def test_worded_and_used(reason: str) -> None:
    texts: tuple[Words, ...] = REFUSALS[reason] if reason in REFUSALS else (NOTES[reason],)
    for words in texts:
        assert words.nb
        assert words.en
        assert words.nb != words.en
        assert fields(words.nb) == fields(words.en)
        for names in given(reason):
            assert fields(words.nb) <= names, reason
    assert f'"{reason}"' in CODE
