"""The file itself: a plain tar, the manifest last but one, and a checksum of all before it last.

Any tar program reads it. A byte that was changed, and an end that is missing, are both found.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from areal.errors import InputError
from areal.operation.backup.manifest import Manifest, Member, parsed

DATABASE, MANIFEST, SUM = "database.dump", "manifest.json", "SHA256"
MEDIA, KEY = "media/", "staff.key"
_CHUNK = 1 << 20
_PRIVATE = 0o600


class Writer:
    """Adds members to a tar and remembers their checksums."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        """Add what is in an open file, from its start to the end it has now."""
        size = source.seek(0, 2)
        source.seek(0)
        summed = _Summed(source)
        self._tar.addfile(_info(name, size), summed)
        self.members[name] = Member(size=size, sha256=summed.sum.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest and the checksum over everything; the file is complete then."""
        text = manifest.model_dump_json(indent=1).encode()
        self._tar.addfile(_info(MANIFEST, len(text)), BytesIO(text))
        # The library holds nothing back: what is before this place is what is summed.
        end = self._tar.offset
        told = _sum_of(self._file, end)
        self._file.seek(end)
        self._tar.addfile(_info(SUM, len(told)), BytesIO(told))
        self._tar.close()


class _Summed:
    """Passes on what it reads and sums it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self.sum.update(chunk)
        return chunk


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, _PRIVATE
    return info


def _sum_of(file: IO[bytes], end: int) -> bytes:
    file.seek(0)
    found = hashlib.sha256()
    left = end
    while left and (chunk := file.read(min(_CHUNK, left))):
        found.update(chunk)
        left -= len(chunk)
    return found.hexdigest().encode() + b"\n"


class Reader:
    """A backup whose every byte has been found to be as it was written."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self.manifest = manifest

    def open(self, name: str) -> IO[bytes]:
        """Open a member."""
        found = self._tar.extractfile(name)
        assert found is not None  # noqa: S101 - every name of the manifest was looked up
        return found

    def media(self) -> Iterator[str]:
        """Yield the names of the media members."""
        return (name for name in self.manifest.members if name.startswith(MEDIA))


@contextmanager
def checked(path: Path) -> Iterator[Reader]:
    """Open a backup after checking all of it; raises ``InputError`` for one that is not whole."""
    with path.open("rb") as file:
        try:
            with tarfile.open(fileobj=file, mode="r:", format=tarfile.PAX_FORMAT) as tar:
                yield Reader(tar, _whole(file, tar, path.name))
        except tarfile.TarError as error:
            raise _broken(path.name, "it is no backup of ours, or its end is missing") from error


def _whole(file: IO[bytes], tar: tarfile.TarFile, name: str) -> Manifest:
    infos = tar.getmembers()
    if len(infos) < 2 or [info.name for info in infos[-2:]] != [MANIFEST, SUM]:  # noqa: PLR2004
        raise _broken(name, "its end is missing")
    told = _sum_of(file, infos[-1].offset)
    if not _ends_with(file, infos[-1].offset, told):
        raise _broken(name, "it has been changed since it was made")
    manifest = parsed(_read(tar, MANIFEST), name)
    found = {info.name: info for info in infos[:-2]}
    if len(found) != len(infos) - 2 or found.keys() != manifest.members.keys():
        raise _broken(name, "it does not hold what it says")
    for each, info in found.items():
        if not info.isreg() or info.size != manifest.members[each].size or not _plain(each):
            raise _broken(name, f"{each} is not what it says")
    return manifest


def _ends_with(file: IO[bytes], start: int, told: bytes) -> bool:
    """Return whether the file ends as it would if it were written anew."""
    wanted = BytesIO()
    with tarfile.open(fileobj=wanted, mode="w", format=tarfile.PAX_FORMAT) as tar:
        # Padding goes by the place in the whole file.
        tar.offset = start
        tar.addfile(_info(SUM, len(told)), BytesIO(told))
    file.seek(start)
    return file.read(_CHUNK) == wanted.getvalue()


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    found: Any = tar.extractfile(name)
    return bytes(found.read())


def _plain(name: str) -> bool:
    """Return whether a member's name leads to no other folder than its own."""
    parts = name.split("/")
    return not name.startswith("/") and not {"", ".", ".."} & set(parts) and "\0" not in name


def _broken(name: str, why: str) -> InputError:
    return InputError(
        f"the backup is not whole: {why}.",
        file=name,
        hint="Nothing was changed. Use another copy.",
    )
