"""The outlines of a file kept on disk while it is taken in, and gone through from the west."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Self

import numpy as np
import shapely
from numpy.typing import NDArray

#: So many are looked at together; memory is for these, not for the file.
_STRIP = 12_000


@dataclass(frozen=True)
class Shapes:
    """Row numbers with their shapes and how far west and east they reach."""

    numbers: NDArray[np.int64]
    shapes: NDArray[Any]
    west: NDArray[np.float64]
    east: NDArray[np.float64]

    @classmethod
    def none(cls) -> Shapes:
        """Return no shapes at all."""
        nothing = np.empty(0)
        return cls(nothing.astype(np.int64), nothing.astype(object), nothing, nothing)

    def with_others(self, others: Shapes) -> Shapes:
        """Return these and others."""
        return Shapes(
            np.concatenate([self.numbers, others.numbers]),
            np.concatenate([self.shapes, others.shapes]),
            np.concatenate([self.west, others.west]),
            np.concatenate([self.east, others.east]),
        )

    def reaching(self, west: float) -> Shapes:
        """Return those that reach as far east as ``west``."""
        keep = self.east >= west
        return Shapes(self.numbers[keep], self.shapes[keep], self.west[keep], self.east[keep])


@dataclass
class Outlines:
    """Outlines as WKB in a file that has no name, and where each of them stands in it.

    The file is gone with the process, however that ends.
    """

    folder: Path | None = None
    _file: IO[bytes] = field(init=False)
    _numbers: list[NDArray[np.int32]] = field(default_factory=list)
    _sizes: list[NDArray[np.int32]] = field(default_factory=list)
    _reach: list[NDArray[np.float64]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
        self._file = TemporaryFile(dir=self.folder)  # noqa: SIM115 - closed with the block

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._file.close()

    def add(self, first: int, shapes: NDArray[Any], wkb: NDArray[Any]) -> None:
        """Keep the outlines of rows ``first`` and on; None is a row without."""
        there = np.flatnonzero(~shapely.is_missing(shapes))
        bounds = shapely.bounds(shapes[there])
        sizes = [len(one) for one in wkb[there]]
        self._file.write(b"".join(wkb[there]))
        self._numbers.append((first + there).astype(np.int32))
        self._sizes.append(np.array(sizes, dtype=np.int32))
        self._reach.append(bounds[:, [0, 2]])

    def strips(self) -> Iterator[tuple[Shapes, Shapes]]:
        """Yield the shapes of each strip from the west, and those before that reach into it."""
        if not self._numbers:
            return
        self._file.flush()
        numbers, sizes = np.concatenate(self._numbers), np.concatenate(self._sizes)
        reach = np.concatenate(self._reach)
        self._numbers, self._sizes, self._reach = [numbers], [sizes], [reach]
        west, east = reach.T
        starts = np.cumsum(sizes, dtype=np.int64) - sizes
        order = np.argsort(west, kind="stable")
        carried = Shapes.none()
        for begin in range(0, len(order), _STRIP):
            which = order[begin : begin + _STRIP]
            shapes = self._read(starts[which], sizes[which])
            fresh = Shapes(numbers[which].astype(np.int64), shapes, west[which], east[which])
            yield fresh, carried
            # The next strip begins no further west than this one ended.
            carried = carried.with_others(fresh).reaching(fresh.west[-1])

    def _read(self, starts: NDArray[np.int64], sizes: NDArray[np.int32]) -> NDArray[Any]:
        number = self._file.fileno()
        places = zip(starts.tolist(), sizes.tolist(), strict=True)
        read: NDArray[Any] = shapely.from_wkb([os.pread(number, size, at) for at, size in places])
        return read
