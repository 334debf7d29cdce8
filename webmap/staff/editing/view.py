"""The fields of the editor's forms as they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from areal.drafts import parts
from areal.drafts.fields import AXES, PARCEL_GROUPS, RESTRICTION, Spec, parcel_spec, site_specs
from areal.drafts.typed import Sent, raw_of, shown
from webmap.language import gettext
from webmap.pages.words import Labels
from webmap.planner.precheck_form import unit
from webmap.staff.editing import words

#: Lists whose codes are labelled by the values of the field itself.
_PLAN_KINDS = ("kommuneplan", "reguleringsplan")


@dataclass(frozen=True)
class Choice:
    """One value of a field."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One field: what stands in it, and what is wrong with that."""

    name: str
    label: str
    shape: str
    value: str = ""
    error: str = ""
    hint: str = ""
    unit: str = ""
    lang: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error, for the field to name."""
        ids = (("tips", self.hint), ("feil", self.error))
        return " ".join(f"{prefix}-{self.name}" for prefix, text in ids if text)


@dataclass(frozen=True)
class Group:
    """Fields under one heading, with the confirmations that belong there."""

    key: str
    title: str
    fields: tuple[Field, ...]
    confirmations: tuple[tuple[str, tuple[Field, ...]], ...] = ()


class Shower:
    """Makes fields of what is held, or of what was sent and is to be corrected."""

    def __init__(self, labels: Labels, sent: Sent | None, wrong: Mapping[str, str]) -> None:
        self._labels, self._sent, self._wrong = labels, sent, wrong

    def field(self, spec: Spec, held: Any) -> Field:
        """Return one field."""
        raw = raw_of(self._sent, spec) if self._sent is not None else None
        text = shown(held, spec) if raw is None else raw
        return Field(
            name=spec.name,
            label=words.label(spec.name),
            shape=spec.shape,
            value=text,
            error=self._wrong.get(spec.name, ""),
            hint=_hints().get(spec.name, ""),
            unit="kr/m²" if spec.name == "price_nok_m2" else unit(spec.name),
            lang={"nb": "nb", "en": "en"}.get(spec.name.rpartition("_")[2], ""),
            required=spec.required,
            choices=self._choices(spec, text),
        )

    def text(self, name: str, held: Any, shape: str = "text", **more: Any) -> Field:
        """Return a field that is no column: of a confirmation, a restriction, a picture."""
        value = "" if held is None else str(held)
        if self._sent is not None and name in self._sent:
            value = self._sent[name][-1]
        return Field(name, words.label(name), shape, value, self._wrong.get(name, ""), **more)

    def _choices(self, spec: Spec, text: str) -> tuple[Choice, ...]:
        if spec.shape == "flag":
            return (
                Choice("nei", gettext("Nei"), text != "ja"),
                Choice("ja", gettext("Ja"), text == "ja"),
            )
        if spec.shape not in ("select", "checks"):
            return ()
        chosen = [part.strip() for part in text.split(",")]
        name = spec.codes
        codes = _PLAN_KINDS if name == "plantype" else self._labels.codes(name)
        listed = tuple(
            Choice(code, _plan_kind(code) or self._labels(name, code), code in chosen)
            for code in codes
        )
        if spec.shape == "checks" or name == "yes_no_unknown":
            return listed
        nothing = gettext("Velg") if spec.required else gettext("Ikke oppgitt")
        return (Choice("", nothing, not text), *listed)


def _plan_kind(code: str) -> str:
    return {
        "kommuneplan": gettext("Kommuneplan"),
        "reguleringsplan": gettext("Reguleringsplan"),
    }.get(code, "")


def _hints() -> dict[str, str]:
    return {
        "matrikkel": gettext("For eksempel 36/77, eller flere med komma mellom."),
        "highlights_nb": gettext("Ett per linje."),
        "highlights_en": gettext("Ett per linje."),
        "contact_role": gettext("En rolle, aldri en privatperson."),
        "verified_by": gettext("En rolle, aldri en privatperson."),
        "arealplan_id": gettext("Slik den står i planregisteret."),
    }


def site_fields(shower: Shower, site: Mapping[str, Any]) -> dict[str, Field]:
    """Return the fields of a site by name."""
    return {spec.name: shower.field(spec, site.get(spec.name)) for spec in site_specs()}


def parcel_groups(shower: Shower, held: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the fields of a parcel under their headings."""
    values = {**held["fields"], "matrikkel": held.get("matrikkel") or []}
    titles = words.groups()
    return tuple(
        Group(
            key,
            titles[key],
            tuple(shower.field(parcel_spec(name), values.get(name)) for name in names),
            tuple((words.axes()[axis], confirmation(shower, axis, held)) for axis in AXES[key]),
        )
        for key, names in PARCEL_GROUPS
    )


def confirmation(shower: Shower, axis: str, held: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields of a confirmation: the day, who, how."""
    told = (held.get("verified") or {}).get(axis) or {}
    shapes = {"on": "date", "by": "text", "how": "text"}
    return tuple(
        shower.text(parts.verified_name(axis, part), told.get(part), shape)
        for part, shape in shapes.items()
    )


def restrictions(shower: Shower, held: Mapping[str, Any]) -> tuple[tuple[Field, ...], ...]:
    """Return the fields of every restriction, and of one more that is empty."""
    listed: Sequence[Mapping[str, Any]] = [*(held.get("restrictions") or []), {}]
    return tuple(
        tuple(_restriction(shower, number, part, item) for part in RESTRICTION)
        for number, item in enumerate(listed[: parts.MOST], 1)
    )


def _restriction(shower: Shower, number: int, part: str, item: Mapping[str, Any]) -> Field:
    name = parts.restriction_name(number, part)
    if part == "expected_end":
        return shower.text(name, item.get(part), "date")
    if part != "cause":
        lang = {"note_nb": "nb", "note_en": "en"}.get(part, "")
        return shower.text(name, item.get(part), lang=lang)
    plain = shower.text(name, item.get(part), "select")
    listed = (("", gettext("Velg")), *words.causes())
    choices = tuple(Choice(code, text, code == plain.value) for code, text in listed)
    return Field(**{**plain.__dict__, "choices": choices})
