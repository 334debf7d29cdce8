"""The errors the product raises on purpose: each says what is wrong and what to do about it."""

from __future__ import annotations


class ArealError(Exception):
    """A failure a person can act on.

    ``code`` is stable and machine-readable, ``hint`` names the way out. The command line prints
    both without a stack trace; the web maps the class to a status in ``webmap.errors``.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigurationError(ArealError):
    """A setting is wrong or contradicts another one."""

    code = "configuration"


class EnvironmentFault(ArealError):
    """Something outside the product is in the way: a port, a folder, a missing program."""

    code = "environment"


class DatabaseUnavailable(ArealError):
    """The database does not answer, or refuses the connection."""

    code = "database-unavailable"


class InputError(ArealError):
    """A file says something that cannot be used.

    ``file``, ``line`` (from 1) and ``field`` point at the place as exactly as it is known.
    """

    code = "input"

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        place = ":".join(str(part) for part in (file, line) if part is not None)
        where = f"{place}: " if place else ""
        what = f"{field}: " if field else ""
        super().__init__(f"{where}{what}{message}", hint=hint)
        self.file = file
        self.line = line
        self.field = field


class BadParameter(ArealError):
    """A request parameter is not of the form it must have; ``name`` is the parameter."""

    code = "bad-parameter"

    def __init__(self, name: str, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.name = name


class NotFound(ArealError):
    """What was asked for does not exist, or is not published."""

    code = "not-found"


class Gone(NotFound):
    """What was asked for has been public and is so no longer.

    ``name`` and ``place`` are what it was called and where it lay, ``similar`` (slug, name) of what
    comes nearest to it now.
    """

    code = "gone"

    def __init__(
        self, message: str, *, name: str, place: str, similar: tuple[tuple[str, str], ...]
    ) -> None:
        super().__init__(message, hint="Look at what is similar.")
        self.name = name
        self.place = place
        self.similar = similar
