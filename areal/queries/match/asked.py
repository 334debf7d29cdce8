"""What is asked of a match: eight questions, what each must or may, and how much each counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

#: The eight questions, in the order they are put.
QUESTIONS = ("use", "area", "power", "transport", "water", "when", "jobs", "other")

#: What a question counts unless somebody says otherwise, 0–5: ours, from what decides most often.
DEFAULT_WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"use": 4, "area": 5, "power": 5, "transport": 3, "water": 3, "when": 4, "jobs": 2, "other": 1}
)
MAX_WEIGHT = 5
#: Questions that knock out unless somebody says otherwise.
DEFAULT_MUST = frozenset({"use", "area", "power"})

UTILITIES = ("water", "sewage", "fibre")
MAX_WORDS = 5
MAX_NEAR = 12

_LIKE_SPECIAL = re.compile(r"([\\%_])")


@dataclass(frozen=True, slots=True)
class Near:
    """At most ``most_m`` metres in a straight line to a layer, or to one class of it (E16)."""

    target: str
    code: str
    most_m: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What is needed; an empty field asks for nothing.

    Areas are m², power MW. ``ready_by`` is the day the land must be free; power that is planned
    from that day or before then counts. ``words`` are looked for in names and descriptions.
    ``verdict`` is ``met`` (in line with the strategy) or ``consider`` (no deviation). ``kommune``
    limits where to look. ``must`` are questions that knock out; ``weights`` what each counts, 0–5.
    """

    use: str | None = None
    min_m2: float | None = None
    max_m2: float | None = None
    power_mw: float | None = None
    near: tuple[Near, ...] = ()
    utilities: tuple[str, ...] = ()
    ready_by: date | None = None
    modenhet_min: int | None = None
    jobs: int | None = None
    words: tuple[str, ...] = ()
    verdict: str | None = None
    kommune: tuple[str, ...] = ()
    must: frozenset[str] = DEFAULT_MUST
    weights: Mapping[str, int] = field(default_factory=lambda: DEFAULT_WEIGHTS)

    @property
    def is_empty(self) -> bool:
        """True when no question is asked, wherever one looks."""
        return len(self.parts()) == 1

    def parts(self) -> tuple[AskedPart, ...]:
        """Return what the offers are judged by, with the points each part can give; 100 in all.

        A question's points are shared evenly by its parts. That the land is for sale is always
        asked and gives no points.
        """
        wanted = self._wanted()
        parts_of = {name: sum(each.question == name for each in wanted) for name in QUESTIONS}
        weight = sum(self.weights[name] for name, count in parts_of.items() if count)
        return tuple(
            AskedPart(
                each.question,
                each.part,
                each.part not in NEVER_MUST
                and (each.part == "market" or each.question in self.must),
                100 * self.weights[each.question] / parts_of[each.question] / weight
                if weight and each.part != "market"
                else 0.0,
                each.near,
                each.word,
            )
            for each in (_Wanted("when", "market"), *wanted)
        )

    def _wanted(self) -> tuple[_Wanted, ...]:
        told = (
            ("use", "use", self.use),
            ("use", "fit", self.use),
            ("area", "area", None if self.min_m2 is None and self.max_m2 is None else True),
            ("power", "power", self.power_mw),
            *(("transport", "near", near) for near in self.near),
            *(("water", name, True) for name in UTILITIES if name in self.utilities),
            ("when", "when", self.ready_by),
            ("when", "ready", self.modenhet_min),
            ("jobs", "jobs", self.jobs),
            *(("other", "word", word) for word in self.words),
            ("other", "verdict", self.verdict),
        )
        return tuple(
            _Wanted(
                question,
                part,
                value if isinstance(value, Near) else None,
                str(value) if part == "word" else "",
            )
            for question, part, value in told
            if value is not None
        )


#: The strategy is guidance: that it does not want a use here is told and counts, and knocks out
#: nothing.
NEVER_MUST = frozenset({"fit"})


@dataclass(frozen=True, slots=True)
class _Wanted:
    question: str
    part: str
    near: Near | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One thing an offer is judged by; ``possible`` is the points it can give."""

    question: str
    part: str
    must: bool
    possible: float
    near: Near | None
    word: str

    def row(self, position: int) -> dict[str, object]:
        """Return the row of ``match/asked.sql``."""
        return {
            "position": position,
            "part": self.part,
            "must": self.must,
            "possible": self.possible,
            "target": self.near.target if self.near else None,
            "code": self.near.code if self.near else None,
            "most_m": self.near.most_m if self.near else None,
            "word": _pattern(self.word) if self.word else None,
        }


def _pattern(word: str) -> str:
    escaped = _LIKE_SPECIAL.sub(r"\\\1", word)
    return f"%{escaped}%"
