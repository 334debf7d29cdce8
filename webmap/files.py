"""Files that visitors download: sent from disk, with a name and a length."""

from __future__ import annotations

import re
import unicodedata
from typing import IO
from urllib.parse import quote

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


#: What a file system or a header would read as something else than a letter of a name.
_NO_NAME = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?"<>|;%]+'
)
_LONGEST = 100


def safe_name(text: str) -> str:
    """Return a text as a name of a file that any system takes; letters of all scripts stay."""
    cleaned = " ".join(_NO_NAME.sub(" ", text).split()).strip(" .")
    return cleaned[:_LONGEST].strip(" .") or "areal"


def disposition(kind: str, name: str) -> str:
    """Return the header that names a file, as RFC 6266 has it: for old readers in ASCII too.

    ``kind`` is ``inline`` or ``attachment``; what is no letter of a file's name is left out.
    """
    stem, dot, ending = name.rpartition(".")
    whole = f"{safe_name(stem)}{dot}{ending}"
    plain = whole.translate(_PLAIN)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"


_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
