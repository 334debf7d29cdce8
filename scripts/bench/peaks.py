"""The most memory this process and those it starts ever held, by what the kernel keeps of each.

``ru_maxrss`` would not do: a program inherits that of whoever started it.
"""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_EVERY_S = 0.05


class Peaks:
    """Watches the children of this process beside a block."""

    def __init__(self) -> None:
        self._over = Event()
        self._watch = Thread(target=self._look, daemon=True)
        self._children: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *fault: Any) -> None:
        self._over.set()
        self._watch.join()

    @property
    def own_mb(self) -> float:
        """The most this process held."""
        return peak_mb("self")

    @property
    def beside_mb(self) -> float:
        """The most the largest process it started held."""
        return max(self._children.values(), default=0.0)

    def _look(self) -> None:
        while not self._over.wait(_EVERY_S):
            for task in Path("/proc/self/task").glob("*/children"):
                for pid in task.read_text().split():
                    self._children[pid] = max(self._children.get(pid, 0.0), peak_mb(pid))


def peak_mb(pid: str) -> float:
    """Return the most a process ever held; 0 for one that is over."""
    try:
        found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
