"""A match as pages and API ask for it: with the limits of the settings, and unmet needs logged."""

from __future__ import annotations

from flask import request

from areal.queries.match import Answer, Asked, Scale, log_need
from areal.settings import Settings


def scale_of(settings: Settings) -> Scale:
    """Return what the settings say a match goes by."""
    return Scale(
        gap_m=settings.match_gap_m, jobs_a=settings.match_jobs_a, jobs_c=settings.match_jobs_c
    )


def note_need(asked: Asked, answer: Answer, settings: Settings) -> None:
    """Log a need nothing fulfilled. A HEAD asks whether the page is there, not for land."""
    if request.method != "HEAD" and not asked.is_empty and not answer.found:
        log_need(asked, settings.match_needs_a_day)
