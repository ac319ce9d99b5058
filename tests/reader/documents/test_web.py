"""Pages by URL, from a real server on this machine: redirects, encodings, limits, and what must not be reached."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from annotations.errors import SourceError
from reader.documents import addresses, web
from reader.documents.addresses import is_public
from reader.documents.load import load
from reader.documents.loader import LoadCancelledError
from reader.documents.pages import keep_page, kept_page, page_path
from reader.documents.web import Fetched, fetch

PAGE = "<html><head><title>Quay</title></head><body><h1>Quay</h1><p>{}</p></body></html>"
WORDS = "The ferry left at nine, and “nobody” was there to see it go. " * 8


class Site:
    """A web server that answers as its pages say."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                page = site.pages.get(self.path)
                if page is None:
                    self.send_error(404)
                    return
                page(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """A reader that hangs up in the middle is what some of these tests are about."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def has(self, path: str, body: bytes, content_type: str = "text/html", **headers: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", content_type)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer
        return self.url(path)

    def sends_on(self, path: str, where: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", where)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.pages[path] = answer
        return self.url(path)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()
    site.thread.join()


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "data"


def test_a_page_is_fetched_through_redirects_and_its_links_are_whole(site: Site) -> None:
    site.has("/news/quay", PAGE.format(WORDS + "<a href='../map'>map</a>").encode())
    site.sends_on("/b", "/news/quay")
    document = load(site.sends_on("/a", "b"), allow_local=True)
    assert document.title == "Quay"
    assert document.inlines[0].target == site.url("/map")
    assert document.source == site.url("/a")
    assert document.metadata["url"] == site.url("/news/quay")
    assert site.asked == ["/a", "/b", "/news/quay"]


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/html; charset=windows-1252", "cp1252"),
        ("text/html; charset=utf-16", "utf-16"),
        ("text/html", "utf-8"),
        ("text/html; charset=us-ascii", "utf-8"),
        ("text/html; charset=nonsense", "utf-8"),
    ],
)
def test_a_page_is_decoded_as_declared_where_the_bytes_agree(site: Site, content_type: str, encoding: str) -> None:
    url = site.has("/", PAGE.format(WORDS).encode(encoding), content_type)
    assert "“nobody”" in load(url, allow_local=True).text


def raw_deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflated)]
)
def test_a_packed_page_is_unpacked(site: Site, coding: str, pack: Callable[[bytes], bytes]) -> None:
    url = site.has("/", pack(PAGE.format(WORDS).encode()), Content_Encoding=coding)
    assert load(url, allow_local=True).title == "Quay"


def test_a_page_packed_to_burst_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST", 1 << 20)
    url = site.has("/", gzip.compress(bytes(50 << 20)), Content_Encoding="gzip")
    with pytest.raises(SourceError, match="more than 1 MB"):
        fetch(url, allow_local=True)


def test_other_formats_come_over_the_web_too(site: Site) -> None:
    assert load(site.has("/a.md", b"# Plain\n\ntext", "text/plain"), allow_local=True).loader == "markdown/2"
    assert load(site.has("/raw", b"# Plain\n\ntext", "text/markdown"), allow_local=True).loader == "markdown/2"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_reached_unasked(site: Site, host: str) -> None:
    site.has("/", PAGE.encode())
    with pytest.raises(SourceError) as caught:
        load(f"http://{host}:{site.server.server_port}/")
    assert site.asked == []
    assert "--allow-local" in caught.value.hint


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "fe80::1%eth0", "fc00::1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:10.0.0.1", "::", "255.255.255.255", "198.18.0.1",
    ],
)  # fmt: skip
def test_addresses_of_private_networks_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "2002:5db8:d822::"])
def test_addresses_of_the_open_internet_are_known(address: str) -> None:
    assert is_public(address)


def test_a_name_is_connected_to_at_the_address_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server may answer the second question otherwise: there is no second question."""
    site.has("/", PAGE.format(WORDS).encode())
    real, questions = socket.getaddrinfo, []

    def rebinding(host: object, *rest: object, **more: object) -> object:
        questions.append(host)
        answer = "127.0.0.1" if questions.count(host) == 1 else "127.0.0.2"
        return real(answer if host == "rebind.example" else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    assert load(f"http://rebind.example:{site.server.server_port}/").title == "Quay"
    assert questions.count("rebind.example") == 1
    with pytest.raises(SourceError, match=r"127\.0\.0\.2"):
        load(f"http://rebind.example:{site.server.server_port}/other")
    assert site.asked == ["/"]


def test_a_redirect_to_another_scheme_is_refused(site: Site) -> None:
    with pytest.raises(SourceError, match="no web page"):
        load(site.sends_on("/", "file:///etc/passwd"), allow_local=True)


def test_redirects_in_a_circle_end(site: Site) -> None:
    with pytest.raises(SourceError, match="redirects more than"):
        load(site.sends_on("/", "/"), allow_local=True)


@pytest.mark.parametrize(("code", "words"), [(404, "address"), (403, "browser"), (429, "later"), (503, "later")])
def test_a_failure_says_what_to_do(site: Site, code: int, words: str) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_error(code)

    site.pages["/"] = answer
    with pytest.raises(SourceError, match=str(code)) as caught:
        load(site.url("/"), allow_local=True)
    assert words in caught.value.hint


def test_a_server_that_is_not_there_says_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(SourceError, match="cannot be fetched"):
            load(f"http://127.0.0.1:{free.getsockname()[1]}/", allow_local=True)


def test_a_server_that_says_nothing_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()

    def silence(_: BaseHTTPRequestHandler) -> None:
        done.wait(10)

    site.pages["/"] = silence
    monkeypatch.setattr(web, "SILENCE", 0.1)
    with pytest.raises(SourceError, match="does not answer"):
        load(site.url("/"), allow_local=True)
    done.set()


def test_progress_is_told_and_a_fetch_can_be_cancelled(site: Site) -> None:
    body = PAGE.format(WORDS * 4000).encode()
    url = site.has("/", body)
    told: list[tuple[int, int | None]] = []
    fetch(url, allow_local=True, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(body), len(body))
    with pytest.raises(LoadCancelledError):
        fetch(url, allow_local=True, cancelled=lambda: True)


def test_a_page_is_kept_and_read_again_without_asking(site: Site, data: Path) -> None:
    url = site.has("/", PAGE.format(WORDS).encode())
    first = load(url, allow_local=True)
    site.has("/", PAGE.format("Another day. " * 30).encode())
    again = load(url)
    assert again.text == first.text
    assert again.metadata["fetched"] == first.metadata["fetched"] != ""
    assert site.asked == ["/"]
    assert "Another day" in load(url, allow_local=True, refresh=True).text
    assert "Another day" in load(url).text
    assert page_path(url + "#part", data=data) == page_path(url, data=data)


def test_a_page_that_is_gone_is_read_as_it_was_kept(site: Site) -> None:
    url = site.has("/", PAGE.format(WORDS).encode())
    first = load(url, allow_local=True)
    del site.pages["/"]
    again = load(url, allow_local=True, refresh=True)
    assert again.text == first.text
    assert "404" in again.warnings[0]


def test_a_kept_page_that_is_broken_is_fetched_again(site: Site, data: Path) -> None:
    url = site.has("/", PAGE.format(WORDS).encode())
    load(url, allow_local=True)
    path = page_path(url, data=data)
    for broken in (
        b"",
        b"\x1f\x8b",
        path.read_bytes()[:-20],
        gzip.compress(b"[]\nx"),
        gzip.compress(b'{"url": 1}\nx'),
    ):
        path.write_bytes(broken)
        assert kept_page(url, data=data) is None
    assert load(url, allow_local=True).title == "Quay"


def test_a_page_that_cannot_be_kept_says_why(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("in the way")
    with pytest.raises(SourceError, match="cannot be kept"):
        keep_page("http://a.example/", Fetched(data=b"x", url="http://a.example/"), data=tmp_path)
