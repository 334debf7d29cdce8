"""The database is restarted under load: every write that was acknowledged is there, once."""

from __future__ import annotations

import http.client
import re
import signal
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from areal.accounts import sessions
from areal.database import Role, connect, dispose
from areal.database.embedded.health import send, wait_gone
from tests.support.serving import Served, serving
from tests.support.staff import person

WRITERS, EACH = 50, 2
FORM = "/staff/avvik/ny"


@dataclass
class Writer:
    """Somebody who registers grants, and tries again until told that it is done."""

    number: int
    token: str
    port: int
    parcel: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    tries: int = 0

    def write_all(self) -> None:
        cookies, hidden = self._form()
        for turn in range(EACH):
            case = f"sak-{self.number}-{turn}"
            fields = {
                **hidden,
                "once": f"{hidden['once']}-{turn}",
                "parcel": self.parcel,
                "rule": "R12",
                "body": "Kommunestyret",
                "case_ref": case,
                "decided_on": "2025-01-02",
                "reason": "Prøve",
                "anyway": "1",
            }
            self._until(lambda fields=fields, cookies=cookies: self._post(fields, cookies))
            self.acknowledged.append(case)
            time.sleep(0.2)

    def _form(self) -> tuple[str, dict[str, str]]:
        found: list[tuple[str, dict[str, str]]] = []

        def get() -> bool:
            status, headers, page = self._ask("GET", f"__Secure-areal-staff={self.token}")
            if status != 200:
                return False
            slip = re.search(r"(__Secure-areal-staff-form=[^;]+)", headers.get("Set-Cookie", ""))
            pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
            cookies = f"__Secure-areal-staff={self.token}; {slip[1] if slip else ''}"
            found.append((cookies, {name: unescape(value) for name, value in pairs}))
            return True

        self._until(get)
        return found[0]

    def _post(self, fields: dict[str, str], cookies: str) -> bool:
        self.tries += 1
        status, _, _ = self._ask("POST", cookies, urlencode(fields))
        if status == 303:
            return True
        if status not in (409, 503):
            self.refused.append(status)
        return False

    def _ask(self, method: str, cookies: str, body: str = "") -> tuple[int, Any, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, FORM, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, {}, ""
        finally:
            connection.close()

    def _until(self, done: Any) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if done():
                return
            time.sleep(0.3)
        raise AssertionError(f"writer {self.number} never got through: {self.refused}")


def restart(cluster: Any, how: signal.Signals) -> None:
    """Stop the server politely, or at once without putting anything in order; start it again."""
    pid = cluster.status().pid
    assert pid is not None
    send(pid, how)
    assert wait_gone([pid], 30)
    cluster.ensure_running()


@pytest.mark.slow
def test_fifty_writers_and_five_restarts(server: Any, sample_template: str, tmp_path: Any) -> None:
    name = server.create(sample_template)
    with server.use(name):
        with connect(Role.APP) as connection:
            parcels = connection.execute(
                text(
                    "SELECT slug FROM areal.parcel WHERE kommunenummer = '3417' AND published "
                    "ORDER BY 1"
                )
            ).scalars().all()  # fmt: skip
            rows = connection.execute(text("SELECT count(*) FROM areal.deviation_grant"))
            before = rows.scalar_one()
        people = [person(f"p{n}@grue.example", ("planner", "3417")) for n in range(WRITERS)]
        with connect(Role.APP) as connection:
            tokens = [sessions.open_session(connection, who.account_id, "in") for who in people]
        with serving(
            tmp_path, AREAL_SECRET_KEY="k" * 40, AREAL_STAFF_COOKIE_SECURE="true"
        ) as served:
            writers = [
                Writer(n, token, served.port, parcels[n % len(parcels)])
                for n, token in enumerate(tokens)
            ]
            threads = [threading.Thread(target=writer.write_all) for writer in writers]
            for thread in threads:
                thread.start()
            dispose()
            _restarts(server.cluster)
            for thread in threads:
                thread.join(timeout=150)
            _compare(writers, before)
            _answers_again(served)
        dispose()
    server.drop(name)


def _restarts(cluster: Any) -> None:
    ways = (signal.SIGINT, signal.SIGQUIT, signal.SIGINT, signal.SIGQUIT, signal.SIGQUIT)
    for how in ways:
        time.sleep(1.0)
        restart(cluster, how)


def _compare(writers: list[Writer], before: int) -> None:
    with connect(Role.APP) as connection:
        found = connection.execute(
            text("SELECT case_ref FROM areal.deviation_grant WHERE case_ref LIKE 'sak-%'")
        ).scalars().all()  # fmt: skip
        count = connection.execute(text("SELECT count(*) FROM areal.deviation_grant")).scalar_one()
    acknowledged = [case for writer in writers for case in writer.acknowledged]
    assert len(acknowledged) == WRITERS * EACH
    assert sorted(found) == sorted(acknowledged), "each is there, and once"
    assert count == before + len(acknowledged)
    # What was in the way was told as such, and never as a fault of ours.
    assert not [status for writer in writers for status in writer.refused if status], [
        writer.refused for writer in writers if writer.refused
    ]


def _answers_again(served: Served) -> None:
    assert served.get("/readyz")[0] == 200
