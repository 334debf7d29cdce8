"""The operating-system account the server runs as, since PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from areal.errors import EnvironmentFault

#: Made by Debian's package ``postgresql-common``.
NAME = "postgres"

#: Nothing of the caller's environment reaches the server: PGDATA, PGPORT and LC_* would change it.
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


class RunOptions(TypedDict, total=False):
    """The arguments of ``subprocess`` that make a program run as an account."""

    user: int
    group: int
    extra_groups: list[int]
    cwd: str
    env: dict[str, str]


@dataclass(frozen=True)
class Account:
    """One account: its name is for messages, its numbers are what counts."""

    uid: int
    gid: int
    name: str

    @property
    def options(self) -> RunOptions:
        """Arguments for ``subprocess``: a change of account only when it is not our own."""
        # The current folder may be closed to the account, and programs refuse to start there.
        options = RunOptions(cwd="/", env=dict(ENVIRONMENT))
        if os.geteuid() != self.uid:
            options |= RunOptions(user=self.uid, group=self.gid, extra_groups=[])
        return options

    def can_enter(self, folder: Path) -> bool:
        """Tell whether the account may pass through every folder on the way to ``folder``.

        Asked of the kernel, not worked out from mode bits, so that access lists count too.
        """
        if os.geteuid() == self.uid:
            return os.access(folder, os.X_OK)
        asked = subprocess.run(["/usr/bin/test", "-x", str(folder)], check=False, **self.options)
        return asked.returncode == 0

    def give(self, path: Path) -> None:
        """Make the account the owner of ``path``, which need not exist as a regular file."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def give_tree(self, root: Path) -> None:
        """Make the account the owner of ``root`` and everything below it."""
        self.give(root)
        for folder, folders, files in os.walk(root):
            for name in (*folders, *files):
                self.give(Path(folder, name))


def server_account(owner: int | None) -> Account:
    """Return the account for a cluster whose files belong to ``owner`` (None: not made yet).

    An ordinary user runs the server as himself. Root runs it as the owner of the files, so that
    a cluster made by an ordinary user stays his, or as ``postgres``.
    """
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise EnvironmentFault(
                f"The database files belong to {_name(owner)}, and this is {_name(me)}.",
                hint="Run as that user or as root, or choose another folder with --data-dir.",
            )
        return _account(me)
    if owner not in (None, 0):
        return _account(owner)
    try:
        return _from_entry(pwd.getpwnam(NAME))
    except KeyError:
        raise EnvironmentFault(
            f"There is no account `{NAME}`, and PostgreSQL refuses to run as root.",
            hint="Install Debian's `postgresql` package, or run as an ordinary user.",
        ) from None


def _account(uid: int) -> Account:
    try:
        return _from_entry(pwd.getpwuid(uid))
    except KeyError:
        raise EnvironmentFault(
            f"User number {uid} has no name on this machine, and PostgreSQL needs one.",
            hint="Run as a user that is listed in /etc/passwd.",
        ) from None


def _from_entry(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _name(uid: int | None) -> str:
    try:
        return "nobody" if uid is None else f"`{pwd.getpwuid(uid).pw_name}`"
    except KeyError:
        return f"user number {uid}"
