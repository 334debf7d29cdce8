"""gunicorn's settings, the same for `areal serve` and the container: ``--config=python:…``."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from areal.logs import configure
from areal.settings import get_settings

worker_class = "webmap.server.patience.PatientWorker"
workers = int(os.environ.get("WEB_CONCURRENCY") or get_settings().workers)
threads = 4
loglevel = "warning"
proc_name = "areal"
control_socket_disable = True
#: Requests that are being answered when the service is stopped have so long to end, in seconds.
graceful_timeout = 30
#: A worker that has not shown a sign of life for so long is ended; threads may take their time.
timeout = 60
limit_request_line = 8_190
limit_request_fields = 60
limit_request_field_size = 8_190
#: Who asked for what is no business of a log's: webmap.server.requests writes the line there is.
accesslog = None

_MEASURES = "PROMETHEUS_MULTIPROC_DIR"


class JsonLogger(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's words as JSON, without what strangers sent."""

    def setup(self, cfg: Any) -> None:
        """Send the records where all others go."""
        super().setup(cfg)
        configure()
        for handler in list(self.error_log.handlers):
            self.error_log.removeHandler(handler)
        self.error_log.propagate = True
        logging.getLogger("gunicorn.access").disabled = True


logger_class = JsonLogger


def on_starting(server: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """Make an empty folder for what the workers measure: they add up their counts in files."""
    folder = Path(os.environ.get(_MEASURES) or get_settings().data_dir / "tmp" / "metrics")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError:
        # Measurements are not worth staying down for: each worker then tells its own.
        os.environ.pop(_MEASURES, None)
        return
    os.environ[_MEASURES] = str(folder)


def child_exit(server: Any, worker: Any) -> None:  # noqa: ARG001
    """Forget what a worker that has ended was working on."""
    if os.environ.get(_MEASURES):
        from prometheus_client import multiprocess  # noqa: PLC0415 - chooses by the environment

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
