"""`areal what-if`: tables, JSON, and the same answer as the page."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from areal.cli import program
from areal.errors import InputError

pytestmark = pytest.mark.usefixtures("published_app")


def areal(*args: str) -> Result:
    return CliRunner().invoke(program, ["what-if", *args], env={"COLUMNS": "120"})


def test_tables_say_what_changes() -> None:
    answer = areal("--set", "R09.limits.met=1,5", "--curve", "R09.limits.met")
    assert answer.exit_code == 0, answer.output
    assert "R09 Ikke på dyrka mark" in answer.output
    assert "utkast" in answer.output
    assert "Ingenting er lagret." in answer.output


def test_json_has_the_counts_and_the_parcels(tmp_path) -> None:
    rule = tmp_path / "regel.yaml"
    rule.write_text(
        "code: N1\ntitle: {nb: x, en: x}\ntext: {nb: x, en: x}\nwording: constructed\n"
        "reference: {section: {nb: x, en: x}}\nlevel: skal\ntheme: data\nkind: attribute\n"
        "attribute: modenhet\ndirection: at_least\nlimits: {met: 5}\n"
    )
    answer = areal("--remove", "R17", "--file", str(rule), "--json", "-")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert [each["code"] for each in told["rules"]] == ["N1", "R17"]
    assert told["rules"][0]["limits"]["before"] is None
    assert sum(tally["subjects"] for tally in told["overall"]["after"].values()) == 79
    assert told["touched"] == len(told["parcels"])


def test_refusals() -> None:
    answer = areal("--set", "R99.limits.met=1")
    assert answer.exit_code == 1
    assert isinstance(answer.exception, InputError)
    assert "there is no rule R99" in answer.exception.message
