"""What is asked of an import, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from areal.catalogue.authorship import ALL_KOMMUNER
from areal.ingest.imports.issues import Issue
from areal.ingest.imports.shapes import Tolerances
from areal.ingest.imports.source import Sender
from areal.ingest.reading import Asked, Limits
from areal.settings import Settings

#: Rows read so far, and how many there are when the format knows.
Progress = Callable[[int, int | None], None]


def limits_of(settings: Settings) -> Limits:
    """Return the limits of reading that the settings give; a row's points are counted later."""
    return Limits(
        max_bytes=settings.import_max_bytes,
        max_unpacked_bytes=settings.import_max_unpacked_bytes,
        timeout_ms=settings.import_timeout_ms,
        memory_mb=settings.import_memory_mb,
    )


@dataclass(frozen=True)
class Order:
    """How a file is to be taken in.

    ``complete`` says the file is the whole truth for ``kommune``; ``strict`` refuses the whole file
    for one error; ``dry_run`` writes nothing. ``retry_of`` is the import whose kept-out rows these
    are. ``folder`` is where outlines are kept meanwhile, as large as those of the file; None is the
    system's own, which may be held in memory. ``kommuner`` are those whose land may be changed:
    rows about others are kept out, and row policies hold to it again.
    """

    author: str
    today: date
    limits: Limits
    sender: Sender | None = None
    asked: Asked = field(default_factory=Asked)
    swap_axes: bool = False
    site: str | None = None
    kommune: str | None = None
    publish: bool = False
    complete: bool = False
    strict: bool = False
    dry_run: bool = False
    retry_of: int | None = None
    folder: Path | None = None
    kommuner: tuple[str, ...] = ALL_KOMMUNER
    tolerances: Tolerances = field(default_factory=Tolerances)
    progress: Progress = lambda _rows, _all: None

    @property
    def name(self) -> str:
        """What the sender is called; its ids of parcels are its own."""
        return self.sender.id if self.sender else "file"


@dataclass(frozen=True)
class Change:
    """What happens to a parcel: ``new``, ``changed`` (``fields``), ``gone`` or ``hidden``.

    ``fields`` is field → before, after.
    """

    action: str
    slug: str
    label: str
    row: int | None = None
    fields: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All that is told of an import; what is too much to list is counted."""

    file: str
    sha256: str
    format: str
    layer: str
    crs: str | None
    encoding: str | None
    mapping: Mapping[str, str]
    counts: Mapping[str, int]
    #: Code of an issue → how many there are.
    issue_counts: Mapping[str, int]
    issues: Sequence[Issue]
    changes: Sequence[Change]
    notes: Sequence[Mapping[str, Any]]
    import_id: int | None
    refused: bool
    dry_run: bool
    at: datetime

    @property
    def errors(self) -> int:
        """How many errors there are."""
        from areal.ingest.imports.issues import kinds  # noqa: PLC0415

        return sum(
            count for code, count in self.issue_counts.items() if kinds()[code].severity == "error"
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "format": self.format,
            "layer": self.layer,
            "crs": self.crs,
            "encoding": self.encoding,
            "mapping": dict(self.mapping),
            "counts": dict(self.counts),
            "issue_counts": dict(self.issue_counts),
            "issues": [issue.as_json() for issue in self.issues],
            "changes": [
                {
                    "action": change.action,
                    "slug": change.slug,
                    "label": change.label,
                    "row": change.row,
                    "fields": {name: list(pair) for name, pair in change.fields.items()},
                }
                for change in self.changes
            ],
            "notes": list(self.notes),
            "import_id": self.import_id,
            "refused": self.refused,
            "dry_run": self.dry_run,
            "at": self.at.isoformat(),
        }


@dataclass
class Said:
    """Gathers what is said of rows: everything is counted, the first of each code are kept."""

    most: int = 200
    counts: dict[str, int] = field(default_factory=dict)
    kept: list[Issue] = field(default_factory=list)
    #: Of rows that are kept out everything is wanted.
    of_errors: dict[int, list[Issue]] = field(default_factory=dict)

    def tell(self, issue: Issue) -> None:
        """Take note of an issue."""
        number = self.counts.get(issue.code, 0) + 1
        self.counts[issue.code] = number
        if number <= self.most:
            self.kept.append(issue)
        if issue.severity == "error" and issue.row:
            self.of_errors.setdefault(issue.row, []).append(issue)
