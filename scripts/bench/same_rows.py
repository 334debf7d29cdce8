"""Hold two sets of findings against each other, row by row.

``python -m bench.same_rows OURS PEER`` (CSV, or GeoParquet) prints how many rows there are, how
many differ, and some of those.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

#: Of the value, and at least of 1: below what is shown.
TOLERANCE = 1e-4
_SHOWN = 20


def compare(ours: pd.DataFrame, peer: pd.DataFrame) -> dict[str, Any]:
    """Return what differs; rules the peer did not check are left out."""
    ours = ours[ours["rule"].isin(peer["rule"].unique())]
    both = ours.merge(
        peer, on=["rule", "subject"], how="outer", suffixes=("", "_peer"), indicator=True
    )
    alone = both["_merge"] != "both"
    verdict = ~alone & (both["verdict"] != both["verdict_peer"])
    measured = ~alone & _apart(both["measured"], both["measured_peer"])
    wrong = alone | verdict | measured
    columns = ["rule", "subject", "verdict", "verdict_peer", "measured", "measured_peer"]
    shown = both.loc[wrong, columns].head(_SHOWN).astype(object)
    return {
        "rows": len(both),
        "only_one_side": int(alone.sum()),
        "verdict_differs": int(verdict.sum()),
        "measured_differs": int(measured.sum()),
        "shown": shown.where(shown.notna(), None).to_dict("records"),
    }


def _apart(one: pd.Series, other: pd.Series) -> pd.Series:
    far = (one - other).abs() > TOLERANCE * np.maximum(1, one.abs())
    return far | (one.isna() != other.isna())


def _read(path: Path) -> pd.DataFrame:
    columns = ["rule", "subject", "verdict", "measured"]
    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=columns)
    return pd.read_csv(path, usecols=columns, dtype={"subject": str}, keep_default_na=True)


if __name__ == "__main__":
    print(json.dumps(compare(_read(Path(sys.argv[1])), _read(Path(sys.argv[2])))))
