"""Typed settings, read once from the environment (``AREAL_*``) or an ``.env`` file."""

from __future__ import annotations

import os
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent

#: Settings of before, and what there is instead: ignored, they would be believed to work.
REMOVED = {
    "AREAL_PLANNER_PASSWORD": "planners have accounts now (`areal user add`, docs/decisions/0020). "
    "Remove it",
}


class Settings(BaseSettings):
    """Everything that may differ between two installations.

    The database addresses are SQLAlchemy URLs. With none given the product runs its own private
    cluster inside ``data_dir``; with only ``database_url`` given, the two other roles connect
    through it and switch role at once (``SET ROLE``), which is weaker than three log-ins.
    """

    model_config = SettingsConfigDict(
        env_prefix="AREAL_", env_file=".env", extra="forbid", frozen=True
    )

    #: Where the private cluster, media and caches live.
    data_dir: Path = ROOT / ".areal"
    #: The region's own data: kommuner, layers, strategies, code lists, sample.
    geo_dir: Path = ROOT / "data" / "geo"

    #: Owner role: migrations. Secret because it may hold a password.
    database_url: SecretStr | None = None
    #: Staff and command line: reads and writes the catalogue.
    app_database_url: SecretStr | None = None
    #: Public pages and API: reads schema ``published`` and nothing else.
    public_database_url: SecretStr | None = None

    #: Longest time one statement of a web request may take, in milliseconds.
    statement_timeout_ms: int = Field(default=5_000, ge=100)
    #: Longest wait for a lock, in milliseconds.
    lock_timeout_ms: int = Field(default=4_000, ge=100)
    #: Longest time one rule of a run may take, in milliseconds; beyond it the verdict is `error`.
    rule_timeout_ms: int = Field(default=600_000, ge=100)

    #: Largest file a pre-check reads, in bytes; a zip file may unpack to ten times as much.
    precheck_max_bytes: int = Field(default=5_000_000, ge=1_000)
    #: Most points the outline of an area in a pre-check may have.
    precheck_max_vertices: int = Field(default=20_000, ge=4)
    #: Most areas one pre-check takes one by one.
    precheck_max_areas: int = Field(default=20, ge=1)
    #: Largest area in a pre-check, in square kilometres.
    precheck_max_km2: float = Field(default=100, gt=0)
    #: Longest time a pre-check may take to read the area, and again to check it, in milliseconds.
    precheck_timeout_ms: int = Field(default=10_000, ge=100)

    #: Largest file an import reads, in bytes, and what an archive may unpack to.
    import_max_bytes: int = Field(default=2_000_000_000, ge=1_000)
    import_max_unpacked_bytes: int = Field(default=8_000_000_000, ge=1_000)
    #: Most points the outline of one parcel may have.
    import_max_vertices: int = Field(default=200_000, ge=4)
    #: Longest time reading a file may take, in milliseconds, and the memory it may use, in MB.
    import_timeout_ms: int = Field(default=600_000, ge=100)
    import_memory_mb: int = Field(default=1_536, ge=256)

    #: Largest file staff may send in on the web, in bytes, and days it is kept.
    upload_max_bytes: int = Field(default=100_000_000, ge=1_000)
    upload_days: int = Field(default=30, ge=1, le=365)

    #: How often a refresh of a layer asks its service before it gives up.
    fetch_attempts: int = Field(default=4, ge=1, le=20)
    #: Wait before the second attempt, in seconds; it doubles for each one after.
    fetch_delay_s: float = Field(default=5, ge=0)
    #: Longest time the refresh of one layer may take, attempts and waiting and all, in seconds.
    fetch_timeout_s: float = Field(default=1_800, gt=0)
    #: Longest silence of a service in the midst of an answer, in seconds.
    fetch_silence_s: int = Field(default=60, ge=1)
    #: Largest answer taken, in bytes.
    fetch_max_bytes: int = Field(default=4_000_000_000, ge=1_000)
    #: Largest address space of the process that fetches, in bytes.
    fetch_max_memory: int = Field(default=2_000_000_000, ge=500_000_000)
    #: What layers name as `credential`: ``{"nap": "user:password"}``.
    fetch_credentials: dict[str, SecretStr] = {}
    #: The organisation's own proxy, ``host:port``, when services are only reached through one.
    fetch_proxy: str = Field(default="", pattern=r"^([\w.-]+:\d{1,5})?$")

    #: Widest gap between parcels that a match takes together, in metres: an internal road.
    match_gap_m: float = Field(default=15, ge=0, le=100)
    #: Jobs per daa from which work is for area class A, and below which it is for class C. Ours:
    #: the principle of the right business in the right place gives no numbers.
    match_jobs_a: float = Field(default=10, gt=0)
    match_jobs_c: float = Field(default=3, gt=0)
    #: Most needs nothing fulfilled that are logged a day.
    match_needs_a_day: int = Field(default=500, ge=0, le=10_000)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65_535)
    #: Web worker processes.
    workers: int = Field(default=2, ge=1)
    #: Address the public sees, used in absolute links. Empty: taken from the request.
    base_url: str = ""
    #: Address of the declaration at uustatus.no; linked from the page on accessibility.
    accessibility_url: str = ""
    #: Who answers for personal data on these pages, and where to write about pages and data.
    controller: str = ""
    contact_email: str = ""
    #: Hosts whose films may be played in the page once the visitor asks: ``["player.vimeo.com"]``.
    film_hosts: tuple[Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")], ...] = ()
    #: Who may show the embedded map, as sources of a content security policy with spaces between:
    #: ``https://www.example.no https://*.kommune.no``. Everybody, since all it shows is public.
    embed_ancestors: str = Field(
        default="*",
        pattern=r"^(\*|https?://(\*\.)?[\w.-]+(:\d{1,5})?( https?://(\*\.)?[\w.-]+(:\d{1,5})?)*)$",
    )

    #: How many proxies stand in front and say in ``X-Forwarded-*`` who asks; what more say is not
    #: believed. 0 behind none: then anybody could say anything.
    proxies: int = Field(default=0, ge=0, le=5)

    #: Largest picture an editor uploads: bytes of the file, and pixels of what is in it.
    media_max_bytes: int = Field(default=15_000_000, ge=10_000)
    media_max_pixels: int = Field(default=50_000_000, ge=10_000)
    #: Command that looks for viruses: it is given the name of a file, and other than 0 is refused.
    media_scan_command: str = ""

    #: Signs what browsers hold and encrypts second factors. Unset: made once, in ``data_dir``.
    secret_key: SecretStr | None = Field(default=None, min_length=32)
    #: Minutes without a request after which staff are signed out, and hours after which they always
    #: are.
    staff_idle_minutes: int = Field(default=60, ge=1, le=1_440)
    staff_hours: int = Field(default=10, ge=1, le=72)
    #: Cookies of staff over TLS only; False is for a demo on this machine.
    staff_cookie_secure: bool = True
    #: The organisation's own sign-in (OpenID Connect): address of the provider, who we are to it.
    oidc_issuer: str = Field(default="", pattern=r"^(https?://\S+)?$")
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    #: What people call it, on the button, and which claim holds the e-mail accounts go by.
    oidc_name: str = ""
    oidc_email_claim: str = Field(default="email", pattern=r"^\w+$")

    #: Working days until contacts are reminded of an enquiry nobody answered; days after which who
    #: sent it is forgotten; most enquiries a day, in all and from one network address.
    enquiry_remind_days: int = Field(default=2, ge=1, le=60)
    enquiry_keep_days: int = Field(default=730, ge=1, le=3_650)
    enquiries_a_day: int = Field(default=300, ge=1, le=10_000)
    enquiries_per_address: int = Field(default=10, ge=1, le=1_000)
    #: Seconds between writing down how often sites were shown; 0 counts nothing.
    count_seconds: int = Field(default=60, ge=0, le=3_600)
    #: Server that sends e-mail; without one none is sent. ``starttls`` is known to every server of
    #: today; ``none`` is for one on this machine.
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    #: Who may read /metrics: who sends this token, and addresses or networks with spaces between.
    #: Nobody unless one of the two is set.
    metrics_token: SecretStr | None = Field(default=None, min_length=16)
    metrics_allow: str = ""
    #: Largest form, in bytes, where nothing else is said: no files.
    form_max_bytes: int = Field(default=1_000_000, ge=10_000)

    #: Months after which a fact nobody has confirmed is told as old, here and on the public pages.
    fact_months: int = Field(default=12, ge=1, le=120)
    #: Whether `areal tick` sends everybody their tasks once a week.
    digests: bool = False

    #: Background map. ``off`` leaves the page whole, with no request to another host.
    basemap: Literal["kartverket", "off"] = "kartverket"

    @model_validator(mode="before")
    @classmethod
    def _refuse_removed(cls, given: dict[str, object]) -> dict[str, object]:
        for name, instead in REMOVED.items():
            if name in os.environ or name.lower() in given:
                raise ValueError(f"{name} is no longer a setting: {instead}")
        return given

    @field_validator("metrics_allow")
    @classmethod
    def _networks(cls, given: str) -> str:
        for one in given.split():
            ip_network(one)
        return given

    @model_validator(mode="after")
    def _need_both(self) -> Settings:
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError("AREAL_OIDC_ISSUER and AREAL_OIDC_CLIENT_ID go together")
        if bool(self.smtp_host) != bool(self.mail_from):
            raise ValueError("AREAL_SMTP_HOST and AREAL_MAIL_FROM go together")
        return self


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
