"""The map's script: same options, same bytes; nothing foreign in it, nothing that breaks out."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from webmap.mapview import MAP_NAME, MAP_SCRIPTS, MAP_STYLES, MapLayer, MapOptions, map_script
from webmap.mapview.script import TEXT_KEYS

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "webmap" / "static"
HOSTILE = "</script><script>alert(1)</script>${alert(1)}`\\`'\""


def options(**changes: object) -> MapOptions:
    plain = MapOptions(
        language="nb",
        basemap=True,
        api="/api/v1",
        tiles="/tiles/",
        layers=(MapLayer("veg", "Veger"), MapLayer("vann", "Vann")),
        text=tuple((key, key) for key in TEXT_KEYS),
        verdicts=(("met", "I tråd"),),
        finding_verdicts=(("met", "Oppfylt"),),
    )
    return dataclasses.replace(plain, **changes)


def build(**changes: object) -> str:
    map_script.cache_clear()
    return map_script(options(**changes)).body


def test_same_options_give_the_same_bytes():
    assert build() == build()


def test_language_and_basemap_give_other_scripts():
    assert len({build(), build(language="en"), build(basemap=False)}) == 3


def test_nothing_but_the_basemap_is_asked_elsewhere():
    hosts = set(re.findall(r"https?://([^/\"]+)", build()))
    assert hosts == {"cache.kartverket.no", "www.kartverket.no"}
    assert set(re.findall(r"https?://([^/\"]+)", build(basemap=False))) == {"www.kartverket.no"}
    assert "{z}/{y}/{x}" in build()


def test_no_jquery_bootstrap_or_random_names():
    script = build()
    assert "$(" not in script
    assert not re.search(r"[0-9a-f]{32}", script)
    assert f"var {MAP_NAME} = L.map(" in script


def test_hostile_titles_stay_inside_their_strings():
    script = build(layers=(MapLayer("veg", HOSTILE),))
    assert "</script>" not in script
    line = next(line for line in script.splitlines() if line.startswith("Areal.contextLayers("))
    told = json.loads(line[line.index("{") : line.rindex("}") + 1])
    assert told["layers"][0]["title"] == HOSTILE


def test_missing_words_are_refused():
    with pytest.raises(ValueError, match="legend"):
        build(text=tuple((key, key) for key in TEXT_KEYS if key != "legend"))


def test_every_asset_of_the_map_exists():
    for _, path in (*MAP_SCRIPTS, *MAP_STYLES):
        assert (STATIC / path).is_file(), path


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_script_is_served_with_an_etag(client, lang):
    first = client.get(f"/kart/{lang}.js")
    assert first.status_code == 200
    assert first.mimetype == "text/javascript"
    again = client.get(f"/kart/{lang}.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/kart/{lang}.js").data == first.data


def test_own_scripts_never_write_markup():
    for path in (STATIC / "js").rglob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", source), (
            path
        )
        assert not re.search(r"localStorage|sessionStorage|document\.cookie|\beval\(", source), path


def test_vendored_files_are_those_that_were_reviewed():
    script = ROOT / "scripts" / "vendor_assets.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_vendored_code_travels_with_its_licence():
    manifest = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    folders = {name.split("/")[0] for name in manifest}
    assert {name for name in manifest if name.endswith("/LICENSE")} == {
        f"{folder}/LICENSE" for folder in folders
    }


def test_npm_lock_names_no_registry():
    lock = (ROOT / "webmap" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') >= 4
