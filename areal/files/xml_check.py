"""Look through XML before GDAL does: nothing that points at other files or grows without end."""

from __future__ import annotations

from typing import BinaryIO
from xml.parsers import expat

_CHUNK = 1 << 20


class XmlFault(Exception):
    """XML that is not read: ``doctype``, or ``broken`` at a line."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


def check_xml(stream: BinaryIO, *, only_start: bool = False) -> None:
    """Raise ``XmlFault`` for a DOCTYPE, which can bring in other files, and for broken XML.

    ``only_start`` looks no further than the first element: a DOCTYPE stands before it.
    """
    parser = expat.ParserCreate()
    began = False

    def doctype(*_: object) -> None:
        raise XmlFault("doctype")

    def element(*_: object) -> None:
        nonlocal began
        began = True

    parser.StartDoctypeDeclHandler = doctype
    if only_start:
        parser.StartElementHandler = element
    try:
        while not began and (piece := stream.read(_CHUNK)):
            parser.Parse(piece, False)
        if not began:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        if not began:
            raise XmlFault("broken", error.lineno) from error
