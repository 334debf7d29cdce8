"""A real PostGIS for the tests: a cluster a worker, databases copied from templates."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from areal.database import dispose
from areal.database.embedded import Cluster
from areal.settings import get_settings

_URLS = {
    "AREAL_DATABASE_URL": "areal_owner",
    "AREAL_APP_DATABASE_URL": "areal_app",
    "AREAL_PUBLIC_DATABASE_URL": "areal_public",
}
_numbers = count(1)


class TestServer:
    """A private cluster in a short-lived folder, with databases made from templates."""

    __test__ = False

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="areal-t-", dir="/tmp"))
        # The server may run as another account, which has to get through.
        self.folder.chmod(0o755)
        self.cluster = Cluster(self.folder)

    def start(self) -> None:
        """Start the cluster."""
        self.cluster.ensure_running()

    def close(self) -> None:
        """Stop the cluster and remove every file of it."""
        dispose()
        self.cluster.reset()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, template: str | None = None) -> str:
        """Make a database, a copy of ``template`` or an empty one with its extensions."""
        name = f"t{os.getpid()}_{next(_numbers)}"
        if template is None:
            self.cluster.ensure_database(name)
        else:
            self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            self._run(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
            self._run(f'ALTER DATABASE "{name}" OWNER TO areal_owner')
            self._run(f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO areal_app')
            self._run(f'GRANT CONNECT ON DATABASE "{name}" TO areal_public')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, cutting connections that are left."""
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(
            self.cluster.url("postgres", "postgres"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    @contextmanager
    def use(self, name: str) -> Iterator[None]:
        """Let the settings of this process name a database, for the length of the block."""
        before = {key: os.environ.get(key) for key in _URLS}
        os.environ.update({key: self.cluster.url(role, name) for key, role in _URLS.items()})
        get_settings.cache_clear()
        dispose()
        try:
            yield
        finally:
            dispose()
            for key, value in before.items():
                os.environ.pop(key, None)
                if value is not None:
                    os.environ[key] = value
            get_settings.cache_clear()
