"""The only way out for the process that fetches: a proxy on loopback that knows the hosts.

GDAL follows redirects and the links of pages. Whatever they point to, nothing but the hosts a
layer's own file names is reached, and no other scheme than http and https.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from urllib.parse import urlsplit

Host = tuple[str, int]
_HEAD = 65_536
_CHUNK = 65_536
_HTTP = 80
#: Headers between the process and this door, or that would keep the connection for a second
#: request to a host nobody looked at.
_OURS = (b"connection:", b"proxy-connection:", b"keep-alive:")


class Door(ThreadingTCPServer):
    """Lets requests through to ``hosts``; ``turned_away`` are the others that were asked for."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, hosts: Collection[Host], silence_s: float, upstream: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.hosts = frozenset((name.lower(), port) for name, port in hosts)
        self.silence_s = silence_s
        self.upstream = _host(upstream, _HTTP) if upstream else None
        self.turned_away: list[str] = []

    @property
    def address(self) -> str:
        """Return where the door stands."""
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: a passage that breaks is told of by the process that used it."""


@contextmanager
def door(hosts: Collection[Host], silence_s: float, upstream: str = "") -> Iterator[Door]:
    """Have a door open for the length of the block."""
    with Door(hosts, silence_s, upstream) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Passage(StreamRequestHandler):
    """One request on its way out."""

    server: Door

    def handle(self) -> None:
        self.connection.settimeout(self.server.silence_s)
        head = self._head()
        method, address, _ = [*head.split(b"\r\n", 1)[0].split(b" "), b"", b"", b""][:3]
        target = _target(method.decode("ascii", "replace"), address.decode("ascii", "replace"))
        if target is None or target not in self.server.hosts:
            self.server.turned_away.append(target[0] if target else "")
            self._say(b"403 Forbidden")
            return
        try:
            out = socket.create_connection(self.server.upstream or target, self.server.silence_s)
        except OSError:
            self._say(b"502 Bad Gateway")
            return
        with out:
            if method == b"CONNECT" and self.server.upstream is None:
                self._say(b"200 Connection established")
            else:
                out.sendall(head if self.server.upstream else _direct(head))
            self._relay(out)

    def _head(self) -> bytes:
        lines: list[bytes] = []
        while sum(map(len, lines)) < _HEAD:
            line = self.rfile.readline(_HEAD)
            lines.append(line)
            if line in (b"\r\n", b"\n", b""):
                break
        return b"".join(lines)

    def _say(self, status: bytes) -> None:
        end = b"\r\n\r\n" if status.startswith(b"200") else b"\r\nContent-Length: 0\r\n\r\n"
        self.connection.sendall(b"HTTP/1.1 " + status + end)

    def _relay(self, out: socket.socket) -> None:
        """Carry bytes both ways until one side is done, or silent for too long."""
        other = {self.connection: out, out: self.connection}
        with suppress(OSError):
            while True:
                ready = select.select(list(other), [], [], self.server.silence_s)[0]
                if not ready:
                    return
                for side in ready:
                    data = side.recv(_CHUNK)
                    if not data:
                        return
                    other[side].sendall(data)


def _target(method: str, address: str) -> Host | None:
    """Return the host a request is for; None for what is no plain question."""
    try:
        if method == "CONNECT":
            return _host(address, 0)
        if method not in {"GET", "HEAD"} or not address.startswith("http://"):
            return None
        return _host(urlsplit(address).netloc, _HTTP)
    except ValueError:
        return None


def _host(text: str, port: int) -> Host:
    parts = urlsplit(f"//{text}")
    return (parts.hostname or "").lower(), parts.port or port


def _direct(head: bytes) -> bytes:
    """Return a request to a proxy as the request to the host itself, for one answer only."""
    first, *headers = head.rstrip(b"\r\n").split(b"\r\n")
    method, address, version = first.split(b" ")
    parts = urlsplit(address.decode("ascii"))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [line for line in headers if not line.lower().startswith(_OURS)]
    first = b" ".join((method, path.encode("ascii"), version))
    return b"\r\n".join((first, *kept, b"Connection: close", b"", b""))
