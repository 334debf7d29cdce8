"""Have the database running for the length of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from areal.database import dispose
from areal.settings import get_settings


@contextmanager
def database() -> Iterator[None]:
    """Use the server the settings name, or the private cluster, started when it is down."""
    settings = get_settings()
    if settings.database_url is not None:
        yield
        return
    from areal.database.embedded import using_cluster  # noqa: PLC0415

    with using_cluster(settings.data_dir):
        try:
            yield
        finally:
            dispose()
