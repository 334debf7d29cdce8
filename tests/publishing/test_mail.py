"""Letters against a real server on this machine: one that takes them, refuses them, or is down."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import ValidationError

from areal.mail.delivery import Outcome, deliver
from areal.mail.send import letter
from areal.publishing import digests
from areal.settings import Settings


class Post:
    """Keeps what it is sent; answers as it is told to."""

    def __init__(self, answer: str = "250 OK", at: str = "") -> None:
        self.letters: list[Any] = []
        self.answer, self.at = answer, at

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002
        if self.at == "rcpt":
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002
        if self.at == "break":
            # Taken, and the line breaks before it is said.
            self.letters.append(envelope)
            server.transport.abort()
            return "250 OK"
        if self.at == "data":
            return self.answer
        self.letters.append(envelope)
        return "250 OK"


@contextmanager
def server(post: Post) -> Iterator[Settings]:
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield settings(controller.port)
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def settings(port: int, security: str = "none") -> Settings:
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security=security,
        mail_from="kart@example.no",
        digests=True,
    )


def test_a_letter_arrives_whole():
    post = Post()
    with server(post) as told:
        assert deliver(told, letter("kari@example.no", "Å gjøre", "Hei på deg")) is Outcome.SENT
    [envelope] = post.letters
    assert envelope.rcpt_tos == ["kari@example.no"]
    assert b"Message-ID" in envelope.content


@pytest.mark.parametrize(
    ("at", "answer", "outcome"),
    [
        ("rcpt", "550 no such person", Outcome.REFUSED),
        ("rcpt", "450 try later", Outcome.NOT_SENT),
        ("data", "554 no", Outcome.REFUSED),
        ("data", "451 later", Outcome.NOT_SENT),
        ("break", "", Outcome.UNSURE),
    ],
)
def test_what_became_of_a_letter_is_told(at, answer, outcome):
    with server(Post(answer, at)) as told:
        assert deliver(told, letter("kari@example.no", "x", "y")) is outcome


def test_a_server_that_is_down_is_tried_again_later():
    assert deliver(settings(free_port()), letter("a@b.example", "x", "y")) is Outcome.NOT_SENT


def test_nothing_goes_out_in_the_clear_where_starttls_is_asked_for():
    post = Post()
    with server(post) as told:
        asked = settings(told.smtp_port, "starttls")
        assert deliver(asked, letter("a@b.example", "x", "y")) is Outcome.NOT_SENT
    assert post.letters == []


def test_a_line_break_in_the_head_is_refused():
    with pytest.raises(ValueError, match=r".*"):
        letter("a@b.example\nBcc: all@b.example", "x", "y")


def test_mail_is_off_and_a_server_needs_a_sender():
    assert Settings().smtp_host == ""
    assert Settings().digests is False
    with pytest.raises(ValidationError):
        Settings(smtp_host="x")


# ------------------------------------------------------------------ the weekly letter


def test_everybody_gets_their_tasks_once_a_week(staff, monkeypatch):
    post = Post()
    with server(post) as told:
        monkeypatch.setattr(digests, "get_settings", lambda: told)
        first = digests.send_all(date(2026, 11, 25))
        assert first.sent == len(post.letters) == 4
        assert digests.send_all(date(2026, 11, 27)).sent == 0, "the same week"
        assert digests.send_all(date(2026, 12, 1)).sent == 4
        by_receiver = {envelope.rcpt_tos[0]: envelope for envelope in post.letters[:4]}
        assert staff.publisher.email not in by_receiver, "nothing waits for them"
        body = by_receiver[staff.editor.email].content.decode()
        assert "trenger bekreftelse" in body
        post.at, post.answer = "rcpt", "450 later"
        assert digests.send_all(date(2026, 12, 9)).later == 4
        post.at = ""
        assert digests.send_all(date(2026, 12, 9)).sent == 4
        post.at, post.answer = "rcpt", "550 no"
        assert digests.send_all(date(2026, 12, 16)).refused == 4
        assert digests.send_all(date(2026, 12, 16)).refused == 0
        post.at = "break"
        number = len(post.letters)
        assert digests.send_all(date(2026, 12, 22)).sent == 4
        assert digests.send_all(date(2026, 12, 22)).sent == 0, "it may have arrived"
        assert len(post.letters) == number + 4
