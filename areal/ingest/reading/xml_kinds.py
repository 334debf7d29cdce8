"""GML and KML: text that says its charset and may lie about it, looked through before GDAL."""

from __future__ import annotations

import re
from codecs import lookup
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from areal.files.xml_check import XmlFault, check_xml
from areal.ingest.reading.charset import UTF8, as_utf8, asked_for, named, of_file
from areal.ingest.reading.gdal import load_gdal, open_gdal
from areal.ingest.reading.kml_names import give_names_back
from areal.ingest.reading.opened import Job, Opened
from areal.ingest.reading.refused import FileRefused

_HEAD = 1_000
_PIECE = 1 << 20
_ANEW = "anew"
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_CHARSET = re.compile(r"encoding\s*=\s*[\"'][\w.:-]+[\"']")
#: The types of a layer of triangles or of faces, and that of any geometry.
_TRIANGLES = re.compile(r"<GeometryType>-?\d*(?:1[567]|214748366[345])</GeometryType>")
_ANY = "<GeometryType>0</GeometryType>"


@contextmanager
def open_gml(job: Job) -> Iterator[Opened]:
    """Open GML 2 or 3; links in it are not followed, schemas not fetched."""
    text = _readable(Path("input.gml"), job)
    load_gdal(job, "GML", GDAL_DISABLE_READDIR_ON_OPEN="FALSE")
    _learn(text.path)
    with open_gdal(job, text.path, "GML", counted=False) as file:
        text.tell(file)
        yield file


@contextmanager
def open_kml(job: Job) -> Iterator[Opened]:
    """Open KML; links to other files are not followed."""
    text = _readable(Path("input.kml"), job, known=("utf-8", "utf-16", "iso8859-1"))
    load_gdal(job, "LIBKML")
    with open_gdal(job, text.path, "KML", counted=False) as file:
        text.tell(file)
        anew = text.path.stem == _ANEW
        give_names_back(file, text.path, UTF8 if anew else text.encoding)
        yield file


def _learn(path: Path) -> None:
    """Have GDAL look the file through once and keep what it learnt beside it.

    It may learn of surfaces of triangles, which are left to be any surface: pyogrio knows none.
    """
    from pyogrio import errors, list_layers  # noqa: PLC0415 - after load_gdal

    with suppress(errors.DataSourceError, errors.DataLayerError, errors.GeometryError, ValueError):
        list_layers(path)
    learnt = path.with_suffix(".gfs")
    if learnt.exists():
        text = learnt.read_text("utf-8", errors="surrogateescape")
        learnt.write_text(_TRIANGLES.sub(_ANY, text), "utf-8", errors="surrogateescape")


@dataclass(frozen=True)
class _Text:
    """A file as GDAL may read it, and the charset it is in, and says it is in."""

    path: Path
    encoding: str
    said: str | None
    lies: bool

    def tell(self, file: Opened) -> None:
        """Say which charset it was read as, where that is not what the file says."""
        file.encoding = self.encoding
        if self.lies:
            file.note("encoding_overruled", said=self.said or UTF8, encoding=self.encoding)


def _readable(path: Path, job: Job, known: Collection[str] | None = None) -> _Text:
    """Return the file, written anew as UTF-8 where its first line lies about its charset.

    Likewise where it says the truth, and the charset is not one of those its driver knows.
    """
    with path.open("rb") as opened:
        found = _DECLARED.match(opened.read(_HEAD))
    said = named(found[1].decode("ascii")) if found else None
    asked = job.asked.encoding
    encoding = asked_for(asked) if asked else of_file(path, said)
    lies = not _is_what_it_says(path, encoding, said or UTF8)
    if lies or (known is not None and lookup(encoding).name not in known):
        target = path.with_stem(_ANEW)
        as_utf8(path, encoding, target, _without_charset)
        path = target
    _check(path)
    return _Text(path, encoding, said, lies and asked is None)


def _is_what_it_says(path: Path, encoding: str, said: str) -> bool:
    same = lookup(encoding) == lookup(said) or encoding == "UTF-16"
    return same or (encoding == UTF8 and _is_ascii(path))


def _is_ascii(path: Path) -> bool:
    with path.open("rb") as opened:
        return all(piece.isascii() for piece in iter(lambda: opened.read(_PIECE), b""))


def _without_charset(head: str) -> str:
    return _CHARSET.sub("", head, count=1)


def _check(path: Path) -> None:
    try:
        with path.open("rb") as opened:
            check_xml(opened)
    except XmlFault as error:
        if error.what == "doctype":
            raise FileRefused("xml_doctype") from error
        raise FileRefused("xml_broken", line=error.line) from error
