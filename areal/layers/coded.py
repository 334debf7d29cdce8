"""What our features are called: a code and a name, made of attributes somebody else chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from areal.strategy.parts import Part


class CodePart(Part):
    """A piece of a feature's code: an attribute, its values translated, or a fixed text."""

    attribute: str | None = None
    map: dict[str, str] = {}
    text: str | None = None

    def of(self, props: Mapping[str, Any]) -> str | None:
        """Return the piece for a feature; None where the map knows no translation."""
        if self.attribute is None:
            return self.text or ""
        value = props.get(self.attribute)
        # GeoPackages keep road numbers as reals: 16.0 is the 16 of E16.
        whole = isinstance(value, float) and value.is_integer()
        told = "" if value is None else str(int(value) if whole else value)
        return self.map.get(told) if self.map else told


class Coded(Part):
    """How features get the properties ``code`` and ``name`` that filters and pages look for."""

    code: tuple[CodePart, ...] = ()
    name: str | None = None
    #: Further properties the rules look at: ours from theirs.
    props: dict[str, str] = {}

    def named(self, props: Mapping[str, Any]) -> dict[str, Any]:
        """Return the properties of a feature with ours added."""
        pieces = [piece.of(props) for piece in self.code]
        code = None if not pieces or None in pieces else "".join(piece or "" for piece in pieces)
        name = props.get(self.name) if self.name else code
        renamed = {ours: props.get(theirs) for ours, theirs in self.props.items()}
        return {**props, **renamed, "code": code, "name": None if name is None else str(name)}
