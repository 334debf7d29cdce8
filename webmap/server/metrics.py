"""Measurements for Prometheus: counts by the name of a route, never by address or person."""

from __future__ import annotations

import hmac
import ipaddress
import os
from collections.abc import Iterator
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from areal import __version__
from areal.errors import ArealError
from areal.queries import reading, revision
from areal.settings import Settings

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: Methods by name; a stranger's own words are no label.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_requests = Counter(
    "areal_requests", "Requests answered, by route, method and status.",
    ("route", "method", "status"),
)  # fmt: skip
_seconds = Histogram(
    "areal_request_seconds", "Seconds to an answer, by route.", ("route",), buckets=_BUCKETS
)
_running = Gauge("areal_requests_running", "Requests being worked on.", multiprocess_mode="livesum")


def began() -> None:
    """Count a request that is being worked on."""
    _running.inc()


def ended(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request that has been answered."""
    _running.dec()
    known = method if method in _METHODS else "other"
    _requests.labels(route, known, str(status)).inc()
    _seconds.labels(route).observe(seconds)


class _State(Collector):
    """What is asked for anew each time: the database, and what is published."""

    def collect(self) -> Iterator[Any]:
        yield _info()
        try:
            with reading() as connection:
                current = revision.current(connection)
                counts = revision.counts(connection)
        except ArealError:
            yield GaugeMetricFamily("areal_database_up", "Whether it answers.", value=0)
            return
        yield GaugeMetricFamily("areal_database_up", "Whether it answers.", value=1)
        yield GaugeMetricFamily(
            "areal_published_revision", "Revision the public sees.", value=current.revision
        )
        yield GaugeMetricFamily(
            "areal_published_timestamp_seconds", "When it was published.",
            value=current.published_at.timestamp(),
        )  # fmt: skip
        yield GaugeMetricFamily("areal_published_sites", "Sites shown.", value=counts.sites)
        yield GaugeMetricFamily("areal_published_parcels", "Plots shown.", value=counts.parcels)


def _info() -> GaugeMetricFamily:
    family = GaugeMetricFamily("areal_info", "Which version this is.", labels=("version",))
    family.add_metric((__version__,), 1)
    return family


def written() -> tuple[bytes, str]:
    """Return all measurements, of every worker process, and their media type."""
    registry = CollectorRegistry()
    registry.register(_State())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(registry) + generate_latest(REGISTRY), CONTENT_TYPE_LATEST


def may_read(settings: Settings, address: str, authorization: str) -> bool:
    """Return whether measurements are for who asks: a token, or an address that is allowed."""
    token = settings.metrics_token
    if token is not None:
        wanted = f"Bearer {token.get_secret_value()}"
        if hmac.compare_digest(authorization.encode(), wanted.encode()):
            return True
    try:
        asking = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(asking in ipaddress.ip_network(one) for one in settings.metrics_allow.split())
