"""A service that fails, lies or points elsewhere: the layer stays as it was, and that is told."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import shapely
from click.testing import CliRunner, Result
from sqlalchemy import text

from areal.cli import program
from areal.database import Role, connect
from areal.settings import get_settings
from tests.layers.conftest import FLOOD_ZONES, Refresh, TurnOn, write_floods
from tests.support.services import Reply, Service, arcgis, serving, write_layer

pytestmark = pytest.mark.usefixtures("sample_database")

#: An answer of the service's third page.
THIRD = "STARTINDEX=20"


def in_force(layer: str = "flom") -> tuple[str, int, int]:
    """Return source, stored features and parts of the version in force."""
    with connect(Role.APP) as app:
        row = app.execute(
            text(
                "SELECT v.source, (SELECT count(*) FROM areal.layer_feature AS f WHERE "
                "f.layer_version_id = v.layer_version_id), (SELECT count(*) FROM areal.layer_part "
                "AS p WHERE p.layer_version_id = v.layer_version_id) FROM areal.layer_version AS v "
                "WHERE v.layer_id = :layer AND v.in_force"
            ),
            {"layer": layer},
        ).one()
    return tuple(row)


def attempts() -> list[tuple[str, int | None, str | None]]:
    """Return outcome, features and message of each attempt that was kept."""
    with connect(Role.APP) as app:
        rows = app.execute(
            text("SELECT outcome, features, message FROM areal.layer_fetch ORDER BY fetch_id")
        )
        return [tuple(row) for row in rows]


def areal(*args: str) -> Result:
    get_settings.cache_clear()
    return CliRunner().invoke(program, args)


def test_an_unavailable_service_is_asked_again_ever_more_slowly(
    nve: Service,
    wfs: dict[str, Any],
    turn_on: TurnOn,
    refreshed: Refresh,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turn_on("flom", wfs)
    monkeypatch.setenv("AREAL_FETCH_DELAY_S", "3")
    monkeypatch.setenv("AREAL_FETCH_ATTEMPTS", "3")
    failures = Counter[str]()
    waits: list[float] = []

    def fault(path: str) -> int | None:
        word = next((word for word in ("GetCapabilities", THIRD) if word in path), "")
        failures[word] += 1
        return 503 if word and failures[word] == 1 else None

    nve.fault = fault
    assert refreshed(wait=waits.append).features == FLOOD_ZONES
    assert waits == [3, 6], "once for the first question, once for the third page"


def test_a_service_that_stays_away_leaves_all_as_it_was_and_says_so(
    flood_file: Path, floods: dict[str, Any], turn_on: TurnOn
) -> None:
    turn_on("flom", floods)
    assert areal("layer", "refresh", "flom").exit_code == 0
    before = in_force()
    assert before == ("Ekte", FLOOD_ZONES, FLOOD_ZONES)
    away = flood_file.rename(flood_file.with_suffix(".away"))

    for _ in range(2):
        answer = areal("layer", "refresh", "--all")
        assert answer.exit_code == 1
        assert "flom: failed, the old version is kept" in answer.output
    assert in_force() == before
    assert [item[0] for item in attempts()] == ["loaded", "failed", "failed"]
    assert "failed: the source could not be read" in areal("layer", "list").output
    with connect(Role.PUBLIC) as public:
        moved = text("SELECT revision FROM published.revision")
        failing = text("SELECT layer_id FROM published.layer WHERE refresh_failing_since < now()")
        assert public.execute(failing).scalars().all() == ["flom"]
        revision = public.execute(moved).scalar_one()

    away.rename(flood_file)
    answer = areal("layer", "refresh", "flom")
    assert (answer.exit_code, "25 features, as before" in answer.output) == (0, True)
    with connect(Role.PUBLIC) as public:
        assert public.execute(failing).scalars().all() == []
        assert public.execute(moved).scalar_one() == revision + 1, "once, and not at each failure"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda path: 500 if THIRD in path else None, "broke off"),
        (lambda path: "half" if THIRD in path else None, "broke off"),
        (lambda _: 404, "could not be read"),
    ],
    ids=["a page that fails", "half a page", "no service there"],
)
def test_half_a_layer_is_no_layer(
    nve: Service, wfs: dict[str, Any], turn_on: TurnOn, refreshed: Refresh, fault: Any, reason: str
) -> None:
    before = in_force()
    turn_on("flom", wfs)
    nve.fault = fault

    told = refreshed(wait=lambda _: None)

    assert told.outcome == "failed"
    assert reason in str(told.message)
    assert in_force() == before


def test_a_slow_service_is_given_up_in_time(
    nve: Service, wfs: dict[str, Any], turn_on: TurnOn, refreshed: Refresh
) -> None:
    before = in_force()
    turn_on("flom", wfs, timeout_s=4)
    nve.fault = lambda path: 30.0 if THIRD in path else None
    begun = time.monotonic()

    told = refreshed()

    assert (told.outcome, told.message) == ("failed", "it took longer than it may")
    assert time.monotonic() - begun < 20
    assert in_force() == before


@pytest.mark.parametrize("number", [FLOOD_ZONES // 2, 0])
def test_suspiciously_few_features_are_only_taken_when_asked_to(
    flood_file: Path, floods: dict[str, Any], turn_on: TurnOn, refreshed: Refresh, number: int
) -> None:
    turn_on("flom", floods)
    refreshed()
    flood_file.unlink()
    write_floods(flood_file, number)

    assert refreshed().outcome == "too_few"
    assert in_force() == ("Ekte", FLOOD_ZONES, FLOOD_ZONES)
    answer = areal("layer", "refresh", "flom")
    assert answer.exit_code == 1
    assert "suspiciously few, the old version is kept" in answer.output
    assert "--accept-fewer" in answer.output

    answer = areal("layer", "refresh", "flom", "--accept-fewer")
    assert answer.exit_code == 0, answer.output
    assert in_force() == ("Ekte", number, number)
    assert refreshed().outcome == "unchanged", "what was taken is what is expected from now on"
    assert [item[0] for item in attempts()][-4:] == ["too_few", "too_few", "loaded", "unchanged"]


def test_one_of_two_services_with_little_to_say_is_enough_to_stop(
    turn_on: TurnOn, refreshed: Refresh
) -> None:
    corners = [(330_000 + 99 * i, 6_680_000) for i in range(20)]
    zones = [({"navn": "A"}, shapely.box(x, y, x + 90, y + 90)) for x, y in corners]
    few = zones[:4]
    with arcgis(zones, most=50) as many, arcgis(few, most=50) as other:
        turn_on(
            "flom",
            {"connection": f"ESRIJSON:{many.address}/a/0", "keep": ["navn"]},
            {"connection": f"ESRIJSON:{other.address}/b/0", "code": [{"text": "200"}]},
        )
        assert refreshed().features == 24
        few.clear()
        told = refreshed()
    assert told.outcome == "too_few"
    assert "/b/0" in str(told.message)


def test_a_service_that_counts_more_than_it_sends_is_not_believed(
    turn_on: TurnOn, refreshed: Refresh
) -> None:
    zones = [({"navn": "a"}, shapely.box(330_000, 6_680_000, 330_080, 6_680_080))] * 12
    with arcgis(zones, most=5, counted=500) as short:
        turn_on("flom", {"connection": f"ESRIJSON:{short.address}/a/0"})
        told = refreshed()
    assert (told.outcome, "12 of 500" in str(told.message)) == ("failed", True)


def test_pages_that_repeat_themselves_are_not_taken_for_many_features(
    nve: Service, turn_on: TurnOn, refreshed: Refresh
) -> None:
    """MapServer 8.0 sends the first page of a GeoPackage whatever page it is asked for."""
    before = in_force()
    api = {"connection": f"OAPIF:{nve.address}/oapi", "layer": "FlomAreal", "page_size": 10}
    turn_on("flom", {**api, "keep": ["objid"]})

    told = refreshed()

    assert (told.outcome, "repeat themselves" in str(told.message)) == ("failed", True), told
    assert in_force() == before


@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}/secret", "file:///etc/passwd"])
@pytest.mark.parametrize("kind", ["WFS", "OAPIF", "ESRIJSON", "GeoJSON"])
def test_a_service_that_points_elsewhere_is_not_followed(
    turn_on: TurnOn, refreshed: Refresh, place: str, kind: str
) -> None:
    before = in_force()

    def secret(path: str, headers: Mapping[str, str]) -> Reply:
        return 200, [], b'{"type": "FeatureCollection", "features": []}'

    with serving(Service(secret)) as inside:
        target = place.format(port=inside.server_port)

        def reply(path: str, headers: Mapping[str, str]) -> Reply:
            return 302, [("Location", target)], b""

        with serving(Service(reply)) as service:
            turn_on("flom", {"connection": f"{kind}:{service.address}/x", "layer": "x"})
            told = refreshed(wait=lambda _: None)
        assert inside.asked == []
    assert told.outcome == "failed", told
    assert in_force() == before


def test_a_password_goes_to_its_service_and_nowhere_else(
    nve: Service,
    wfs: dict[str, Any],
    turn_on: TurnOn,
    refreshed: Refresh,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turn_on("flom", {**wfs, "credential": "nap"})
    told = refreshed()
    assert (told.outcome, "'nap' are not set" in str(told.message)) == ("failed", True)
    assert nve.asked == []

    monkeypatch.setenv("AREAL_FETCH_CREDENTIALS", '{"nap": "kommune:hemmelig"}')
    assert refreshed().outcome == "loaded"
    sent = {headers.get("Authorization") for headers in nve.headers}
    assert sent == {"Basic a29tbXVuZTpoZW1tZWxpZw=="}
    nve.fault = lambda _: 401
    assert "hemmelig" not in str(refreshed(wait=lambda _: None).message)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"connection": "file:linjer.gpkg"}, "without a polygon"),
        ({"connection": "file:lokal.gpkg"}, "coordinate system"),
        ({"connection": "file:linjer.gpkg", "layer": "flater"}, "no such layer"),
        ({"connection": "file:ikke_her.gpkg"}, "could not be read"),
        ({"connection": "file:linjer.gpkg", "filter": "nosuch = 1"}, "nosuch"),
        ({"connection": "file:linjer.gpkg", "code": [{"attribute": "klasse"}]}, "klasse; it has"),
    ],
)
def test_what_is_wrong_is_told_in_plain_words(
    geo: Path, turn_on: TurnOn, refreshed: Refresh, source: dict[str, Any], reason: str
) -> None:
    before = in_force()
    line = shapely.LineString([(330_000, 6_680_000), (331_000, 6_680_000)])
    write_layer(geo / "linjer.gpkg", "linjer", [line])
    local = 'LOCAL_CS["Anleggsnett",UNIT["metre",1]]'
    write_layer(geo / "lokal.gpkg", "lokal", [line.buffer(5)], crs=local)
    turn_on("flom", source)

    told = refreshed(wait=lambda _: None)

    assert (told.outcome, reason in str(told.message)) == ("failed", True), told.message
    assert in_force() == before


def test_the_command_says_what_it_can_not_do() -> None:
    assert areal("layer", "refresh").exit_code == 2
    for args in (["nosuch"], ["flom"], ["--all"]):
        answer = areal("layer", "refresh", *args)
        assert answer.exit_code == 1
        assert answer.exception is not None
    assert "Could be fetched, but are off: " in areal("layer", "list").output


def test_an_answer_that_is_too_large_is_put_down(
    turn_on: TurnOn, refreshed: Refresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = in_force()
    monkeypatch.setenv("AREAL_FETCH_MAX_BYTES", "5000")
    squares = [
        ({"navn": "a" * 200}, shapely.box(330_000, 6_680_000 + i, 330_001, 6_680_001 + i))
        for i in range(300)
    ]
    with arcgis(squares, most=100) as service:
        turn_on("flom", {"connection": f"ESRIJSON:{service.address}/a/0", "keep": ["navn"]})
        told = refreshed(wait=lambda _: None)
    assert (told.outcome, "larger than" in str(told.message)) == ("failed", True), told
    assert in_force() == before


@pytest.mark.parametrize("trusted", [True, False])
def test_a_certificate_is_looked_at(
    tmp_path: Path,
    turn_on: TurnOn,
    refreshed: Refresh,
    monkeypatch: pytest.MonkeyPatch,
    trusted: bool,
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", key),
            *("-out", certificate, "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    squares = [({"navn": "a"}, shapely.box(330_000, 6_680_000, 330_080, 6_680_080))]
    with arcgis(squares, most=100) as service:
        service.socket = context.wrap_socket(service.socket, server_side=True)
        address = service.address.replace("http:", "https:")
        turn_on("flom", {"connection": f"ESRIJSON:{address}/a/0", "keep": ["navn"]})
        told = refreshed(wait=lambda _: None)
    assert (told.outcome, told.features) == (("loaded", 1) if trusted else ("failed", None)), told
