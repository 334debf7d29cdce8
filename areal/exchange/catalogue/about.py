"""What a reader must know of an export: licence, date, and whether the data are real."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from areal.exchange.catalogue import words
from areal.queries.catalogue import Source
from areal.queries.revision import Region, Revision
from areal.queries.texts import Text


@dataclass(frozen=True)
class About:
    """The head of every file; ``moment`` is set for an as-of export, which is for staff alone."""

    title: Text
    notice: Text | None
    guidance: Text
    sources: tuple[Source, ...]
    as_of: str
    revision: int | None = None
    run: int | None = None
    strategy: Text | None = None
    published_at: datetime | None = None
    kommuner: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    moment: datetime | None = None

    @property
    def licence(self) -> str | None:
        """Return the licences, one or several, by their names."""
        return "; ".join(dict.fromkeys(s.licence for s in self.sources if s.licence)) or None

    @property
    def attribution(self) -> str | None:
        """Return whom to credit."""
        named = (s.attribution for s in self.sources if s.attribution)
        return "; ".join(dict.fromkeys(named)) or None

    def members(self) -> dict[str, Any]:
        """Return the head for programs: texts in both languages, names that never change."""
        return {
            "title": _both(self.title),
            "eksempeldata": _both(self.notice),
            **({"staff_only": _both(words.REGISTER)} if self.moment else {}),
            "strategy_notice": _both(self.guidance),
            "licence": self.licence,
            "attribution": self.attribution,
            "sources": [_source(source) for source in self.sources],
            "as_of": self.as_of,
            "revision": self.revision,
            "run": self.run,
            "strategy": _both(self.strategy),
            "published_at": self.published_at and self.published_at.isoformat(),
            "kommuner": list(self.kommuner) or None,
            **({"sites": list(self.sites)} if self.sites else {}),
        }

    def lines(self, lang: str, crs: str) -> Iterator[tuple[str, str, str | None]]:
        """Yield (key, label, value) for people, what matters most first."""
        unknown, published = words.UNKNOWN.get(lang), self.published_at
        told: dict[str, str | None] = {
            "title": self.title.get(lang),
            "eksempeldata": (self.notice or words.REAL).get(lang),
            "staff_only": words.REGISTER.get(lang) if self.moment else None,
            "strategy_notice": self.guidance.get(lang),
            "licence": self.licence or unknown,
            "attribution": self.attribution or unknown,
            "source": "; ".join(dict.fromkeys(s.source for s in self.sources)) or unknown,
            "as_of": self.as_of,
            "revision": None if self.revision is None else str(self.revision),
            "run": None if self.run is None else str(self.run),
            "strategy": None if self.strategy is None else self.strategy.get(lang),
            "published_at": published.isoformat(timespec="seconds") if published else None,
            "kommuner": ", ".join(self.kommuner or self.sites) or words.EVERYTHING.get(lang),
            "crs": crs,
        }
        for key, value in told.items():
            if value is not None:
                yield key, words.HEAD[key].get(lang), value


def of_published(
    revision: Revision,
    region: Region | None,
    sources: tuple[Source, ...],
    kommuner: Sequence[str],
    sites: Sequence[str] = (),
) -> About:
    """Return the head of an export of what is published."""
    return About(
        title=_title(region),
        notice=revision.notice,
        guidance=revision.strategy.notice or words.GUIDANCE,
        sources=sources,
        as_of=revision.as_of.isoformat(),
        revision=revision.revision,
        run=revision.run_id,
        strategy=revision.strategy.title,
        published_at=revision.published_at,
        kommuner=tuple(kommuner),
        sites=tuple(sites),
    )


def of_moment(
    moment: datetime, region: Region | None, notice: Text | None, kommuner: Sequence[str]
) -> About:
    """Return the head of an export of what stood at a moment."""
    return About(
        title=_title(region),
        notice=notice,
        guidance=words.GUIDANCE,
        sources=(),
        as_of=moment.isoformat(),
        kommuner=tuple(kommuner),
        moment=moment,
    )


def _title(region: Region | None) -> Text:
    if region is None:
        return words.TITLE
    english = region.name.en.replace("The ", "the ", 1)
    return Text(f"{words.TITLE.nb}, {region.name.nb}", f"{words.TITLE.en}, {english}")


def _both(text: Text | None) -> dict[str, str] | None:
    return {"nb": text.nb, "en": text.en} if text else None


def _source(source: Source) -> dict[str, Any]:
    return {
        "source": source.source,
        "source_date": source.source_date and source.source_date.isoformat(),
        "licence": source.licence,
        "attribution": source.attribution,
        "sample": source.sample,
    }
