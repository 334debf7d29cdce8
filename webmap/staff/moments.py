"""Moments as people write them, in Norwegian time and the language of the page."""

from __future__ import annotations

from datetime import datetime

from areal.clock import OSLO, day_of
from webmap.language import language
from webmap.pages.numbers import day


def day_written(at: datetime) -> str:
    """Write the day a moment falls on: "24. nov. 2026"."""
    return day(day_of(at), language())


def moment_written(at: datetime) -> str:
    """Write a moment: "24. nov. 2026 kl. 14.05", "24 Nov 2026 14:05"."""
    local = at.astimezone(OSLO)
    time = local.strftime("%H:%M") if language() == "en" else f"kl. {local.strftime('%H.%M')}"
    return f"{day_written(at)} {time}"
