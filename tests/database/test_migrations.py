"""The structure goes up, matches the models, goes down and up again, with rows in it."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import inspect, text

from areal.assess.strategies import check_day, run_check, strategy_file
from areal.database import Busy, Lock, Role, connect, exclusive, objects
from areal.database.migrate import check, current, downgrade, head, upgrade
from areal.ingest.folder import load_folder
from areal.settings import ROOT


@pytest.mark.usefixtures("sample_database")
def test_up_check_down_up_on_a_database_with_rows() -> None:
    check()
    assert not upgrade(), "a database that is up to date is left alone"

    downgrade()
    with connect(Role.OWNER) as owner:
        assert current(owner) is None
        assert not {"areal", "published"} & set(inspect(owner).get_schema_names())

    assert upgrade()
    check()
    load_folder(ROOT / "data" / "geo", author="test")
    with connect(Role.OWNER) as owner:
        assert current(owner) == head()
    with connect(Role.APP) as app:
        day = check_day(app)
        assert run_check(app, strategy_file(None, day), day, lambda _: None).findings > 1000


@pytest.mark.usefixtures("sample_database")
def test_a_changed_view_is_installed_without_touching_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(Role.OWNER) as owner:
        before = owner.execute(text("SELECT count(*) FROM areal.finding")).scalar_one()
    monkeypatch.setattr(objects, "_checksum", lambda: "another version of the files")

    assert upgrade()
    assert not upgrade()
    with connect(Role.PUBLIC) as public:
        assert public.execute(text("SELECT count(*) FROM published.finding")).scalar_one() == before


@pytest.mark.usefixtures("empty_database")
def test_two_migrations_at_once_are_refused_not_interleaved() -> None:
    ready, done = threading.Event(), threading.Event()

    def hold() -> None:
        with connect(Role.OWNER) as owner, exclusive(owner, Lock.MIGRATE):
            ready.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert ready.wait(30)
        with pytest.raises(Busy, match="migrate"):
            upgrade()
    finally:
        done.set()
        holder.join()


@pytest.mark.usefixtures("empty_database")
def test_migrations_wait_for_locks_only_shortly_and_run_no_statement_for_ever() -> None:
    with connect(Role.OWNER) as owner:
        assert owner.execute(text("SHOW lock_timeout")).scalar_one() == "4s"
    with connect(Role.PUBLIC) as public:
        assert public.execute(text("SHOW statement_timeout")).scalar_one() == "5s"
        assert public.execute(text("SHOW default_transaction_read_only")).scalar_one() == "on"
