"""What the address asks of a match; what can't be understood is left out and told."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from areal.queries.match import (
    DEFAULT_MUST,
    DEFAULT_WEIGHTS,
    QUESTIONS,
    Asked,
    Near,
    Target,
)
from areal.queries.match.asked import MAX_NEAR, MAX_WEIGHT, MAX_WORDS, UTILITIES
from areal.queries.match.need import quarter_end

M2 = {"daa": 1_000.0, "ha": 10_000.0}
MUST = "krav."
WEIGHT = "vekt."
KM = "km."
ROAD = "klasse."
#: Carried on from page to page, and none of the questions.
KEPT = ("utvalg",)
_QUARTER = re.compile(r"(20\d\d|21\d\d)-?[QKqk]([1-4])")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d?)\.(\d\d?)\.(\d{4})")
_WORD = re.compile(r"[\w.\-/&+]{2,40}")
_LARGEST_DAA = 1_000_000
_MOST_SHOWN = 40


@dataclass(frozen=True)
class Choices:
    """What may be named: codes of uses, kommuner by number, and what distances are known to."""

    uses: Mapping[str, str]
    kommuner: Mapping[str, str]
    steps: Mapping[str, str]
    targets: Sequence[Target]


@dataclass(frozen=True)
class Read:
    """What was understood, and name and value of what was not."""

    asked: Asked
    unit: str
    faults: tuple[tuple[str, str], ...]


class Reader:
    """Reads the parameters of a query or a form, and notes those that mean nothing."""

    def __init__(self, values: MultiDict[str, str]) -> None:
        self.values = values
        self.faults: list[tuple[str, str]] = []

    def _fault(self, name: str, text: str) -> None:
        self.faults.append((name, text[:_MOST_SHOWN]))

    def code(self, name: str, known: Collection[str]) -> str | None:
        """Return a code of a list."""
        text = self.values.get(name, "").strip()
        if text and text not in known:
            self._fault(name, text)
        return text if text in known else None

    def codes(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Return codes of a list, each once."""
        given = ",".join(self.values.getlist(name)).split(",")
        values = tuple(dict.fromkeys(value.strip() for value in given if value.strip()))
        for value in values:
            if value not in known:
                self._fault(name, value)
        return tuple(value for value in values if value in known)

    def number(self, name: str, most: float) -> float | None:
        """Return a number above zero; decimal comma and spaces are fine."""
        text = self.values.get(name, "").strip()
        if not text:
            return None
        try:
            value = float("".join(text.split()).replace(",", "."))
        except ValueError:
            value = -1
        if 0 < value <= most:
            return value
        self._fault(name, text)
        return None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number within bounds."""
        text = self.values.get(name, "").strip()
        if not text:
            return None
        if text.isdecimal() and len(text) < 9 and least <= int(text) <= most:  # noqa: PLR2004
            return int(text)
        self._fault(name, text)
        return None

    def day(self, name: str) -> date | None:
        """Return a date (``2028-06-30``, ``30.6.2028``) or the end of a quarter (``2028-Q2``)."""
        text = self.values.get(name, "").strip()
        if not text:
            return None
        if found := _QUARTER.fullmatch(text):
            return quarter_end(date(int(found[1]), int(found[2]) * 3, 1))
        try:
            if found := _DAY.fullmatch(text):
                parts = [int(part) for part in found.groups() if part]
                return date(*(parts if found[1] else reversed(parts)))
        except ValueError:
            pass
        self._fault(name, text)
        return None

    def words(self, name: str) -> tuple[str, ...]:
        """Return the first words of a text, each once."""
        given = re.split(r"[\s,;]+", self.values.get(name, "").strip())
        words = tuple(dict.fromkeys(word for word in given if word))
        for word in words:
            if not _WORD.fullmatch(word):
                self._fault(name, word)
        return tuple(word for word in words if _WORD.fullmatch(word))[:MAX_WORDS]


def read_asked(choices: Choices, values: MultiDict[str, str] | None = None) -> Read:
    """Read what the present address asks, or what a form that was sent does (``values``)."""
    reader = Reader(request.args if values is None else values)
    unit = reader.code("enhet", M2) or "daa"
    least, most = (reader.number(name, _LARGEST_DAA) for name in ("fra", "til"))
    if least is not None and most is not None and least > most:
        reader.faults.append(("til", reader.values["til"][:_MOST_SHOWN]))
        most = None
    asked = Asked(
        use=reader.code("bruk", choices.uses),
        min_m2=None if least is None else least * M2[unit],
        max_m2=None if most is None else most * M2[unit],
        power_mw=reader.number("mw", 10_000),
        near=_near(reader, choices.targets),
        utilities=reader.codes("teknisk", UTILITIES),
        ready_by=reader.day("innen"),
        modenhet_min=reader.whole("trinn", 1, 5),
        jobs=reader.whole("jobber", 1, 100_000),
        words=reader.words("ord"),
        verdict=reader.code("strategi", ("met", "consider")),
        kommune=reader.codes("kommune", choices.kommuner),
        must=_must(reader),
        weights={name: _weight(reader, name) for name in QUESTIONS},
    )
    return Read(asked, unit, tuple(reader.faults))


def _near(reader: Reader, targets: Sequence[Target]) -> tuple[Near, ...]:
    found = []
    for layer in dict.fromkeys(target.target for target in targets):
        km = reader.number(f"{KM}{layer}", 1_000)
        classes = {target.code for target in targets if target.target == layer and target.code}
        code = reader.code(f"{ROAD}{layer}", classes)
        if km is not None:
            found.append(Near(layer, code or "", round(km * 1_000, 3)))
    return tuple(found[:MAX_NEAR])


def _must(reader: Reader) -> frozenset[str]:
    told = {name: reader.code(f"{MUST}{name}", ("must", "nice")) for name in QUESTIONS}
    return frozenset(
        name
        for name, word in told.items()
        if word == "must" or (word is None and name in DEFAULT_MUST)
    )


def _weight(reader: Reader, name: str) -> int:
    told = reader.whole(f"{WEIGHT}{name}", 0, MAX_WEIGHT)
    return DEFAULT_WEIGHTS[name] if told is None else told


def short_pairs() -> list[tuple[str, str]]:
    """Return the present query without what says nothing: empty fields and usual choices.

    A form sends every field it has; the address that is passed on says what was asked. What can't
    be understood stays, since the page speaks of it.
    """
    return [
        (name, value.strip())
        for name, value in request.args.items(multi=True)
        if value.strip() and not _usual(name, value.strip())
    ]


def _usual(name: str, value: str) -> bool:
    if name.startswith(MUST):
        question = name.removeprefix(MUST)
        return question in QUESTIONS and value == ("must" if question in DEFAULT_MUST else "nice")
    if name.startswith(WEIGHT):
        return value == str(DEFAULT_WEIGHTS.get(name.removeprefix(WEIGHT)))
    if name.startswith(ROAD):
        return not request.args.get(f"{KM}{name.removeprefix(ROAD)}", "").strip()
    if name == "enhet":
        sized = any(request.args.get(each, "").strip() for each in ("fra", "til"))
        return value == "daa" or not sized
    return False
