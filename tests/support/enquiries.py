"""Enquiries for tests: sent by the public form as a browser sends it."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from areal.database import Role, connect

SAID = {
    "name": "Ola Nordmann",
    "organisation": "Batteri AS",
    "email": "ola@batteri.example",
    "phone": "900 00 000",
    "message": "Vi ser etter en tomt til en fabrikk.",
    "consent": "1",
}
#: Words of ``SAID`` that may stand nowhere but in the table of senders.
PERSONAL = ("Nordmann", "Batteri AS", "ola@batteri", "900 00 000", "en fabrikk")


def carried(client: FlaskClient, path: str) -> dict[str, str]:
    """Open the form and return what it carries unseen."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in pairs}


def send(client: FlaskClient, path: str = "/kontakt", **fields: str) -> TestResponse:
    """Fill the form in and send it."""
    target = path.partition("?")[0]
    return client.post(target, data={**carried(client, path), **SAID, **fields})


def enquire(client: FlaskClient, path: str = "/kontakt", **fields: str) -> int:
    """Send an enquiry that is taken in; return its number."""
    answer = send(client, path, **fields)
    assert answer.status_code == 303, answer.text
    reference = answer.headers["Location"].rsplit("/", 1)[-1]
    with connect(Role.APP) as connection:
        return int(
            connection.execute(
                text("SELECT enquiry_id FROM areal.enquiry WHERE reference = :r"),
                {"r": reference},
            ).scalar_one()
        )


def site_in(kommunenummer: str) -> str:
    """Return the slug of a published site in a kommune."""
    with connect(Role.APP) as connection:
        return str(
            connection.execute(
                text(
                    "SELECT slug FROM areal.site WHERE kommunenummer = :k AND published "
                    "ORDER BY 1 LIMIT 1"
                ),
                {"k": kommunenummer},
            ).scalar_one()
        )
