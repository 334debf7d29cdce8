"""Finding PostgreSQL programs that have PostGIS beside them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from areal.errors import EnvironmentFault

#: The oldest major version the product's SQL runs on.
OLDEST = 15
#: Where Debian and Ubuntu keep one folder for each major version.
PROGRAMS = Path("/usr/lib/postgresql")
SHARED_FILES = Path("/usr/share/postgresql")

INSTALL_HINT = (
    "Install it with `apt-get install postgresql postgresql-{major}-postgis-3`, "
    "or give the address of a server in AREAL_DATABASE_URL."
)


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL version."""

    major: int
    folder: Path
    has_postgis: bool

    def program(self, name: str) -> str:
        """Return the full path of ``name``, for example ``initdb``."""
        return str(self.folder / name)


def find(major: int | None = None) -> Binaries:
    """Return the newest usable PostgreSQL, or the one of version ``major``.

    Raises ``EnvironmentFault`` naming what to install when there is none.
    """
    found = sorted(_candidates(), key=lambda each: each.major, reverse=True)
    wanted = [each for each in found if each.major == (major or each.major)]
    usable = [each for each in wanted if each.has_postgis and each.major >= OLDEST]
    if usable:
        return usable[0]
    if major is not None:
        raise _other_version(major, found)
    if not found:
        raise EnvironmentFault(
            "PostgreSQL is not installed on this machine.", hint=INSTALL_HINT.format(major="NN")
        )
    newest = found[0].major
    if newest < OLDEST:
        raise EnvironmentFault(
            f"PostgreSQL {newest} is too old: version {OLDEST} or newer is needed.",
            hint=INSTALL_HINT.format(major="NN"),
        )
    raise EnvironmentFault(
        f"PostgreSQL {newest} is installed, but not its PostGIS extension.",
        hint=INSTALL_HINT.format(major=newest),
    )


def _other_version(major: int, found: list[Binaries]) -> EnvironmentFault:
    installed = ", ".join(str(each.major) for each in found) or "none"
    return EnvironmentFault(
        f"The database files were made by PostgreSQL {major}; installed here: {installed}.",
        hint=(
            f"Install that version (`apt-get install postgresql-{major} "
            f"postgresql-{major}-postgis-3`), or start over with `areal demo --reset`, "
            "which throws away everything entered since the first start."
        ),
    )


def _candidates() -> Iterator[Binaries]:
    for folder in PROGRAMS.glob("*/bin"):
        name = folder.parent.name
        if name.isdigit() and _complete(folder):
            yield Binaries(int(name), folder, _postgis(SHARED_FILES / name))
    program = shutil.which("pg_config")
    if program is not None:
        yield from _from_pg_config(program)


def _from_pg_config(program: str) -> Iterator[Binaries]:
    asked = subprocess.run(
        [program, "--version", "--bindir", "--sharedir"],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = asked.stdout.splitlines()
    version = re.search(r"PostgreSQL (\d+)", asked.stdout)
    if asked.returncode == 0 and version and len(lines) == len(("version", "bindir", "sharedir")):
        folder, shared = (Path(line) for line in sorted(lines, key=_order)[1:])
        if _complete(folder):
            yield Binaries(int(version[1]), folder, _postgis(shared))


def _order(line: str) -> int:
    # pg_config answers in an order of its own, not in the order asked.
    return 0 if line.startswith("PostgreSQL") else 1 if line.endswith("bin") else 2


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("initdb", "postgres"))


def _postgis(shared: Path) -> bool:
    return (shared / "extension" / "postgis.control").is_file()
