"""What a backup says of itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from areal.errors import InputError
from areal.strategy.parts import Part

#: Grows when a reader of before could not read what is written now.
FORMAT = 1


class Member(Part):
    """A file of the backup: bytes and sha256."""

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(Part):
    """Where a backup comes from, and all that is in it."""

    format: Literal[1]
    product: str
    made_at: datetime
    #: Revision of the structure, and the server and pg_dump it was read with.
    revision: str = Field(pattern=r"^\w+$")
    server: int
    program: int
    #: Table → rows, in the moment the backup shows; those whose rows are left out have none.
    rows: dict[Annotated[str, Field(pattern=r"^\w+$")], int]
    #: Which key second factors are encrypted with: no key can be found from it.
    key_mark: str
    with_key: bool
    #: Settings that differed from their default, by name; never a value.
    settings: tuple[str, ...]
    members: dict[str, Member]


def parsed(text: bytes, name: str) -> Manifest:
    """Return the manifest of a backup; raises ``InputError`` for one we can't read."""
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            f"the backup can't be read: {'.'.join(map(str, first['loc']))}: {first['msg']}",
            file=name,
            hint="It may have been made by a newer version of the program.",
        ) from error
