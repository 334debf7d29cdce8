"""Serve the pages and the API."""

from __future__ import annotations

import socket
from typing import Any

import click


@click.command("serve")
@click.option("--host", help="Address to listen on; default AREAL_HOST, 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Default AREAL_PORT, 8000.")
def command(host: str | None, port: int | None) -> None:
    """Serve the pages and the API until interrupted."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    address = (host or settings.host, port or settings.port)
    refuse_taken(*address)
    with database():
        run_server(*address)


def refuse_taken(host: str, port: int) -> None:
    """Raise ``EnvironmentFault`` when something else listens on the port already."""
    from areal.errors import EnvironmentFault  # noqa: PLC0415

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EnvironmentFault(
                f"Can't listen on {host} port {port}: {error.strerror}.",
                hint=f"Choose another: --port {port + 1 if port < 65_535 else 8000}.",  # noqa: PLR2004
            ) from error


def run_server(host: str, port: int) -> None:
    """Run gunicorn in this process; returns when it is asked to stop."""
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415

    from areal.database import dispose  # noqa: PLC0415

    # Workers are forked: a connection opened before would be shared between them.
    dispose()

    class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
        def load_config(self) -> None:
            from webmap.server import configuration  # noqa: PLC0415

            for name in self.cfg.settings:
                if hasattr(configuration, name):
                    self.cfg.set(name, getattr(configuration, name))
            self.cfg.set("bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")

        def load(self) -> Any:
            from webmap import create_app  # noqa: PLC0415

            return create_app()

    Server().run()
