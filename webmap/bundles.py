"""Static files sent together: one request for the styles of a page, one for its scripts.

A bundle is the files of a list one after the other, made when it is first asked for; its address
holds the hash of its content, so that a browser keeps it until it changes. No build step: the files
stay as they are written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Flask, Response, abort, request, url_for

STATIC = Path(__file__).resolve().parent / "static"
_URL = re.compile(r"""url\((['"]?)(?![a-z]+:|#|/)([^'")]+)\1\)""")
_STRICT = re.compile(r'\A\s*(/\*.*?\*/\s*)*"use strict";', re.DOTALL)
_MIMETYPES = {"css": "text/css", "js": "text/javascript"}
_YEAR = 31_536_000
#: Name, with its ending, → the files in their order.
_lists: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Bundle:
    """The finished file and the hash that its address holds."""

    body: bytes
    version: str
    mimetype: str


def add(name: str, paths: Sequence[str]) -> str:
    """Let ``name``, as ``page.css``, be the files of ``paths`` under static; returns the name."""
    _lists[name] = tuple(paths)
    return name


def bundle(name: str) -> str:
    """Return the address of a bundle."""
    return url_for("bundle", name=name, v=_present(name).version)


def register(app: Flask) -> None:
    """Serve bundles."""
    app.add_url_rule("/samlet/<name>", "bundle", _send)


def _send(name: str) -> Response:
    if name not in _lists:
        abort(404)
    made = _present(name)
    response = Response(made.body, mimetype=made.mimetype)
    response.set_etag(made.version)
    if request.args.get("v") == made.version:
        response.cache_control.public = True
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _present(name: str) -> Bundle:
    paths = _lists[name]
    stamps = tuple((STATIC / path).stat().st_mtime_ns for path in paths)
    return _made(paths, stamps, url_for("static", filename=""))


@lru_cache(maxsize=64)
def _made(paths: tuple[str, ...], stamps: tuple[int, ...], root: str) -> Bundle:
    """Put files together; ``stamps`` makes a changed file another question."""
    del stamps
    ending = paths[0].rpartition(".")[2]
    body = "\n".join(_part(path, root) for path in paths).encode()
    return Bundle(body, hashlib.sha256(body).hexdigest()[:12], _MIMETYPES[ending])


def _part(path: str, root: str) -> str:
    text = (STATIC / path).read_text(encoding="utf-8")
    if path.endswith(".css"):
        folder = dirname(path)
        return _URL.sub(lambda found: f'url("{root}{normpath(join(folder, found[2]))}")', text)
    if (strict := _STRICT.match(text)) is not None:
        # Strict is for this file alone, and holds although the file is not the first.
        return f'(function () {{\n"use strict";\n{text[strict.end() :]}\n}})();'
    return f"{text}\n;"
