"""Real files from others, good and bad: each is read, or refused in plain words; none does harm."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from areal.ingest.reading import FileRefused
from areal.settings import ROOT
from tests.support.sent_files import LIMITS, read

pytestmark = pytest.mark.slow

SAMPLES = ROOT.parent / "shared" / "geo" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"{SAMPLES} is not on this machine")
#: What a folder's files are told to be, the most frequent answers; "" is read.
EXPECTED = {
    "no-dok-samples": {"": 13},
    "no-dibk-plankart": {"": 1},
    "no-dibk-plan-gml": {"": 24, "several_layers": 4},
    "bad-pyshp": {"": 7, "part_of_shapefile": 11},
    "bad-pyogrio": {"": 8, "part_of_shapefile": 4},
}


def outcome(path: Path) -> tuple[str, str]:
    """Read a file; returns why it was refused, empty when it was read, and what was told."""
    try:
        found = read(path, replace(LIMITS, timeout_ms=60_000))
    except FileRefused as error:
        return error.reason, error.told("nb")
    assert found.told.fields == tuple(found.columns)
    return "", " ".join(note.told("nb") for note in found.notes)


@needs_samples
@pytest.mark.parametrize("folder", sorted(path.name for path in SAMPLES.glob("*")))
def test_every_sample(folder: str) -> None:
    files = sorted(path for path in (SAMPLES / folder).rglob("*") if path.is_file())
    before = {path: path.stat().st_mtime_ns for path in files}
    with ThreadPoolExecutor(2) as pool:
        told = dict(zip(files, pool.map(outcome, files), strict=True))
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert sorted(path for path in (SAMPLES / folder).rglob("*") if path.is_file()) == files
    heavy = [path.name for path, (reason, _) in told.items() if reason == "too_heavy"]
    assert heavy == []
    counted = Counter(reason for reason, _ in told.values())
    for reason, count in EXPECTED.get(folder, {}).items():
        assert counted[reason] >= count, counted
    assert not [text for _, text in told.values() if "Ã" in text]
