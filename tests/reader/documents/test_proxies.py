"""Pages through a proxy, a real one on this machine: who is asked, and what must not be reached by way of it."""

from __future__ import annotations

import select
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from annotations.errors import SourceError
from reader.documents.load import load
from reader.documents.proxies import proxy_for, shown
from reader.documents.web import fetch

PAGE = b"<html><head><title>Quay</title></head><body><h1>Quay</h1><p>The ferry left at nine.</p></body></html>"


class Proxy:
    """Answers for hosts that nobody else knows; tunnels to where it is told, and else refuses to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.logins: list[str | None] = []
        self.redirects: dict[str, str] = {}
        self.tunnels: dict[str, tuple[str, int]] = {}
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                proxy.asked.append(self.path)
                proxy.logins.append(self.headers["Proxy-Authorization"])
                where = proxy.redirects.get(self.path)
                self.send_response(302 if where else 200)
                if where:
                    self.send_header("Location", where)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(b"" if where else PAGE)

            def do_CONNECT(self) -> None:
                proxy.asked.append(self.path)
                if self.path not in proxy.tunnels:
                    self.send_error(403, "Not through here")
                    return
                with socket.create_connection(proxy.tunnels[self.path]) as beyond:
                    self.send_response(200)
                    self.end_headers()
                    _join(self.connection, beyond)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()


def _join(one: socket.socket, other: socket.socket) -> None:
    """Pass on what either says, until one has said all."""
    while True:
        for speaker in select.select([one, other], [], [])[0]:
            data = speaker.recv(65_536)
            if not data:
                return
            (other if speaker is one else one).sendall(data)


@pytest.fixture
def quay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server for https://quay.invalid, by a certificate that is trusted here; where it listens."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=quay.invalid -addext".split()
    files = ["subjectAltName=DNS:quay.invalid", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *files], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Proxy]:
    proxy = Proxy()
    for name in ("all_proxy", "no_proxy", "ALL_PROXY", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://{proxy.address}")
    monkeypatch.setenv("https_proxy", proxy.address)
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CACHE_DIR", str(tmp_path / "cache"))
    yield proxy
    proxy.server.shutdown()
    proxy.server.server_close()
    proxy.thread.join()


def test_a_page_comes_through_the_proxy_of_the_environment_which_may_be_on_this_machine(proxy: Proxy) -> None:
    document = load("http://quay.invalid/today")
    assert document.title == "Quay"
    assert proxy.asked == ["http://quay.invalid/today"]


def test_a_page_with_a_secret_of_its_own_comes_through_a_tunnel_and_its_certificate_is_checked(
    proxy: Proxy, quay: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.tunnels = {"quay.invalid:443": quay, "other.invalid:443": quay}
    assert fetch("https://quay.invalid/").data == PAGE
    assert proxy.asked == ["quay.invalid:443"]
    with pytest.raises(SourceError, match="certificate"):
        fetch("https://other.invalid/")
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(SourceError, match="certificate"):
        fetch("https://quay.invalid/")


def test_a_login_stands_in_the_address_of_the_proxy_and_is_never_shown(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://ana:oyster@{proxy.address}")
    assert fetch("http://quay.invalid/").data == PAGE
    assert proxy.logins == ["Basic YW5hOm95c3Rlcg=="]
    assert shown("http://ana:oyster@proxy.invalid:3128") == "http://proxy.invalid:3128"


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.7/", "http://169.254.169.254/latest", "http://localhost/", "http://[::1]/", "http://127.1/"],
)
def test_the_proxy_is_not_asked_for_what_is_local(proxy: Proxy, address: str) -> None:
    with pytest.raises(SourceError, match="private network") as refused:
        fetch(address)
    assert "--allow-local" in refused.value.hint
    assert proxy.asked == []
    assert fetch(address, allow_local=True).data == PAGE


def test_a_page_behind_the_proxy_leads_nowhere_local(proxy: Proxy) -> None:
    proxy.redirects["http://quay.invalid/"] = "http://192.168.1.1/admin"
    with pytest.raises(SourceError, match="private network"):
        fetch("http://quay.invalid/")
    assert proxy.asked == ["http://quay.invalid/"]


def test_hosts_that_are_excepted_are_reached_straight_and_checked(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "localhost,.invalid")
    with pytest.raises(SourceError, match="private network"):
        fetch("http://localhost:1/")
    with pytest.raises(SourceError, match="cannot be fetched"):
        fetch("http://quay.invalid/")
    assert proxy.asked == []


def test_a_proxy_that_refuses_or_is_not_there_is_named(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match=rf"proxy http://{proxy.address} .*403") as refused:
        fetch("https://quay.invalid/")
    assert proxy.asked == ["quay.invalid:443"]
    assert "NO_PROXY" in refused.value.hint
    monkeypatch.setenv("http_proxy", "http://ana:oyster@127.0.0.1:1")
    with pytest.raises(SourceError, match=r"proxy http://127.0.0.1:1 ") as absent:
        fetch("http://quay.invalid/")
    assert "oyster" not in str(absent.value)


def test_a_proxy_of_another_kind_is_refused(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9050")
    with pytest.raises(SourceError, match="does not speak"):
        fetch("http://quay.invalid/")


def test_a_proxy_for_everything_serves_schemes_without_one_of_their_own() -> None:
    named = {"all": "proxy.invalid:3128", "https": "http://other.invalid"}
    assert proxy_for(httpx.URL("http://quay.invalid/"), named) == "http://proxy.invalid:3128"
    assert proxy_for(httpx.URL("https://quay.invalid/"), named) == "http://other.invalid"
    assert proxy_for(httpx.URL("https://quay.invalid/"), {}) is None
