"""The 22 rules R01 to R22 of the shipped strategy, as they are, for the layers of the data set."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from areal.settings import ROOT
from areal.strategy.load import StrategyFile, read_strategy

SHIPPED = ROOT / "data" / "geo" / "strategies" / "kongsvingerregionen" / "2017.yaml"


def write(path: Path, layers: list[str], *, only: tuple[str, ...] = ()) -> StrategyFile:
    """Write the strategy to ``path``, of all 22 rules or ``only`` some, and return it as read."""
    yaml = YAML()
    tree = yaml.load(SHIPPED.read_text(encoding="utf-8"))
    tree["id"] = f"bench/{'-'.join(only).lower() or 'full'}"
    tree["rules"] = [
        rule
        for rule in tree["rules"]
        if rule["code"].startswith("R") and (not only or rule["code"] in only)
    ]
    out = StringIO()
    yaml.dump(tree, out)
    path.write_text(out.getvalue(), encoding="utf-8")
    return read_strategy(path, dict.fromkeys(layers, ()))
