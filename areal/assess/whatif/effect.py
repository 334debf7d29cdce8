"""The effect of a draft: verdicts before and after, by rule and kommune, and parcels that turn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from areal.assess.whatif.measure import (
    Ground,
    Variant,
    is_judged,
    judge,
    left_open,
    look_at,
    measure,
    says_the_same,
)
from areal.strategy.kinds import Rule

#: Most parcels that are listed one by one.
_LISTED = 200


@dataclass(frozen=True, slots=True)
class Tally:
    """Subjects with a verdict, and their area; 0 m² for kommuner and the region."""

    subjects: int = 0
    area_m2: float = 0.0


#: Verdict to how many.
Counts = Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """One rule that differs; ``before`` is None for an added one, ``after`` for a removed one.

    ``kommuner`` has the counts before and after by kommunenummer. ``measured_again`` says how many
    subjects the stored values did not suffice for.
    """

    before: Rule | None
    after: Rule | None
    counts_before: Counts
    counts_after: Counts
    kommuner: Mapping[str, tuple[Counts, Counts]]
    measured_again: int

    @property
    def rule(self) -> Rule:
        """Return the rule of the draft, or the one taken out."""
        rule = self.after or self.before
        assert rule is not None  # noqa: S101 - one of the two is there
        return rule


@dataclass(frozen=True, slots=True)
class ParcelEffect:
    """A parcel that gets another verdict; the strips are in the order of either's parcel rules."""

    slug: str
    label: str
    site_name: str
    kommune_name: str
    area_m2: float
    before: str
    after: str
    strip_before: tuple[str, ...]
    strip_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What differs: rules in the order of the draft, parcels by overall verdict.

    ``parcels`` are the first of ``touched``, those whose overall verdict changes before others.
    """

    rules: tuple[RuleEffect, ...]
    overall_before: Counts
    overall_after: Counts
    parcels: tuple[ParcelEffect, ...]
    touched: int


@dataclass(frozen=True)
class _Pair:
    code: str
    old: Rule | None
    new: Rule | None


def effect(ground: Ground, published: Sequence[Rule], draft: Sequence[Rule]) -> Effect:
    """Return what the draft changes; only rules that differ are looked at."""
    pairs = _differing(published, draft)
    again = {pair.code: _told(ground, pair) for pair in pairs}
    places = {
        rule.code: place
        for place, rule in enumerate((r for r in published if r.subject_kind == "parcel"), 1)
    }
    ground.run("cells", rules=json.dumps([_listed(pair, places) for pair in pairs]))
    ground.connection.execute(text("ANALYZE pg_temp.cell"))
    ground.run("turned", draft=json.dumps(_order(draft, places, {pair.code for pair in pairs})))
    counts = _counts(ground)
    parcels = ground.run("parcels", at_most=_LISTED).mappings().all()
    before, after = _overall(ground)
    return Effect(
        rules=tuple(_rule_effect(pair, counts, again[pair.code]) for pair in pairs),
        overall_before=before,
        overall_after=after,
        parcels=tuple(_parcel(dict(row)) for row in parcels),
        touched=parcels[0]["of"] if parcels else 0,
    )


def _differing(published: Sequence[Rule], draft: Sequence[Rule]) -> list[_Pair]:
    old = {rule.code: rule for rule in published}
    new = {rule.code: rule for rule in draft}
    codes = [*new, *(code for code in old if code not in new)]
    return [
        _Pair(code, old.get(code), new.get(code))
        for code in codes
        if not (code in old and code in new and says_the_same(old[code], new[code]))
    ]


def _told(ground: Ground, pair: _Pair) -> int:
    """Let a rule of the draft say what it says; return how many were measured again."""
    if pair.new is None:
        return 0
    if pair.old is None or not is_judged(ground, pair.old, pair.new):
        look_at(ground, pair.new, only_open=False)
        measure(ground, pair.new)
        return int(
            ground.connection.execute(
                text("SELECT count(*) FROM pg_temp.result WHERE rule_code = :code"),
                {"code": pair.code},
            ).scalar_one()
        )
    ground.connection.execute(text("TRUNCATE pg_temp.told"))
    judge(ground, pair.old, [Variant(1, pair.new)])
    ground.run("take", rule_code=pair.code)
    left = left_open(ground).get(1, 0)
    if left:
        look_at(ground, pair.new, only_open=True)
        measure(ground, pair.new, left)
    return left


def _listed(pair: _Pair, places: Mapping[str, int]) -> dict[str, object]:
    return {
        "code": pair.code,
        "subject": pair.old and pair.old.subject_kind,
        "subject_after": pair.new and pair.new.subject_kind,
        "place": places.get(pair.code),
    }


def _order(
    draft: Sequence[Rule], places: Mapping[str, int], changed: set[str]
) -> list[dict[str, object]]:
    return [
        {
            "code": rule.code,
            "place": places.get(rule.code),
            "changed": rule.code in changed,
            "position": position,
        }
        for position, rule in enumerate(draft)
        if rule.subject_kind == "parcel"
    ]


def _counts(ground: Ground) -> dict[tuple[str, str | None, bool], dict[str, Tally]]:
    """Return the counts by rule, kommune (None: all together) and side."""
    found: dict[tuple[str, str | None, bool], dict[str, Tally]] = {}
    for row in ground.run("figures").mappings():
        if row["kommunenummer"] is None and not row["whole"]:
            continue
        key = (row["rule_code"], row["kommunenummer"], row["after"])
        found.setdefault(key, {})[row["verdict"]] = Tally(row["subjects"], row["area_m2"])
    return found


def _rule_effect(
    pair: _Pair, counts: Mapping[tuple[str, str | None, bool], dict[str, Tally]], again: int
) -> RuleEffect:
    kommuner = sorted({key[1] for key in counts if key[0] == pair.code and key[1] is not None})
    return RuleEffect(
        before=pair.old,
        after=pair.new,
        counts_before=counts.get((pair.code, None, False), {}),
        counts_after=counts.get((pair.code, None, True), {}),
        kommuner={
            number: (
                counts.get((pair.code, number, False), {}),
                counts.get((pair.code, number, True), {}),
            )
            for number in kommuner
        },
        measured_again=again,
    )


def _overall(ground: Ground) -> tuple[Counts, Counts]:
    sides: tuple[dict[str, Tally], dict[str, Tally]] = ({}, {})
    for row in ground.run("overall").mappings():
        sides[row["after"]][row["verdict"]] = Tally(row["parcels"], row["area_m2"])
    return sides


def _parcel(row: dict[str, Any]) -> ParcelEffect:
    strips = {name: tuple(row[name]) for name in ("strip_before", "strip_after")}
    return ParcelEffect(**{**{name: row[name] for name in row if name != "of"}, **strips})
