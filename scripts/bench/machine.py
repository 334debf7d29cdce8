"""What was measured on: machine and versions."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Any

from sqlalchemy import text

from areal.database import Role, connect
from bench import processes
from bench.places import Places

_PEERS = ("geopandas", "shapely", "pandas", "duckdb", "sedonadb")


def facts(places: Places) -> dict[str, Any]:
    """Return cores, memory and versions; the database is running."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with connect(Role.APP) as connection:
        row = connection.execute(
            text(
                "SELECT current_setting('server_version') AS postgres, "
                "postgis_full_version() AS gis"
            )
        ).one()
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": row.postgres,
        "postgis": row.gis,
        "psycopg": version("psycopg"),
        "sqlalchemy": version("sqlalchemy"),
        "peers": processes.peer(places, "versions", *_PEERS),
    }


def _processor() -> str:
    with open("/proc/cpuinfo") as file:  # noqa: PTH123 - no file to speak of
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.processor()
