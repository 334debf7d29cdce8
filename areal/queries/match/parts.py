"""The parts of one offer: what was asked, what is there, the points, and who said so when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from areal.queries.match.answer import Part, State
from areal.queries.match.asked import Asked, AskedPart
from areal.queries.match.targets import Target

#: Part → the axis of a parcel's status its fact is confirmed with.
_AXES = {
    "market": "market",
    "use": "plan",
    "power": "power",
    "water": "utilities",
    "sewage": "utilities",
    "fibre": "utilities",
    "when": "market",
    "ready": "modenhet",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Who said what when: layers that are measured to, and the confirmations of parcels by axis."""

    targets: Sequence[Target]
    confirmed: Mapping[tuple[int, str], tuple[date, str]]

    def of(self, part: AskedPart, parcels: Sequence[int]) -> tuple[date, str] | None:
        """Return who confirmed a fact, and when; of several parcels the oldest counts."""
        if part.near:
            return self._layer(part.near.target)
        axis = _AXES.get(part.part)
        told = [self.confirmed.get((parcel, axis)) for parcel in parcels] if axis else []
        known = [each for each in told if each is not None]
        return min(known) if known and len(known) == len(told) else None

    def _layer(self, name: str) -> tuple[date, str] | None:
        for target in self.targets:
            if target.target == name and target.source and target.source_date:
                return target.source_date, target.source
        return None


def parts_of(row: RowMapping, asked: Asked, sources: Sources) -> tuple[Part, ...]:
    """Return the parts of an offer in the order of the questions."""
    judged = asked.parts()
    return tuple(
        _part(judged[told["position"]], told, asked, sources, row["parcel_ids"])
        for told in row["parts"]
    )


def _part(
    part: AskedPart,
    told: Mapping[str, Any],
    asked: Asked,
    sources: Sources,
    parcels: Sequence[int],
) -> Part:
    share = told["share"]
    state: State = "unknown" if share is None else "met" if share >= 1 else "not_met"
    known = sources.of(part, parcels) if share is not None else None
    number, code = _wanted(part, asked)
    return Part(
        question=part.question,
        part=part.part,
        must=part.must,
        state=state,
        points=round(part.possible * (share or 0), 1),
        possible=round(part.possible, 1),
        asked=number,
        asked_code=code,
        target=part.near.target if part.near else None,
        code=part.near.code if part.near else None,
        found=told["found"],
        told=told["told"],
        fits_from=date.fromisoformat(told["fits_from"]) if told["fits_from"] else None,
        source=told["rule"] if part.part == "fit" else known[1] if known else None,
        told_on=known[0] if known else None,
    )


def _wanted(part: AskedPart, asked: Asked) -> tuple[float | None, str | None]:
    """Return what was asked, as a number or as a code, word or date."""
    if part.near:
        return part.near.most_m, None
    numbers = {
        "area": asked.min_m2,
        "power": asked.power_mw,
        "ready": asked.modenhet_min,
        "jobs": asked.jobs,
    }
    codes = {
        "use": asked.use,
        "fit": asked.use,
        "when": asked.ready_by.isoformat() if asked.ready_by else None,
        "word": part.word,
        "verdict": asked.verdict,
        "market": "ledig",
    }
    return numbers.get(part.part), codes.get(part.part, "ja" if part.part in _YES else None)


_YES = ("water", "sewage", "fibre")
