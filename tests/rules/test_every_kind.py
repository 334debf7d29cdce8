"""Every kind of rule has drawn cases, property tests and a generated page."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from areal.settings import ROOT
from areal.strategy.kinds import KINDS, Rule
from areal.strategy.manual import page
from tests.support.cases import case_files
from tests.support.shipped import rule_of

NAMES = [kind.sql_name for kind in KINDS]
#: Of the properties that are tried on the kind itself; what all kinds judge with is tried besides.
OWN = ("test_properties", "test_properties_unmapped", "test_properties_recorded")


def properties_of(kind: str) -> set[str]:
    """Return the property tests that are about a kind and are not about all of them."""
    modules = [import_module(f"tests.rules.{name}") for name in OWN]
    return {
        name
        for module in modules
        for name, test in vars(module).items()
        if name.startswith("test_") and kind in getattr(test, "about", ())
    }


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_kind_has_drawn_cases_property_tests_and_a_generated_page(kind: type[Rule]) -> None:
    name = kind.sql_name
    drawn = [place for place in case_files() if rule_of(*place).sql_name == name]

    assert drawn
    assert len(properties_of(name)) >= 1
    assert (ROOT / "docs" / "rule-kinds" / f"{name}.md").read_text(encoding="utf-8") == page(kind)


def test_every_file_of_properties_is_looked_into() -> None:
    found = {path.stem for path in Path(__file__).parent.glob("test_properties*.py")}

    assert found == {*OWN, "test_properties_judging", "test_properties_history"}
