"""QR codes of our own addresses, as SVG: from paper and screens back to the page."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import segno
from flask import Blueprint, Response, request

from areal.errors import BadParameter
from webmap.language import gettext
from webmap.pages.links import absolute

#: A code of more letters has modules too small for a phone to read from paper.
MAX_LETTERS = 900
#: A path on this service: no host, no second slash or backslash that a browser reads as one.
_OWN = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f]*")


@lru_cache(maxsize=256)
def qr_svg(url: str) -> bytes:
    """Return an address as a QR code: black on white with its quiet zone, no size of its own."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return out.getvalue()


def qr_markup(url: str) -> str:
    """Return the code as an element to put into a page or a drawing."""
    return qr_svg(url).decode().partition("?>")[2].strip()


def qr_code() -> Response:
    """Answer with the code of the address ``til``; raises ``BadParameter`` unless it is ours."""
    path = request.args.get("til", "")
    if not _OWN.fullmatch(path) or len(path) > MAX_LETTERS:
        raise BadParameter("til", gettext("«%(value)s» er ikke en adresse her.", value=path[:40]))
    response = Response(qr_svg(absolute(path)), mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = 86_400
    return response


def register(blueprint: Blueprint) -> None:
    """Add the address of the codes."""
    blueprint.add_url_rule("/qr.svg", "qr", qr_code)
