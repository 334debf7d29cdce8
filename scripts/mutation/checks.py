"""The rule tests as plain calls: drawn cases and property tests, without starting pytest anew.

Imported from the copy of the package that a bench works on, after it has been put first.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from typing import Any

from hypothesis import Phase, settings
from sqlalchemy import Connection

from tests.rules import test_properties_judging, test_rules
from tests.support.cases import case_files, kind_files
from tests.support.shipped import rule_of

_OWN = ("test_properties", "test_properties_unmapped", "test_properties_recorded")


@dataclass(frozen=True)
class Check:
    """A test with its arguments; it raises what the test raises."""

    name: str
    kinds: tuple[str, ...]
    run: Callable[[Connection], None]


def every_check() -> list[Check]:
    """Return the cases and properties of all kinds, the quick ones first."""
    judging = [*_properties(test_properties_judging)]
    own = [check for name in _OWN for check in _properties(import_module(f"tests.rules.{name}"))]
    return [*_cases(), *judging, *own]


def _cases() -> Iterator[Check]:
    shipped = test_rules.test_case_gets_its_verdict
    of_kinds = test_rules.test_case_of_what_no_shipped_rule_asks_for_gets_its_verdict
    for name, file in kind_files().items():
        kind = (file.definition or {})["kind"]
        for case in file.cases:
            yield _check(name, (kind,), of_kinds, {"file": file, "case": case})
    for (version, code), file in case_files().items():
        kind = rule_of(version, code).sql_name
        for case in file.cases:
            told = {"version": version, "file": file, "case": case}
            yield _check(f"{version} {code}", (kind,), shipped, told)


def _properties(module: Any) -> Iterator[Check]:
    for name, test in vars(module).items():
        if not name.startswith("test_"):
            continue
        # Found is found: time spent on the smallest example would be wasted here.
        if hasattr(test, "_hypothesis_internal_use_settings"):
            quick = settings(test._hypothesis_internal_use_settings, phases=[Phase.generate])
            test._hypothesis_internal_use_settings = quick
        for told in _arguments(test):
            kinds = (told["named"][1].sql_name,) if "named" in told else test.about
            yield _check(name, kinds, test, told)


def _arguments(test: Any) -> Iterator[dict[str, Any]]:
    """Yield the arguments a test is tried with: every combination of its parametrize marks."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    sets = [
        [_named(names, value) for value in values]
        for names, values in (mark.args for mark in marks)
    ]
    for chosen in product(*sets):
        yield {name: value for told in chosen for name, value in told.items()}


def _named(names: str | tuple[str, ...], value: Any) -> dict[str, Any]:
    if isinstance(names, str):
        return {names: value}
    return dict(zip(names, value, strict=True))


def _check(name: str, kinds: tuple[str, ...], test: Any, told: dict[str, Any]) -> Check:
    wants = inspect.signature(test).parameters

    def run(board: Connection) -> None:
        asked = {"asked": test_properties_judging.caller(board)} if "asked" in wants else {}
        test(**({"board": board} if "board" in wants else asked), **told)

    return Check(name, kinds, run)
