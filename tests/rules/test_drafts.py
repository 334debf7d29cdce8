"""A shipped draft is told from what was adopted, and from what the region has written."""

from __future__ import annotations

from ruamel.yaml import YAML

from areal.settings import ROOT
from tests.support.shipped import shipped_strategies


def test_a_draft_of_ours_says_that_it_is_ours() -> None:
    """Nobody must take it for the region's text or position, wherever a piece of it is shown."""
    drafts = [
        file.strategy for file in shipped_strategies().values() if file.strategy.status != "vedtatt"
    ]

    assert drafts
    for strategy in drafts:
        assert {rule.wording for rule in strategy.rules} == {"constructed"}
        assert all("Konstruert" in rule.reference.section.nb for rule in strategy.rules)
        assert all("Constructed" in rule.reference.section.en for rule in strategy.rules)
        for text in (strategy.title, strategy.notice):
            assert "konstruert" in text.nb.lower()
            assert "constructed" in text.en.lower()
        assert "konstruert" in strategy.document.title.lower()
        assert (strategy.adopted, strategy.document.url) == ((), None)


def test_every_theme_of_a_rule_has_a_name() -> None:
    named = {
        code["code"]
        for code in YAML(typ="safe").load(ROOT / "data" / "geo" / "codes" / "theme.yaml")["codes"]
    }

    for file in shipped_strategies().values():
        assert {rule.theme for rule in file.strategy.rules} <= named
