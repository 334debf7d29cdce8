"""The service as it runs in production, in processes of its own, over a database of the tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running service: where it answers, and the file its log is written to."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Return status and text of an answer."""
        request = Request(self.url + path, headers=headers)  # noqa: S310
        try:
            with urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


@contextmanager
def serving(folder: Path, app: str = "webmap:create_app()", **settings: str) -> Iterator[Served]:
    """Serve ``app`` under gunicorn with the product's own configuration until the block ends."""
    port, log = free_port(), folder / "service.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "--config=python:webmap.server.configuration",
                f"--bind=127.0.0.1:{port}", app,
            ],
            env={**os.environ, "AREAL_DATA_DIR": str(folder), **settings},
            stdout=stderr,
            stderr=stderr,
        )  # fmt: skip
        served = Served(process, port, log)
        try:
            _await(served)
            yield served
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=40)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _await(served: Served) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if served.get("/healthz")[0] == 200:
                return
        except OSError:
            pass
        if served.process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(served.log.read_text())
