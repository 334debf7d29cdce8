"""Keep the strategy as it was checked: its exact text, and its rules as the pages show them."""

from __future__ import annotations

import json

from sqlalchemy import Connection, text

from areal.strategy.kinds import Rule
from areal.strategy.load import StrategyFile


def store_snapshot(connection: Connection, file: StrategyFile) -> int:
    """Return the snapshot of a strategy text, stored the first time it is seen."""
    known = connection.execute(
        text("SELECT snapshot_id FROM areal.strategy_snapshot WHERE sha256 = :sha256"),
        {"sha256": file.sha256},
    ).scalar()
    if known is not None:
        return int(known)
    strategy = file.strategy
    snapshot: int = connection.execute(
        text(
            "INSERT INTO areal.strategy_snapshot (sha256, strategy_id, title_nb, title_en, status, "
            "valid_from, valid_to, document, yaml) VALUES (:sha256, :id, :nb, :en, :status, "
            ":start, :end, CAST(:document AS jsonb), :yaml) RETURNING snapshot_id"
        ),
        {
            "sha256": file.sha256,
            "id": strategy.id,
            "nb": strategy.title.nb,
            "en": strategy.title.en,
            "status": strategy.status,
            "start": strategy.valid.start,
            "end": strategy.valid.to,
            "document": json.dumps(
                {
                    **strategy.document.model_dump(mode="json"),
                    "notice": strategy.notice.model_dump(),
                    "adopted": [item.model_dump(mode="json") for item in strategy.adopted],
                    "valid_note": strategy.valid.note,
                }
            ),
            "yaml": file.text,
        },
    ).scalar_one()
    connection.execute(
        text(
            "INSERT INTO areal.strategy_rule (snapshot_id, code, position, subject, level, theme, "
            "kind, title_nb, title_en, text_nb, text_en, wording, section_nb, section_en, page, "
            "why_nb, why_en, limits, layers) VALUES (:snapshot, :code, :position, :subject, "
            ":level, :theme, :kind, :title_nb, :title_en, :text_nb, :text_en, :wording, "
            ":section_nb, :section_en, :page, :why_nb, :why_en, CAST(:limits AS jsonb), :layers)"
        ),
        [_row(snapshot, position, rule) for position, rule in enumerate(strategy.rules)],
    )
    return snapshot


def _row(snapshot: int, position: int, rule: Rule) -> dict[str, object]:
    return {
        "snapshot": snapshot,
        "code": rule.code,
        "position": position,
        "subject": rule.subject_kind,
        "level": rule.level,
        "theme": rule.theme,
        "kind": rule.sql_name,
        "title_nb": rule.title.nb,
        "title_en": rule.title.en,
        "text_nb": rule.text.nb,
        "text_en": rule.text.en,
        "wording": rule.wording,
        "section_nb": rule.reference.section.nb,
        "section_en": rule.reference.section.en,
        "page": rule.reference.page,
        "why_nb": rule.why and rule.why.nb,
        "why_en": rule.why and rule.why.en,
        "limits": json.dumps(rule.shown_limits),
        "layers": list(rule.layers),
    }
