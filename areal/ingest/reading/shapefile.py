"""Shapefiles: outlines in one file, a table of old in another, and the charset anywhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from areal.ingest.reading.charset import asked_for, detect, named
from areal.ingest.reading.dbf import language, texts
from areal.ingest.reading.gdal import load_gdal, open_gdal
from areal.ingest.reading.opened import Job, Opened

_SHP, _DBF, _SHX, _CPG = (Path(f"input{ending}") for ending in (".shp", ".dbf", ".shx", ".cpg"))


@contextmanager
def open_shapefile(job: Job) -> Iterator[Opened]:
    """Open a shapefile with its charset told from its bytes, whatever .cpg says."""
    said = _said()
    encoding = _encoding(job, said)
    rebuilt = not _SHX.exists()
    if rebuilt:
        os.environ["SHAPE_RESTORE_SHX"] = "YES"
    load_gdal(job, "ESRI Shapefile", GDAL_DISABLE_READDIR_ON_OPEN="FALSE")
    with open_gdal(job, _SHP, "Shapefile", single=True, encoding=encoding) as file:
        if rebuilt:
            file.note("index_rebuilt")
        if not _DBF.exists():
            file.note("table_attributes_missing")
            file.fields, file.encoding = (), None
        elif job.asked.encoding is None:
            _tell(file, said, encoding)
        yield file


def _said() -> str | None:
    """Return the charset the file claims: in .cpg, else in the head of the table."""
    if _CPG.exists():
        found = named(_CPG.read_bytes()[:40].decode("ascii", "replace"))
        if found is not None:
            return found
    return language(_DBF) if _DBF.exists() else None


def _encoding(job: Job, said: str | None) -> str:
    if job.asked.encoding is not None:
        return asked_for(job.asked.encoding)
    return detect(texts(_DBF), said) if _DBF.exists() else "UTF-8"


def _tell(file: Opened, said: str | None, encoding: str) -> None:
    """Say which charset it was, where that is not what the file says and makes a difference."""
    file.encoding = encoding
    if said == encoding or not any(any(byte > 0x7F for byte in text) for text in texts(_DBF)):  # noqa: PLR2004
        return
    if said is None:
        file.note("encoding_guessed", encoding=encoding)
    else:
        file.note("encoding_overruled", said=said, encoding=encoding)
