"""A disk that runs full during a load: told plainly, nothing half-written, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from areal.database.embedded import Cluster
from areal.settings import ROOT
from tests.cli.test_demo import areal

pytestmark = pytest.mark.slow


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Return a folder on a disk of 420 MB of its own, or skip where none may be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="areal-t-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=420m,mode=755", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("only root may mount a small disk, and not everywhere")
    yield folder
    Cluster(folder / "data").stop()
    subprocess.run(["umount", folder], check=True)
    folder.rmdir()


def test_full_disk_is_told_and_leaves_everything_as_it_was(
    small_disk: Path, tmp_path: Path
) -> None:
    data_dir = small_disk / "data"
    before = json.loads(areal("demo", "--once", data_dir=data_dir).stdout)
    geo = tmp_path / "geo"
    shutil.copytree(ROOT / "data" / "geo", geo)
    for path in (geo / "layers").glob("*.yaml"):
        # Another registration makes another version: everything is loaded anew.
        path.write_text(path.read_text().replace("licence: ", "licence: new "))
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(small_disk).free - 300_000)

    full = areal("load", data_dir=data_dir, AREAL_GEO_DIR=str(geo))

    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "disk of the database is full" in full.stderr or "was lost" in full.stderr
    filler.unlink()
    after = json.loads(areal("demo", "--once", data_dir=data_dir).stdout)
    assert {**after, "seconds": 0} == {**before, "seconds": 0}
    assert areal("load", data_dir=data_dir, AREAL_GEO_DIR=str(geo)).returncode == 0
