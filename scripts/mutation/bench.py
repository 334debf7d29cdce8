"""Where mutants are tried: a copy of the package, a server of its own, one board for all tries."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

#: What the copy needs to run the rule tests.
_COPIED = ("areal", "data", "docs", "tests", "scripts", "pyproject.toml")
#: A mutant that keeps a statement this long is noticed by whoever waits for it.
_PATIENCE = "20s"


class Bench:
    """A copy of the package and a board to draw on; tries on them with other SQL.

    What is thrown away after each case is thrown away here as well, so one database does for all.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.sql_folder = folder / "areal" / "sql"
        for name in _COPIED:
            if (root / name).is_dir():
                pycache = shutil.ignore_patterns("__pycache__")
                shutil.copytree(root / name, folder / name, ignore=pycache)
            else:
                shutil.copy(root / name, folder / name)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        import areal  # noqa: PLC0415 - of the copy, like all that follows

        if not Path(areal.__file__).is_relative_to(folder):
            raise RuntimeError(f"{areal.__file__} is imported, not the copy")
        from mutation.checks import every_check  # noqa: PLC0415

        self.checks = every_check()
        self._open = ExitStack()

    def __enter__(self) -> Bench:
        """Start the server and lay out the board."""
        from areal.database import Role, connect  # noqa: PLC0415
        from areal.database.migrate import upgrade  # noqa: PLC0415
        from tests.support.board import lay_out  # noqa: PLC0415
        from tests.support.databases import TestServer  # noqa: PLC0415

        server = TestServer()
        self._open.callback(server.close)
        server.start()
        self._open.enter_context(server.use(server.create()))
        upgrade()
        with connect(Role.APP) as connection:
            lay_out(connection)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server; its folder goes with it."""
        self._open.close()

    def killer(self, path: str, text: str) -> str | None:
        """Return the first check that fails with other text in a file of areal/sql, if any does."""
        concerned = [
            check
            for check in self.checks
            if path.startswith("functions/") or Path(path).stem in check.kinds
        ]
        with self._changed(path, text) as fault:
            if fault:
                return fault
            for check in concerned:
                if self._fails(check):
                    # What noticed one change will often notice the next.
                    self.checks.remove(check)
                    self.checks.insert(0, check)
                    return check.name
        return None

    def _fails(self, check: Any) -> bool:
        from sqlalchemy import text  # noqa: PLC0415

        from tests.support.board import clean_board  # noqa: PLC0415

        try:
            with clean_board() as board:
                board.execute(text(f"SET LOCAL statement_timeout = '{_PATIENCE}'"))
                check.run(board)
        except Exception:  # whatever is raised, the change was noticed
            return True
        return False

    @contextmanager
    def _changed(self, path: str, text: str) -> Iterator[str | None]:
        """Let a file have other text, for a while; give what the database says if it refuses it."""
        from areal.database import sql  # noqa: PLC0415

        place = self.sql_folder / path
        original = place.read_text(encoding="utf-8")
        place.write_text(text, encoding="utf-8")
        sql.cache_clear()
        try:
            yield self._install(text) if path.startswith("functions/") else None
        finally:
            place.write_text(original, encoding="utf-8")
            sql.cache_clear()
            if path.startswith("functions/"):
                self._install(original)

    def _install(self, text: str) -> str | None:
        from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

        from areal.database import Role, connect  # noqa: PLC0415

        with suppress(DBAPIError), connect(Role.OWNER) as connection:
            connection.exec_driver_sql(text.replace("%", "%%"))
            return None
        return "refused by the database"
