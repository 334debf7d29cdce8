"""JSON as the API writes it: dataclasses as objects, dates as ISO 8601, UTF-8 as it is."""

from __future__ import annotations

import json
from typing import Any

from flask.json.provider import JSONProvider
from pydantic_core import to_json


class AreaJSON(JSONProvider):
    """Flask's JSON with pydantic's serializer under it."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:  # noqa: ARG002 - the signature is Flask's
        """Write any value made of dataclasses, dates, mappings and sequences."""
        return to_json(obj, inf_nan_mode="null").decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON."""
        return json.loads(s, **kwargs)
