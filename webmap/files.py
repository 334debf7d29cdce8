"""Files that visitors download: sent from disk, with a name and a length."""

from __future__ import annotations

from typing import IO

from flask import Response, request
from werkzeug.wsgi import wrap_file


def sent(file: IO[bytes], mimetype: str, name: str) -> Response:
    """Return an open file as a download called ``name``; it is closed when it has been sent."""
    size = file.seek(0, 2)
    file.seek(0)
    response = Response(wrap_file(request.environ, file), mimetype=mimetype)
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.direct_passthrough = True
    return response
