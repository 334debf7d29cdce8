"""Signing in with the organisation's own log-in: OpenID Connect, code flow with PKCE, by Authlib.

The provider says who somebody is. What they may do is in our own memberships, whatever the token
says of roles and groups.
"""

from __future__ import annotations

from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, Response, current_app, request, session, url_for
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from areal.accounts import signing_in
from areal.accounts.signing_in import SignInRefused
from areal.errors import NotFound
from areal.settings import Settings
from webmap.language import gettext, language
from webmap.pages.frame import settings
from webmap.staff.address_of import add
from webmap.staff.door import limited, to, way_on
from webmap.staff.frame import page
from webmap.staff.session import hold

_log = structlog.get_logger("areal.provider")
_NEXT, _LANG = "next", "lang"
_UNAUTHORIZED, _BAD_GATEWAY = 401, 502
_NAME = "staff"


def ask() -> Response:
    """Send the browser to the provider, with a state, a nonce and a challenge of our own."""
    client = _client()
    _forget_asked()
    session[_NEXT], session[_LANG] = request.args.get("next", ""), language()
    back = url_for("staff.provider_back", _external=True)
    base = settings().base_url.rstrip("/")
    if base:
        back = base + url_for("staff.provider_back")
    try:
        answer = client.authorize_redirect(back)
    except (AuthlibBaseError, RequestException, ValueError):
        _log.exception("provider_away")
        return _refused(gettext("Innloggingstjenesten svarer ikke. Prøv igjen om litt."), 502)
    assert isinstance(answer, Response)  # noqa: S101 - Flask's own class of response
    return answer


@limited("GET")
def back() -> Response:
    """Take the provider's answer: exchange the code, check the token, find the account."""
    client = _client()
    asked = session.pop(_NEXT, "")
    try:
        # What the provider says of itself is not what decides who it is.
        issuer = {"essential": True, "value": settings().oidc_issuer}
        token = client.authorize_access_token(claims_options={"iss": issuer})
        claims = token.get("userinfo") or {}
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError):
        # Answers that are forged, repeated, late or broken: the reason is for the log.
        _log.warning("provider_answer_refused", exc_info=True)
        return _refused(gettext("Innloggingen ble ikke fullført. Prøv en gang til."))
    finally:
        _forget_asked()
    try:
        entered = signing_in.by_provider(settings().oidc_issuer, _subject(claims), _email(claims))
    except SignInRefused:
        told = gettext(
            "Du er innlogget hos %(provider)s, men har ingen bruker her. "
            "Be administratoren i kommunen om å legge deg til.",
            provider=settings().oidc_name or gettext("virksomheten"),
        )
        return _refused(told)
    return hold(to(way_on(asked)), entered.token)


def _client() -> Any:
    oauth = current_app.extensions.get("areal_oauth")
    if oauth is None:
        raise NotFound("Nobody signs in this way here.")
    return oauth.create_client(_NAME)


def _subject(claims: dict[str, Any]) -> str:
    subject = str(claims.get("sub", ""))
    if not subject:
        raise SignInRefused
    return subject


def _email(claims: dict[str, Any]) -> str | None:
    """Return the e-mail the provider stands for; one it says it has not checked is none."""
    if claims.get("email_verified", True) not in (True, "true"):
        return None
    found = claims.get(settings().oidc_email_claim)
    return found if isinstance(found, str) else None


def _forget_asked() -> None:
    """Forget what earlier questions to the provider left: the last one counts."""
    for key in [name for name in session if name.startswith("_state_")]:
        session.pop(key)


def _refused(told: str, status: int = _UNAUTHORIZED) -> Response:
    return page("staff/refused.html", "", status=status, told=told)


def register(app: Flask, blueprint: Blueprint, settings: Settings) -> None:
    """Add the way to the provider and back; without one in the settings they answer 404."""
    if settings.oidc_issuer:
        oauth = OAuth(app)
        secret = settings.oidc_client_secret
        oauth.register(
            _NAME,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_id=settings.oidc_client_id,
            client_secret=secret.get_secret_value() if secret else None,
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": 10,
            },
        )
        app.extensions["areal_oauth"] = oauth
    add(blueprint, "provider", "innlogging", "single-sign-on", ask)
    # One address for both languages: it is what the provider is told.
    blueprint.add_url_rule("/staff/tilbake", "provider_back", back)
