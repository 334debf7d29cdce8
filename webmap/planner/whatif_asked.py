"""What the what-if page is asked: edits and rules left out in the address, a text that is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from areal.assess.whatif import Draft, Edit
from webmap.language import Language
from webmap.pages import links
from webmap.planner.frame import address
from webmap.planner.whatif_number import Shown

#: Largest text of a draft, in bytes: some ten times a whole strategy.
MOST_BYTES = 400_000
#: Most edits, and rules left out, an address may name.
_MOST = 60
#: What the fields of the rule's form are called in the address, before the number's path.
FIELD = "v."


@dataclass(frozen=True)
class Asked:
    """The state of the page: all of it is in the address but the text."""

    edits: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rule: str = ""
    curve: str = ""
    text: str = ""
    name: str = ""

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to hold against today's strategy."""
        return not (self.edits or self.removed or self.text.strip())

    def draft(self) -> Draft:
        """Return the draft; raises ``DraftRefused`` for an edit that can't be read."""
        return Draft(
            [Edit.parse(edit) for edit in self.edits],
            self.removed,
            self.text,
            self.name or "utkast",
        )

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the state as the address has it."""
        yield from (("set", edit) for edit in self.edits)
        yield from (("remove", code) for code in self.removed)
        yield from (pair for pair in (("rule", self.rule), ("curve", self.curve)) if pair[1])

    def url(self, lang: Language) -> str:
        """Return the address of this state."""
        return links.with_query(address("whatif", lang), self.pairs())

    def without_edit(self, edit: str) -> Asked:
        """Return the state with one edit taken back."""
        return replace(self, edits=tuple(each for each in self.edits if each != edit))

    def without_removal(self, code: str) -> Asked:
        """Return the state with one rule put back."""
        return replace(self, removed=tuple(each for each in self.removed if each != code))

    def about(self, code: str) -> Asked:
        """Return the state with another rule in the form."""
        return replace(self, rule=code, curve="")


def read_asked() -> Asked:
    """Return the state of the present address."""
    args = request.args
    return Asked(
        edits=tuple(dict.fromkeys(args.getlist("set")))[:_MOST],
        removed=tuple(dict.fromkeys(args.getlist("remove")))[:_MOST],
        rule=args.get("rule", "")[:20],
        curve=args.get("curve", "")[:60],
    )


def with_text(asked: Asked) -> tuple[Asked, bool]:
    """Return the state with the text that was sent, and whether it was too large to read."""
    request.max_content_length = MOST_BYTES
    request.max_form_memory_size = MOST_BYTES
    try:
        file = request.files.get("file")
        content = file.read() if file and file.filename else b""
        text = request.form.get("text", "")
    except RequestEntityTooLarge:
        return asked, True
    if content:
        named = (file.filename or "") if file else ""
        return replace(asked, text=content.decode("utf-8", "replace"), name=named[:100]), False
    return replace(asked, text=text.replace("\r\n", "\n")), False


def is_form() -> bool:
    """Return whether the present address is a rule's form that was sent."""
    return "apply" in request.args


def applied(asked: Asked, args: MultiDict[str, str], today: Mapping[str, Shown]) -> Asked:
    """Return the state with a rule's form in it; ``today`` has its numbers by path.

    A field that says what is so today is no edit.
    """
    code = asked.rule
    kept = tuple(edit for edit in asked.edits if not edit.startswith(f"{code}."))
    removed = tuple(each for each in asked.removed if each != code)
    if args.get("drop"):
        return replace(asked, edits=kept, removed=(*removed, code))
    edits = (
        f"{code}.{path}={shown.read(args[FIELD + path])}"
        for path, shown in today.items()
        if FIELD + path in args and not shown.says(args[FIELD + path])
    )
    return replace(asked, edits=(*kept, *edits), removed=removed)
