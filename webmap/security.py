"""What browsers are told to allow: the content security policy as data, one for each blueprint."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, Response, request

from areal.settings import Settings

Policy = Mapping[str, tuple[str, ...]]

_SELF = ("'self'",)
_NONE = ("'none'",)

#: Host of the background map, the only one besides our own that a page may ask.
BASEMAP_HOSTS = MappingProxyType({"kartverket": ("https://cache.kartverket.no",), "off": ()})

#: Pages: everything is ours. ``data:`` because Leaflet clears tiles with an empty image.
PAGE: Policy = MappingProxyType(
    {
        "default-src": _NONE,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": ("'self'", "data:"),
        "connect-src": _SELF,
        "font-src": _SELF,
        "media-src": _SELF,
        "base-uri": _NONE,
        "form-action": _SELF,
        "frame-ancestors": _NONE,
    }
)

#: Data: opened as a page they may load and run nothing at all.
DATA: Policy = MappingProxyType(
    {"default-src": _NONE, "base-uri": _NONE, "form-action": _NONE, "frame-ancestors": _NONE}
)

#: The staff's rooms: nothing from outside, not even a map behind.
STAFF: Policy = MappingProxyType({**PAGE, "img-src": _SELF, "connect-src": _SELF})

#: Pages that may play a film: the blueprint of the public pages.
_FILMS_IN = "pages"
#: The page that makes the code of an embedded map shows the map as it will be.
CODE: Policy = MappingProxyType({**PAGE, "frame-src": _SELF})

#: Blueprint → policy. One that is not named here has ``PAGE`` for HTML and ``DATA`` for the rest,
#: as have static files and addresses that do not exist.
POLICIES: Mapping[str, Policy] = MappingProxyType(
    {"api": DATA, "health": DATA, "embed_code": CODE, "staff": STAFF}
)

#: frame-ancestors says who may frame a page; X-Frame-Options would only repeat it, worse.
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)


def init(app: Flask, settings: Settings) -> None:
    """Send the headers with every answer of ``app``, errors and static files too."""
    policies = {**POLICIES, "embed": framed(PAGE, settings.embed_ancestors)}

    def protect(response: Response) -> Response:
        default = PAGE if response.mimetype == "text/html" else DATA
        policy = with_basemap(policies.get(request.blueprint or "", default), settings.basemap)
        if policy.get("media-src") and request.blueprint == _FILMS_IN:
            policy = with_films(policy, settings.film_hosts)
        response.headers.setdefault("Content-Security-Policy", policy_text(policy))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.after_request(protect)


def framed(policy: Policy, ancestors: str) -> Policy:
    """Return the policy of a page that the named sites, and our own, may show in a frame."""
    return {**policy, "frame-ancestors": ("'self'", *ancestors.split())}


def with_basemap(policy: Policy, basemap: str) -> Policy:
    """Return the policy with the host of the background map among its images, if it has any."""
    if "img-src" not in policy or policy is STAFF:
        return policy
    return {**policy, "img-src": (*policy["img-src"], *BASEMAP_HOSTS[basemap])}


def with_films(policy: Policy, hosts: tuple[str, ...]) -> Policy:
    """Return the policy with the hosts whose films may be played in the page, if there are any."""
    if not hosts:
        return policy
    return {**policy, "frame-src": tuple(f"https://{host}" for host in hosts)}


def policy_text(policy: Policy) -> str:
    """Write a policy as the header's value."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())
