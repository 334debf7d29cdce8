"""What may be told about an area before it is checked: which attributes, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Literal

from areal.assess.areas.read import Note
from areal.assess.areas.refused import AreaRefused, refusal
from areal.queries.codes import Code

Holds = Literal["code", "codes", "number", "date", "text"]
Codes = Mapping[str, tuple[Code, ...]]

_YES_NO = "yes_no_unknown"
_LONGEST = 200
_MANY = 1_000_000.0
#: Values that mean "not known", as people write them in files.
_UNKNOWN = ("", "ukjent", "unknown", "null", "none", "-")
#: A shapefile keeps this much of a column's name.
_DBF_NAME = 10


@dataclass(frozen=True)
class Attribute:
    """One attribute: what it holds, the list its codes are from, the range its number is in."""

    name: str
    holds: Holds
    codes: str = ""
    low: float = 0
    high: float = _MANY
    #: The code is a number in the catalogue.
    whole: bool = False


#: Everything an area may be told to be, in the order people are asked.
ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("category", "code", "category"),
    Attribute("area_class", "code", "area_class"),
    Attribute("permitted_activities", "codes", "activity"),
    Attribute("retail_m2", "number"),
    Attribute("arealformaal", "code", "arealformaal"),
    Attribute("planstatus", "code", "planstatus", whole=True),
    Attribute("modenhet", "code", "modenhet", whole=True),
    Attribute("buildable_area_m2", "number", high=1_000_000_000),
    Attribute("bya_percent", "number", high=100),
    Attribute("market", "code", "market"),
    Attribute("owner_kind", "code", "owner_kind"),
    Attribute("power_mw_now", "number", high=10_000),
    Attribute("power_date", "date"),
    Attribute("power_status", "code", "power_status"),
    Attribute("water", "code", _YES_NO),
    Attribute("sewage", "code", _YES_NO),
    Attribute("sewage_distance_m", "number"),
    Attribute("fibre", "code", _YES_NO),
    Attribute("access", "code", _YES_NO),
    Attribute("geotechnical_report", "text"),
)
BY_NAME: Mapping[str, Attribute] = {each.name: each for each in ATTRIBUTES}

#: Other names the same thing has in files.
_ALSO = {
    "arealformål": "arealformaal",
    "arealbruk": "arealformaal",
    "områdeklasse": "area_class",
    "effekt_mw": "power_mw_now",
    "vann": "water",
    "avløp": "sewage",
    "fiber": "fibre",
    "adkomst": "access",
    "bya": "bya_percent",
}


def by_list(codes: Iterable[Code]) -> Codes:
    """Return the codes of the catalogue, list by list."""
    found: dict[str, list[Code]] = {}
    for code in codes:
        found.setdefault(code.list, []).append(code)
    return {name: tuple(items) for name, items in found.items()}


def told_by_person(given: Mapping[str, Any], codes: Codes) -> dict[str, Any]:
    """Return the attributes a person gave; refuses the first that is no attribute, or no value.

    What is not known is left out, so that the rules find it missing.
    """
    found = {}
    for name, raw in given.items():
        attribute = BY_NAME.get(name)
        if attribute is None:
            raise refusal("attribute_unknown", name=name[:60], known=list(BY_NAME))
        value = value_of(attribute, raw, codes)
        if value is not None:
            found[name] = value
    return found


def told_by_file(
    properties: Iterable[Mapping[str, Any]], codes: Codes
) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """Return the attributes the features of one area agree on, and a note for each not used."""
    said: dict[str, list[Any]] = {}
    notes = []
    for feature in properties:
        for name, raw in feature.items():
            attribute = _meant(name)
            if attribute is None:
                continue
            try:
                value = value_of(attribute, raw, codes)
            except AreaRefused:
                notes.append(Note("attribute_unused", {"name": name, "value": str(raw)[:60]}))
                continue
            if value is not None:
                said.setdefault(attribute.name, []).append(value)
    varied = [name for name, values in said.items() if any(one != values[0] for one in values)]
    notes += [Note("attribute_varies", {"name": name}) for name in varied]
    found = {name: values[0] for name, values in said.items() if name not in varied}
    return found, _distinct(notes)


def _distinct(notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple({(note.code, str(note.values)): note for note in notes}.values())


def _meant(name: str) -> Attribute | None:
    plain = name.strip().casefold()
    plain = _ALSO.get(plain, plain)
    if plain in BY_NAME:
        return BY_NAME[plain]
    if len(plain) == _DBF_NAME:
        cut = [each for each in ATTRIBUTES if each.name.startswith(plain)]
        return cut[0] if len(cut) == 1 else None
    return None


def value_of(attribute: Attribute, raw: Any, codes: Codes) -> Any:
    """Return what a raw value means for an attribute, None for "not known".

    Raises ``AreaRefused`` with the attribute's name for a value it can't have.
    """
    parts = _parts(raw) if attribute.holds == "codes" else [raw]
    texts = [text for text in map(_text, parts) if text.casefold() not in _UNKNOWN]
    if not texts:
        return None
    if attribute.holds == "codes":
        return list(dict.fromkeys(_code(attribute, text, codes) for text in texts))
    if attribute.holds == "code":
        code = _code(attribute, texts[0], codes)
        return int(code) if attribute.whole else code
    if attribute.holds == "number":
        return _number(attribute, texts[0])
    if attribute.holds == "date":
        return _date(attribute, texts[0])
    if len(texts[0]) > _LONGEST:
        raise refusal("attribute_too_long", name=attribute.name, limit=_LONGEST)
    return texts[0]


def _parts(raw: Any) -> list[Any]:
    return list(raw) if isinstance(raw, list | tuple) else str(raw).replace(";", ",").split(",")


def _text(raw: Any) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "ja" if raw else "nei"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "".join(char for char in str(raw) if char.isprintable()).strip()


def _code(attribute: Attribute, text: str, codes: Codes) -> str:
    """Return the code, for which its label in either language will do."""
    known = [code for code in codes.get(attribute.codes, ()) if code.code not in _UNKNOWN]
    plain = text.casefold()
    for code in known:
        if plain in (code.code.casefold(), code.label.nb.casefold(), code.label.en.casefold()):
            return code.code
    raise refusal(
        "attribute_not_code",
        name=attribute.name,
        value=text[:60],
        known=[code.code for code in known],
    )


def _number(attribute: Attribute, text: str) -> float:
    try:
        number = float("".join(text.split()).replace(",", "."))
    except ValueError:
        number = float("nan")
    if not (isfinite(number) and attribute.low <= number <= attribute.high):
        raise refusal(
            "attribute_not_number",
            name=attribute.name,
            value=text[:60],
            low=attribute.low,
            high=attribute.high,
        )
    return number


def _date(attribute: Attribute, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise refusal("attribute_not_date", name=attribute.name, value=text[:60]) from error
