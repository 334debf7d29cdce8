"""How much memory a command and what it starts ever hold, by what the kernel keeps of each."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


def held_by(command: Sequence[str], env: Mapping[str, str], cwd: Path) -> tuple[int, int]:
    """Run a command; return the peak of it, and of the largest process it started, in kB.

    ``ru_maxrss`` would not do: a program inherits that of whoever started it.
    """
    peaks: dict[int, int] = {}
    with subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for pid in _tree(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
            time.sleep(0.01)
    assert process.returncode == 0
    own = peaks.pop(process.pid)
    return own, max(peaks.values(), default=0)


def _tree(pid: int) -> list[int]:
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [each for child in children.read_text().split() for each in _tree(int(child))]
        except OSError:  # it is over
            continue
    return found


def _peak(pid: int) -> int:
    try:
        found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0
