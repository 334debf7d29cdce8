"""Where the benchmark keeps its data sets, clusters and the environment of the peers."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: Real polygons, not part of the repository; its SOURCE.txt says where they come from.
SOURCE = ROOT.parent / "shared" / "geo" / "bench" / "oa_eng_wal_4326.parquet"
CACHE = Path(tempfile.gettempdir()) / "areal-bench"
LOCK = HERE / "requirements.lock"
#: What decides the content of a data set, and of the database it is loaded into.
_MAKING = ("dataset.py", "layers.py", "parcels.py", "shapes.py", "store.py")
_LOADING = ("sql/load", "sql/functions", "database/migrations/versions")


@dataclass(frozen=True)
class Places:
    """The folders of one size of data set."""

    cache: Path
    count: int

    @property
    def data(self) -> Path:
        """Return the folder of the data set."""
        return self.cache / f"data-{self.count}"

    @property
    def cluster(self) -> Path:
        """Return the folder of the private cluster it is loaded into."""
        return self.cache / f"pg-{self.count}"

    @property
    def python(self) -> Path:
        """Return the interpreter of the peers."""
        return self.cache / "venv" / "bin" / "python"

    @cached_property
    def made_by(self) -> str:
        """Return the checksum of the code that makes the data set."""
        return _digest([HERE / name for name in _MAKING])

    @cached_property
    def loaded_by(self) -> str:
        """Return the checksum of the data set and of the code that loads it."""
        files = [path for name in _LOADING for path in sorted((ROOT / "areal" / name).iterdir())]
        return self.made_by + _digest([path for path in files if path.is_file()])


def current(stamp: Path, value: str) -> bool:
    """Return whether the file ``stamp`` holds ``value``."""
    return stamp.is_file() and stamp.read_text() == value


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
