"""Progress of long work on the terminal: a line that moves, or plain lines in a log."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status


class Steps:
    """Tells which step is going on; on standard error, so that results can be piped."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._status: Status | None = None

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._status = self._console.status("")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def tell(self, step: str) -> None:
        """Name the step that begins."""
        if self._status is not None:
            self._status.update(step)
        else:
            self._console.print(f"  {step}")
