"""The forms of grants: what was typed, what it means, and what to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import request

from areal.catalogue.grant_checks import LENGTHS
from areal.catalogue.grants import Decision, Mistake
from areal.queries.grants import Grant, ParcelName
from areal.queries.rules import Rule
from webmap.language import Language, gettext
from webmap.pages.words import parcel_label
from webmap.planner import grants_words

#: Fields of each form, in their order.
NEW = ("parcel", "rule", "body", "case_ref", "decided_on", "valid_until", "reason")
CHANGE = ("body", "case_ref", "decided_on", "valid_until", "reason")
WITHDRAW = ("withdrawn_on", "why")

_DATES = ("decided_on", "valid_until", "withdrawn_on")
_LONG = ("reason", "why")
_OPTIONAL = ("valid_until",)
_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


@dataclass(frozen=True)
class Group:
    """Choices under one heading; a list without headings has one group without a title."""

    title: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One field with what stands in it and, where it is wrong, what to do about it."""

    name: str
    kind: str
    label: str
    hint: str
    value: str
    error: str
    optional: bool
    longest: int | None
    groups: tuple[Group, ...] = ()

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error, for the field to name."""
        ids = (("tips", self.hint), ("feil", self.error))
        return " ".join(f"{prefix}-{self.name}" for prefix, text in ids if text)


@dataclass(frozen=True)
class Typed:
    """What was typed, by field, and what of it is no date though it should be."""

    values: Mapping[str, str]
    mistakes: tuple[Mistake, ...]
    days: Mapping[str, date | None]

    @property
    def decision(self) -> Decision:
        """Return the decision the form tells."""
        return Decision(
            body=self.values["body"],
            case_ref=self.values["case_ref"],
            decided_on=self.days["decided_on"],
            valid_until=self.days["valid_until"],
            reason=self.values["reason"],
        )

    def with_found(self, found: Sequence[Mistake]) -> tuple[Mistake, ...]:
        """Join mistakes of the register with those of the form; an unreadable day is not absent."""
        unreadable = {mistake.field for mistake in self.mistakes}
        return (*self.mistakes, *(item for item in found if item.field not in unreadable))


def typed(names: Sequence[str]) -> Typed:
    """Read the fields of the present request."""
    values = {name: request.form.get(name, "") for name in names}
    days: dict[str, date | None] = {}
    mistakes = []
    for name in names:
        if name in _DATES:
            days[name] = _day(values[name])
            if values[name].strip() and days[name] is None:
                mistakes.append(Mistake(name, "not_a_date"))
    return Typed(values, tuple(mistakes), days)


def _day(text: str) -> date | None:
    for form in _FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def held(grant: Grant) -> dict[str, str]:
    """Return what a grant says, as its form holds it."""
    return {
        "body": grant.body,
        "case_ref": grant.case_ref,
        "decided_on": grant.decided_on.isoformat(),
        "valid_until": grant.valid_until.isoformat() if grant.valid_until else "",
        "reason": grant.reason,
    }


def fields(
    names: Sequence[str],
    values: Mapping[str, str],
    mistakes: Sequence[Mistake],
    choices: Mapping[str, tuple[Group, ...]],
) -> tuple[Field, ...]:
    """Return the fields of a form as they are shown."""
    labels = grants_words.fields()
    wrong = {item.field: grants_words.mistake(item.field, item.code) for item in mistakes}
    return tuple(
        Field(
            name=name,
            kind=_kind(name, choices),
            label=labels[name],
            hint=_hints().get(name, ""),
            value=values.get(name, ""),
            error=wrong.get(name, ""),
            optional=name in _OPTIONAL,
            longest=LENGTHS.get(name),
            groups=choices.get(name, ()),
        )
        for name in names
    )


def _kind(name: str, choices: Mapping[str, tuple[Group, ...]]) -> str:
    if choices.get(name):
        return "select"
    return "date" if name in _DATES else "long" if name in _LONG else "text"


def _hints() -> dict[str, str]:
    return {
        "parcel": gettext("Tomtas kortnavn, slik det står i adressen til kartet."),
        "body": gettext("For eksempel «Kommunestyret i Grue»."),
        "case_ref": gettext("Slik det står i møteboka, for eksempel «KS 12/26»."),
        "valid_until": gettext("La feltet stå tomt når det gjelder uten sluttdato."),
        "reason": gettext("Vises for alle. Skriv ikke navn på privatpersoner."),
        "why": gettext("Vises for alle. Skriv ikke navn på privatpersoner."),
    }


def parcel_groups(parcels: Sequence[ParcelName]) -> tuple[Group, ...]:
    """Return the parcels under their sites."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for parcel in parcels:
        title = f"{parcel.kommune_name}: {parcel.site_name}"
        name = f"{parcel.site_name}, {parcel_label(parcel.label)}"
        groups.setdefault(title, []).append((parcel.slug, name))
    return tuple(Group(title, tuple(options)) for title, options in groups.items())


def rule_groups(rules: Sequence[Rule], lang: Language) -> tuple[Group, ...]:
    """Return the rules about parcels, in the order of the strategy."""
    return (Group("", tuple((rule.code, f"{rule.code} {rule.title.get(lang)}") for rule in rules)),)
