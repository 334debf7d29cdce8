"""The two commands: what they skip, what they print, and what they say when a thing is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from areal.settings import ROOT
from tests.support.clusters import short_folder

TOOLS = [
    *("bash", "basename", "cat", "chmod", "cut", "date", "dirname", "env", "find", "flock", "grep"),
    *("head", "id", "ln", "mkdir", "mktemp", "rm", "sed", "sha256sum", "sort", "tail", "tee"),
    *("touch", "tr"),
]

#: Makes .venv as the real one does, with stand-ins for the programs in it.
UV = """
case "$1" in
  --version) echo "uv 0" ;;
  venv)
    for last; do :; done
    mkdir -p "$last/bin"
    ln -sf "$REAL_PYTHON" "$last/bin/python"
    for name in areal ruff mypy lint-imports sqlfluff pytest pybabel; do
      ln -sf "$STANDINS/$name" "$last/bin/$name"
    done ;;
  *) echo "uv talks on standard output" ;;
esac
"""
#: A real Python whose `venv` module is not installed, as Debian's is at first.
PYTHON = """
case "$*" in
  *ensurepip*) exit 1 ;;
  *) exec "$REAL_PYTHON" "$@" ;;
esac
"""


@dataclass
class Machine:
    """A copy of the scripts on a machine that has nothing but what a test puts there."""

    root: Path

    @property
    def bin(self) -> Path:
        """Everything on PATH."""
        return self.root.parent / "bin"

    def put(self, name: str, script: str = "", folder: Path | None = None) -> None:
        """Install a program that notes how it was called and then runs ``script``."""
        path = (folder or self.bin) / name
        note = f'echo "{name} $*" >> "{self.root.parent}/calls"'
        path.write_text(f"#!/bin/bash\n{note}\n{script}\n")
        path.chmod(0o755)

    def equip(self) -> None:
        """Install all that a set-up needs, as stand-ins."""
        self.put("uv", UV)
        self.put("python3", PYTHON)
        self.put("node")
        self.put("npm", 'mkdir -p node_modules; echo "npm talks too"')
        for program in ("chromium", "ogr2ogr", "mapserv", "strace"):
            self.put(program)
        standins = self.root.parent / "standins"
        self.put("areal", 'echo "{\\"arguments\\": \\"$*\\"}"', standins)
        for name in ("ruff", "mypy", "lint-imports", "sqlfluff"):
            self.put(name, folder=standins)
        real = Path(sys.executable).with_name("pybabel")
        self.put("pybabel", f'exec "{real}" "$@"', standins)
        self.put("pytest", 'echo "=== 3 passed in 0.1s ==="', standins)

    def calls(self) -> list[str]:
        """Give the calls of stand-ins since the last look."""
        path = self.root.parent / "calls"
        found = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return found

    def run(
        self, script: str, *arguments: str, user: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts with nothing on standard input."""
        return subprocess.run(
            [f"{self.root}/{script}", *arguments],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            user=user,
            cwd="/",
            timeout=60,
            env={
                "PATH": str(self.bin),
                "CI": "true",
                "REAL_PYTHON": sys.executable,
                "STANDINS": str(self.root.parent / "standins"),
                "AREAL_DATABASE_URL": "postgresql://somewhere",
            },
        )

    def refuses(self, script: str, *arguments: str, user: str | None = None) -> str:
        """Return what a script that must fail says; standard output stays empty."""
        done = self.run(script, *arguments, user=user)
        assert done.returncode != 0
        assert done.stdout == ""
        assert "What to do: " in done.stderr
        return done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Copy the scripts to a machine with the tools every Debian has."""
    made = Machine(tmp_path / "clone")
    for folder in (made.bin, tmp_path / "standins", made.root / "webmap"):
        folder.mkdir(parents=True)
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None, name
        (made.bin / name).symlink_to(found)
    shutil.copytree(ROOT / "scripts", made.root / "scripts")
    shutil.copytree(ROOT / ".ci", made.root / ".ci")
    (made.root / "scripts" / "vendor_assets.py").write_text("print('assets talk')\n")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, made.root)
    (made.root / "webmap" / "package-lock.json").write_text("{}")
    return made


# ------------------------------------------------------------------ what is done, and what is not


def test_a_first_run_sets_up_and_a_second_one_does_not(machine: Machine) -> None:
    machine.equip()
    first = machine.run("scripts/demo", "--once", "--port", "8123")
    assert first.returncode == 0, first.stderr
    # Nothing but the program's own answer, however much the steps have to say.
    assert json.loads(first.stdout) == {"arguments": "demo --once --port 8123"}
    assert len(first.stdout.splitlines()) == 1
    assert "uv talks" in first.stderr
    calls = "\n".join(machine.calls())
    assert "--require-hashes -r" in calls
    assert "--no-deps --no-build-isolation -e" in calls
    assert "npm ci --ignore-scripts" in calls

    second = machine.run("scripts/demo", "--once")
    assert second.returncode == 0
    assert second.stderr == ""
    assert [call for call in machine.calls() if "install" in call or "npm" in call] == []


def test_a_changed_lock_is_installed(machine: Machine) -> None:
    machine.equip()
    machine.run("scripts/demo", "--once")
    machine.calls()
    with (machine.root / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    (machine.root / "webmap" / "package-lock.json").write_text('{"changed": true}')
    machine.run("scripts/demo", "--once")
    calls = "\n".join(machine.calls())
    assert "requirements.lock" in calls
    assert "npm ci" in calls


def test_the_demo_is_content_with_what_the_tests_installed(machine: Machine) -> None:
    machine.equip()
    assert machine.run("scripts/test").returncode == 0
    machine.calls()
    assert machine.run("scripts/demo", "--once").returncode == 0
    assert not any("install" in call for call in machine.calls())


def test_texts_are_compiled_when_they_have_changed(machine: Machine) -> None:
    machine.equip()
    text = machine.root / "webmap" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    text.parent.mkdir(parents=True)
    text.write_text('msgid ""\nmsgstr ""\n\nmsgid "Tomt"\nmsgstr "Plot"\n')
    compiled = text.with_suffix(".mo")
    done = machine.run("scripts/demo", "--once")
    assert done.returncode == 0, done.stderr
    assert b"Plot" in compiled.read_bytes()
    machine.calls()
    machine.run("scripts/demo", "--once")
    assert not any("pybabel" in call for call in machine.calls())
    os.utime(compiled, (0, 0))
    machine.run("scripts/demo", "--once")
    assert any("pybabel" in call for call in machine.calls())


def test_a_moved_folder_is_set_up_again(machine: Machine) -> None:
    machine.equip()
    machine.run("scripts/demo", "--once")
    machine.calls()
    machine.root = machine.root.rename(machine.root.with_name("elsewhere"))
    machine.run("scripts/demo", "--once")
    assert any("-e " in call and "elsewhere" in call for call in machine.calls())


def test_an_environment_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    machine.equip()
    machine.run("scripts/demo", "--once")
    python = machine.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")
    assert machine.run("scripts/demo", "--once").returncode == 0


def test_every_stage_runs_and_the_failed_one_is_named(machine: Machine) -> None:
    machine.equip()
    machine.put("mypy", "echo 'mypy: bad'; exit 1", machine.root.parent / "standins")
    done = machine.run(".ci/run")
    assert done.returncode == 1
    stages = [call.split()[0] for call in machine.calls()]
    assert stages[-6:] == ["ruff", "ruff", "mypy", "lint-imports", "sqlfluff", "pytest"]
    lines = done.stdout.splitlines()
    assert lines[-1] == "=== 3 passed in 0.1s ==="
    assert [line.split()[:2] for line in lines[-7:-1]] == [
        ["ruff", "passed"],
        ["format", "passed"],
        ["mypy", "FAILED"],
        ["imports", "passed"],
        ["sqlfluff", "passed"],
        ["pytest", "passed"],
    ]


def test_a_failed_test_fails_the_run_and_arguments_reach_pytest(machine: Machine) -> None:
    machine.equip()
    failing = "echo '=== 1 failed in 0.1s ==='; exit 1"
    machine.put("pytest", failing, machine.root.parent / "standins")
    done = machine.run("scripts/test", "tests/rules", "-k", "noise")
    assert done.returncode == 1
    given = machine.calls()[-1].split()
    assert given[0] == "pytest"
    assert given[-3:] == ["tests/rules", "-k", "noise"]
    assert done.stdout.splitlines()[-1] == "=== 1 failed in 0.1s ==="


@pytest.mark.parametrize("script", ["scripts/demo", "scripts/test"])
def test_help_sets_up_nothing(machine: Machine, script: str) -> None:
    done = machine.run(script, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: {script}")
    assert not (machine.root / ".venv").exists()


# ------------------------------------------------------------------ what is missing


def test_wrong_options_are_told_before_any_work(machine: Machine) -> None:
    assert "There is no option --prot" in machine.refuses("scripts/demo", "--prot", "1")
    assert "--port needs a value" in machine.refuses("scripts/demo", "--port")


@pytest.mark.parametrize("script", ["scripts/demo", "scripts/test"])
def test_no_apt_names_what_to_install(machine: Machine, script: str) -> None:
    said = machine.refuses(script)
    assert "there is no apt" in said
    assert "python3 python3-venv nodejs npm" in said
    assert ("chromium" in said) == (script == "scripts/test")


def test_no_npm_is_installed_with_apt_and_failing_that_named(machine: Machine) -> None:
    machine.equip()
    (machine.bin / "npm").unlink()
    machine.put("apt-get", "exit 100")
    machine.put("sudo", '[ "$1" = -n ] && shift; exec "$@"')
    said = machine.refuses("scripts/demo")
    assert "apt-get install npm" in said
    assert any(call.startswith("apt-get") for call in machine.calls())


def test_an_apt_that_succeeds_is_asked_once(machine: Machine) -> None:
    machine.equip()
    (machine.bin / "npm").rename(machine.bin / "npm.later")
    arrive = f'[[ $* == *install* ]] && mv "{machine.bin}/npm.later" "{machine.bin}/npm"; exit 0'
    machine.put("apt-get", arrive)
    (machine.bin / "mv").symlink_to(shutil.which("mv") or "")
    machine.put("sudo", '[ "$1" = -n ] && shift; exec "$@"')
    assert machine.run("scripts/demo", "--once").returncode == 0
    calls = [call for call in machine.calls() if call.startswith("apt-get")]
    assert len(calls) == 2
    assert "--no-install-recommends npm" in calls[1]


def test_no_root_and_no_sudo_names_the_command_for_an_administrator(machine: Machine) -> None:
    machine.put("apt-get")
    (machine.bin / "id").unlink()
    machine.put("id", "echo 1000")
    said = machine.refuses("scripts/demo")
    assert "needs root, and there is no sudo" in said
    assert "apt-get install python3 python3-venv" in said


def test_a_python_too_old_is_no_python(machine: Machine) -> None:
    machine.equip()
    machine.put("python3", "exit 1")
    machine.put("apt-get")
    machine.put("sudo", '[ "$1" = -n ] && shift; exec "$@"')
    said = machine.refuses("scripts/demo")
    assert "Python 3.11 or newer is not on this machine" in said
    assert "PYTHON=" in said


def test_no_postgis_is_installed_without_a_cluster_of_debians(machine: Machine) -> None:
    machine.equip()
    library = machine.root / "scripts" / "lib.sh"
    elsewhere = library.read_text()
    for folder in ("/usr/share/postgresql", "/usr/lib/postgresql", "/etc/postgresql-common"):
        elsewhere = elsewhere.replace(folder, f"{machine.root.parent}{folder}")
    # As on a machine that is given no address of a server.
    library.write_text(f"unset AREAL_DATABASE_URL\n{elsewhere}")
    drop_in = machine.root.parent / "etc/postgresql-common/createcluster.d/areal.conf"
    machine.put("apt-get", f'[[ $* == *-postgis-3* ]] && cat "{drop_in}"; exit 0')
    machine.put("apt-cache", 'echo "  Depends: postgresql-17"')
    machine.put("sudo", '[ "$1" = -n ] && shift; exec "$@"')
    done = machine.run("scripts/demo", "--once")
    assert done.returncode == 0, done.stderr
    assert "create_main_cluster = false" in done.stderr
    assert not drop_in.exists()
    calls = [call for call in machine.calls() if call.startswith("apt-get") and "install" in call]
    assert "postgresql postgresql-17-postgis-3" in calls[-1]


def test_a_failing_step_says_which_and_what_to_do(machine: Machine) -> None:
    machine.equip()
    machine.put("npm", "echo 'network is down' >&2; exit 1")
    said = machine.refuses("scripts/demo")
    assert "network is down" in said
    assert "Web assets from npm, at pinned versions: failed." in said
    # What was done is kept, what failed is tried again.
    machine.calls()
    machine.put("npm", "mkdir -p node_modules")
    assert machine.run("scripts/demo", "--once").returncode == 0
    assert not any("install" in call for call in machine.calls())


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_a_folder_of_somebody_else(machine: Machine) -> None:
    with short_folder() as folder:
        shutil.copytree(machine.root.parent, folder / "all", symlinks=True)
        (folder / "all").chmod(0o755)
        other = Machine(folder / "all" / "clone")
        assert "is not writable" in other.refuses("scripts/demo", user="nobody")
