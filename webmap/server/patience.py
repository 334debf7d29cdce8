"""A gunicorn worker that slow clients can't fill: a thread is given to whole requests only.

The head of a request is gathered in the worker's own loop, which waits for a thousand at once, and
given up after some seconds. A body must come at a pace.
"""

from __future__ import annotations

import selectors
import socket
import struct
import time
from collections import deque
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

#: Seconds a client has to send the head of a request, and bytes it may have.
HEAD_SECONDS = 10.0
HEAD_BYTES = 65_536
#: Of a body: seconds to begin with, and bytes a second after that; seconds without a byte read by
#: a client that is sent an answer.
BODY_SECONDS = 10.0
BODY_PACE = 8_192
STALLED_SECONDS = 30

_END = b"\r\n\r\n"
_CHUNK = 16_384


class Paced:
    """Stands for the socket where a body is read: raises ``TimeoutError`` when it is too slow."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._began = time.monotonic()
        self._bytes = 0

    def recv(self, size: int) -> bytes:
        """Return what has come, waiting for it as long as the pace allows."""
        until = self._began + BODY_SECONDS + self._bytes / BODY_PACE
        left = until - time.monotonic()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._sock, selectors.EVENT_READ)
            if left <= 0 or not waiting.select(left):
                raise TimeoutError("the body comes too slowly")
        found = self._sock.recv(size)
        self._bytes += len(found)
        return found


class Arriving:
    """A connection whose next request has begun, or is to begin, and is not whole yet."""

    def __init__(self, conn: Any) -> None:
        self.conn = conn
        self.head = bytearray()
        self.until = time.monotonic() + HEAD_SECONDS


class PatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """The threaded worker with a waiting room."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: deque[Arriving] = deque()

    def accept(self, listener: Any) -> None:
        """Take a connection, and wait for its first request."""
        try:
            sock, address = listener.accept()
        except OSError:
            return
        self.nr_conns += 1
        from gunicorn.workers.gthread import TConn  # noqa: PLC0415 - beside its use

        stalled = struct.pack("ll", STALLED_SECONDS, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, stalled)
        self._await(TConn(self.cfg, sock, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Wait for the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def _await(self, conn: Any) -> None:
        arriving = Arriving(conn)
        conn.sock.setblocking(False)
        self._waiting.append(arriving)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._comes, arriving))

    def _comes(self, arriving: Arriving, sock: socket.socket) -> None:
        """Gather what has come; a whole head, or one too long, is given to a thread."""
        try:
            found = sock.recv(_CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            found = b""
        # Only the end of what was there can complete the end of a head.
        seen = max(0, len(arriving.head) - len(_END) + 1)
        arriving.head += found
        if found and _END not in arriving.head[seen:] and len(arriving.head) < HEAD_BYTES:
            return
        self._waiting.remove(arriving)
        self.poller.unregister(sock)
        if not arriving.head:
            self._drop(arriving)
            return
        arriving.conn.areal_head = bytes(arriving.head)
        arriving.conn.data_ready = True
        self.enqueue_req(arriving.conn)

    def handle(self, conn: Any) -> Any:
        """Give the request what was gathered of it, and answer it."""
        head = conn.__dict__.pop("areal_head", b"")
        if head:
            conn.sock.setblocking(True)
            conn.init()
            conn.parser.unreader.sock = Paced(conn.sock)
            conn.parser.unreader.unread(head)
        return super().handle(conn)

    def murder_pending(self) -> None:
        """Let go of those that took too long, and when stopping of those that said nothing."""
        super().murder_pending()
        now = time.monotonic()
        for arriving in list(self._waiting):
            if arriving.until > now and (self.alive or arriving.head):
                continue
            self._waiting.remove(arriving)
            self.poller.unregister(arriving.conn.sock)
            self._drop(arriving)

    def _drop(self, arriving: Arriving) -> None:
        self.nr_conns -= 1
        arriving.conn.close()
