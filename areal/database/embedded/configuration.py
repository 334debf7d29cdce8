"""The server's settings, written anew before every start."""

from __future__ import annotations

from pathlib import Path

from areal.database.embedded.layout import PORT, Layout

#: Kept apart from postgresql.conf, so that what initdb wrote stays as it was.
FILE = "areal.conf"

# `trust` asks for no password. The socket is the only way in, its folder is closed (0700) to every
# account but the server's own and root, and either of them could read the files themselves: a
# password would have to lie beside them and would keep nobody out. The three log-ins are there to
# hold the program's own mistakes in check, not people.
_ACCESS = "local all all trust\n"

_SETTINGS: dict[str, str | int] = {
    # No TCP at all: nothing for a firewall to forget.
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 60,
    # Sized for two cores and a machine that does other things too.
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_parallel_workers": 2,
    "max_parallel_workers_per_gather": 1,
    "max_parallel_maintenance_workers": 1,
    # Loading rewrites much: fewer checkpoints make it faster, and recovery still takes seconds.
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    # Compiling costs more than it saves on spatial queries, whose cost estimates are huge.
    "jit": "off",
    # A committed row survives the power cut.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_messages": "warning",
    # One program serves; a replica's log would only cost writes.
    "wal_level": "minimal",
    "max_wal_senders": 0,
}


def write(layout: Layout) -> None:
    """Write ``areal.conf`` and ``pg_hba.conf`` into the data directory and refer to the former."""
    settings = _SETTINGS | {"unix_socket_directories": str(layout.socket_dir)}
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    _replace(layout.pgdata / FILE, "# Written at every start; changes are lost.\n", *lines)
    _replace(layout.pgdata / "pg_hba.conf", _ACCESS)
    main = layout.pgdata / "postgresql.conf"
    include = f"include = '{FILE}'"
    if include not in main.read_text():
        with main.open("a") as file:
            file.write(f"\n{include}\n")


def _replace(path: Path, *lines: str) -> None:
    # In place, so that owner and mode stay; a torn file is written whole at the next start.
    path.write_text("\n".join(lines) + "\n")


def _quoted(value: str | int) -> str:
    return str(value).replace("'", "''")
