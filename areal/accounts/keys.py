"""The key of the installation: it signs what browsers hold and encrypts shared secrets."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from areal.errors import ConfigurationError, EnvironmentFault
from areal.settings import Settings

FILE = "staff.key"
_BYTES = 32
_NONCE = 12


def derived(settings: Settings, purpose: str) -> bytes:
    """Return a key of 32 bytes for one purpose; raises ``EnvironmentFault`` when there is none."""
    return hmac.digest(_master(settings), f"areal:{purpose}".encode(), hashlib.sha256)


def seal(settings: Settings, account_id: int, secret: str) -> bytes:
    """Return a secret encrypted for one account: in another's row it can't be opened."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher(settings).encrypt(nonce, secret.encode(), _bound(account_id))
    return nonce + sealed


def unseal(settings: Settings, account_id: int, sealed: bytes) -> str:
    """Return what was sealed; raises ``ConfigurationError`` under another key."""
    try:
        opened = _cipher(settings).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(account_id))
    except InvalidTag as error:
        raise ConfigurationError(
            "The second factor of an account was kept with another key.",
            hint=f"Bring back AREAL_SECRET_KEY or {FILE}, or use `areal user reset-factor`.",
        ) from error
    return opened.decode()


def forget() -> None:
    """Read the key anew the next time: the file has been put back."""
    _kept.cache_clear()


def _cipher(settings: Settings) -> AESGCM:
    return AESGCM(derived(settings, "second factor"))


def _bound(account_id: int) -> bytes:
    return f"account:{account_id}".encode()


def _master(settings: Settings) -> bytes:
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    return _kept(settings.data_dir / FILE)


@lru_cache(maxsize=8)
def _kept(path: Path) -> bytes:
    """Return the key in a file, made when there is none; two processes end up with one."""
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise EnvironmentFault(
            f"The key of the installation can't be kept in {path}: {error.strerror}.",
            hint="Set AREAL_SECRET_KEY, or let the service write to its data folder.",
        ) from error
    if len(key) < _BYTES:
        raise ConfigurationError(f"{path} is no key.", hint="Remove it; a new one will be made.")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        # Whole or not at all, and the first one wins.
        path.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
