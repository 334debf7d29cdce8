"""Who may write: one password for planners until there are accounts, and forms of our own only."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import NoReturn
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from areal.errors import NotFound
from webmap.language import gettext
from webmap.pages.frame import settings

#: Wrong passwords an address may give before it has to wait, and how long it has to, in seconds.
TRIES = 5
WAIT = 15 * 60
#: Addresses remembered at once; beyond it the oldest is forgotten.
_ADDRESSES = 10_000
#: A form that was opened longer ago than a working day is not taken any more, in seconds.
_FORM_LASTS = 10 * 60 * 60
_LONGEST_NAME = 80
_SALT = "areal-planner-form"


class Tries:
    """Wrong passwords by address, in this process: each worker of the server counts for itself."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Return the seconds until ``address`` may try again; 0 when it may now."""
        with self._lock:
            wrong = self._recent(address)
            return 0 if len(wrong) < TRIES else int(wrong[0] + WAIT - self._clock()) + 1

    def wrong(self, address: str) -> None:
        """Note a wrong password."""
        with self._lock:
            self._recent(address).append(self._clock())
            self._wrong.move_to_end(address)
            if len(self._wrong) > _ADDRESSES:
                self._wrong.popitem(last=False)

    def right(self, address: str) -> None:
        """Forget the wrong ones: whoever types the right one had only slipped."""
        with self._lock:
            self._wrong.pop(address, None)

    def _recent(self, address: str) -> deque[float]:
        wrong = self._wrong.setdefault(address, deque(maxlen=TRIES))
        while wrong and wrong[0] <= self._clock() - WAIT:
            wrong.popleft()
        return wrong


def offered() -> bool:
    """Return whether grants can be written in the browser at all."""
    return settings().planner_password is not None


def author() -> str:
    """Return the name of who is at the keyboard, once the password is right.

    Raises ``NotFound`` where no password is set, 401 without the right one, 429 after too many.
    """
    password = _password()
    tries = _tries()
    address = request.remote_addr or ""
    wait = tries.wait(address)
    if wait:
        raise TooManyRequests(retry_after=wait)
    given = request.authorization
    if given is None or given.type != "basic":
        _ask()
    if not hmac.compare_digest((given.password or "").encode(), password.encode()):
        tries.wrong(address)
        _ask()
    name = (given.username or "").strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        _ask()
    tries.right(address)
    return name


def refuse_other_sites() -> None:
    """Raise 403 for a form another site let the browser send; browsers say where it comes from."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in _own_hosts():
        raise Forbidden


def form_token(name: str) -> str:
    """Return what only a form of ours can hold: signed for this person and this address."""
    return _signer().dumps([name, request.path])


def token_holds(name: str, token: str) -> bool:
    """Return whether a form came from here, to this person, and not too long ago."""
    try:
        return bool(_signer().loads(token, max_age=_FORM_LASTS) == [name, request.path])
    except BadData:
        return False


def _password() -> str:
    password = settings().planner_password
    if password is None:
        raise NotFound("Grants are not written here.", hint="Use `areal grant`.")
    return password.get_secret_value()


def _tries() -> Tries:
    found = current_app.extensions.setdefault("areal_tries", Tries())
    assert isinstance(found, Tries)  # noqa: S101 - nobody else uses the name
    return found


def _ask() -> NoReturn:
    realm = gettext("Planlegging: navn og passord")
    raise Unauthorized(
        www_authenticate=WWWAuthenticate("basic", {"realm": realm, "charset": "UTF-8"})
    )


def _own_hosts() -> set[str]:
    public = urlsplit(settings().base_url).netloc
    return {request.host, public} - {""}


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_key(_password()), salt=_SALT)


@lru_cache(maxsize=4)
def _key(password: str) -> bytes:
    """Stretch the password, so that a signature does not make guessing it any easier."""
    return hashlib.scrypt(password.encode(), salt=_SALT.encode(), n=2**14, r=8, p=1, dklen=32)
