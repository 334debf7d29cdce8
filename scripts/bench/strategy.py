"""The 22 rules R01 to R22 of the shipped strategy, as they are, for the layers of the data set.

N01 is one more: how far every parcel is from the nearest road of any class.
"""

from __future__ import annotations

from copy import deepcopy
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
    rules = {rule["code"]: rule for rule in tree["rules"] if rule["code"].startswith("R")}
    if only:
        nearest = deepcopy(rules["R04"])
        nearest["code"] = "N01"
        del nearest["applies_to"], nearest["targets"][0]["where"]
        rules["N01"] = nearest
    tree["rules"] = [rules[code] for code in only or rules]
    out = StringIO()
    yaml.dump(tree, out)
    path.write_text(out.getvalue(), encoding="utf-8")
    return read_strategy(path, dict.fromkeys(layers, ()))
