"""The curve of a limit as a drawing and as a table: how much passes at each value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from areal.assess.whatif import Curve, Point
from webmap.language import Language, gettext
from webmap.pages.numbers import area
from webmap.planner.whatif_number import exact, plain, unit_name

WIDTH = 720
HEIGHT = 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 46, 44
_ASSESSED = ("met", "consider", "deviates")
_TICKS = 6


@dataclass(frozen=True)
class Tick:
    """A place on an axis with its text."""

    at: float
    text: str


@dataclass(frozen=True)
class Mark:
    """A limit that is marked with a line and words."""

    at: float
    text: str
    anchor: str
    draft: bool


@dataclass(frozen=True)
class Line:
    """One value in the table; ``mark`` says whose limit it is."""

    value: str
    met: str
    area: str
    consider: str
    deviates: str
    unsettled: str
    mark: str


@dataclass(frozen=True)
class CurveShown:
    """A curve ready to be drawn: areas from the ground up, one for each verdict."""

    code: str
    title: str
    label: str
    unit: str
    met: str
    consider: str
    deviates: str
    outline: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    words: str
    apart: str
    reason: str
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    ground: int = HEIGHT - _BOTTOM


def shown(curve: Curve, label: str, lang: Language) -> CurveShown:
    """Return a curve as the page shows it; ``label`` says which limit it is."""
    points = curve.points
    title = getattr(curve.rule.title, lang)
    if not points:
        return CurveShown(
            curve.rule.code, title, label, unit_name(curve.unit), "", "", "", "", (), (), (), (),
            "", "", _reason(curve.reason),
        )  # fmt: skip
    most = max(_sum(point, _ASSESSED) for point in points) or 1
    low, high = points[0].value, points[-1].value

    def x(value: float) -> float:
        span = (high - low) or 1
        return round(_LEFT + (value - low) / span * (WIDTH - _LEFT - _RIGHT), 1)

    def y(count: float) -> float:
        return round(HEIGHT - _BOTTOM - count / most * (HEIGHT - _TOP - _BOTTOM), 1)

    tops = [
        [(x(point.value), y(_sum(point, _ASSESSED[: n + 1]))) for point in points] for n in range(3)
    ]
    ticks = _spread(low, high, curve.unit == "share")
    ground = [(x(point.value), y(0)) for point in points]
    return CurveShown(
        code=curve.rule.code,
        title=title,
        label=label,
        unit=unit_name(curve.unit),
        met=_between(tops[0], ground),
        consider=_between(tops[1], tops[0]),
        deviates=_between(tops[2], tops[1]),
        outline=_stairs(tops[0]),
        across=tuple(Tick(x(value), plain(value, curve.unit, lang)) for value in ticks),
        up=tuple(Tick(y(count), str(count)) for count in _counts(most)),
        marks=_marks(curve, x, lang),
        lines=tuple(_line(point, curve, lang) for point in points),
        words=_words(curve, lang),
        apart=_apart(points),
        reason="",
    )


def _sum(point: Point, verdicts: Sequence[str]) -> int:
    return sum(point.tally(verdict).subjects for verdict in verdicts)


def _stairs(points: Sequence[tuple[float, float]]) -> str:
    """Draw from point to point in steps: a value counts until the next one."""
    (x0, y0), *rest = points
    return f"M{x0} {y0}" + "".join(f"H{x}V{y}" for x, y in rest)


def _between(upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]]) -> str:
    back = list(reversed(lower))
    (x0, y0), *rest = back
    path = _stairs(upper) + f"L{x0} {y0}"
    last = y0
    for x, y in rest:
        # The way back has the steps where the way out had them.
        path += f"V{y}H{x}" if y != last else f"H{x}"
        last = y
    return path + "Z"


def _spread(low: float, high: float, share: bool) -> list[float]:
    """Return round values along the axis; shares are round in per cent."""
    factor = 100 if share else 1
    span = (high - low) * factor
    power = 10.0 ** floor(log10(span / _TICKS))
    step = next(n * power for n in (1, 2, 5, 10) if span / (n * power) <= _TICKS + 1)
    first, last = ceil(low * factor / step), floor(high * factor / step + 1e-9)
    return [round(number * step, 9) / factor for number in range(first, last + 1)]


def _counts(most: int) -> list[int]:
    step = next(
        step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**3, 10**4, 10**5, 10**9)
        if most / step <= _TICKS
    )  # fmt: skip
    return list(range(0, most + 1, step))


def _marks(curve: Curve, x: Callable[[float], float], lang: Language) -> tuple[Mark, ...]:
    found = []
    for value, words, draft in (
        (curve.today, gettext("I dag"), False),
        (curve.draft if curve.draft != curve.today else None, gettext("Utkast"), True),
    ):
        if value is not None:
            at = x(value)
            anchor = "end" if at > WIDTH * 0.75 else "start"
            found.append(Mark(at, f"{words}: {exact(value, curve.unit, lang)}", anchor, draft))
    return tuple(found)


def _line(point: Point, curve: Curve, lang: Language) -> Line:
    marks = []
    if point.value == curve.today:
        marks.append(gettext("I dag"))
    if point.value == curve.draft and curve.draft != curve.today:
        marks.append(gettext("Utkast"))
    return Line(
        value=exact(point.value, curve.unit, lang),
        met=str(point.tally("met").subjects),
        area=area(point.tally("met").area_m2, lang),
        consider=str(point.tally("consider").subjects),
        deviates=str(point.tally("deviates").subjects),
        unsettled=str(_sum(point, ("not_mapped", "missing", "error", "open"))),
        mark=", ".join(marks),
    )


def _words(curve: Curve, lang: Language) -> str:
    """Say the curve in a sentence, for who does not see it."""
    said = []
    for value, told in (
        (curve.today, gettext("I dag")),
        (curve.draft if curve.draft != curve.today else None, gettext("Utkast")),
    ):
        point = next((each for each in curve.points if each.value == value), None)
        if value is not None and point is not None:
            said.append(
                gettext(
                    "%(whose)s (%(limit)s): %(met)s tomter oppfyller regelen, %(area)s.",
                    whose=told,
                    limit=exact(value, curve.unit, lang),
                    met=point.tally("met").subjects,
                    area=area(point.tally("met").area_m2, lang),
                )
            )
    first, last = curve.points[0], curve.points[-1]
    said.append(
        gettext(
            "Fra %(low)s til %(high)s går tallet fra %(first)s til %(last)s.",
            low=exact(first.value, curve.unit, lang),
            high=exact(last.value, curve.unit, lang),
            first=first.tally("met").subjects,
            last=last.tally("met").subjects,
        )
    )
    return " ".join(said)


def _apart(points: Sequence[Point]) -> str:
    gaps = [_sum(point, ("not_mapped", "missing", "error")) for point in points]
    aside = points[0].tally("not_relevant").subjects
    least, most = min(gaps), max(gaps)
    many = str(least) if least == most else gettext("%(a)s til %(b)s", a=least, b=most)
    said = ""
    if most or aside:
        said = gettext(
            "Utenfor kurven: %(gaps)s tomter er uavklart, og for %(aside)s er regelen ikke "
            "relevant.",
            gaps=many,
            aside=aside,
        )
    unmeasured = max(point.tally("open").subjects for point in points)
    if unmeasured:
        said = f"{said} " + gettext(
            "For inntil %(num)s tomter må det måles på nytt. De er ikke med i kurven.",
            num=unmeasured,
        )
    return said.strip()


def _reason(reason: str) -> str:
    return {
        "no_parcels": gettext(
            "Regelen gjelder en kommune eller regionen samlet, så det er ingen tomter å telle."
        ),
        "no_limit": gettext("Regelen har ingen tallgrense å tegne en kurve for."),
        "not_given": gettext("Denne grensen er ikke satt i regelen."),
    }[reason]
