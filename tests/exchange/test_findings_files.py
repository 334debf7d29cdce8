"""Findings as files: the numbers of the API, readable in Excel, and nothing in them runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy
from click.testing import CliRunner
from flask.testing import FlaskClient

from areal.catalogue.authorship import write_as
from areal.cli import program
from areal.database import Role, connect
from areal.exchange.columns import COLUMNS
from areal.exchange.csv_file import neutral, written
from webmap import create_app

KEYS = [column.key for column in COLUMNS]


def plain(client: FlaskClient, query: str = "", path: str = "/plan/funn.csv") -> list[dict]:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))


def workbook(client: FlaskClient, path: str) -> openpyxl.Workbook:
    response = client.get(path)
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.data))


def number(text: str) -> float | None:
    return float(text) if text else None


def test_csv_has_every_finding_of_the_api_with_the_same_numbers(client: FlaskClient) -> None:
    rows = plain(client)
    assert list(rows[0]) == KEYS
    by_parcel: dict[str, dict[str, dict]] = {}
    for row in rows:
        by_parcel.setdefault(row["parcel"], {})[row["rule_code"]] = row
    for slug in ("slomarka-1", "kjellmyra-3", "grinder-3"):
        answer = client.get(f"/api/v1/parcels/{slug}").get_json()
        assert len(by_parcel[slug]) == len(answer["findings"])
        for finding in answer["findings"]:
            row = by_parcel[slug][finding["rule_code"]]
            assert row["verdict"] == finding["verdict"]
            assert number(row["measured"]) == finding["measured"]
            assert number(row["margin"]) == finding["margin"]
            assert number(row["limit_value"]) == finding["evidence"].get("limit")
            assert number(row["coverage"]) == finding["evidence"].get("coverage")
        assert number(row["area_daa"]) == pytest.approx(answer["parcel"]["area_m2"] / 1000)


def test_csv_follows_the_filter_and_tells_run_day_and_sample(client: FlaskClient) -> None:
    rows = plain(client, "kommune=3417&rule=R09&finding=deviates")
    assert {row["kommunenummer"] for row in rows} == {"3417"}
    assert {row["rule_code"] for row in rows} == {"R09"}
    assert {row["verdict"] for row in rows} == {"deviates"}
    assert {(row["sample"], row["as_of"]) for row in rows} == {("ja", "2026-11-01")}
    assert all(row["layers"] and row["layer_dates"] for row in rows)
    everything = plain(client)
    assert len(everything) > len(plain(client, "market=ledig")) > len(rows) > 0
    # What is about a kommune as a whole is there until a condition on parcels shuts it out.
    assert {"parcel", "kommune", "region"} == {row["subject"] for row in everything}
    assert {"parcel"} == {row["subject"] for row in plain(client, "market=ledig")}


def test_excel_flavour_opens_in_norwegian_excel(client: FlaskClient) -> None:
    response = client.get("/plan/funn.csv?form=excel&rule=R09")
    assert response.data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";")
    assert head[:3] == ["Gjelder", "Tomt, kortnavn", "Tomt"]
    areas = [row[KEYS.index("area_daa")] for row in rows]
    assert all("." not in area and float(area.replace(",", ".")) > 0 for area in areas)
    assert 'attachment; filename="funn-2017-2026-11-01.csv"' in response.headers.values()


def test_english_file_is_in_english(client: FlaskClient) -> None:
    row = plain(client, "rule=R09&finding=deviates", "/en/plan/findings.csv")[0]
    assert (row["verdict_text"], row["theme"], row["sample"]) == ("Deviates", "Farming", "yes")


@pytest.mark.parametrize("query", ["rule=R99", "finding=fin", "form=pdf", "kommune=9999"])
def test_file_of_something_unknown_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/plan/funn.csv?{query}").status_code == 400


@pytest.mark.parametrize("text", ["=1+1", "+47 00", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_neutralised(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "decimal", "expected"),
    [
        (-1.5, ",", "-1,5"), (-1.5, ".", "-1.5"), (0.00001, ",", "0,00001"), (None, ".", ""),
        (200.0, ".", "200.0"), (7, ",", "7"), ("a=b", ",", "a=b"),
    ],
)  # fmt: skip
def test_numbers_stay_numbers(value: object, decimal: str, expected: str) -> None:
    assert written(value, decimal) == expected


def test_workbook_tells_where_it_comes_from(client: FlaskClient) -> None:
    book = workbook(client, "/plan/funn.xlsx?rule=R09&finding=deviates")
    assert book.sheetnames == ["Om", "Funn", "Kolonner", "Koder", "Kartlag"]
    about = {row[0].value: row[1].value for row in book["Om"].rows}
    assert about["Eksempeldata"].startswith("Eksempeldata.")
    assert "retningslinje, ikke lov" in about["Retningslinje"]
    assert len(about["sha256 av strategien"]) == 64
    assert about["Kontrollert per"] == "2026-11-01"
    assert "R09" in about["Utvalg"]
    found = list(book["Funn"].iter_rows(min_row=2, values_only=True))
    assert len(found) == len(plain(client, "rule=R09&finding=deviates"))
    assert all(isinstance(row[KEYS.index("measured")], float) for row in found)
    assert all(isinstance(row[KEYS.index("kommunenummer")], str) for row in found)
    explained = [row[0] for row in book["Kolonner"].iter_rows(min_row=2, values_only=True)]
    assert explained == KEYS


@pytest.mark.usefixtures("sample_database")
def test_formula_in_the_catalogue_is_a_text_in_both_files() -> None:
    evil = '=HYPERLINK("http://example.no";"klikk")'
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        connection.execute(
            sqlalchemy.text("UPDATE areal.parcel SET label = :label WHERE slug = 'slomarka-1'"),
            {"label": evil},
        )
    client = create_app().test_client()
    label = KEYS.index("label")
    assert {row["label"] for row in plain(client) if row["parcel"] == "slomarka-1"} == {f"'{evil}"}
    rows = workbook(client, "/plan/funn.xlsx")["Funn"].iter_rows(min_row=2)
    cells = [row[label] for row in rows if row[1].value == "slomarka-1"]
    assert cells
    assert {(cell.value, cell.data_type) for cell in cells} == {(evil, "s")}


@pytest.mark.usefixtures("sample_database")
def test_command_writes_the_same_files(tmp_path: Path) -> None:
    runner = CliRunner()
    for name in ("funn.csv", "funn.xlsx"):
        asked = ["findings", "export", "-o", str(tmp_path / name), "--finding", "deviates"]
        result = runner.invoke(program, asked)
        assert result.exit_code == 0, result.output
    expected = plain(create_app().test_client(), "finding=deviates")
    with (tmp_path / "funn.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == expected
    sheet = openpyxl.load_workbook(tmp_path / "funn.xlsx")["Funn"]
    assert sheet.max_row == len(expected) + 1
    refused = runner.invoke(program, ["findings", "export", "-o", str(tmp_path / "funn.pdf")])
    assert refused.exit_code == 2
    unknown = ["findings", "export", "-o", str(tmp_path / "x.csv"), "--rule", "R99"]
    refused = runner.invoke(program, unknown)
    assert refused.exit_code != 0
