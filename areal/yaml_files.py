"""Typed YAML files: every refusal names the file, the line and the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from areal.errors import InputError

Model = TypeVar("Model", bound=BaseModel)


def read_text(path: Path) -> str:
    """Return a file's text; raises ``InputError`` when it is absent, unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError("the file does not exist", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the file can't be read: {error}",
            file=str(path),
            hint="It must be readable, and be text in UTF-8.",
        ) from error


def read_typed(path: Path, model: type[Model]) -> Model:
    """Read a YAML file as ``model``.

    Raises ``InputError`` with file, line and field for bad syntax, duplicate keys, unknown keys
    and values of the wrong form.
    """
    tree = _parse(path)
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        first = error.errors()[0]
        location = first["loc"]
        raise InputError(
            _message(first["msg"], len(error.errors())),
            file=str(path),
            line=_line(tree, location),
            field=_field(tree, location),
        ) from error


def _parse(path: Path) -> Any:
    try:
        tree = YAML(typ="rt").load(read_text(path))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            str(error.problem or error.context).splitlines()[0],
            file=str(path),
            line=mark.line + 1 if mark else None,
            hint="Each key may stand once, and indentation is two spaces.",
        ) from error
    if not isinstance(tree, CommentedMap):
        raise InputError("must hold keys and values", file=str(path), line=1)
    return tree


def _message(first: str, count: int) -> str:
    text = first.removeprefix("Value error, ")
    return text if count == 1 else f"{text} (and {count - 1} more)"


def _steps(tree: Any, location: tuple[int | str, ...]) -> list[tuple[Any, int | str]]:
    """Follow a location as far as the tree has it; names of union members are no keys of it."""
    steps: list[tuple[Any, int | str]] = []
    node = tree
    for key in location:
        in_map = isinstance(node, CommentedMap) and key in node
        in_list = isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node)
        if in_map or in_list:
            steps.append((node, key))
            node = node[key]
    return steps


def _line(tree: Any, location: tuple[int | str, ...]) -> int | None:
    steps = _steps(tree, location)
    if not steps:
        return 1
    node, key = steps[-1]
    if isinstance(node, CommentedMap):
        return int(node.lc.key(key)[0]) + 1
    return int(node.lc.item(key)[0]) + 1


def _field(tree: Any, location: tuple[int | str, ...]) -> str:
    known = [str(key) for _, key in _steps(tree, location)]
    last = location[-1] if location else ""
    # A key that is missing is not in the tree, yet it is what the message is about.
    if isinstance(last, str) and (not known or known[-1] != last) and "[" not in last:
        known.append(last)
    return ".".join(known)
