"""A refresh holds a batch of features at a time: a larger layer needs no more memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from areal.settings import ROOT
from tests.layers.conftest import TurnOn
from tests.support.memory import held_by
from tests.support.services import write_layer

#: As many as fill what is read ahead, and three times that: 40 MB more of outlines as bytes alone.
_FEW, _MANY = 10_000, 30_000
_POINTS = 128
_NOISE = 12_000  # kB
_REFRESH = [sys.executable, "-c", "from areal.cli import main; main()", "layer", "refresh", "flom"]


def _rounds(number: int) -> list[Any]:
    """Return circles in rows of 100."""
    turns = np.linspace(0, 2 * np.pi, _POINTS)
    circle = np.column_stack([np.cos(turns), np.sin(turns)]) * 8
    corners = [(330_000 + 20 * (i % 100), 6_680_000 + 20 * (i // 100)) for i in range(number)]
    return [shapely.Polygon(circle + corner) for corner in corners]


@pytest.mark.slow
@pytest.mark.usefixtures("sample_database")
def test_memory_does_not_grow_with_the_layer(geo: Path, turn_on: TurnOn) -> None:
    turn_on("flom", {"connection": "file:mange.gpkg", "layer": "mange", "keep": ["navn"]})
    held = []
    for number in (_FEW, _MANY):
        file = geo / "mange.gpkg"
        file.unlink(missing_ok=True)
        write_layer(file, "mange", _rounds(number), navn=[f"Sone {i}" for i in range(number)])
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        held.append(held_by(_REFRESH, environment, ROOT))

    (few, few_beside), (many, many_beside) = held
    assert many - few < _NOISE, held
    assert many_beside - few_beside < _NOISE, held
