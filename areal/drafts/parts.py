"""The parts of a parcel that have several fields each: confirmations and restrictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from areal.drafts.fields import AXES, RESTRICTION, Spec
from areal.drafts.typed import Sent, Typed, missing, typed
from areal.ingest.imports.fields import Field
from areal.ingest.imports.values import Context
from areal.models.parcel import CAUSES

#: More restrictions than anybody writes for one parcel.
MOST = 30
_VERIFIED = ("on", "by", "how")


def verified_name(axis: str, part: str) -> str:
    """Return the name of a field about a confirmation."""
    return f"verified_{axis}_{part}"


def restriction_name(number: int, part: str) -> str:
    """Return the name of a field about a restriction; the first is number 1."""
    return f"restriction_{number}_{part}"


def axes() -> tuple[str, ...]:
    """Return every axis that is confirmed, in the order of the form."""
    return tuple(axis for group in AXES.values() for axis in group)


def verified(
    sent: Sent, held: Mapping[str, Any], label: Callable[[str], str], context: Context
) -> Typed:
    """Read the confirmations: day, who and how belong together; all empty takes it back."""
    found = Typed()
    for axis in axes():
        names = {part: verified_name(axis, part) for part in _VERIFIED}
        if names["on"] not in sent:
            continue
        before = held.get(axis) or {}
        specs = [_text(names[part], "date" if part == "on" else "text") for part in _VERIFIED]
        told = {names[part]: before.get(part) for part in _VERIFIED}
        one = typed(sent, told, specs, label, context)
        found.wrong |= one.wrong
        values = {part: one.values.get(names[part]) for part in _VERIFIED}
        if one.wrong or not any(values.values()):
            found.values[axis] = before or None if one.wrong else None
            continue
        for part, name in names.items():
            if not values[part]:
                found.wrong[name] = missing(label(name))
        found.values[axis] = values
    return found


def restrictions(
    sent: Sent, held: list[dict[str, Any]], label: Callable[[str], str], context: Context
) -> Typed:
    """Read the restrictions, in ``values["restrictions"]``; one without any text is taken out."""
    found = Typed()
    if restriction_name(1, "code") not in sent:
        return found
    kept = []
    for number in range(1, MOST + 1):
        if restriction_name(number, "code") not in sent:
            break
        before = held[number - 1] if number <= len(held) else {}
        names = {part: restriction_name(number, part) for part in RESTRICTION}
        specs = [
            _text(name, "date" if part == "expected_end" else "text", ahead=True)
            for part, name in names.items()
        ]
        told = {names[part]: before.get(part) for part in RESTRICTION}
        one = typed(sent, told, specs, label, context)
        found.wrong |= one.wrong
        item = {part: one.values.get(names[part]) for part in RESTRICTION}
        if not any(value for part, value in item.items() if part != "cause") and not one.wrong:
            continue
        for part in ("code", "cause"):
            if not item[part] and names[part] not in found.wrong:
                found.wrong[names[part]] = missing(label(names[part]))
        if item["cause"] and item["cause"] not in CAUSES:
            found.wrong[names["cause"]] = missing(label(names["cause"]))
        kept.append(item)
    if not found.wrong:
        found.values["restrictions"] = kept
    return found


def _text(name: str, holds: str, *, ahead: bool = False) -> Spec:
    read = Field(name=name, holds="date" if holds == "date" else "text", names=(name,), past=ahead)
    return Spec(name, "date" if holds == "date" else "text", read)
