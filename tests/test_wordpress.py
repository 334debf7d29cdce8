"""The WordPress plugin: its options are ours, what it writes is safe. Run by PHP where it is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from areal.settings import ROOT
from webmap.embed.code import FIELDS
from webmap.embed.options import LEAST, MOST

PLUGIN = ROOT / "docs" / "wordpress" / "areal.php"
GUIDE = ROOT / "docs" / "veiledning" / "wordpress.md"
#: As much of WordPress as the plugin calls, doing what WordPress does.
WORDPRESS = """<?php
define( 'ABSPATH', '/' );
define( 'AREAL_URL', 'https://kart.example.org/' );
$told = array();
function add_action( $when, $what ) { $what(); }
function add_shortcode( $name, $what ) { global $told; $told['code'] = $what; }
function wp_oembed_add_provider( $format, $provider ) { global $told; $told['oembed'] = "$format $provider"; }
function untrailingslashit( $text ) { return rtrim( $text, '/' ); }
function shortcode_atts( $pairs, $atts ) { return array_merge( $pairs, array_intersect_key( (array) $atts, $pairs ) ); }
function urlencode_deep( $value ) { return is_array( $value ) ? array_map( 'urlencode', $value ) : urlencode( $value ); }
function add_query_arg( $args, $url ) {
    $parts = array();
    foreach ( $args as $name => $value ) { $parts[] = "$name=$value"; }
    return $parts ? $url . '?' . implode( '&', $parts ) : $url;
}
function esc_url( $url ) { return htmlspecialchars( $url, ENT_QUOTES ); }
function esc_attr( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function absint( $value ) { return abs( (int) $value ); }
require '%(plugin)s';
echo $told['oembed'], "\\n", $told['code']( json_decode( $argv[1], true ) );
"""  # noqa: E501 - PHP on one line each


def source() -> str:
    return PLUGIN.read_text(encoding="utf-8")


def test_the_plugin_takes_the_options_of_the_embedded_map():
    listed = re.search(r"return array\( ([^)]*) \);", source())[1]
    options = re.findall(r"'(\w+)'", listed)
    assert {*FIELDS} - {"height"} <= {*options}
    assert f"max( {LEAST}, min( {MOST}, absint(" in source()
    for option in FIELDS:
        assert f"`{option}`" in GUIDE.read_text(encoding="utf-8")


def test_everything_the_plugin_writes_is_escaped():
    written = source()[source().index("return sprintf(") :]
    assert written.count("%s") == written.count("esc_url(") + written.count("esc_attr(")
    assert "echo" not in source()
    assert "defined( 'ABSPATH' )" in source()


def test_the_plugin_registers_our_provider():
    assert "wp_oembed_add_provider( $base . '/*', $base . '/oembed' )" in source()


@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not on this machine")
@pytest.mark.parametrize(
    ("given", "made"),
    [
        (
            '{"kommune": "3401", "theme": "kontrast", "height": "700", "title": "Kart"}',
            '<iframe src="https://kart.example.org/embed?kommune=3401&amp;theme=kontrast"'
            ' title="Kart" width="100%" height="700" loading="lazy" style="border:0"></iframe>',
        ),
        (
            '{"q": "\\"><script>", "title": "\\"><script>", "height": "-9e9", "onload": "x"}',
            '<iframe src="https://kart.example.org/embed?q=%22%3E%3Cscript%3E"'
            ' title="&quot;&gt;&lt;script&gt;" width="100%" height="2000" loading="lazy"'
            ' style="border:0"></iframe>',
        ),
        (
            '""',
            '<iframe src="https://kart.example.org/embed" title="Kart over næringsarealer"'
            ' width="100%" height="640" loading="lazy" style="border:0"></iframe>',
        ),
    ],
)
def test_the_shortcode_writes_a_frame(tmp_path: Path, given: str, made: str):
    script = tmp_path / "run.php"
    script.write_text(WORDPRESS % {"plugin": PLUGIN}, encoding="utf-8")
    subprocess.run(["php", "-l", PLUGIN], check=True, capture_output=True)
    run = subprocess.run(["php", script, given], check=True, capture_output=True, text=True)
    provider, frame = run.stdout.split("\n", 1)
    assert provider == "https://kart.example.org/* https://kart.example.org/oembed"
    assert frame == made
