"""The reading process: no socket, no file but the one it was given, no secrets, an end to it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from areal.files.process import ENVIRONMENT
from areal.ingest.reading import Asked, FileRefused, reading, stream
from tests.support.sent_files import (
    LIMITS,
    SQUARES,
    collection,
    feature,
    read,
    saved,
    write,
    zipped,
)

WORD = "HEMMELIGHET"


def walled(code: str, folder: Path) -> str:
    """Run Python behind the wall, with ``folder`` to write in; returns what it says."""
    start = (
        "import sys; from pathlib import Path; from areal.files.barrier import raise_wall; "
        "places = ('/usr', '/lib', '/lib64', sys.prefix, sys.base_prefix); "
        f"raise_wall(map(Path, places), [Path({str(folder)!r})])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + code], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() + done.stderr[-300:]


class TestWall:
    """The wall is the kernel's: what it refuses is refused whatever code runs."""

    def test_no_sockets(self, tmp_path: Path) -> None:
        code = (
            "import socket\n"
            "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):\n"
            "    try: socket.socket(family)\n"
            "    except PermissionError: print('no', end=' ')\n"
        )
        assert walled(code, tmp_path) == "no no no no"

    def test_no_files_elsewhere(self, tmp_path: Path) -> None:
        (tmp_path / "annen").mkdir()
        (tmp_path / "annen" / "fil").write_text(WORD)
        (tmp_path / "egen").mkdir()
        (tmp_path / "egen" / "lenke").symlink_to(tmp_path / "annen" / "fil")
        code = (
            "import os, subprocess\n"
            f"os.chdir({str(tmp_path / 'egen')!r})\n"
            "open('ny', 'w').write('x'); print(open('ny').read(), end=' ')\n"
            f"for name in ('lenke', {str(tmp_path / 'annen' / 'fil')!r}, '/etc/passwd'):\n"
            "    try: print(open(name).read())\n"
            "    except PermissionError: print('no', end=' ')\n"
            "print(subprocess.run(['/bin/cat', '/etc/passwd'], capture_output=True).returncode)"
        )
        assert walled(code, tmp_path / "egen") == "x no no no 1"

    def test_it_stands_around_what_reads(self, tmp_path: Path) -> None:
        file = saved(tmp_path / "a.geojson", collection([feature(SQUARES[0])]))
        with reading(file, Asked(), LIMITS) as (_, batches):
            (pid,) = _children()
            status = Path(f"/proc/{pid}/status").read_text()
            told = Path(f"/proc/{pid}/environ").read_bytes()
            assert len(list(batches)) == 1
        assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)
        assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
        assert {name.split("=")[0] for name in told.decode().split("\0") if name} <= {
            *ENVIRONMENT,
            "TMPDIR",
            "HOME",
        }


def _children() -> list[int]:
    """Return the readers that this process has started; it may have a server running too."""
    me = os.getpid()
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if not entry.name.isdigit() or f"\nPPid:\t{me}\n" not in (entry / "status").read_text():
                continue
            if b"areal.ingest.reading" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """Listen on loopback; yields the port, and who called."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                calls.append("called")
                caller.close()

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1], calls


def nasty(folder: Path, port: int) -> list[Path]:
    """Write files that point at another file, or at a server."""
    other = f"file://{folder}/hemmelig.xsd"
    away = f"http://127.0.0.1:{port}/"
    (folder / "hemmelig.xsd").write_text(f"<{WORD}/>")
    (folder / "hemmelig.csv").write_text(f"a;b\n{WORD};2\n")
    files = {
        "skjema.gml": f"""<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:x="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xlink="http://www.w3.org/1999/xlink" xsi:schemaLocation="urn:x {other} urn:y {away}a.xsd">
 <gml:featureMember><x:a gml:id="a"><x:n xlink:href="{away}b.gml#c">n</x:n>
 <x:g xlink:href="{other}#d"/><x:p><gml:Point srsName="{away}crs"><gml:pos>1 2</gml:pos></gml:Point>
 </x:p></x:a></gml:featureMember></gml:FeatureCollection>""",
        "enhet.gml": f"""<!DOCTYPE a [<!ENTITY e SYSTEM "{other}">]>
 <a xmlns:gml="http://www.opengis.net/gml">&e;</a>""",
        "lenke.kml": f"""<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link>
 <href>{away}c.kml</href></Link></NetworkLink><Style><IconStyle><Icon><href>{other}</href></Icon>
 </IconStyle></Style><Placemark><name>x</name><styleUrl>{away}s#a</styleUrl><Point>
 <coordinates>12,60</coordinates></Point></Placemark></Document></kml>""",
        "vrt.gml": f"""<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml">
 <OGRVRTLayer name="hemmelig"><SrcDataSource>{folder}/hemmelig.csv</SrcDataSource></OGRVRTLayer>
 </OGRVRTDataSource>""",
        "vrt.kml": f"""<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{away}d.csv
 </SrcDataSource></OGRVRTLayer><!-- <kml --></OGRVRTDataSource>""",
        "system.geojson": f"""{{"type": "FeatureCollection", "features": [], "crs":
 {{"type": "link", "properties": {{"href": "{away}crs", "type": "proj4"}}}}}}""",
        "tjeneste.geojson": f'{{"type": "FeatureCollection", "features": [], "url": "{away}"}}',
        "sti.csv": f"WKT;navn\n/vsicurl/{away}a;/vsizip/{folder}/x.zip\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    return [*(folder / name for name in files), _view(folder), _program(folder), *_links(folder)]


def _view(folder: Path) -> Path:
    file = write(folder / "visning.gpkg", "GPKG", layer="tomter", SPATIAL_INDEX="NO")
    with sqlite3.connect(file) as base:
        base.execute(f"CREATE VIEW hemmelig AS SELECT readfile('{folder}/hemmelig.csv') AS a")
        base.execute(
            "CREATE TRIGGER les AFTER INSERT ON tomter BEGIN SELECT load_extension('x'); END"
        )
    return file


def _program(folder: Path) -> Path:
    file = write(folder / "program.gpkg", "GPKG", layer="tomter")
    with sqlite3.connect(file) as base:
        base.execute("PRAGMA writable_schema = ON")
        base.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, "
            f"'create virtual  table x using VirtualOGR(''{folder}/hemmelig.csv'')')"
        )
    return file


def _links(folder: Path) -> Iterator[Path]:
    """Write a folder and an Excel file that hold links to what lies elsewhere."""
    database = folder / "lenker.gdb"
    database.mkdir()
    (database / "a00000001.gdbtable").symlink_to(folder / "hemmelig.csv")
    (database / "a00000002.gdbtable").write_bytes(b"x" * 100)
    yield database
    yield zipped(
        folder / "lenker.xlsx",
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": b"<workbook><sheets><sheet name='a'/></sheets></workbook>",
            "xl/externalLinks/externalLink1.xml": f"<a href='{folder}/hemmelig.csv'/>".encode(),
            "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row><c t='str'><v>a</v></c></row>"
            b"</sheetData></worksheet>",
        },
    )


class TestPointingElsewhere:
    """Files that name other files or servers: read without them, or refused."""

    def test_nothing_is_fetched_and_no_other_file_read(self, tmp_path: Path) -> None:
        with listening() as (port, calls):
            for file in nasty(tmp_path, port):
                try:
                    found = read(file)
                    said = repr((found.told, dict(found.columns)))
                except FileRefused as error:
                    said = error.told("nb")
                assert WORD not in said
        assert calls == []

    @pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not on this machine")
    def test_no_socket_and_no_open_outside_as_the_kernel_saw_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "sendt").mkdir()
        with listening() as (port, calls):
            files = nasty(tmp_path / "sendt", port)
            # What can be seen is what it does after the wall is up: that is when files are read.
            watch = ["strace", "-f", "-qq", "-y", "-e", "trace=%network,openat,open,prctl,execve"]
            for number, file in enumerate(files):
                log = tmp_path / f"{number}.log"
                monkeypatch.setattr(stream, "_COMMAND", (*watch, "-o", str(log), *_command()))
                with suppress(FileRefused):
                    read(file)
                _check(log.read_text("utf-8", errors="replace"), tmp_path, file)
        assert calls == []


_plain = stream._COMMAND


def _command() -> tuple[str, ...]:
    return _plain


_OPENED = re.compile(r'open(?:at)?\(.*?"([^"]+)".* = \d+<([^>]+)>')
_LIBRARIES = (
    "/usr/",
    "/lib",
    "/etc/ld.so",
    "/dev/",
    "/proc/",
    "/sys/",
    sys.prefix,
    sys.base_prefix,
)


def _check(log: str, folder: Path, file: Path) -> None:
    _, wall, after = log.partition("PR_SET_SECCOMP")
    assert wall, log[-2_000:]
    assert not re.search(r"^\d+ +(?:connect|sendto|bind)\(", log, re.MULTILINE)
    assert not re.search(r"^\d+ +socket\(.* = \d", log, re.MULTILINE)
    for _, opened in _OPENED.findall(after):
        ours = opened.startswith((*_LIBRARIES, str(stream._ROOT / "areal")))
        private = "/areal-reading-" in opened
        theirs = opened.startswith(str(file))
        assert ours or private or theirs, f"{file.name} had {opened} opened"
    assert str(folder / "hemmelig") not in "".join(opened for _, opened in _OPENED.findall(after))


class TestEnds:
    """Reading ends, whatever the file: by time, by memory, with whoever asked."""

    def test_time(self, tmp_path: Path) -> None:
        ring = ",".join(f"[{n % 180},{n % 90}]" for n in range(3_000_000))
        (tmp_path / "a.geojson").write_text(
            f'{{"type": "Polygon", "coordinates": [[{ring},[0,0]]]}}'
        )
        with pytest.raises(FileRefused) as caught:
            read(tmp_path / "a.geojson", replace(LIMITS, timeout_ms=300))
        assert caught.value.reason == "took_too_long"
        assert _children() == []

    def test_memory(self, tmp_path: Path) -> None:
        (tmp_path / "a.geojson").write_text("[" + "[0,0]," * 3_000_000 + "[0,0]]")
        with pytest.raises(FileRefused) as caught:
            read(tmp_path / "a.geojson", replace(LIMITS, memory_mb=128))
        assert caught.value.reason == "too_heavy"

    def test_with_whoever_asked(self, tmp_path: Path) -> None:
        file = write(
            tmp_path / "a.gpkg", "GPKG", shapes=[SQUARES[0]] * 30_000, rows={"n": [1] * 30_000}
        )
        code = (
            "import sys, time; from pathlib import Path\n"
            "from areal.ingest.reading import Asked, Limits, reading\n"
            "with reading(Path(sys.argv[1]), Asked(), Limits()) as (told, batches):\n"
            "    next(batches); print('open', flush=True); time.sleep(60)\n"
        )
        asking = subprocess.Popen(
            [sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True
        )
        assert asking.stdout is not None
        assert asking.stdout.readline() == "open\n"
        children = _children_of(asking.pid)
        assert children
        asking.kill()
        asking.wait()
        asking.stdout.close()
        for _ in range(100):
            if not any(map(_alive, children)):
                break
            time.sleep(0.05)
        else:
            pytest.fail("the reading process outlived who asked")
        left = list(Path(tempfile.gettempdir()).glob(f"areal-reading-{asking.pid}-*"))
        assert len(left) == 1
        read(saved(tmp_path / "neste.geojson", collection([])))
        assert not left[0].exists()


def _children_of(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in told.split()]


def _alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
