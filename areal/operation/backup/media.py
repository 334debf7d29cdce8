"""Media of a backup: new files are laid beside those there are, the rest waits for the database."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from areal.operation.backup.archive import MEDIA, Reader
from areal.operation.backup.unnamed import unnamed

_STAGED = ".restoring"
_CHUNK = 1 << 20


@dataclass
class Staged:
    """Files that are to take the place of others once the database is in."""

    folder: Path
    wanted: set[Path]
    waiting: dict[Path, Path] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many media the backup has."""
        return len(self.wanted)

    def settle(self, *, replace: bool) -> None:
        """Let waiting files take their places; with ``replace`` remove what the backup has not."""
        for place, laid in self.waiting.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            laid.replace(place)
        shutil.rmtree(self.folder / _STAGED, ignore_errors=True)
        if replace and self.folder.is_dir():
            for path in sorted(self.folder.rglob("*")):
                if path.is_file() and path not in self.wanted:
                    path.unlink()


def lay_out(reader: Reader, data_dir: Path) -> Staged:
    """Write the media of a backup: a file too many hurts nobody, should the rest fail.

    A file whose name is taken by another one waits in a folder of its own.
    """
    folder = data_dir / "media"
    names = {name: folder / name.removeprefix(MEDIA) for name in reader.media()}
    staged = Staged(folder, set(names.values()))
    shutil.rmtree(folder / _STAGED, ignore_errors=True)
    for number, (name, place) in enumerate(names.items()):
        if place.is_file() and _sum(place) == reader.manifest.members[name].sha256:
            continue
        taken = place.exists() or place.is_symlink()
        laid = folder / _STAGED / str(number) if taken else place
        laid.parent.mkdir(parents=True, exist_ok=True)
        with unnamed(laid.parent) as made, reader.open(name) as source:
            shutil.copyfileobj(source, made.file, _CHUNK)
            os.fchmod(made.file.fileno(), 0o644)
            made.keep(laid)
        if taken:
            staged.waiting[place] = laid
    return staged


def write(path: Path, content: bytes) -> None:
    """Write a private file, whole or not at all."""
    with unnamed(path.parent) as made:
        made.file.write(content)
        made.keep(path)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
