"""Write a certificate as PDF."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("certificate")
@click.argument("kind", type=click.Choice(["parcel", "site", "kommune"]))
@click.argument("key")
@click.option(
    "--lang", type=click.Choice(["nb", "en"]), default="nb", help="Bokmål (default) or English."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; default is a name made of KEY in this folder.",
)
def command(kind: str, key: str, lang: str, output: Path | None) -> None:
    """Write what the published run says of a parcel, a site or a kommune, with the proof.

    KEY is the short name (slug) of a parcel or site, or the number of a kommune.
    """
    # The words of a certificate are those of the pages, and so is every byte of it.
    from areal.cli.running import database  # noqa: PLC0415
    from webmap.planner.certificate_text import printed  # noqa: PLC0415

    with database():
        made = printed(kind, key, "en" if lang == "en" else "nb")
    target = output or Path(f"{'certificate' if lang == 'en' else 'sertifikat'}-{key}.pdf")
    target.write_bytes(made)
    click.echo(f"Wrote {target} ({len(made) // 1024} kB).", err=True)
