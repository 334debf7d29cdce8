"""Typed YAML files: every refusal names the file, the line and the field."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from areal.errors import InputError

Model = TypeVar("Model", bound=BaseModel)
#: Keys and list positions from the root of a file.
Location = tuple[int | str, ...]


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
    return parse_typed(read_text(path), model, file=str(path))


def parse_typed(text: str, model: type[Model], *, file: str) -> Model:
    """Read YAML text as ``model``; ``file`` is what the text is called in a refusal.

    Raises ``InputError`` as ``read_typed`` does.
    """
    tree = _parse(text, file)
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        first = error.errors()[0]
        location, message = _pointed(tree, _without_tags(tree, first["loc"]), first["msg"])
        raise InputError(
            _message(message, len(error.errors())),
            file=file,
            line=_line(tree, location),
            field=_field(tree, location),
        ) from error


def _parse(text: str, file: str) -> Any:
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            str(error.problem or error.context).splitlines()[0],
            file=file,
            line=mark.line + 1 if mark else None,
            hint="Each key may stand once, and indentation is two spaces.",
        ) from error
    except ValueError as error:
        # The parser makes dates itself, and does not say where one went wrong.
        line, field = _impossible_date(YAML(typ="rt").compose(text), ())
        raise InputError(str(error), file=file, line=line, field=field) from error
    if not isinstance(tree, CommentedMap):
        raise InputError("must hold keys and values", file=file, line=1)
    return tree


def _impossible_date(node: Any, keys: tuple[str, ...]) -> tuple[int | None, str | None]:
    """Return line and field of the first date below ``node`` that no calendar has."""
    if isinstance(node, MappingNode):
        children = [(key.value, value) for key, value in node.value]
    elif isinstance(node, SequenceNode):
        children = [(str(index), value) for index, value in enumerate(node.value)]
    else:
        return _impossible_scalar(node, keys)
    for key, child in children:
        line, field = _impossible_date(child, (*keys, key))
        if line is not None:
            return line, field
    return None, None


def _impossible_scalar(node: Any, keys: tuple[str, ...]) -> tuple[int | None, str | None]:
    if str(node.tag) != "tag:yaml.org,2002:timestamp":
        return None, None
    try:
        date(*(int(part) for part in re.split("[Tt ]", node.value)[0].split("-")))
    except ValueError:
        return node.start_mark.line + 1, ".".join(keys)
    return None, None


def _message(first: str, count: int) -> str:
    return first if count == 1 else f"{first} (and {count - 1} more)"


def _without_tags(tree: Any, location: Location) -> Location:
    """Return a location without the names of kinds, which stand before the keys of such a map.

    A kind may be called like a key of its own, so the names can't be told apart later.
    """
    kept: list[int | str] = []
    node, told = tree, False
    for key in location:
        if isinstance(node, CommentedMap) and node.get("kind") == key and not told:
            told = True
            continue
        kept.append(key)
        if _has(node, key):
            node, told = node[key], False
    return tuple(kept)


def _pointed(tree: Any, location: Location, message: str) -> tuple[Location, str]:
    """Follow a message of the form ``limits.met: too low`` to the key it names."""
    text = message.removeprefix("Value error, ")
    named = re.match(r"([\w.]+): ", text)
    if named is None:
        return location, text
    further = tuple(int(part) if part.isdigit() else part for part in named[1].split("."))
    whole = (*location, *further)
    if len(_steps(tree, whole)) < len(whole):
        return location, text
    return whole, text.removeprefix(named[0])


def _has(node: Any, key: int | str) -> bool:
    in_map = isinstance(node, CommentedMap) and key in node
    return in_map or (isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node))


def _steps(tree: Any, location: Location) -> list[tuple[Any, int | str]]:
    """Follow a location as far as the tree has it; names of union members are no keys of it."""
    steps: list[tuple[Any, int | str]] = []
    node = tree
    for key in location:
        if _has(node, key):
            steps.append((node, key))
            node = node[key]
    return steps


def _line(tree: Any, location: Location) -> int | None:
    steps = _steps(tree, location)
    if not steps:
        return 1
    node, key = steps[-1]
    if isinstance(node, CommentedMap):
        return int(node.lc.key(key)[0]) + 1
    return int(node.lc.item(key)[0]) + 1


def _field(tree: Any, location: Location) -> str:
    known = [str(key) for _, key in _steps(tree, location)]
    last = location[-1] if location else ""
    # A key that is missing is not in the tree, yet it is what the message is about.
    if isinstance(last, str) and (not known or known[-1] != last) and "[" not in last:
        known.append(last)
    return ".".join(known)
