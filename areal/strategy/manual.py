"""The manual of each rule kind, a page made from its docstring and its fields."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from areal.strategy.kinds import KINDS, Rule

#: Every kind explains itself under these headings, in this order.
HEADINGS = ("What it checks", "Why", "How it is measured", "Example", "Known limits")

_COMMON = set(Rule.model_fields)
_NOTICE = "<!-- Made by `areal docs` from the kind's docstring. Change that, not this page. -->"


def sections(kind: type[Rule]) -> dict[str, str]:
    """Return the text under each heading of a kind's docstring, each as one paragraph."""
    parts = re.split(r"^([A-Z][a-z ]+):$", inspect.getdoc(kind) or "", flags=re.MULTILINE)
    return {
        heading: " ".join(body.split())
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def page(kind: type[Rule]) -> str:
    """Return the page of a kind as Markdown."""
    summary = (inspect.getdoc(kind) or "").splitlines()[0]
    lines = [_NOTICE, "", f"# {kind.sql_name}", "", summary, ""]
    for heading, body in sections(kind).items():
        lines += [f"## {heading}", "", body, ""]
    lines += ["## Keys", "", "| key | needed | default |", "|---|---|---|"]
    for name, field in kind.model_fields.items():
        if name in _COMMON or name == "kind":
            continue
        default = "" if field.is_required() else f"`{field.get_default()!r}`"
        lines.append(f"| `{name}` | {'yes' if field.is_required() else 'no'} | {default} |")
    lines += ["", f"Measured by `areal/sql/rules/{kind.sql_name}.sql`."]
    return "\n".join(lines) + "\n"


def write_pages(folder: Path) -> list[Path]:
    """Write a page for each kind and return the files whose content changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for kind in KINDS:
        path = folder / f"{kind.sql_name}.md"
        text = page(kind)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
