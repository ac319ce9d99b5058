"""Fetches what is at a URL: bounded in time and size, and never from the reader's own network unasked.

Sizes are bytes, times seconds.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.errors import SourceError
from reader.documents.loader import LoadCancelledError

if TYPE_CHECKING:
    import httpx

MOST = 256 << 20
"""What is read of one source, unpacked."""

HOPS = 10
"""Redirects that are followed."""

PATIENCE = 300.0
"""How long a fetch may take in all, and..."""

SILENCE = 20.0
"""...how long a server may say nothing."""

_ACCEPT = (
    "text/html, application/xhtml+xml, text/markdown, text/plain, application/pdf, application/epub+zip, "
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document, */*;q=0.1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered."""

    data: bytes
    url: str
    """After redirects, without the person's name and password."""
    content_type: str = ""
    """In lower case, without parameters."""
    charset: str = ""
    """As declared; may be empty or wrong."""


def fetch(
    url: str,
    *,
    allow_local: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Fetched:
    """What is at an `http:` or `https:` address, after redirects.

    Args:
        allow_local: Also from this machine and private networks.
        progress: Called with bytes read and, where the server says, in all.
        cancelled: Asked between two reads; True ends the work with `LoadCancelledError`.

    Raises: SourceError, with what to do.
    """
    import httpx

    from reader.documents.addresses import LocalAddressError

    deadline = time.monotonic() + PATIENCE
    address = url
    try:
        with _client(allow_local=allow_local) as client:
            for _ in range(HOPS + 1):
                target = _checked(address, first=url)
                with client.stream("GET", target) as response:
                    if response.is_redirect:
                        address = str(target.join(response.headers.get("location", "")))
                        continue
                    _refuse_failure(response, url)
                    data = b"".join(_unpacked(response, url, deadline, progress, cancelled))
                    return Fetched(
                        data=data,
                        url=str(target.copy_with(userinfo=b"", fragment=None)),
                        content_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                        charset=response.charset_encoding or "",
                    )
    except LocalAddressError as error:
        raise SourceError(
            f"{url} leads to {error.address}, which is this machine or a private network",
            hint="If you trust it, open it with --allow-local.",
        ) from None
    except httpx.TimeoutException:
        raise SourceError(f"{url} does not answer", hint="Try again later, or save the page in a browser.") from None
    except (httpx.TransportError, httpx.InvalidURL, ValueError) as error:
        from reader.documents.proxies import UNTRUSTED

        reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__
        if UNTRUSTED in reason:
            raise SourceError(
                f"{url} shows a certificate that is not trusted here: {reason.rpartition(': ')[2]}",
                hint="Check the address. If your network has a certificate of its own, name it in SSL_CERT_FILE.",
            ) from None
        raise SourceError(
            f"{url} cannot be fetched: {reason}", hint="Check the address and your connection."
        ) from None
    raise SourceError(f"{url} redirects more than {HOPS} times", hint="Open it in a browser, and save the page.")


def _client(*, allow_local: bool) -> httpx.Client:
    import httpx

    from reader.documents.proxies import Ways

    return httpx.Client(
        transport=Ways(allow_local=allow_local),
        timeout=httpx.Timeout(SILENCE, connect=10.0),
        follow_redirects=False,
        trust_env=False,
        headers={
            "User-Agent": "Mozilla/5.0 (compatible; postil; reads one page for one person)",
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        },
    )


def _checked(address: str, *, first: str) -> httpx.URL:
    import httpx

    target = httpx.URL(address)
    if target.scheme not in ("http", "https") or not target.host:
        raise SourceError(
            f"{first} leads to {address[:200]}, which is no web page", hint="Open it in a browser, and save the page."
        )
    return target


def _refuse_failure(response: httpx.Response, url: str) -> None:
    code = response.status_code
    if code < 400 and code != 204:
        return
    hints = {
        204: "The server has nothing there.",
        401: "It wants a login: open it in a browser, and save the page.",
        403: "The server lets only browsers in: open it in one, and save the page.",
        404: "Check the address.",
        407: "Its proxy wants a login: HTTP_PROXY=http://name:password@proxy.example:3128.",
        410: "The page was taken away; an archive of the web may have it.",
        429: "The server was asked too often: try again later.",
        451: "The page is barred for legal reasons.",
    }
    hint = hints.get(code, "The server is in trouble: try again later." if code >= 500 else "Open it in a browser.")
    raise SourceError(f"{url} answers {code} {response.reason_phrase}".rstrip(), hint=hint)


def _unpacked(
    response: httpx.Response,
    url: str,
    deadline: float,
    progress: Callable[[int, int | None], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[bytes]:
    """The body piece by piece, unpacked no further than allowed: a packed body can be a thousand times as large."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise SourceError(f"{url} is packed in an unknown way: {coding}", hint="Save the page in a browser.")
    unpack = None if coding in ("", "identity") else zlib.decompressobj(wbits=47)
    length = response.headers.get("content-length", "")
    total = int(length) if length.isascii() and length.isdigit() else None
    read = made = 0
    for piece in response.iter_raw():
        if cancelled is not None and cancelled():
            raise LoadCancelledError(url)
        if time.monotonic() > deadline:
            raise SourceError(f"{url} takes more than {PATIENCE:.0f} seconds", hint="Save it in a browser.")
        read += len(piece)
        if coding == "deflate" and read == len(piece) and piece[:1] and piece[0] & 0x0F != 8:
            unpack = zlib.decompressobj(wbits=-15)  # Some servers leave out the wrapper that the standard asks for.
        if unpack is not None:
            try:
                piece = unpack.decompress(piece, MOST - made + 1)
            except zlib.error as error:
                raise SourceError(f"{url} is packed wrongly: {error}", hint="Save the page in a browser.") from None
        made += len(piece)
        if made > MOST:
            raise SourceError(f"{url} has more than {MOST >> 20} MB", hint="Download it, and open the file.")
        yield piece
        if progress is not None:
            progress(read, total)
    if not made:
        raise SourceError(f"{url} is empty", hint="The server has nothing there. Check the address.")
