"""The national sources are described, turned off, and asked only in ways that are allowed."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from areal.layers.fetch.connection import parse
from areal.layers.fetch.definition import Asked
from areal.layers.fetch.door import door
from areal.layers.fetch.fetching import _known_drivers
from areal.layers.registry import LayerDefinition, read_entries, read_registry
from areal.settings import ROOT, Settings

LAYERS = ROOT / "data" / "geo" / "layers"
ENTRIES = read_entries(LAYERS)
QUESTIONS = [
    (name, asked)
    for name, entry in ENTRIES.items()
    for asked in (entry.fetch and entry.fetch.asked) or ()
]
#: Who keeps the national data, as docs/veiledning/kartlag.md lists them.
HOSTS = {
    "wfs.geonorge.no",
    "nve.geodataonline.no",
    "kart.miljodirektoratet.no",
    "api.ra.no",
    "nap.ft.dibk.no",
    "wfs.nibio.no",
}


def test_every_source_is_described_and_none_is_turned_on() -> None:
    described = {entry.id for entry in ENTRIES.values() if entry.fetch is not None}
    assert described >= {"flom", "kvikkleire", "natur", "kulturminner", "plan"}
    assert described >= {"teig", "nettanlegg", "arter", "forurenset_grunn", "jordsmonn"}
    assert not [entry.id for entry in ENTRIES.values() if entry.fetched]
    assert {"teig", "nettanlegg"}.isdisjoint(read_registry(LAYERS)), "off is not there"
    assert {urlsplit(asked.target.address).hostname for _, asked in QUESTIONS} == HOSTS


@pytest.mark.parametrize(("name", "asked"), QUESTIONS, ids=[name for name, _ in QUESTIONS])
def test_every_source_is_asked_over_https_by_a_driver_there_is(name: str, asked: Asked) -> None:
    assert asked.target.kind in {"WFS", "OAPIF", "ESRIJSON"}
    assert asked.target.private, "https"
    assert set(asked.target.drivers) <= set(_known_drivers())
    assert asked.target.host is not None
    codes = {value for piece in getattr(asked, "code", ()) for value in piece.map.values()}
    assert codes <= set(ENTRIES[name].codes)


def test_restricted_plans_are_never_shown_and_need_a_password() -> None:
    plan = ENTRIES["plan"]
    assert plan.shown == "full", "the sample is"
    on = plan.model_copy(
        update={"fetch": plan.fetch and plan.fetch.model_copy(update={"enabled": True})}
    )
    assert on.shown == "none"
    assert {asked.credential for asked in (plan.fetch and plan.fetch.asked) or ()} == {"nap"}


@pytest.mark.parametrize(
    "connection",
    [
        "/etc/passwd",
        "file:/etc/passwd",
        "file:../../etc/passwd.gpkg",
        "file:a/../../b.gpkg",
        "file:x.vrt",
        "file:/vsicurl/http://x/y.gpkg",
        "file:vsizip/../x.gpkg",
        "file:",
        "/vsicurl/https://example.no/x.gpkg",
        "WFS:/vsicurl/https://example.no/x",
        "WFS:https://example.no/vsicurl/http://inside",
        "WFS:file:///etc/passwd",
        "WFS:ftp://example.no/x",
        "WFS:https://",
        "WFS:https://user:secret@example.no/wfs",
        "WFS:https://example.no/wfs <OGRWFSDataSource>",
        "WFS:https://example.no:99999/",
        "OGR_VRT:https://example.no/x.vrt",
        "PG:host=127.0.0.1",
        "SQLite:https://example.no/x.sqlite",
        "<OGRVRTDataSource></OGRVRTDataSource>",
        "",
    ],
)
def test_no_other_way_of_asking_is_known(connection: str) -> None:
    with pytest.raises(ValueError, match="connection"):
        parse(connection)
    with pytest.raises(ValidationError):
        Asked(connection=connection)


def test_a_password_is_never_sent_in_the_clear() -> None:
    with pytest.raises(ValidationError, match="https"):
        Asked(connection="WFS:http://example.no/wfs", credential="nap")


def test_a_layer_of_a_file_says_all_of_it() -> None:
    flood = ENTRIES["flom"].model_dump(by_alias=True, exclude_none=True)
    with pytest.raises(ValidationError, match="licence"):
        LayerDefinition.model_validate({key: flood[key] for key in flood if key != "licence"})


@pytest.mark.parametrize(
    "head",
    [
        "GET http://127.0.0.1:{other}/ HTTP/1.1\r\n\r\n",
        "CONNECT 127.0.0.1:{other} HTTP/1.1\r\n\r\n",
        "CONNECT localhost:{known} HTTP/1.1\r\n\r\n",
        "POST http://127.0.0.1:{known}/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "GET file:///etc/passwd HTTP/1.1\r\n\r\n",
        "GET /etc/passwd HTTP/1.1\r\n\r\n",
        "GET http://127.0.0.1:{known}@127.0.0.1:{other}/ HTTP/1.1\r\n\r\n",
        "\r\n\r\n",
    ],
)
def test_the_door_lets_nothing_through_but_questions_to_known_hosts(head: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as known,
        socket.create_server(("127.0.0.1", 0)) as other,
        door([("127.0.0.1", known.getsockname()[1])], 5) as way,
    ):
        known.settimeout(0.3)
        other.settimeout(0.3)
        text = head.format(known=known.getsockname()[1], other=other.getsockname()[1])
        with socket.create_connection(("127.0.0.1", int(way.address.split(":")[1]))) as asking:
            asking.sendall(text.encode())
            assert asking.recv(1000).startswith(b"HTTP/1.1 403")
        for server in (known, other):
            with pytest.raises(TimeoutError):
                server.accept()


@pytest.mark.parametrize("upstream", [False, True])
@pytest.mark.parametrize("method", ["GET", "CONNECT"])
def test_the_door_lets_questions_to_known_hosts_out(method: str, upstream: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
        host = ("tjeneste.example", 443) if upstream else ("127.0.0.1", server.getsockname()[1])
        heads: list[bytes] = []

        def answer() -> None:
            there, _ = server.accept()
            with there:
                heads.append(there.recv(1000))
                there.sendall(b"HTTP/1.1 200 OK\r\n\r\nhei")

        thread = threading.Thread(target=answer)
        thread.start()
        with door([host], 5, place if upstream else "") as way:
            name, port = host
            address = f"http://{name}:{port}/x?y=1" if method == "GET" else f"{name}:{port}"
            with socket.create_connection(("127.0.0.1", int(way.address.split(":")[1]))) as asking:
                asking.sendall(
                    f"{method} {address} HTTP/1.1\r\nProxy-Connection: x\r\n\r\n".encode()
                )
                came = asking.recv(1000)
                if method == "CONNECT" and not upstream:
                    asking.sendall(b"through the tunnel")
                    came = asking.recv(1000)
        thread.join()
    assert came.endswith(b"hei")
    if upstream:
        assert heads[0].startswith(f"{method} {address} ".encode()), "the proxy is told all of it"
    elif method == "GET":
        assert heads[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")
        assert b"Proxy-Connection" not in heads[0]
    else:
        assert heads[0] == b"through the tunnel"


def test_proxy_of_the_organisation_is_a_host_and_a_port() -> None:
    assert Settings(fetch_proxy="proxy.kommune.no:8080").fetch_proxy
    with pytest.raises(ValidationError):
        Settings(fetch_proxy="http://user:secret@proxy")
