"""Read any file a kommune sends: in a process of its own, as a stream of plain rows."""

from areal.ingest.reading.contract import Asked, Batch, Limits, Note, Told
from areal.ingest.reading.refused import FileRefused
from areal.ingest.reading.stream import reading

__all__ = ["Asked", "Batch", "FileRefused", "Limits", "Note", "Told", "reading"]
