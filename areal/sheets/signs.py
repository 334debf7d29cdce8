"""The signs of the verdicts on paper: the shapes the pages use, as SVG of their own.

A test holds them against the pages' sprite: paper and screen show one sign for one verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Sign beside words, 14 × 14.
SIGNS = {
    "met": '<rect width="14" height="14" rx="3" fill="#0f7b5f"/>',
    "consider": (
        '<rect width="14" height="14" rx="3" fill="#d99a00"/>'
        '<path d="M7 2.8v5M7 9.6v1.9" stroke="#2b1e00" stroke-width="2"/>'
    ),
    "deviates": (
        '<rect width="14" height="14" rx="3" fill="#c23b22"/>'
        '<path d="m4 4 6 6m0-6-6 6" stroke="#fff" stroke-width="1.7"/>'
    ),
    "granted": (
        '<rect x="0.8" y="0.8" width="12.4" height="12.4" rx="2.4" fill="#fff" stroke="#c23b22"'
        ' stroke-width="1.6"/><path d="m4 5 5 5m0-5-5 5" stroke="#c23b22" stroke-width="1.5"/>'
        '<path d="M14 0v5.5L8.5 0z" fill="#c23b22"/>'
    ),
    "not_mapped": (
        '<rect x="0.5" y="0.5" width="13" height="13" rx="2.5" fill="#fff" stroke="#6f7a84"/>'
        '<path d="m1 7 6-6M1 13 13 1M7 13l6-6" stroke="#6f7a84" stroke-width="1.6"/>'
    ),
    "missing": (
        '<rect x="0.7" y="0.7" width="12.6" height="12.6" rx="2.5" fill="#fff" stroke="#6f7a84"'
        ' stroke-width="1.4" stroke-dasharray="2.6 2"/>'
    ),
    "not_relevant": '<rect width="14" height="14" rx="3" fill="#cfd6da"/>',
    "error": (
        '<rect x="0.7" y="0.7" width="12.6" height="12.6" rx="2.5" fill="#fff" stroke="#16242c"'
        ' stroke-width="1.4"/><path d="m2 12 10-10" stroke="#16242c" stroke-width="1.5"/>'
    ),
}
SIGNS["gap"] = SIGNS["not_mapped"]

_SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


def sign(verdict: str) -> str:
    """Return one sign as an SVG file."""
    return f'{_SVG} viewBox="0 0 14 14">{SIGNS[verdict]}</svg>'


def strip(verdicts: Sequence[str]) -> str:
    """Return a compact rule strip as one SVG file: one sign a rule, in their order."""
    cells = "".join(
        f'<g transform="translate({16 * at} 0)">{SIGNS[verdict]}</g>'
        for at, verdict in enumerate(verdicts)
    )
    return f'{_SVG} viewBox="0 0 {max(16 * len(verdicts) - 2, 14)} 14">{cells}</svg>'
