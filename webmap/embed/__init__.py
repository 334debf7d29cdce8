"""The map on other people's pages: the frame, the script that makes it, the code, oEmbed."""

from __future__ import annotations

from flask import Flask

from webmap.embed import code, oembed, page, script


def register(app: Flask) -> None:
    """Add everything another site needs to an application."""
    page.register(app)
    script.register(app)
    oembed.register(app)
    code.register(app)
