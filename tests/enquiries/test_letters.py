"""Letters to who answers, through a real SMTP server on this machine; they name no sender."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from sqlalchemy import text

from areal.database import Role, connect
from areal.enquiries import notices, reminders
from areal.mail.send import letter, send
from areal.settings import Settings
from tests.support.enquiries import PERSONAL, SAID, enquire, site_in
from tests.support.staff import REGION, person, signed_in
from tests.support.staff import send as send_form
from webmap import create_app

GRUE, KONGSVINGER = "3417", "3401"
BASE = "https://kart.example"
OFFICE = "post@region.example"


class Box:
    """Letters that came."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, Any]] = []
        self.refuses = False

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Any, envelope: Envelope
    ) -> str:
        """Keep a letter."""
        if self.refuses:
            return "554 no"
        read = message_from_bytes(envelope.content, policy=policy.default)
        self.letters += [(to, read) for to in envelope.rcpt_tos]
        return "250 OK"

    @property
    def to(self) -> set[str]:
        """Return who letters came to."""
        return {to for to, _ in self.letters}


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: Any, given: Any) -> AuthResult:
    return AuthResult(success=(given.login, given.password) == (b"areal", b"secret"))


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def post(box: Box) -> Iterator[Settings]:
    """Return settings with a server that runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=_knows,
        auth_require_tls=False,
        auth_required=True,
    )
    server.start()
    yield Settings(
        secret_key="k" * 40,
        contact_email=OFFICE,
        base_url=BASE,
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
        smtp_user="areal",
        smtp_password="secret",  # noqa: S106 - of the server above
        mail_from="kart@areal.example",
    )
    server.stop()


@pytest.fixture(autouse=True)
def _app(enquiry_app):
    """Use the sample of this file."""


def test_the_contact_of_the_kommune_is_told_at_once_with_a_link_and_no_word_of_the_sender(
    box, post
):
    person("kari@grue.example", ("contact", GRUE))
    person("sjef@region.example", ("contact", REGION))
    person("per@kongsvinger.example", ("contact", KONGSVINGER))
    public = create_app(post).test_client()
    number = enquire(public, f"/kontakt/{site_in(GRUE)}")
    assert box.to == {"kari@grue.example"}
    found = box.letters[0][1]
    assert f"{BASE}/staff/henvendelser/{number}" in found.get_content()
    assert not [word for word in PERSONAL if word in found.as_string()]
    assert notices.tell_new(post, BASE) == 0, "once"


def test_without_a_contact_in_the_kommune_the_region_is_told_else_admins_else_the_office(box, post):
    public = create_app(post).test_client()
    enquire(public, f"/kontakt/{site_in(GRUE)}")
    assert box.to == {OFFICE}
    person("adm@grue.example", ("admin", GRUE))
    enquire(public, f"/kontakt/{site_in(GRUE)}", message="To")
    assert box.letters[-1][0] == "adm@grue.example"
    assert "Gi noen den rollen" in box.letters[-1][1].get_content()
    person("sjef@region.example", ("contact", REGION))
    enquire(public, f"/kontakt/{site_in(GRUE)}", message="Tre")
    assert box.letters[-1][0] == "sjef@region.example"
    assert len(box.letters) == 3


def came(number: int, days: int) -> None:
    with connect(Role.OWNER) as owner:
        owner.execute(
            text(
                "UPDATE areal.enquiry SET received_at = now() - make_interval(days => :d), "
                "reminded_at = reminded_at - make_interval(days => :d) WHERE enquiry_id = :id"
            ),
            {"d": days, "id": number},
        )


def test_who_has_not_answered_is_reminded_after_working_days_and_not_twice(box, post):
    kari = person("kari@grue.example", ("contact", GRUE))
    app = create_app(post)
    number = enquire(app.test_client(), f"/kontakt/{site_in(GRUE)}")
    assert reminders.remind(post, BASE).due == 0
    came(number, 7)
    done = reminders.remind(post, BASE)
    assert (done.due, done.sent, done.nobody) == (1, 1, ())
    assert "Ubesvart" in box.letters[-1][1]["Subject"]
    assert "5 virkedager" in box.letters[-1][1].get_content()
    assert not [word for word in PERSONAL if word in box.letters[-1][1].as_string()]
    assert reminders.remind(post, BASE).due == 0
    desk = signed_in(app.test_client(), kari)
    path = f"/staff/henvendelser/{number}"
    assert "Påminnet etter 5 virkedager" in desk.get(path).text
    came(number, 7)
    assert reminders.remind(post, BASE).due == 1, "and again when it still waits"
    send_form(desk, path, do="answered", body="Ringte")
    came(number, 7)
    assert reminders.remind(post, BASE).due == 0


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-11-20 15:00", "2026-11-23 08:00", 1),  # Friday to Monday
        ("2026-11-21 12:00", "2026-11-22 12:00", 0),
        ("2026-11-16 12:00", "2026-11-23 12:00", 5),
        ("2026-11-23 23:30", "2026-11-24 00:30", 1),
    ],
)
def test_working_days_are_monday_to_friday(enquiry_app, since, until, days):
    with connect(Role.APP) as connection:
        found = connection.execute(
            text("SELECT areal.working_days(cast(:s AS timestamptz), cast(:u AS timestamptz))"),
            {"s": f"{since}+01", "u": f"{until}+01"},
        ).scalar_one()
    assert found == days


def test_an_enquiry_is_kept_when_no_letter_leaves_and_told_of_later(box, post, caplog):
    person("kari@grue.example", ("contact", GRUE))
    box.refuses = True
    with caplog.at_level(logging.DEBUG):
        number = enquire(create_app(post).test_client(), f"/kontakt/{site_in(GRUE)}")
    assert box.letters == []
    # The server of the test tells its own log all it hears.
    ours = "\n".join(each.getMessage() for each in caplog.records if each.name != "mail.log")
    assert "kari@" not in ours
    assert SAID["email"] not in ours
    box.refuses = False
    assert reminders.remind(post, BASE).first == 1
    assert str(number) in box.letters[0][1].get_content()


def test_a_server_that_is_down_or_offers_no_tls_gets_no_letter(post):
    down = post.model_copy(update={"smtp_port": 1})
    assert not send(down, letter("a@b.example", "x", "y"))
    guarded = post.model_copy(update={"smtp_security": "starttls"})
    assert not send(guarded, letter("a@b.example", "x", "y"))
    assert not send(Settings(), letter("a@b.example", "x", "y"))


def test_a_letter_cannot_be_given_another_head():
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        letter("a@b.example\r\nBcc: c@d.example", "x", "y")


def test_the_answer_leaves_as_a_letter_when_the_contact_wants_it(box, post):
    kari = person("kari@grue.example", ("contact", GRUE), name="Kari Kontakt")
    app = create_app(post)
    slug = site_in(GRUE)
    number = enquire(app.test_client(), f"/kontakt/{slug}")
    desk = signed_in(app.test_client(), kari)
    given = {"do": "shortlist", "site": slug, "days": "30", "body": "Se på denne.", "mail": "1"}
    answer = send_form(desk, f"/staff/henvendelser/{number}", **given)
    assert answer.headers["Location"].endswith("saved=mailed")
    to, found = box.letters[-1]
    assert to == SAID["email"]
    assert found["Reply-To"] == "kari@grue.example"
    assert "Se på denne." in found.get_content()
    assert f"{BASE}/delt/" in found.get_content()
