"""What the parcels of a site say of one thing: once where they agree, else who says what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from areal.queries.parcels import ParcelFacts
from webmap.language import gettext
from webmap.pages.facts import is_old, older_than
from webmap.pages.numbers import day
from webmap.pages.words import parcel_label

_SPAN_FROM = 3


@dataclass(frozen=True)
class Said:
    """One value, with the parcels it holds for where not all say the same."""

    value: str
    where: str
    unknown: bool


@dataclass(frozen=True)
class Spread:
    """One thing with all that is said of it."""

    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Group:
    """Things that are confirmed together; ``stale`` when some of it is older than it may be."""

    title: str
    spreads: tuple[Spread, ...]
    confirmed: str
    stale: bool


def spread(
    label: str, parcels: Sequence[ParcelFacts], say: Callable[[ParcelFacts], str | None]
) -> Spread:
    """Put what each parcel says beside each other; nothing said is "ukjent"."""
    found: dict[str | None, list[str]] = {}
    for parcel in parcels:
        found.setdefault(say(parcel) or None, []).append(parcel_label(parcel.label))
    # What is known first, most parcels first; the unknown last, and never left out.
    ranked = sorted(found.items(), key=lambda item: (item[0] is None, -len(item[1])))
    return Spread(
        label,
        tuple(
            Said(
                value or gettext("ukjent"),
                "" if len(found) == 1 else short_list(names),
                unknown=value is None,
            )
            for value, names in ranked
        ),
    )


def short_list(names: Sequence[str]) -> str:
    """Write names that begin alike shorter: "Tomt 1–3 og 7"."""
    first, parted, _ = names[0].partition(" ")
    if parted and all(name.startswith(f"{first} ") for name in names):
        return f"{first} {_and(_runs([name[len(first) + 1 :] for name in names]))}"
    return _and(names)


def _runs(numbers: Sequence[str]) -> list[str]:
    """Write three or more numbers in a row as a span: "1–7"."""
    runs: list[list[str]] = []
    for text in numbers:
        last = runs[-1][-1] if runs else ""
        if text.isdecimal() and last.isdecimal() and int(text) == int(last) + 1:
            runs[-1].append(text)
        else:
            runs.append([text])
    written: list[str] = []
    for run in runs:
        written += [f"{run[0]}–{run[-1]}"] if len(run) >= _SPAN_FROM else run
    return written


def _and(names: Sequence[str]) -> str:
    *most, last = names
    return gettext("%(most)s og %(last)s", most=", ".join(most), last=last) if most else last


def confirmation(
    parcels: Iterable[ParcelFacts], axes: Sequence[str], as_of: date, lang: str
) -> tuple[str, bool]:
    """Say when some axes were last confirmed, by the oldest of them, and whether that is too old.

    A parcel for which an axis never was confirmed makes it unknown.
    """
    found: list[tuple[date, str]] = []
    for parcel in parcels:
        told = {item.axis: item for item in parcel.verifications}
        for axis in axes:
            if axis not in told:
                return gettext("Sist bekreftet: ukjent for minst én tomt"), False
            found.append((told[axis].verified_on, told[axis].verified_by))
    if not found:
        return gettext("Sist bekreftet: ukjent"), False
    on, by = min(found)
    text = gettext("Sist bekreftet %(day)s, %(by)s", day=day(on, lang), by=by)
    if is_old(on, as_of):
        return f"{text}. {older_than()}", True
    return text, False
