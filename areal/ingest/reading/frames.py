"""What the reading process and the one that asked it say to each other, piece by piece.

A frame is one letter, its length in eight bytes, and its content.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

HEAD = struct.Struct(">cQ")
#: What is told of the file; the schema; notes; a batch; the end; a refusal.
TOLD, SCHEMA, NOTES, BATCH, END, REFUSED = b"T", b"S", b"N", b"B", b"E", b"R"
#: No frame is longer, whatever its head says.
MOST = 1 << 29


def send(out: BinaryIO, kind: bytes, content: bytes | memoryview) -> None:
    """Write one frame."""
    out.write(HEAD.pack(kind, len(content)))
    out.write(content)
