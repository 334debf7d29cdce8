"""Tables as text: whichever separator, charset and line ending; values stay as they are written."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO

from areal.ingest.reading.charset import asked_for, of_file
from areal.ingest.reading.opened import Job, Opened, Rows
from areal.ingest.reading.refused import FileRefused
from areal.ingest.reading.tables import geometry_of

_INPUT = Path("input.text")
_SEPARATORS = ";\t,|"
_LOOKED_AT = 40
_MOST_ROWS = 4_096
_AGREE = 0.8
_LINE = 1 << 20


@contextmanager
def open_csv(job: Job) -> Iterator[Opened]:
    """Open a table; one column is not enough to know text for a table."""
    asked = job.asked.encoding
    encoding = asked_for(asked) if asked else of_file(_INPUT)
    csv.field_size_limit(max(job.limits.max_text * 8, _LINE))
    python = "utf-8-sig" if encoding == "UTF-8" else encoding
    with _INPUT.open(encoding=python, errors="strict" if asked else "replace", newline="") as text:
        try:
            separator = _separator(text)
            text.seek(0)
            lines = csv.reader(text, delimiter=separator, strict=False)
            names = _names(next(lines, []))
            yield _opened(job, encoding, names, lines)
        except csv.Error as error:
            raise FileRefused("table_broken", line=1) from error
        except UnicodeError as error:
            raise FileRefused("not_text", encoding=encoding) from error


def _opened(job: Job, encoding: str, names: list[str], lines: Iterator[list[str]]) -> Opened:
    first = list(islice(lines, _LOOKED_AT))
    file = Opened(
        format="CSV",
        layer=job.name,
        layers=(job.name,),
        fields=names,
        rows=iter(()),
        geometry=geometry_of(names, first),
        encoding=encoding,
    )
    file.rows = _rows(file, names, first, lines)
    if encoding not in ("UTF-8", "UTF-16") and job.asked.encoding is None:
        file.note("encoding_guessed", encoding=encoding)
    return file


def _separator(text: IO[str]) -> str:
    """Return the separator that splits the lines into the same number of values, most of all."""
    sample = "".join(islice(iter(lambda: text.readline(_LINE), ""), _LOOKED_AT))
    if sample.lower().startswith("sep=") and len(sample) > len("sep="):
        return sample[4]
    rated = [(_rate(sample, separator), separator) for separator in _SEPARATORS]
    best, separator = max(rated, key=lambda each: each[0])
    if best == 0:
        raise FileRefused("unknown_format")
    return separator


def _rate(sample: str, separator: str) -> int:
    try:
        rows = [row for row in csv.reader(StringIO(sample, newline=""), delimiter=separator) if row]
    except csv.Error:
        return 0
    width = len(rows[0]) if rows else 0
    same = sum(len(row) == width for row in rows)
    names = rows[0] if rows else []
    plausible = width > 1 and all(len(name) < 100 for name in names) and any(names)  # noqa: PLR2004
    return width if plausible and same >= _AGREE * len(rows) else 0


def _names(first: Sequence[str]) -> list[str]:
    """Return names for the columns: one without gets a number, one used twice as well."""
    names = [name.strip() or f"kolonne {number}" for number, name in enumerate(first, 1)]
    count = Counter(names)
    return [
        name if count[name] == 1 or name not in names[:at] else f"{name} ({at + 1})"
        for at, name in enumerate(names)
    ]


def _rows(
    file: Opened, names: list[str], first: list[list[str]], lines: Iterator[list[str]]
) -> Iterator[Rows]:
    import pyarrow as pa  # noqa: PLC0415

    number = 1
    held = list(first)
    try:
        while held := held + list(islice(lines, _MOST_ROWS - len(held))):
            _note_ragged(file, held, len(names), number)
            number += len(held)
            rows = [row for row in held if any(row)]
            columns = {
                name: pa.array([row[at] if at < len(row) else None for row in rows], pa.string())
                for at, name in enumerate(names)
            }
            yield Rows(columns, None, len(rows))
            held = []
    except csv.Error as error:
        raise FileRefused("table_broken", line=number) from error
    except UnicodeError as error:
        raise FileRefused("not_text", encoding=file.encoding) from error


def _note_ragged(file: Opened, rows: list[list[str]], width: int, before: int) -> None:
    """Say which rows have values beyond the last column; ``before`` rows came earlier."""
    ragged = [at for at, row in enumerate(rows, before + 1) if any(row[width:])]
    if ragged:
        file.note("rows_ragged", count=len(ragged), row=ragged[0])
