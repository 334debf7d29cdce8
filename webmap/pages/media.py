"""Pictures, films and documents of a site: ours are shown, another's are opened when asked for.

Nothing is fetched from anybody else before the visitor chooses it. An address that is neither
ours nor https is text, never a link.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from areal.queries.sites import Medium
from webmap.language import gettext

_FILMS = (".mp4", ".webm")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".svg")


@dataclass(frozen=True)
class MediumView:
    """One medium as it is shown.

    ``shape``: ``picture`` is drawn at once (ours), ``film`` plays from us when asked for, ``frame``
    plays from a host the installation allows when asked for, ``link`` opens elsewhere, ``text`` is
    an address no browser should follow.
    """

    kind: str
    shape: str
    url: str
    host: str
    alt: str
    credit: str
    action: str


def media_views(
    media: Sequence[Medium], film_hosts: Collection[str], lang: str
) -> tuple[MediumView, ...]:
    """Return the media of a site, pictures before films before documents."""
    order = ("photo", "dronefilm", "document")
    shown = sorted(media, key=lambda item: order.index(item.kind) if item.kind in order else 9)
    return tuple(_view(item, film_hosts, lang) for item in shown)


def _view(medium: Medium, film_hosts: Collection[str], lang: str) -> MediumView:
    url = medium.url.strip()
    shape, host = _shape(medium.kind, url, film_hosts)
    return MediumView(
        kind=medium.kind,
        shape=shape,
        url=url,
        host=host,
        alt=medium.alt.get(lang) or medium.alt.nb,
        credit=_credit(medium),
        action=_action(medium.kind, shape, host),
    )


def _shape(kind: str, url: str, film_hosts: Collection[str]) -> tuple[str, str]:
    path, host = own_path(url), foreign_host(url)
    if path:
        if kind == "photo" and path.endswith(_PICTURES):
            return "picture", ""
        return ("film", "") if kind == "dronefilm" and path.endswith(_FILMS) else ("link", "")
    if not host:
        return "text", ""
    return ("frame", host) if kind == "dronefilm" and host in film_hosts else ("link", host)


def own_path(url: str) -> str:
    r"""Return the path of an address of ours in small letters, "" for any other.

    ``//host`` and ``/\\host`` are another's: browsers read both as a host.
    """
    if not url.startswith("/") or url[1:2] in ("/", "\\") or not url.isprintable():
        return ""
    return urlsplit(url).path.lower()


def foreign_host(url: str) -> str:
    """Return the host of an https address, "" for anything else."""
    if not url.isprintable() or "\\" in url or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme == "https" and "@" not in parts.netloc else ""


def _credit(medium: Medium) -> str:
    return " · ".join(text for text in (medium.credit, medium.licence) if text)


def _action(kind: str, shape: str, host: str) -> str:
    if shape == "film":
        return gettext("Spill av filmen")
    if shape == "frame":
        return gettext("Spill av filmen fra %(host)s", host=host)
    names = {"photo": gettext("Åpne bildet"), "dronefilm": gettext("Åpne filmen")}
    name = names.get(kind, gettext("Åpne dokumentet"))
    return gettext("%(open)s hos %(host)s", open=name, host=host) if host else name
