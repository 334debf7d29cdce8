"""What a draft of the strategy would say of the whole catalogue; nothing of it is stored."""

from areal.assess.whatif.answer import Asked, WhatIf, published_rules, what_if
from areal.assess.whatif.curve import Curve, Point
from areal.assess.whatif.draft import Draft, DraftRefused, Edit
from areal.assess.whatif.effect import Effect, ParcelEffect, RuleEffect, Tally
from areal.assess.whatif.numbers import Number, direction, numbers
from areal.strategy.kinds import Rule

__all__ = [
    "Asked",
    "Curve",
    "Draft",
    "DraftRefused",
    "Edit",
    "Effect",
    "Number",
    "ParcelEffect",
    "Point",
    "Rule",
    "RuleEffect",
    "Tally",
    "WhatIf",
    "direction",
    "numbers",
    "published_rules",
    "what_if",
]
