"""The program `areal`: one command a file; a failure a person can act on prints no stack trace."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

#: Command to the module of this package that holds it; its docstring is its help.
COMMANDS = {
    "as-of": "as_of",
    "backup": "backup",
    "borders": "borders",
    "certificate": "certificate",
    "check": "check",
    "compare": "compare",
    "db": "db",
    "demo": "demo",
    "docs": "docs",
    "enquiries": "enquiries",
    "doctor": "doctor",
    "export": "export",
    "findings": "findings",
    "grant": "grant",
    "history": "history",
    "import": "import_",
    "layer": "layer",
    "load": "load",
    "migrate": "migrate",
    "needs": "needs",
    "precheck": "precheck",
    "publish": "publish",
    "restore": "restore",
    "role": "role",
    "serve": "serve",
    "tick": "tick",
    "user": "user",
    "what-if": "what_if",
}


class _Commands(click.Group):
    """Commands found by name, so that asking for one does not import the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"areal.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(cls=_Commands)
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the database, media and caches live (the same as AREAL_DATA_DIR).",
)
@click.version_option(package_name="areal")
def program(data_dir: Path | None) -> None:
    """Catalogue of business land, checked against the regional arealstrategi."""
    use_data_dir(data_dir)


def use_data_dir(data_dir: Path | None) -> None:
    """Let ``data_dir`` stand for the setting, for this process and those it starts."""
    if data_dir is not None:
        from areal.settings import get_settings  # noqa: PLC0415

        os.environ["AREAL_DATA_DIR"] = str(data_dir.resolve())
        get_settings.cache_clear()


def main() -> None:
    """Run the program; exit 1 with a message and a hint for every failure that is expected."""
    from areal.cli.failures import explain  # noqa: PLC0415

    try:
        program()
    except Exception as error:  # the last line of defence
        sys.exit(explain(error))
