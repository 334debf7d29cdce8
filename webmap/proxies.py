"""Who asks, when the service stands behind proxies that say so."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from areal.settings import Settings


def init(app: Flask, settings: Settings) -> None:
    """Believe as many proxies as there are about address and scheme."""
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )
