"""The form of one rule: its numbers as fields with units, and edits as people say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from areal.assess.whatif import DraftRefused, Edit, Number, Rule, direction, numbers
from webmap.language import Language, gettext
from webmap.planner.whatif_asked import FIELD, Asked
from webmap.planner.whatif_number import Shown, exact, unit_name


@dataclass(frozen=True)
class Field:
    """A number of the rule; ``today`` says what it is now."""

    name: str
    path: str
    label: str
    unit: str
    value: str
    today: str
    changed: bool


@dataclass(frozen=True)
class Chip:
    """One change, and the address without it."""

    text: str
    url: str


@dataclass(frozen=True)
class RuleForm:
    """The form of the chosen rule; without fields it can only be left out."""

    code: str
    title: str
    text: str
    fields: tuple[Field, ...]
    removed: bool
    kept: tuple[tuple[str, str], ...]


def label(each: Number, way: str, layers: Mapping[str, str]) -> str:
    """Say what a number decides."""
    about = layers.get(each.about, each.about)
    up = way == "at_least"
    if each.path.endswith(".met"):
        said = gettext("Oppfylt: minst") if up else gettext("Oppfylt: høyst")
        return f"{about} – {said[:1].lower()}{said[1:]}" if about else said
    if each.path.endswith(".deviates"):
        said = gettext("Avvik: mindre enn") if up else gettext("Avvik: mer enn")
        return f"{about} – {said[:1].lower()}{said[1:]}" if about else said
    if each.path.startswith("buffers."):
        return gettext("Byggegrense mot %(layer)s", layer=about)
    if each.path.startswith("retail_max_m2."):
        return gettext("Detaljhandel i klasse %(name)s: høyst", name=each.about)
    return gettext("Innen denne avstanden fra %(layer)s", layer=about)


def rule_form(
    old: Rule | None, new: Rule | None, asked: Asked, layers: Mapping[str, str], lang: Language
) -> RuleForm | None:
    """Return the form of a rule: today's numbers, and those of the draft in the fields."""
    rule = new or old
    if rule is None:
        return None
    before = {each.path: each.value for each in numbers(old)} if old else {}
    way = direction(rule)
    return RuleForm(
        code=rule.code,
        title=getattr(rule.title, lang),
        text=getattr(rule.text, lang),
        fields=tuple(
            _field(each, before.get(each.path), label(each, way, layers), lang)
            for each in numbers(rule)
        ),
        removed=rule.code in asked.removed,
        kept=tuple(pair for pair in asked.pairs() if pair[0] in ("set", "remove")),
    )


def _field(each: Number, today: float | None, said: str, lang: str) -> Field:
    shown = exact(today, each.unit, lang)
    return Field(
        name=f"{FIELD}{each.path}",
        path=each.path,
        label=said,
        unit=unit_name(each.unit),
        value=Shown(each.value, each.unit, lang).text,
        today=gettext("I dag: %(value)s", value=shown),
        changed=each.value != today,
    )


def chips(
    asked: Asked, published: Sequence[Rule], layers: Mapping[str, str], lang: Language
) -> tuple[Chip, ...]:
    """Return every change with the way back from it."""
    rules = {rule.code: rule for rule in published}
    made = [
        Chip(_said(edit, rules, layers, lang), asked.without_edit(edit).url(lang))
        for edit in asked.edits
    ]
    gone = [
        Chip(gettext("%(code)s tas ut", code=code), asked.without_removal(code).url(lang))
        for code in asked.removed
    ]
    return (*made, *gone)


def _said(text: str, rules: Mapping[str, Rule], layers: Mapping[str, str], lang: Language) -> str:
    try:
        edit = Edit.parse(text)
    except DraftRefused:
        return text
    rule = rules.get(edit.rule)
    found = {each.path: each for each in numbers(rule)} if rule else {}
    each = found.get(edit.path)
    if rule is None or each is None:
        return text
    said = label(each, direction(rule), layers)
    old, new = (exact(value, each.unit, lang) for value in (each.value, edit.value))
    return f"{rule.code} {said[:1].lower()}{said[1:]} {old} → {new}"
