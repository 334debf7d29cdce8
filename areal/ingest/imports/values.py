"""Turn what a file says into what the catalogue keeps, value by value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from areal.ingest.imports.fields import Field
from areal.ingest.imports.issues import Issue
from areal.ingest.imports.numbers import NotANumber, number
from areal.ingest.imports.people import has_national_id, looks_like_person

#: Values that say nothing: what the catalogue knows stays.
BLANK = frozenset({"", "null", "none", "-", "–", "n/a", "na", "nan", "<null>"})
#: Values that say that it is not known.
UNKNOWN = frozenset({"ukjent", "unknown", "ikke oppgitt", "?", "vet ikke"})
#: What stands for a value that is not taken into the row at all.
LEFT_OUT = object()
_YES = frozenset({"ja", "j", "yes", "y", "true", "sann", "1", "x"})
_NO = frozenset({"nei", "n", "no", "false", "usann", "0"})
_LONGEST = 500
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y%m%d", "%d-%m-%Y", "%Y/%m/%d")
_EARLIEST = 1900
_MATRIKKEL = re.compile(
    r"^(?:(?P<kommune>\d{3,4})\s*[-/]\s*)?(?P<gnr>\d{1,5})\s*/\s*(?P<bnr>\d{1,5})"
    r"(?:\s*/\s*(?P<fnr>\d{1,5}))?(?:\s*/\s*(?P<snr>\d{1,5}))?$"
)
_KOMMUNE = re.compile(r"\d{3,4}")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf¦¸¥†˜…]|Ã¦|Ã¸|Ã¥|Ã†|Ã˜|Ã…|Â[\u00a0-\u00bf]|â€")
_DAMAGED = "\ufffd"


@dataclass(frozen=True)
class CodeNames:
    """The codes of one list, by code and by label in either language."""

    codes: tuple[str, ...]
    by_name: Mapping[str, str]


@dataclass(frozen=True)
class Context:
    """What values are read against: code lists, kommuner by number and name, and the day."""

    codes: Mapping[str, CodeNames]
    kommuner: Mapping[str, str]
    today: date


@dataclass(frozen=True)
class Column:
    """How the values of one column are read."""

    heading: str
    field: Field
    unit: str | None = None
    #: What a value of the sender is in the catalogue.
    values: Mapping[str, str] | None = None


class Unusable(Exception):
    """A value that can't be taken; carries what is to be said of it."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read(column: Column, raw: Any, context: Context) -> tuple[Any, tuple[Issue, ...]]:
    """Return a value as the catalogue keeps it, and what to say of it.

    None is "not known"; ``LEFT_OUT`` is a value that says nothing, or can't be used.

    The issues have no row yet: the same value says the same on every row.
    """
    text = said(raw)
    issues: list[Issue] = []
    if column.values is not None:
        text = column.values.get(text, text)
    if isinstance(raw, str):
        text, issues = _mended(column, text)
    folded = text.casefold()
    if folded in BLANK:
        return LEFT_OUT, tuple(issues)
    if folded in UNKNOWN:
        return _not_known(column.field), tuple(issues)
    try:
        return _READERS[column.field.holds](column, text, context), tuple(issues)
    except Unusable as problem:
        shown = None if problem.code in ("national_id", "person_name") else text[:120]
        told = {"field": column.heading, **problem.values}
        value = told.pop("value", shown)
        issues.append(Issue(problem.code, field=column.heading, value=value, values=told))
        return problem.values.get("kept", LEFT_OUT), tuple(issues)


def said(raw: Any) -> str:
    """Return a raw value as text: whole numbers without decimals, lists with semicolons."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "ja" if raw else "nei"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, list | tuple):
        return "; ".join(said(item) for item in raw)
    text = str(raw)
    if text.isprintable():
        return text.strip()
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _not_known(field: Field) -> Any:
    return "ukjent" if field.codes == "yes_no_unknown" else None


def _mended(column: Column, text: str) -> tuple[str, list[Issue]]:
    """Undo UTF-8 that was read as Windows text («Ã¥»); tell of what can't be undone."""
    if _DAMAGED in text:
        return "", [Issue("encoding_lost", field=column.heading, value=text[:120])]
    if not _MOJIBAKE.search(text):
        return text, []
    for wrong in ("cp1252", "latin-1"):
        try:
            mended = text.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        issue = Issue(
            "encoding_damage",
            field=column.heading,
            value=text[:120],
            values={"mended": mended[:120]},
        )
        return mended, [issue]
    return "", [Issue("encoding_lost", field=column.heading, value=text[:120])]


def _text(column: Column, text: str, context: Context) -> str:  # noqa: ARG001 - one signature
    if has_national_id(text):
        raise Unusable("national_id")
    if looks_like_person(text):
        raise Unusable("person_name")
    if len(text) > _LONGEST:
        raise Unusable("text_too_long", count=len(text), limit=_LONGEST, kept=text[:_LONGEST])
    return text


def _code(column: Column, text: str, context: Context) -> str | int:
    found = _one_code(column, text, context)
    return int(found) if column.field.whole else found


def _one_code(column: Column, text: str, context: Context) -> str:
    known = context.codes[column.field.codes or ""]
    found = known.by_name.get(text.casefold())
    if found is None:
        # «1300 - Næringsbebyggelse»: the code with its own label.
        found = known.by_name.get(re.split(r"\s*[-–:]\s*|\s+", text, maxsplit=1)[0].casefold())
    if found is None:
        raise Unusable("code_unknown", known=", ".join(known.codes))
    return found


def _codes(column: Column, text: str, context: Context) -> list[str]:
    parts = [part.strip() for part in re.split(r"[;,|\n]", text.strip("[]{}")) if part.strip()]
    return list(dict.fromkeys(_one_code(column, part.strip("\"'"), context) for part in parts))


def _number(column: Column, text: str, context: Context) -> float:  # noqa: ARG001
    field = column.field
    try:
        found = number(text, field.unit, column.unit)
    except NotANumber as error:
        raise Unusable("not_a_number") from error
    if not field.low <= found <= field.high:
        raise Unusable(
            "out_of_range",
            low=f"{field.low:g}",
            high=f"{field.high:g}",
            unit=_SHOWN.get(field.unit or "", ""),
        )
    return found


_SHOWN = {"m2": "m²", "nok_m2": "kr/m²", "mw": "MW", "m": "m", "percent": "%"}


def _whole(column: Column, text: str, context: Context) -> int:
    found = _number(column, text, context)
    if not found.is_integer():
        raise Unusable("not_a_number")
    return int(found)


def _date(column: Column, text: str, context: Context) -> str:
    found = _any_date(text)
    if found is None or found.year < _EARLIEST:
        raise Unusable("date_impossible")
    if found > context.today and not column.field.past:
        raise Unusable("date_future", value=found.isoformat())
    return found.isoformat()


def _any_date(text: str) -> date | None:
    bare = text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    for form in _DATES:
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _flag(column: Column, text: str, context: Context) -> bool:  # noqa: ARG001
    plain = text.casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise Unusable("not_yes_or_no")


def _matrikkel(column: Column, text: str, context: Context) -> list[str]:  # noqa: ARG001
    parts = [
        part.strip() for part in re.split(r"[;,|]|\s+og\s+", text.strip("[]{}")) if part.strip()
    ]
    found = []
    for part in parts:
        match = _MATRIKKEL.match(part.strip("\"'").replace("gnr", "").replace("bnr", "").strip())
        if match is None:
            raise Unusable("matrikkel_broken")
        found.append(matrikkel_number(**match.groupdict()))
    return list(dict.fromkeys(found))


def matrikkel_number(
    kommune: str | None, gnr: str, bnr: str, fnr: str | None = None, snr: str | None = None
) -> str:
    """Return a matrikkel number as the catalogue writes it: ``3401-36/77``, kommune when known."""
    head = f"{int(kommune):04d}-" if kommune else ""
    tail = [number for number in (fnr, snr) if number not in (None, "", "0", 0)]
    if snr not in (None, "", "0", 0) and fnr in (None, "", "0", 0):
        tail = ["0", str(snr)]
    return head + "/".join(str(int(number)) for number in (gnr, bnr, *tail))


def _kommune(column: Column, text: str, context: Context) -> str:  # noqa: ARG001
    number = _KOMMUNE.search(text)
    if number is not None:
        return f"{int(number.group()):04d}"
    by_name = {name.casefold(): code for code, name in context.kommuner.items()}
    found = by_name.get(text.casefold().removesuffix(" kommune"))
    if found is None:
        raise Unusable("code_unknown", known=", ".join(context.kommuner))
    return found


def _shape(column: Column, text: str, context: Context) -> str:  # noqa: ARG001
    return text


_READERS = {
    "text": _text,
    "code": _code,
    "codes": _codes,
    "number": _number,
    "whole": _whole,
    "date": _date,
    "flag": _flag,
    "matrikkel": _matrikkel,
    "kommune": _kommune,
    "shape": _shape,
}
