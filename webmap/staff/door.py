"""The door of the staff's rooms: every address is listed here with who may enter, or nobody may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, redirect, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden as NotTaken
from werkzeug.exceptions import NotFound, RequestEntityTooLarge

from areal.accounts import throttle
from areal.accounts.rights import Permission
from areal.settings import Settings
from webmap import plain_text
from webmap.language import language
from webmap.pages.frame import settings
from webmap.staff.session import person, visitor

#: Who may enter: anybody, who is on the way in, who is signed in; or who has a task somewhere.
OPEN, HALF, IN = "open", "half", "in"

#: Endpoint without language → who may enter. What is about one kommune is asked again where it is
#: done, and by the database.
RULES: Mapping[str, str | Permission] = MappingProxyType(
    {
        "sign_in": OPEN,
        "provider": OPEN,
        "provider_back": OPEN,
        "link": OPEN,
        "code": HALF,
        "enrol": HALF,
        "sign_out": HALF,
        "home": IN,
        "grants": Permission.READ,
        "grant_new": Permission.GRANT,
        "grant_change": Permission.GRANT,
        "grant_withdraw": Permission.GRANT,
        "areas": Permission.READ,
        "draft_new": Permission.EDIT,
        "draft": Permission.EDIT,
        "draft_parcel": Permission.EDIT,
        "draft_media": Permission.EDIT,
        "draft_check": Permission.EDIT,
        "draft_parcel_check": Permission.EDIT,
        "draft_shapes": Permission.EDIT,
        "draft_script": Permission.EDIT,
        "users": Permission.MANAGE,
        "user_new": Permission.MANAGE,
        "user": Permission.MANAGE,
        "log": Permission.MANAGE,
        # Enquiries and figures.
        "enquiries": Permission.ANSWER,
        "enquiry": Permission.ANSWER,
        "enquiry_export": Permission.ANSWER,
        # Publishing, tasks and fresh facts.
        "review": Permission.READ,
        "review_draft": Permission.READ,
        "preview": Permission.READ,
        "site_public": Permission.READ,
        "consent": Permission.READ,
        "tasks": Permission.READ,
        "verify": Permission.EDIT,
        "digest": IN,
        "figures": Permission.READ,
        "figures_file": Permission.READ,
        "import": Permission.EDIT,
        "import_job": Permission.EDIT,
    }
)
#: Where files are taken, by those who may enter: the setting that says how large.
UPLOADS: Mapping[str, str] = MappingProxyType(
    {"import": "upload_max_bytes", "draft_media": "media_max_bytes"}
)
#: What failed tries to get in may come to from one network address.
PER_ADDRESS = "30 per 15 minutes"
#: What a form has beside its file, in bytes.
_BESIDES = 100_000
_SAFE = ("GET", "HEAD", "OPTIONS")

View = Callable[..., Response]
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri=f"{throttle.SCHEME}://")


def guard(app: Flask, blueprint: Blueprint, settings: Settings) -> None:
    """Put the door before every address of the blueprint."""
    app.config.update(
        # The door asks for every form itself: an address can't forget to.
        WTF_CSRF_CHECK_DEFAULT=False,
        # A token is worth as long as the session it belongs to.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.staff_cookie_secure,
    )
    csrf.init_app(app)
    limiter.init_app(app)
    # Asked at the door only: other rooms have no limits, and views that it can't name.
    blueprint.before_request(app.before_request_funcs[None].pop())
    blueprint.before_request(_enter)
    blueprint.after_request(_keep_nowhere)


def rule(endpoint: str) -> str | Permission | None:
    """Return who may enter an address, by its endpoint; None when it is not listed."""
    return RULES.get(_plain(endpoint))


def _plain(endpoint: str) -> str:
    return endpoint.removeprefix("staff.").removesuffix("_nb").removesuffix("_en")


def limited(*methods: str) -> Callable[[View], View]:
    """Count the failures of a way in by network address: 401 and 422 are failures."""
    failed = (HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY)
    found: Callable[[View], View] = limiter.shared_limit(
        PER_ADDRESS,
        "staff-door",
        methods=list(methods),
        deduct_when=lambda response: response.status_code in failed,
    )
    return found


def address(name: str, **values: object) -> str:
    """Return the address of a staff page in the present language."""
    from flask import url_for  # noqa: PLC0415 - only inside a request

    return url_for(f"staff.{name}_{language()}", **values)  # type: ignore[arg-type]


def way_on(asked: str) -> str:
    """Return where to go after signing in: an address of ours under ``/staff/``, else the start."""
    parts = urlsplit(asked)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/staff/")
    plain = asked.isprintable() and "\\" not in asked and "//" not in parts.path
    return asked if ours and plain and ".." not in parts.path else address("home")


def _enter() -> Response | None:
    wanted = rule(request.endpoint or "")
    if wanted is None:
        raise NotFound
    found = visitor().session
    if request.method not in _SAFE:
        _refuse_other_sites()
        if found is not None and found.stage == "in" and isinstance(wanted, Permission):
            # Before the form is read for its token: nobody else may send more than a form.
            _let_files_in(wanted)
        _ask_for_token()
    if wanted == OPEN:
        return None
    if found is None:
        return _to_sign_in()
    if wanted == HALF:
        return None
    if found.stage != "in":
        return to(address(found.stage))
    if isinstance(wanted, Permission):
        person().require(wanted)
    return None


def _ask_for_token() -> None:
    try:
        csrf.protect()
        plain_text.refuse_nul(request.form.values())
    except RequestEntityTooLarge:
        # Nothing of it was read, nor can be: the page of pictures says so beside its field.
        if _plain(request.endpoint or "") != "draft_media":
            raise


def _let_files_in(wanted: Permission) -> None:
    """Let a form be as large as its file may be, for who may send one."""
    name = UPLOADS.get(_plain(request.endpoint or ""))
    if name is not None and person().rights.may(wanted):
        request.max_content_length = getattr(settings(), name) + _BESIDES


def _to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    there = address("sign_in", next=back) if back else address("sign_in")
    return to(there)


def to(there: str) -> Response:
    """Return the way to another page, asked for anew."""
    response = redirect(there, HTTPStatus.SEE_OTHER)
    assert isinstance(response, Response)  # noqa: S101 - Flask's own class of response
    return response


def _refuse_other_sites() -> None:
    """Raise 403 for a form another site let the browser send; browsers say where it comes from."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise NotTaken
    origin = request.headers.get("Origin")
    own = {request.host, urlsplit(settings().base_url).netloc} - {""}
    if origin is not None and urlsplit(origin).netloc not in own:
        raise NotTaken


def _keep_nowhere(response: Response) -> Response:
    """Let no cache keep what only one person may see, and no address of ours leave the house."""
    response.cache_control.no_store = True
    response.cache_control.private = True
    response.headers["Referrer-Policy"] = "same-origin"
    return response
