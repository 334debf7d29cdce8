"""Match: what somebody needs against all that is published, ranked, with what speaks against it."""

from areal.queries.match.answer import Answer, Offer, Part, Plot
from areal.queries.match.asked import DEFAULT_MUST, DEFAULT_WEIGHTS, QUESTIONS, Asked, Near
from areal.queries.match.engine import Scale, match
from areal.queries.match.need import log_need
from areal.queries.match.targets import Target, list_targets

__all__ = [
    "DEFAULT_MUST",
    "DEFAULT_WEIGHTS",
    "QUESTIONS",
    "Answer",
    "Asked",
    "Near",
    "Offer",
    "Part",
    "Plot",
    "Scale",
    "Target",
    "list_targets",
    "log_need",
    "match",
]
