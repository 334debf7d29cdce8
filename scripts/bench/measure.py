"""What a process has used, and what many measurements come to."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from bench.peaks import peak_mb


def memory() -> float:
    """Return the most memory this process has held, in MB."""
    return peak_mb("self")


@dataclass(frozen=True)
class Times:
    """Several measurements of one thing, in seconds."""

    seconds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Return the median."""
        return median(self.seconds)

    def as_json(self) -> dict[str, object]:
        """Return median, smallest, largest and all of them."""
        return {
            "median": round(self.middle, 3),
            "least": round(min(self.seconds), 3),
            "most": round(max(self.seconds), 3),
            "rounds": [round(one, 3) for one in self.seconds],
        }
