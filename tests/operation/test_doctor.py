"""`areal doctor`: what is wrong is told with a way out, and one fault hides no other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from areal.cli import doctor
from areal.database import Role, connect
from areal.operation.doctor import look_over
from areal.operation.findings import texts
from areal.settings import Settings, get_settings


def run(*words: str) -> Result:
    return CliRunner().invoke(doctor.command, list(words))


def found() -> dict[str, Any]:
    return {finding.code: finding for finding in look_over(get_settings())}


def as_owner(*statements: str) -> None:
    with connect(Role.OWNER) as owner:
        for statement in statements:
            owner.execute(text(statement))


@pytest.mark.usefixtures("sample_database")
def test_a_sound_installation_has_no_faults():
    answer = run("--json")
    report = json.loads(answer.output)
    faults = [one for one in report["findings"] if one["level"] == "fault"]
    assert not faults
    assert report["well"]
    assert answer.exit_code == 0
    codes = {one["code"] for one in report["findings"]}
    assert {
        "database_ok", "extensions_ok", "migrations_ok", "roles_ok", "published_ok", "clock_ok",
        "programs_ok", "accounts_no_admin", "mail_off",
    } <= codes  # fmt: skip


@pytest.mark.usefixtures("sample_database")
@pytest.mark.parametrize(
    ("statement", "code", "named"),
    [
        ("GRANT SELECT ON areal.account TO areal_public", "public_reads_more", "account"),
        ("GRANT SELECT ON areal.account_secret TO areal_app", "secrets_read", "account_secret"),
        ("ALTER TABLE areal.parcel DISABLE ROW LEVEL SECURITY", "policies_off", "parcel"),
        ("COMMENT ON SCHEMA published IS 'older'", "objects_behind", ""),
        ("UPDATE public.alembic_version SET version_num = '0001'", "migrations_behind", "0001"),
    ],
)
def test_what_was_changed_by_hand_is_found(statement, code, named):
    as_owner(statement)
    finding = found()[code]
    assert finding.level == "fault"
    for lang in ("nb", "en"):
        assert named in finding.said(lang)
        assert finding.hint(lang)
    told = run()
    assert told.exit_code == 1
    assert "feil" in told.output
    assert "→" in told.output


@pytest.mark.usefixtures("sample_database")
def test_what_waits_in_the_catalogue_is_told():
    as_owner(
        "SELECT set_config('areal.kommuner', '*', FALSE)",
        "UPDATE areal.parcel SET published = FALSE "
        "WHERE parcel_id = (SELECT min(parcel_id) FROM areal.parcel)",
        "UPDATE areal.parcel SET label = label || ' B' "
        "WHERE parcel_id = (SELECT max(parcel_id) FROM areal.parcel)",
        "UPDATE areal.layer SET interval_days = 1",
    )
    there = found()
    assert there["unpublished"].values["parcels"] == 1
    assert there["parcels_unchecked"].values["count"] == 1
    assert there["layer_old"].level == "warning"


def test_a_database_that_is_away_is_told_and_the_rest_is_looked_at(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "PUBLIC_DATABASE_URL"):
        monkeypatch.setenv(f"AREAL_{name}", "postgresql+psycopg://x@127.0.0.1:1/areal")
    monkeypatch.setenv("AREAL_DATA_DIR", str(tmp_path))
    (tmp_path / "staff.key").write_bytes(b"short")
    get_settings.cache_clear()
    from areal.database import dispose  # noqa: PLC0415

    dispose()
    try:
        answer = run("--json", "--lang", "en")
        report = json.loads(answer.output)
        codes = [one["code"] for one in report["findings"]]
        assert answer.exit_code == 1
        assert codes.count("database_away") == 3
        assert "key_short" in codes
        assert "disk_ok" in codes or "disk_low" in codes
    finally:
        dispose()
        get_settings.cache_clear()


def test_a_mail_server_that_is_down_and_a_key_that_others_read(tmp_path):
    (tmp_path / "staff.key").write_bytes(b"k" * 32)
    (tmp_path / "staff.key").chmod(0o644)
    settings = Settings(
        data_dir=tmp_path, smtp_host="127.0.0.1", smtp_port=1, mail_from="kart@example.no"
    )
    codes = {finding.code for finding in look_over(settings)}
    assert {"mail_away", "key_open"} <= codes


def test_every_fault_and_warning_has_a_hint_in_both_languages():
    for known in texts().values():
        assert bool(known.hint_nb) == bool(known.hint_en), known.code
