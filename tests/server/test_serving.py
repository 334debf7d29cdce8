"""The service as it runs: health, measurements, logs without people, slow and large requests."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from areal.logs import scrubbed
from tests.support.serving import Served, serving

APP = "tests.server.app_for_tests:make()"
TOKEN = "t" * 20
KARI = "kari.nordmann@example.no"


@pytest.fixture(scope="module")
def served(server: Any, sample_template: str, tmp_path_factory: Any) -> Iterator[Served]:
    """Return the service over a sample of this file's own, two workers."""
    name = server.create(sample_template)
    folder = tmp_path_factory.mktemp("served")
    with (
        server.use(name),
        serving(folder, APP, AREAL_METRICS_TOKEN=TOKEN, AREAL_SECRET_KEY="k" * 40) as found,
    ):
        yield found
    server.drop(name)


def send(served: Served, *parts: bytes, pause: float = 0.0, patience: float = 30.0) -> bytes:
    """Send bytes as they are and return the start of the answer, b"" for a hang-up."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=patience) as sock:
        try:
            for part in parts:
                sock.sendall(part)
                time.sleep(pause)
            return sock.recv(400)
        except (ConnectionError, BrokenPipeError):
            return b""


def test_alive_and_ready(served):
    status, text = served.get("/healthz")
    assert (status, json.loads(text)["status"]) == (200, "ok")
    status, text = served.get("/readyz")
    assert status == 200
    assert json.loads(text)["parcels"] > 0


def test_measurements_are_for_who_may_read_them(served):
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        assert served.get("/metrics", **headers)[0] == 404
    for _ in range(20):
        served.get("/kommune/3417?q=" + quote(KARI))
    served.get("/nowhere/" + quote(KARI))
    status, text = served.get("/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    counted = [
        line for line in text.splitlines() if 'route="pages.kommune_nb"' in line
        and line.startswith("areal_requests_total")
    ]  # fmt: skip
    # Of both workers together.
    assert sum(float(line.rpartition(" ")[2]) for line in counted) == 20
    assert 'route="none"' in text
    assert "areal_database_up 1.0" in text
    assert "areal_published_revision" in text
    assert KARI not in text
    assert "nowhere" not in text
    assert "/kommune" not in text


def test_a_request_with_an_email_in_query_body_and_header_leaves_none_in_the_log(served):
    where = quote(KARI)
    served.get(f"/?q={where}", Referer=f"https://x.example/?e={KARI}", **{"User-Agent": KARI})
    served.get(f"/nowhere/{KARI}?e={where}")
    served.get(f"/staff/lenke/{'a' * 32}?next={where}", Cookie=f"areal-staff={KARI}")
    served.get(f"/fails?e={where}", **{"X-Request-Id": KARI, "X-Forwarded-For": "192.0.2.7"})
    form = f"email={where}&password=hemmelig99&tlf=91234567".encode()
    kind = "application/x-www-form-urlencoded"
    for path in ("/fails", "/staff/logg-inn", "/plan/forhandskontroll"):
        send(served, _post(path, form, kind))
    send(served, f"GET /{KARI} HTTP/9.9\r\nHost: {KARI}\r\n\r\n".encode())
    send(served, f"{KARI} \r\nX: {KARI}\r\n\r\n".encode())
    time.sleep(0.5)
    log = served.log.read_text()
    lines = [json.loads(line) for line in log.splitlines() if line.strip()]
    assert any(line.get("route") == "fails" and line.get("status") == 500 for line in lines)
    assert any(line.get("error") == "builtins.ValueError" for line in lines)
    asked = [line for line in lines if line["event"] == "request"]
    assert {"request_id", "route", "method", "status", "ms", "timestamp", "level"} <= asked[
        0
    ].keys()
    for secret in (
        "kari", "nordmann", "example.no", "hemmelig99", "91234567", "192.0.2.7", "a" * 32, "?",
    ):  # fmt: skip
        assert secret not in log, [line for line in log.splitlines() if secret in line][:2]


def _post(path: str, body: bytes, kind: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {size}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail to kari@x.no now", "mail to [e-mail] now"),
        ("kari%40x.no", "[e-mail]"),
        ("ring 912 34 567", "ring [number]"),
        ("GET /x?navn=Kari HTTP", "GET /x?[query] HTTP"),
        ("postgresql://areal:pass@db/areal", "postgresql://[secret]@db/areal"),
        ("from 10.1.2.3 port 80", "from [address] port 80"),
    ],
)
def test_what_is_scrubbed_from_words(text, kept):
    assert scrubbed(text) == kept


def test_slow_clients_hold_nobody_up(served):
    """A hundred that send a head bit by bit: others are answered at once, and they are let go."""
    slow = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(100)]
    ended: list[float] = []
    stop = threading.Event()

    def trickle() -> None:
        began = time.monotonic()
        for sock in slow:
            sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        while not stop.wait(1.0) and slow:
            for sock in list(slow):
                try:
                    sock.sendall(b"X-Slow: 1\r\n")
                except OSError:
                    slow.remove(sock)
                    ended.append(time.monotonic() - began)

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        for _ in range(10):
            began = time.monotonic()
            assert served.get("/healthz")[0] == 200
            assert time.monotonic() - began < 2
            time.sleep(0.2)
        until = time.monotonic() + 25
        while slow and time.monotonic() < until:
            time.sleep(0.5)
        assert not slow
        assert len(ended) == 100
    finally:
        stop.set()
        thread.join()


def test_a_body_that_comes_too_slowly_is_given_up(served):
    began = time.monotonic()
    answer = send(served, _post("/takes", b"x", "application/octet-stream", 100_000), patience=20)
    assert time.monotonic() - began < 15
    assert answer == b"" or b" 4" in answer.split(b"\r\n")[0]
    assert served.get("/healthz")[0] == 200


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {b"400", b"414"}),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", {b"400", b"431"}),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: 1\r\n" * 200 + b"\r\n",
            {b"400", b"431"},
        ),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000, {b"400", b"431"}),
    ],
)
def test_heads_that_are_too_large_are_refused(served, request_, statuses):
    answer = send(served, request_)
    # What was still on its way when it was refused may cut the answer off.
    assert not answer or answer.split(b" ")[1] in statuses
    assert served.get("/healthz")[0] == 200


@pytest.mark.parametrize("path", ["/takes", "/staff/logg-inn", "/plan/hva-om"])
def test_bodies_that_are_too_large_are_refused_before_they_are_read(served, path):
    kind = "application/x-www-form-urlencoded"
    began = time.monotonic()
    answer = send(served, _post(path, b"x" * 1000, kind, 50_000_000))
    assert answer.split(b" ")[1] == b"413", answer
    assert time.monotonic() - began < 9


def test_stopping_lets_running_requests_end(server, sample_template, tmp_path: Path):
    name = server.create(sample_template)
    with server.use(name), serving(tmp_path, APP) as served:
        answers: list[tuple[int, str]] = []
        asking = [
            threading.Thread(target=lambda: answers.append(served.get("/slow"))) for _ in range(3)
        ]
        # A connection that says nothing holds nobody up.
        silent = socket.create_connection(("127.0.0.1", served.port))
        for thread in asking:
            thread.start()
        time.sleep(0.7)
        began = time.monotonic()
        assert served.stop() == 0
        assert time.monotonic() - began < 8
        for thread in asking:
            thread.join()
        silent.close()
        assert answers == [(200, "done")] * 3
    server.drop(name)
