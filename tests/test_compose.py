"""The Docker files say what the product says: settings, accounts, health, and no secret."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from areal.database.embedded import Cluster
from areal.settings import ROOT, Settings
from tests.support.clusters import short_folder, value

DEFAULT = re.compile(r"\$\{(AREAL_\w+):-([^}]*)\}")
SETTINGS = {f"AREAL_{name.upper()}": field for name, field in Settings.model_fields.items()}
#: Settings the containers do not set, and why.
NOT_IN_COMPOSE = {
    "AREAL_GEO_DIR": "the image holds data/geo where the program looks for it",
    "AREAL_DATA_DIR": "the image names the volume",
    "AREAL_SECRET_KEY": "made once in the volume; set where there are several machines",
    "AREAL_OIDC_CLIENT_SECRET": "a secret has no default: it is set where it is wanted",
    "AREAL_SMTP_PASSWORD": "a secret has no default: it is set where it is wanted",
    "AREAL_FILM_HOSTS": "a list, which is set where films are shown",
    # No container imports files or fetches layers: whoever runs the command gives it its settings.
    **{
        name: "for a command that is run by hand"
        for name in SETTINGS
        if name.startswith(("AREAL_IMPORT_", "AREAL_FETCH_"))
    },
}


@pytest.fixture(scope="module")
def compose() -> Any:
    """Read docker-compose.yml, merge keys resolved."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)


@pytest.fixture(scope="module")
def dockerfile() -> list[list[str]]:
    """Read the Dockerfile as instructions, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines())
    return [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]


def last_stage(dockerfile: list[list[str]]) -> list[list[str]]:
    starts = [number for number, words in enumerate(dockerfile) if words[0] == "FROM"]
    return dockerfile[starts[-1] :]


def strings(node: Any) -> Iterator[str]:
    """Give every text in the file, at any depth."""
    if isinstance(node, dict):
        for key, inner in node.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from strings(inner)
    else:
        yield str(node)


# ------------------------------------------------------------------ settings


def test_every_setting_in_compose_exists_and_every_setting_is_in_compose(compose: Any) -> None:
    used = set(re.findall(r"AREAL_[A-Z0-9_]+", " ".join(strings(compose))))
    assert used <= SETTINGS.keys()
    assert used | NOT_IN_COMPOSE.keys() == SETTINGS.keys()
    assert not used & NOT_IN_COMPOSE.keys()


def test_defaults_in_compose_are_the_products(compose: Any) -> None:
    found = {match for text in strings(compose) for match in DEFAULT.findall(text)}
    assert len(found) >= 7
    for name, default in found:
        assert default == str(SETTINGS[name].default), name


def test_the_environment_of_each_container_is_accepted(
    compose: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for service in ("migrate", "web"):
        for name, text in compose["services"][service]["environment"].items():
            filled = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
            monkeypatch.setenv(name, re.sub(r"\$\{\w+:\?[^}]*\}", "secret", filled))
        settings = Settings(_env_file=None)
        assert settings.public_database_url is not None
        assert "areal_public:secret@db" in settings.public_database_url.get_secret_value()


def test_the_pages_know_no_log_in_that_changes_structure(compose: Any) -> None:
    text = " ".join(strings(compose["services"]["web"]))
    assert "areal_public" in text
    assert "areal_app" in text, "the planner's pages measure with it"
    assert not re.search("areal_owner|OWNER_PASSWORD|SUPERUSER", text)


def test_the_example_settings_load_and_name_every_setting(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    uncommented = re.sub(r"^#(AREAL_)", r"\1", text, flags=re.MULTILINE)
    (tmp_path / "env").write_text(uncommented, encoding="utf-8")
    settings = Settings(_env_file=tmp_path / "env")
    assert settings.port == Settings.model_fields["port"].default
    assert set(re.findall(r"^AREAL_\w+", uncommented, re.MULTILINE)) == SETTINGS.keys()


# ------------------------------------------------------------------ containers


def test_every_running_container_is_asked_about_its_health(compose: Any) -> None:
    services = compose["services"]
    assert services.keys() == {"db", "migrate", "web"}
    for name in ("db", "web"):
        assert services[name]["healthcheck"]["test"][0] == "CMD"
        assert services[name]["healthcheck"]["retries"] >= 3
    assert "/healthz" in services["web"]["healthcheck"]["test"][-1]


def test_each_waits_for_what_it_needs(compose: Any) -> None:
    services = compose["services"]
    healthy = {"condition": "service_healthy"}
    assert services["migrate"]["depends_on"] == {"db": healthy}
    assert services["web"]["depends_on"] == {
        "db": healthy,
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert services["migrate"]["command"][-1].startswith("areal migrate && areal load")
    assert services["migrate"]["restart"] == "no"


def test_no_container_may_do_more_than_it_must(compose: Any) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service
    assert compose["services"]["db"]["user"] == "postgres"
    assert "ports" not in compose["services"]["db"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_the_image_of_the_database_has_postgis_and_a_version(compose: Any) -> None:
    match = re.fullmatch(r"postgis/postgis:(\d+)-(\d+)\.(\d+)", compose["services"]["db"]["image"])
    assert match
    major, *postgis = map(int, match.groups())
    assert major >= 16
    assert postgis >= [3, 4]


def test_what_is_kept_lies_in_volumes_and_what_is_mounted_exists(compose: Any) -> None:
    for service in compose["services"].values():
        for mount in service["volumes"]:
            source, target, *mode = mount.split(":")
            assert target.startswith("/")
            if source.startswith("./"):
                assert (ROOT / source).is_file(), source
                assert mode == ["ro"]
            else:
                assert source in compose["volumes"]


def test_no_secret_stands_in_a_file(compose: Any, dockerfile: list[list[str]]) -> None:
    for name, service in compose["services"].items():
        for key, text in service["environment"].items():
            if "PASSWORD" in key:
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", text), f"{name}: {key}"
            if "://" in text:
                assert re.search(r"://\w+:\$\{\w+_PASSWORD:\?\}@", text), f"{name}: {key}"
    assert not any("PASSWORD" in part for words in dockerfile for part in words)
    example = (ROOT / "docker" / "passwords.env.example").read_text(encoding="utf-8")
    given = re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE)
    wanted = re.findall(r"\$\{(\w+PASSWORD)", " ".join(strings(compose)))
    assert dict(given) == dict.fromkeys(wanted, "")
    assert "passwords.env" in (ROOT / "docker" / ".gitignore").read_text(encoding="utf-8")


# ------------------------------------------------------------------ image


def test_the_image_runs_gunicorn_as_an_ordinary_user(dockerfile: list[list[str]]) -> None:
    stage = {words[0]: words[1] for words in last_stage(dockerfile)}
    assert stage["USER"].isdigit()
    assert int(stage["USER"]) >= 1000
    command = json.loads(stage["CMD"])
    assert command[0] == "gunicorn"
    assert command[-1] == "webmap:create_app()"
    assert stage["EXPOSE"] in next(word for word in command if word.startswith("--bind"))
    assert "/healthz" in stage["HEALTHCHECK"]


def test_the_image_is_built_in_stages_from_the_locks(dockerfile: list[list[str]]) -> None:
    stages = [words[1] for words in dockerfile if words[0] == "FROM"]
    assert [stage.partition(" AS ")[2] for stage in stages] == ["assets", "build", ""]
    assert stages[-1].startswith("python:3.12-slim")
    steps = " ".join(words[1] for words in dockerfile if words[0] == "RUN")
    assert "npm ci --ignore-scripts" in steps
    assert "--require-hashes" in steps
    assert "scripts/vendor_assets.py" in steps


def test_what_the_image_copies_is_there_and_let_in(dockerfile: list[list[str]]) -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for words in dockerfile:
        if words[0] == "COPY" and "--from" not in words[1]:
            for source in words[1].split()[:-1]:
                assert (ROOT / source).exists(), source
                assert any(
                    line.startswith("!") and source.startswith(line[1:]) for line in ignore
                ), source
    assert ignore[1] == "*"


# ------------------------------------------------------------------ its database


def test_the_start_script_makes_roles_with_passwords() -> None:
    """Run on a real server: it is the one part that can be without Docker."""
    with short_folder() as folder:
        cluster = Cluster(folder)
        try:
            cluster.ensure_running()
            roles = "areal_owner, areal_app, areal_public"
            # As the image leaves it: a database of the superuser's, and none of our roles.
            value(cluster, "CREATE DATABASE image", user="postgres")
            value(cluster, f"DROP OWNED BY {roles}", user="postgres")
            value(cluster, "ALTER DATABASE areal OWNER TO postgres", user="postgres")
            value(cluster, f"DROP ROLE {roles}", user="postgres")
            run_start_script(cluster)
            run_start_script(cluster)
            query = "SELECT count(*) FROM pg_authid WHERE rolname ~ '^areal_' AND rolpassword <> ''"
            assert value(cluster, query, user="postgres") == 3
            query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'image'"
            assert value(cluster, query, user="postgres") == "areal_owner"
        finally:
            cluster.reset()


def run_start_script(cluster: Cluster) -> None:
    subprocess.run(
        ["sh", ROOT / "docker" / "initdb" / "20-areal.sh"],
        check=True,
        env={
            "PATH": os.environ["PATH"],
            "PGHOST": str(cluster.status().socket_dir),
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "image",
            "AREAL_SQL": str(ROOT / "areal" / "database" / "embedded"),
            "OWNER_PASSWORD": "o'wner",
            "APP_PASSWORD": "app",
            "PUBLIC_PASSWORD": "public",
        },
    )
