"""Pictures and films of sites that lie on our own server, and those of the sample."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from werkzeug.exceptions import NotFound

from areal.drafts.media import FOLDER
from webmap.pages.frame import settings

#: What may be sent from the folders, and nothing else that happens to lie there.
_ENDINGS = (
    ".avif", ".jpeg", ".jpg", ".mp4", ".pdf", ".png", ".svg", ".webm", ".webp",
)  # fmt: skip
_YEAR = 31_536_000


def folders() -> tuple[Path, ...]:
    """Return where media lie: those of the installation before those of the sample."""
    found = settings()
    return found.data_dir / "media", found.geo_dir / "sample" / "media"


def media_file(name: str) -> Response:
    """Return one file; 404 for anything else than a medium."""
    if Path(name).suffix.lower() in _ENDINGS:
        for folder in folders():
            try:
                response = send_from_directory(folder.resolve(), name, conditional=True)
            except NotFound:
                continue
            response.cache_control.public = True
            if name.startswith(f"{FOLDER}/"):
                # Its name is a checksum: what it says never changes.
                response.cache_control.max_age = _YEAR
                response.cache_control.immutable = True
            return response
    raise NotFound


def register(blueprint: Blueprint) -> None:
    """Add the files."""
    blueprint.add_url_rule("/media/<path:name>", "media", media_file)
