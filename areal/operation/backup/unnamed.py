"""A file that has no name until it is finished: whatever ends the process, nothing half is left."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from areal.errors import EnvironmentFault

_PRIVATE = 0o600
_NOT_HERE = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOTSUP, errno.ENOENT, errno.EINVAL)


class Unnamed:
    """An open file in a folder, readable by us alone; ``keep`` gives it its name."""

    def __init__(self, file: IO[bytes], folder: Path, made: Path | None) -> None:
        self.file = file
        self._folder = folder
        #: Its name meanwhile, on a file system that has no files without.
        self._made = made

    def keep(self, target: Path) -> None:
        """Let the file be ``target``, all on disk; raises ``EnvironmentFault`` if that exists."""
        self.file.flush()
        os.fsync(self.file.fileno())
        try:
            if self._made is None:
                self._name(target)
            else:
                target.hardlink_to(self._made)
        except FileExistsError as error:
            raise taken(target) from error
        _sync(self._folder)

    def _name(self, target: Path) -> None:
        # Told of a folder, Python asks the kernel in the way that follows the link of /proc.
        within = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.link(f"/proc/self/fd/{self.file.fileno()}", target.name, dst_dir_fd=within)
        finally:
            os.close(within)

    def forget(self) -> None:
        """Remove the name it had meanwhile, if any."""
        if self._made is not None:
            self._made.unlink(missing_ok=True)


def taken(target: Path) -> EnvironmentFault:
    """Return what is raised when a file would be written over."""
    return EnvironmentFault(
        f"{target} exists already, and a backup is never written over.",
        hint="Name another file, or a folder: then the name is made from the time.",
    )


@contextmanager
def unnamed(folder: Path) -> Iterator[Unnamed]:
    """Open a file without a name in ``folder``; raises ``EnvironmentFault`` if it can't be."""
    try:
        opened = _open(folder)
    except OSError as error:
        raise EnvironmentFault(
            f"{folder} can't be written to: {error.strerror}.", hint="Choose another folder."
        ) from error
    try:
        with opened.file:
            yield opened
    finally:
        opened.forget()


def _open(folder: Path) -> Unnamed:
    try:
        number = os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, _PRIVATE)
    except OSError as error:
        if error.errno not in _NOT_HERE or not folder.is_dir():
            raise
        made = folder / f".areal-{os.getpid()}-{secrets.token_hex(4)}.part"
        number = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE)
        return Unnamed(os.fdopen(number, "w+b"), folder, made)
    return Unnamed(os.fdopen(number, "w+b"), folder, None)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
