"""The public API, version 1: the published catalogue as GeoJSON and JSON, described by OpenAPI."""

from webmap.api.blueprint import register

__all__ = ["register"]
