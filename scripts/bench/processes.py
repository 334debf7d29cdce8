"""Every measurement runs in a process of its own, so that its memory is its own too."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.places import HERE, LOCK, ROOT, Places, current

Answer = dict[str, Any]


def ours(cluster: Path, data: Path, *arguments: object) -> Answer:
    """Run ``bench.ours`` in the product's environment against a cluster; return what it prints."""
    own = {"AREAL_DATA_DIR": str(cluster), "AREAL_RULE_TIMEOUT_MS": "3600000"}
    return _run([sys.executable, "-m", "bench.ours", data, *arguments], own)


def module(name: str, own: dict[str, str], *arguments: object) -> Answer:
    """Run another module in the product's environment; return what it prints."""
    return _run([sys.executable, "-m", f"bench.{name}", *arguments], own)


def peer(places: Places, module: str, *arguments: object) -> Answer:
    """Run a module in the environment of the peers; return what it prints."""
    return _run([places.python, "-m", f"bench.{module}", *arguments], {})


def _run(command: list[object], own: dict[str, str]) -> Answer:
    environment = {**os.environ, **own, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [str(word) for word in command],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        cwd=HERE.parent,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command[1:4]))} ended with {done.returncode}")
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer


def peer_environment(places: Places) -> None:
    """Make the environment of the peers hold exactly what is locked."""
    stamp = places.cache / "venv" / ".locked"
    locked = LOCK.read_text()
    if current(stamp, locked):
        return
    folder = places.cache / "venv"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if shutil.which("uv"):
        _do("uv", "venv", "--quiet", "--python", sys.executable, folder)
        install = ["uv", "pip", "install", "--quiet", "--python", places.python]
    else:
        _do(sys.executable, "-m", "venv", folder)
        install = [places.python, "-m", "pip", "install", "--quiet"]
    _do(*install, "--require-hashes", "-r", LOCK)
    stamp.write_text(locked)


def _do(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)


def make_dataset(places: Places, source: Path) -> None:
    """Make the data set, unless the folder holds what this code makes."""
    stamp = places.data / "made-by"
    if not current(stamp, places.made_by):
        peer(places, "dataset", source, places.data, places.count)
        stamp.write_text(places.made_by)
