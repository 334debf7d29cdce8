"""Take an enquiry in from the public: checked, held against the catalogue, and kept once."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from areal.accounts.keys import derived
from areal.database import Role, connect, sql
from areal.errors import ArealError
from areal.queries.match import Asked
from areal.queries.match.need import need_values
from areal.settings import Settings

#: Longest texts, in characters; the table holds to the same.
LONGEST = {"name": 120, "organisation": 160, "email": 254, "phone": 40, "message": 4_000}
_WORDS = 200
#: Letters and digits of a reference: none is taken for another one.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_HALF = 4
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s.<>,;:\"()\[\]\\]+")
REFERENCE = re.compile(rf"[{_LETTERS}]{{{_HALF}}}-[{_LETTERS}]{{{_HALF}}}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class EnquiryRefused(ArealError):
    """A field of an enquiry can't be taken: empty, too_long or not_an_address."""

    code = "enquiry-refused"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"The field {field} is {reason}.")
        self.field = field
        self.reason = reason


class TooManyToday(ArealError):
    """So many enquiries came today that no more are kept: somebody is flooding the form."""

    code = "too-many-enquiries"

    def __init__(self) -> None:
        super().__init__("No more enquiries are taken in today.", hint="Write an e-mail instead.")


@dataclass(frozen=True)
class Sender:
    """Who writes, and what; ``name``, ``email`` and ``message`` must be there."""

    name: str
    organisation: str
    email: str
    phone: str
    message: str


def tidied(sender: Sender) -> Sender:
    """Return the fields without unseen letters and space around."""
    return Sender(
        **{
            name: _prose(value) if name == "message" else " ".join(_UNSEEN.sub("", value).split())
            for name, value in asdict(sender).items()
        }
    )


def faults(sender: Sender) -> tuple[EnquiryRefused, ...]:
    """Return what keeps a tidied sender from being taken in, one fault a field at most."""
    return tuple(
        EnquiryRefused(name, reason)
        for name, value in asdict(sender).items()
        if (reason := _fault(name, value))
    )


def _fault(name: str, value: str) -> str:
    if not value:
        return "empty" if name in ("name", "email", "message") else ""
    if len(value) > LONGEST[name]:
        return "too_long"
    return "not_an_address" if name == "email" and not is_address(value) else ""


def is_address(text_: str) -> bool:
    """Return whether a text can be an e-mail address."""
    return _ADDRESS.fullmatch(text_) is not None


def receive(
    settings: Settings,
    sender: Sender,
    asked: Asked,
    *,
    sites: Sequence[str],
    fits: bool | None,
    lang: Literal["nb", "en"],
) -> str:
    """Keep an enquiry and return its reference; the same sent twice in a day is one.

    ``sites`` are slugs; those that are not published are left out. ``fits`` says whether something
    published fulfils what is asked. Raises ``EnquiryRefused`` and ``TooManyToday``.
    """
    sender = tidied(sender)
    for fault in faults(sender):
        raise fault
    said = {**asdict(sender), "words": " ".join(asked.words)[:_WORDS]}
    values = need_values(asked)
    given = {
        "lang": lang,
        "sender": json.dumps(said),
        "asked": json.dumps(values),
        "sites": list(sites),
        "fits": fits,
        "digest": _digest(settings, said, values, sites),
        "most": settings.enquiries_a_day,
    }
    for _ in range(3):
        try:
            reference = _kept({**given, "reference": _reference()})
        except IntegrityError as error:
            # One chance in a million millions that the reference is taken.
            if "uq_enquiry_reference" not in str(error.orig):
                raise
        else:
            if reference is None:
                raise TooManyToday
            return reference
    raise TooManyToday


def _kept(given: dict[str, object]) -> str | None:
    with connect(Role.PUBLIC) as connection:
        connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        found: str | None = connection.execute(
            text(sql("enquiries/receive.sql")), given
        ).scalar_one()
        return found


def _digest(settings: Settings, said: object, values: object, sites: Sequence[str]) -> bytes:
    whole = json.dumps([said, values, list(sites)], sort_keys=True)
    return hmac.digest(derived(settings, "enquiries"), whole.encode(), hashlib.sha256)


def _reference() -> str:
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{drawn[:_HALF]}-{drawn[_HALF:]}"


def _prose(value: str) -> str:
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", value).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
