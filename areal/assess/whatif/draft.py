"""A draft: the published strategy with some numbers changed, rules taken out, others put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from areal.assess.whatif.numbers import Number, numbers, with_numbers
from areal.errors import InputError
from areal.layers.registry import known_codes, read_registry
from areal.settings import get_settings
from areal.strategy.kinds import Rule
from areal.strategy.load import parse_strategy

#: What stands before rules that come by themselves, so that they can be read as a strategy.
_HEAD = (
    "id: draft/draft",
    "title: {nb: x, en: x}",
    "status: utkast",
    "valid: {from: 2000-01-01}",
    "document: {title: x, publisher: x}",
    "notice: {nb: x, en: x}",
    "rules:",
)
_WHOLE = re.compile(r"^rules\s*:", re.MULTILINE)
_NUMBER = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,9})?")
#: Text with which a limit is taken out.
_NONE = ("", "-", "none")


class DraftRefused(InputError):
    """A change that can't be made; ``reason`` is a stable code, ``edit`` what it was about."""

    def __init__(self, reason: str, message: str, edit: str, hint: str | None = None) -> None:
        super().__init__(message, field=edit, hint=hint)
        self.reason = reason
        self.edit = edit


@dataclass(frozen=True)
class Edit:
    """One number of one rule; ``path`` as in ``Number``, None takes a limit out."""

    rule: str
    path: str
    value: float | None

    @classmethod
    def parse(cls, text: str) -> Edit:
        """Read ``R09.limits.met=1``; the decimal sign may be a comma. Raises ``DraftRefused``."""
        place, sign, value = text.partition("=")
        code, dot, path = place.strip().partition(".")
        if not sign or not dot:
            raise DraftRefused("form", "must look like R09.limits.met=1", text[:80])
        return cls(code, path, _number(value.strip(), place.strip()))

    def __str__(self) -> str:
        """Return the edit as ``parse`` reads it."""
        value = "none" if self.value is None else f"{self.value:.10g}"
        return f"{self.rule}.{self.path}={value}"


@dataclass(frozen=True)
class Draft:
    """What is to be different from the published strategy.

    ``text`` is YAML: a whole strategy that takes the published one's place, or one or more rules,
    which are added or take the place of those of the same code. ``name`` is what it is called in a
    refusal.
    """

    edits: Sequence[Edit] = ()
    removed: Sequence[str] = ()
    text: str = ""
    name: str = "draft"

    def rules(self, published: Sequence[Rule]) -> tuple[Rule, ...]:
        """Return the rules of the draft, in order. Raises ``InputError`` when it can't be used."""
        rules = _from_text(self.text, self.name, published) if self.text.strip() else (*published,)
        for code in self.removed:
            _known(rules, code, code)
        return tuple(rule for rule in _edited(rules, self.edits) if rule.code not in self.removed)


def _number(text: str, edit: str) -> float | None:
    if text.lower() in _NONE:
        return None
    if not _NUMBER.fullmatch(text.replace("\u2212", "-").replace("\u00a0", "")):
        raise DraftRefused("number", f"“{text[:40]}” is no number", edit)
    return float(text.replace("\u2212", "-").replace(",", "."))


def _known(rules: Iterable[Rule], code: str, edit: str) -> Rule:
    found = {rule.code: rule for rule in rules}
    if code not in found:
        raise DraftRefused(
            "rule", f"there is no rule {code[:20]}", edit, f"There are: {', '.join(found)}."
        )
    return found[code]


def _edited(rules: Sequence[Rule], edits: Sequence[Edit]) -> tuple[Rule, ...]:
    """Return the rules with their edits; those of one rule are made together."""
    for edit in edits:
        _check(_known(rules, edit.rule, str(edit)), edit)
    return tuple(
        _changed(rule, [edit for edit in edits if edit.rule == rule.code]) for rule in rules
    )


def _check(rule: Rule, edit: Edit) -> None:
    known = {number.path: number for number in numbers(rule)}
    if edit.path not in known:
        raise DraftRefused("path", "is no number of the rule", str(edit), _offered(rule, known))
    if edit.value is None and not edit.path.endswith(".deviates"):
        raise DraftRefused("needed", "can't be left out", str(edit))


def _changed(rule: Rule, edits: Sequence[Edit]) -> Rule:
    if not edits:
        return rule
    try:
        return with_numbers(rule, {edit.path: edit.value for edit in edits})
    except ValidationError as error:
        message = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise DraftRefused("value", message, str(edits[-1])) from error


def _offered(rule: Rule, known: dict[str, Number]) -> str:
    return f"{rule.code} has: {', '.join(known) or 'none'}."


def _from_text(text: str, name: str, published: Sequence[Rule]) -> tuple[Rule, ...]:
    layers = known_codes(read_registry(get_settings().geo_dir / "layers"))
    if _WHOLE.search(text):
        return parse_strategy(text, layers, file=name).strategy.rules
    try:
        found = parse_strategy("\n".join((*_HEAD, *_as_items(text))), layers, file=name)
    except InputError as error:
        raise _moved(error, name) from error
    given = {rule.code: rule for rule in found.strategy.rules}
    kept = tuple(given.pop(rule.code, rule) for rule in published)
    return (*kept, *given.values())


def _as_items(text: str) -> list[str]:
    """Return the lines of one rule, or of a list of them, as items of a list."""
    lines = text.expandtabs(2).splitlines()
    first = next(i for i, line in enumerate(lines) if line.strip())
    for i, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#"):
            first = i
            break
    if lines[first].lstrip().startswith("- "):
        return lines
    return [f"- {line}" if i == first else f"  {line}" for i, line in enumerate(lines)]


def _moved(error: InputError, name: str) -> InputError:
    """Return a refusal with the line as it is in what was given."""
    line = None if error.line is None else max(1, error.line - len(_HEAD))
    place = ":".join(str(part) for part in (name, error.line) if part is not None)
    message = error.message.removeprefix(f"{place}: ")
    if error.field:
        message = message.removeprefix(f"{error.field}: ")
    return InputError(message, file=name, line=line, field=error.field, hint=error.hint)
