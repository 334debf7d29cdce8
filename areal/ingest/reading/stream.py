"""Have a file read by a process of its own, and pass on its rows as they come."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from areal.files.process import ENVIRONMENT, drivers
from areal.ingest.reading import frames
from areal.ingest.reading.contract import Asked, Batch, Limits, Note, Told
from areal.ingest.reading.look import Looked, digest, look
from areal.ingest.reading.refused import FileRefused

if TYPE_CHECKING:
    import pyarrow as pa

#: The package is put on the path by hand: the process takes none from its surroundings.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from areal.ingest.reading import child; "
_COMMAND = (sys.executable, "-I", "-c", _START + "child.main()")
_ROOT = Path(__file__).parents[3]
_FOLDER = "areal-reading-"
_PIPE = 1 << 20
_SET_PIPE_SIZE = 1_031
_SECOND = 1_000


@contextmanager
def reading(path: Path, asked: Asked, limits: Limits) -> Iterator[tuple[Told, Iterator[Batch]]]:
    """Open a file of any known format; yields what is told of it, and its rows in batches.

    The file is read by a process of its own, which ends with the block. Raises ``FileRefused``
    here, or while the batches are taken.
    """
    looked = look(path, limits)
    with (
        _private_folder(looked) as folder,
        ThreadPoolExecutor(1) as beside,
        _started(looked, folder, asked, limits) as child,
    ):
        checksum = beside.submit(digest, looked)
        told = child.told()
        notes = tuple(Note(**note) for note in told.pop("notes"))
        told["layers"], told["fields"] = tuple(told["layers"]), tuple(told["fields"])
        told |= {"notes": notes, "sha256": checksum.result()}
        yield Told(**told), child.batches()


@contextmanager
def _private_folder(looked: Looked) -> Iterator[Path]:
    """Make a folder with links to the parts of the file, under names of ours."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
    try:
        for name, part in looked.parts.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).symlink_to(part.resolve())
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Remove folders of processes that were killed before they could."""
    for left in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        owner = left.name.removeprefix(_FOLDER).split("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _started(looked: Looked, folder: Path, asked: Asked, limits: Limits) -> Iterator[_Child]:
    process = subprocess.Popen(  # noqa: S603 - our own module, nothing of the file in the command
        [*_COMMAND, str(_ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Without a home Python asks the system whose it is, over a socket.
        env={**ENVIRONMENT, "TMPDIR": str(folder), "HOME": str(folder)},
        cwd=folder,
        start_new_session=True,
    )
    try:
        request, answer = process.stdin, process.stdout
        if request is None or answer is None:
            raise FileRefused("too_heavy")
        with suppress(OSError):  # a larger pipe is only quicker
            fcntl.fcntl(answer, _SET_PIPE_SIZE, _PIPE)
        with suppress(BrokenPipeError), request:
            request.write(json.dumps(_request(looked, asked, limits)).encode())
        yield _Child(answer, limits)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _request(looked: Looked, asked: Asked, limits: Limits) -> dict[str, Any]:
    needs_gdal = looked.kind not in ("csv", "parquet")
    return {
        "kind": looked.kind,
        "name": looked.name,
        "readable": [
            str(each.resolve()) for each in (looked.folder, *looked.parts.values()) if each
        ],
        "asked": asdict(asked),
        "limits": asdict(limits),
        "drivers": drivers() if needs_gdal else (),
    }


class _Child:
    """The reading process, as seen from here: frames, and the time spent waiting for them."""

    def __init__(self, pipe: IO[bytes], limits: Limits) -> None:
        self._pipe = pipe.fileno()
        self._limits = limits
        self._left = limits.timeout_ms / _SECOND

    def told(self) -> dict[str, Any]:
        """Return what the process tells of the file before its rows."""
        _, content = self._frame()
        told: dict[str, Any] = json.loads(content)
        return told

    def batches(self) -> Iterator[Batch]:
        """Yield the rows as they come."""
        import pyarrow as pa  # noqa: PLC0415 - not before rows are wanted

        first = 1
        notes: list[Note] = []
        _, content = self._frame()
        schema = pa.ipc.read_schema(pa.py_buffer(content))
        while True:
            kind, content = self._frame()
            if kind == frames.END:
                return
            if kind == frames.NOTES:
                notes += [Note(**note) for note in json.loads(content)]
                continue
            try:
                arrow = pa.ipc.read_record_batch(pa.py_buffer(content), schema)
                batch = _batch(arrow, first, notes)
            except (pa.ArrowException, OSError) as error:
                raise FileRefused("too_heavy") from error
            yield batch
            first += len(batch.geometry)
            notes = []

    def _frame(self) -> tuple[bytes, bytearray]:
        kind, length = frames.HEAD.unpack(self._exactly(frames.HEAD.size))
        if length > frames.MOST:
            raise FileRefused("too_heavy")
        content = self._exactly(length)
        if kind == frames.REFUSED:
            refused: Mapping[str, Any] = json.loads(content)
            raise FileRefused(refused["reason"], **refused["values"])
        return kind, content

    def _exactly(self, length: int) -> bytearray:
        content = bytearray(length)
        view = memoryview(content)
        while view:
            self._wait()
            count = os.readv(self._pipe, [view])
            if count == 0:  # it was ended, by the kernel or by its own fault
                raise FileRefused("too_heavy")
            view = view[count:]
        return content

    def _wait(self) -> None:
        began = time.monotonic()
        ready, _, _ = select.select([self._pipe], [], [], max(self._left, 0))
        self._left -= time.monotonic() - began
        if not ready:
            raise FileRefused("took_too_long", limit=self._limits.timeout_ms / _SECOND)


def _batch(arrow: pa.RecordBatch, first: int, notes: list[Note]) -> Batch:
    # What another process says is believed only as far as it holds together.
    arrow.validate(full=True)
    geometry, *columns = arrow.columns
    return Batch(
        first=first,
        columns=dict(zip(arrow.schema.names[1:], map(_values, columns), strict=True)),
        geometry=geometry.to_numpy(zero_copy_only=False),
        notes=tuple(notes),
    )


def _values(column: pa.Array) -> list[Any]:
    """Return plain values; a detour over NumPy is quicker where it keeps them as they are."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_large_string(column.type) or (
        column.null_count == 0 and pa.types.is_primitive(column.type)
    ):
        values: list[Any] = column.to_numpy(zero_copy_only=False).tolist()
        return values
    plain: list[Any] = column.to_pylist()
    return plain
