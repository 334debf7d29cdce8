"""What a grant must say to be taken in: every mistake is named, with the field it stands in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from areal.clock import today
from areal.errors import ArealError

#: Longest texts, in characters: a body's name, a case reference, a reason of half a page.
LENGTHS = {"body": 200, "case_ref": 100, "reason": 3_000, "why": 3_000}

_TOLD = {
    "empty": "has to be given",
    "too_long": "is too long",
    "not_text": "holds characters that are no text",
    "unknown": "does not exist",
    "not_yours": "lies in a kommune you may not write for",
    "not_of_parcels": "is no rule about parcels",
    "in_future": "lies in the future",
    "before_strategy": "is before the strategy came into force",
    "before_decided": "is before the day of the decision",
    "withdrawn": "has been withdrawn",
    "changed_meanwhile": "has been changed by somebody else meanwhile",
}


@dataclass(frozen=True)
class Decision:
    """What a body decided: to let a parcel deviate, until a day or (None) until further notice."""

    body: str
    case_ref: str
    decided_on: date | None
    valid_until: date | None
    reason: str


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong: the field it stands in, and a stable code of what it is."""

    field: str
    code: str

    def __str__(self) -> str:
        """Say it in English, for the command line."""
        return f"{self.field} {_TOLD[self.code]}"


class GrantRefused(ArealError):
    """A grant that can't be taken in as it is; ``mistakes`` has every reason."""

    code = "grant-refused"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        told = "; ".join(str(mistake) for mistake in mistakes)
        super().__init__(f"The grant is refused: {told}.", hint="Correct it and try again.")
        self.mistakes = tuple(mistakes)


def refuse(mistakes: Sequence[Mistake]) -> None:
    """Raise ``GrantRefused`` when there is a mistake."""
    if mistakes:
        raise GrantRefused(mistakes)


def cleaned(text: str) -> str:
    """Return a text as it is kept: composed letters, plain line ends, no space around it."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def tidy(decision: Decision) -> Decision:
    """Return a decision with its texts cleaned."""
    return replace(
        decision,
        body=cleaned(decision.body),
        case_ref=cleaned(decision.case_ref),
        reason=cleaned(decision.reason),
    )


def text_mistakes(field: str, text: str) -> list[Mistake]:
    """Return what is wrong with a text that has to be there."""
    if not text:
        return [Mistake(field, "empty")]
    if len(text) > LENGTHS[field]:
        return [Mistake(field, "too_long")]
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in text):
        return [Mistake(field, "not_text")]
    return []


def day_mistakes(
    field: str, day: date | None, latest: date, earliest: date | None, too_early: str
) -> list[Mistake]:
    """Return what is wrong with a day on which something was decided."""
    if day is None:
        return [Mistake(field, "empty")]
    if day > latest:
        return [Mistake(field, "in_future")]
    if earliest is not None and day < earliest:
        return [Mistake(field, too_early)]
    return []


def decision_mistakes(decision: Decision, facts: Any) -> list[Mistake]:
    """Return what is wrong with a decision; ``facts`` is the row of ``grant_facts.sql``."""
    found = [
        *text_mistakes("body", decision.body),
        *text_mistakes("case_ref", decision.case_ref),
        *day_mistakes(
            "decided_on",
            decision.decided_on,
            latest_day(facts.as_of),
            facts.valid_from,
            "before_strategy",
        ),
    ]
    start, end = decision.decided_on, decision.valid_until
    if start is not None and end is not None and end < start:
        found.append(Mistake("valid_until", "before_decided"))
    return [*found, *text_mistakes("reason", decision.reason)]


def subject_mistakes(facts: Any, parcel: str, rule: str) -> list[Mistake]:
    """Return what is wrong with what a grant is about."""
    found = []
    if not parcel:
        found.append(Mistake("parcel", "empty"))
    elif facts.parcel_id is None:
        found.append(Mistake("parcel", "unknown"))
    elif not facts.may_change:
        found.append(Mistake("parcel", "not_yours"))
    if facts.strategy_id is None:
        found.append(Mistake("strategy", "unknown"))
    elif not rule:
        found.append(Mistake("rule", "empty"))
    elif facts.rule_subject is None:
        found.append(Mistake("rule", "unknown"))
    elif facts.rule_subject != "parcel":
        found.append(Mistake("rule", "not_of_parcels"))
    return found


def latest_day(as_of: date | None) -> date:
    """Return the last day something can have been decided on.

    Today in Norway, or the day of the check where that is later: a sample is frozen at its day.
    """
    return today() if as_of is None else max(today(), as_of)
