"""An area that is refused: the reason as a code, and in words in both languages."""

from __future__ import annotations

from typing import Any

from areal.assess.areas.refusals import REFUSALS
from areal.errors import BadParameter, EnvironmentFault
from areal.files.words import told


class AreaRefused(BadParameter):
    """An area, or what is told about it, can't be used; ``reason`` is a key of ``REFUSALS``.

    ``name`` is what to correct: ``file``, ``crs``, ``layer``, ``coordinates`` or an attribute.
    """

    def __init__(self, reason: str, **values: Any) -> None:
        words = REFUSALS[reason]
        super().__init__(
            words.about.format(**values), told(words, "en", values), hint=_hint(words.setting)
        )
        self.code = f"precheck-{reason.replace('_', '-')}"
        self.reason = reason
        self.values = values

    def told(self, lang: str) -> str:
        """Return the message in bokmål or English."""
        return told(REFUSALS[self.reason], lang, self.values)


class LimitExceeded(AreaRefused):
    """An area is larger than this installation checks; the hint names the setting."""


class PrecheckBusy(EnvironmentFault):
    """As many pre-checks as are allowed are going on."""

    code = "precheck-busy"

    def __init__(self) -> None:
        super().__init__("Too many pre-checks are going on.", hint="Try again in a few seconds.")


def refusal(reason: str, **values: Any) -> AreaRefused:
    """Return the refusal for a reason: that of a limit, where a limit is the reason."""
    kind = LimitExceeded if REFUSALS[reason].setting else AreaRefused
    return kind(reason, **values)


def _hint(setting: str) -> str | None:
    return f"The limit is the setting AREAL_{setting.upper()}." if setting else None
