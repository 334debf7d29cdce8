"""Keeps machines from a public form, with nothing stored in the browser and nobody else asked."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner
from limits import parse

from areal.accounts import throttle
from areal.accounts.keys import derived
from areal.settings import Settings

#: Seconds nobody fills a form in, and a form stays good for.
FASTEST_S = 3
LONGEST_S = 86_400
#: A field people don't see and machines fill in.
TRAP = "nettsted"
_V6_NETWORK = 64


def slip(settings: Settings) -> str:
    """Return what a form carries: when it was made, signed."""
    return _signer(settings).sign(secrets.token_urlsafe(6)).decode()


def fault(settings: Settings, carried: str) -> str:
    """Return what is wrong with a slip: ``quick``, ``old``, ``forged``, or "" for nothing."""
    try:
        _, made = _signer(settings).unsign(carried, max_age=LONGEST_S, return_timestamp=True)
    except SignatureExpired:
        return "old"
    except BadSignature:
        return "forged"
    return "quick" if (datetime.now(UTC) - made).total_seconds() < FASTEST_S else ""


def count(settings: Settings, address: str) -> None:
    """Count one enquiry from a network address; raises ``TooOften`` when it sent its share.

    The counter is named by a keyed hash of address and day, and forgotten after a day.
    """
    day = datetime.now(UTC).date().isoformat()
    key = derived(settings, "network addresses")
    name = hmac.digest(key, f"{day} {_network(address)}".encode(), hashlib.sha256).hex()
    throttle.take((parse(f"{settings.enquiries_per_address} per day"), f"enquiry {name}"))


def _network(address: str) -> str:
    """Return who an address is: with IPv6 a household has a network of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _V6_NETWORK), strict=False))
    return str(found)


def _signer(settings: Settings) -> TimestampSigner:
    return TimestampSigner(derived(settings, "public forms"))
