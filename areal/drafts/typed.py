"""What was typed in a form: read as an import reads a file, said back as people write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from areal.drafts.fields import Spec
from areal.ingest.imports.issues import Issue, Language
from areal.ingest.imports.values import LEFT_OUT, Column, Context, read

#: Fields as they come: the values of each name.
Sent = Mapping[str, Sequence[str]]
#: What only tells of a value that was mended, and does not stop it.
_TOLD_ONLY = frozenset({"encoding_damage"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Fault:
    """What only a form can have wrong, in both languages."""

    nb: str
    en: str

    def told(self, lang: str) -> str:
        """Return what is wrong, and how to mend it."""
        return self.en if lang == "en" else self.nb

    def fix(self, lang: str) -> str:  # noqa: ARG002 - as issues of an import have it
        """Return nothing: it has been said."""
        return ""


def missing(label: str) -> Fault:
    """Return what is said of a field that must not be empty."""
    return Fault(f"{label} må fylles ut.", f"{label} must be filled in.")


@dataclass
class Typed:
    """Values as the catalogue keeps them, and what is wrong, by field.

    A field that is wrong is not among ``values``: what was there stays.
    """

    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Issue | Fault] = field(default_factory=dict)

    def told(self, lang: str) -> dict[str, str]:
        """Return what is wrong with each field, with how to mend it."""
        said: Language = "en" if lang == "en" else "nb"
        return {
            name: f"{issue.told(said)} {issue.fix(said)}".strip()
            for name, issue in self.wrong.items()
        }


def shown(value: Any, spec: Spec) -> str:
    """Return a value as it stands in its field; lists of codes are joined with commas."""
    if value is None:
        return ""
    if spec.shape == "lines":
        return "\n".join(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if spec.shape == "number":
        return f"{float(value):.10g}".replace(".", ",")
    return str(value)


def typed(
    sent: Sent,
    held: Mapping[str, Any],
    specs: Sequence[Spec],
    label: Callable[[str], str],
    context: Context,
) -> Typed:
    """Read fields that were sent; what was not touched keeps its value to the last digit.

    ``held`` are the values the form was made of, ``label`` says what a field is called.
    """
    found = Typed()
    for spec in specs:
        raw = raw_of(sent, spec)
        if raw is None:
            continue
        if raw == shown(held.get(spec.name), spec).strip():
            found.values[spec.name] = held.get(spec.name)
        else:
            _read(found, spec, raw, label(spec.name), context)
    return found


def raw_of(sent: Sent, spec: Spec) -> str | None:
    """Return what was typed in a field, None when the form does not have it."""
    if spec.name not in sent:
        return None
    values = [text.replace("\r\n", "\n").strip() for text in sent[spec.name]]
    return ", ".join(filter(None, values)) if spec.shape == "checks" else values[-1]


def _read(found: Typed, spec: Spec, raw: str, label: str, context: Context) -> None:
    if not raw and spec.required:
        found.wrong[spec.name] = missing(label)
        return
    if spec.shape == "lines":
        _lines(found, spec, raw, label, context)
        return
    value, issues = read(Column(label, spec.read), raw, context)
    grave = [issue for issue in issues if issue.code not in _TOLD_ONLY]
    if grave:
        found.wrong[spec.name] = grave[0]
        return
    if spec.name == "contact_email" and raw and not _EMAIL.fullmatch(raw):
        found.wrong[spec.name] = Fault(
            f"«{raw[:80]}» er ikke en e-postadresse. Skriv for eksempel naring@kommune.no.",
            f"“{raw[:80]}” is not an e-mail address. Write for example naring@kommune.no.",
        )
        return
    found.values[spec.name] = nothing(spec) if value is LEFT_OUT else value


def nothing(spec: Spec) -> Any:
    """Return what an empty field says: nothing is known."""
    if spec.codes == "yes_no_unknown":
        return "ukjent"
    if spec.shape == "flag":
        return False
    if spec.shape == "lines" or spec.name in ("focus_areas", "matrikkel"):
        return []
    return None


def _lines(found: Typed, spec: Spec, raw: str, label: str, context: Context) -> None:
    kept = []
    for line in filter(None, map(str.strip, raw.split("\n"))):
        value, issues = read(Column(label, spec.read), line, context)
        grave = [issue for issue in issues if issue.code not in _TOLD_ONLY]
        if grave:
            found.wrong[spec.name] = grave[0]
            return
        if value is not LEFT_OUT:
            kept.append(value)
    found.values[spec.name] = kept
