"""What becomes of an enquiry: its stages, and why one was lost."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far it has come; any may follow any other but NEW, since what was seen stays seen."""

    NEW = "new"
    TALKING = "talking"
    VISIT = "visit"
    OFFER = "offer"
    SETTLED = "settled"
    LOST = "lost"


class Lost(StrEnum):
    """Why nothing came of it."""

    NO_SITE = "no_site"
    POWER = "power"
    PRICE = "price"
    TIME = "time"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"
    SILENT = "silent"
    SPAM = "spam"
    OTHER = "other"


#: Stages nothing more is waited for in.
CLOSED = frozenset({Stage.SETTLED, Stage.LOST})
#: Why an enquiry was lost, where it says that the land asked for is not there.
UNMET = frozenset({Lost.NO_SITE, Lost.POWER})
