"""How many parcels pass a rule at each value of one of its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from sqlalchemy import text

from areal.assess.whatif.effect import Counts, Tally
from areal.assess.whatif.measure import (
    MOST_AGAIN,
    Ground,
    Variant,
    is_judged,
    judge,
    left_open,
    look_at,
    measure,
)
from areal.assess.whatif.numbers import direction, limits_at, numbers, with_limits
from areal.strategy.kinds import Rule
from areal.strategy.parts import Limits

#: Steps a curve has about as many of, and what a step may be, times a power of ten.
_STEPS = 30
_STEPS_MEASURED = 14
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
#: How many times its limits a curve goes beyond them.
_TIMES = 5
#: Beyond these no limit of a unit makes sense.
_BOUNDS = {"share": (0.0, 1.0), "%": (0.0, 100.0)}


@dataclass(frozen=True, slots=True)
class Point:
    """The counts at one value of the limit; ``open`` is what the stored values do not tell."""

    value: float
    counts: Counts

    def tally(self, verdict: str) -> Tally:
        """Return the parcels with a verdict."""
        return self.counts.get(verdict, Tally())


@dataclass(frozen=True, slots=True)
class Curve:
    """A limit of a rule, from low to high; ``reason`` says why there are no points.

    ``today`` is the published limit, ``draft`` that of the draft; either may be None.
    """

    rule: Rule
    path: str
    unit: str
    direction: str
    today: float | None
    draft: float | None
    points: tuple[Point, ...]
    reason: str = ""


def curve(ground: Ground, old: Rule | None, new: Rule, path: str) -> Curve:
    """Return the curve of a limit, all else in the rule as the draft has it."""
    told = {number.path: number for number in numbers(new)}
    before = {number.path: number.value for number in numbers(old)} if old else {}
    number = told.get(path)
    limits = limits_at(new, path) if number and number.is_limit else None
    reason = _reason(new, path, limits)
    unit = number.unit if number else ""
    today, value = before.get(path), number.value if number else None
    points: tuple[Point, ...] = ()
    if limits is not None and not reason:
        judged = old is not None and is_judged(ground, old, new)
        # A softer class is measured again at each value: fewer values for that.
        steps = _STEPS if judged and not getattr(new, "consider_where", None) else _STEPS_MEASURED
        values = _values(ground, new, path, limits, [today, value], steps)
        points = _points(ground, old if judged else None, new, path, limits, values)
    return Curve(new, path, unit, direction(new), today, value, points, reason)


def _reason(rule: Rule, path: str, limits: Limits | None) -> str:
    if rule.subject_kind != "parcel":
        return "no_parcels"
    if limits is None:
        return "no_limit"
    if path.endswith(".deviates") and limits.deviates is None:
        return "not_given"
    return ""


def _points(
    ground: Ground,
    old: Rule | None,
    rule: Rule,
    path: str,
    limits: Limits,
    values: Sequence[float],
) -> tuple[Point, ...]:
    variants = [
        Variant(number, with_limits(rule, path, _moved(limits, path, value, rule)))
        for number, value in enumerate(values)
    ]
    run = ground.connection.execute
    run(text("TRUNCATE pg_temp.told, pg_temp.result"))
    if old is not None:
        judge(ground, old, variants)
    else:
        ground.run("unjudged", variants=len(variants))
    _settle(ground, variants)
    counts: dict[int, dict[str, Tally]] = {}
    for row in ground.run("curve").mappings():
        tally = Tally(row["parcels"], row["area_m2"])
        counts.setdefault(row["variant"], {})[row["verdict"]] = tally
    return tuple(Point(value, counts.get(number, {})) for number, value in enumerate(values))


def _settle(ground: Ground, variants: Sequence[Variant]) -> None:
    """Measure what is open, as far as it is not too much."""
    left = left_open(ground)
    if left:
        look_at(ground, variants[0].rule, only_open=True)
    again = MOST_AGAIN
    for variant in variants:
        again -= left.get(variant.number, 0)
        if variant.number in left and again >= 0:
            tagged = variant.rule.model_copy(update={"code": f"V{variant.number}"})
            measure(ground, tagged, max(left.values()))


def _moved(limits: Limits, path: str, value: float, rule: Rule) -> Limits:
    """Return limits with one at ``value``, the other pushed along where it would be passed."""
    if path.endswith(".deviates"):
        return limits.model_copy(update={"deviates": value})
    far = limits.deviates
    if far is not None:
        far = max(far, value) if direction(rule) == "at_most" else min(far, value)
    return Limits(met=value, deviates=far)


def _values(
    ground: Ground,
    rule: Rule,
    path: str,
    limits: Limits,
    marked: Sequence[float | None],
    steps: int,
) -> tuple[float, ...]:
    """Return round values that span what was measured, and those that are to be marked."""
    code = rule.code
    span = ground.run("span", rule_code=code).mappings().one()
    known = [value for value in (*marked, limits.met, limits.deviates) if value is not None]
    low, high = _ends(span, known, rule)
    step = _nice((high - low) / steps)
    first, last = floor(low / step), ceil(high / step)
    exact = Decimal(str(step))
    values = {float(exact * number) for number in range(first, last + 1)} | {
        value for value in marked if value is not None
    }
    return tuple(sorted(value for value in values if _allowed(value, path, limits, rule)))


def _ends(
    span: Mapping[str, float | None], known: Sequence[float], rule: Rule
) -> tuple[float, float]:
    far = span["high"] or 0.0
    if max(known) > 0:
        # What lies far beyond the limits would press what is about them together.
        far = min(far, _TIMES * max(known))
    highest = max([far, *(1.25 * value for value in known)])
    lowest = min([span["low"] or 0.0, *known])
    unit = numbers(rule)[0].unit
    if unit in _BOUNDS:
        least, most = _BOUNDS[unit]
        lowest, highest = max(least, lowest), min(most, highest)
    return (lowest, highest) if highest > lowest else (lowest, lowest + 1)


def _nice(step: float) -> float:
    power = 10.0 ** floor(log10(step))
    return float(next(nice for nice in _NICE if nice * power >= step * 0.999) * power)


def _allowed(value: float, path: str, limits: Limits, rule: Rule) -> bool:
    if not path.endswith(".deviates"):
        return True
    return value >= limits.met if direction(rule) == "at_most" else value <= limits.met
