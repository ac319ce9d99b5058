"""The way to a web page: straight, or through the proxy that the person's environment names.

A proxy looks names up itself, where this machine cannot see what it finds. What can be known here is checked all
the same: an address of a private network is refused, and so is a name that leads to one from here. The proxy's own
address is the person's choice and may be anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from annotations.errors import SourceError
from reader.documents.addresses import CheckedBackend, refuse_local

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
"""Stands in the message of a connection that failed because of the other side's certificate."""


class Ways(httpx.BaseTransport):
    """Sends each request on its way; keeps the connections for the next one."""

    def __init__(self, *, allow_local: bool) -> None:
        self._allow_local = allow_local
        self._trust = httpx.create_ssl_context()  # what the system trusts, and the file that SSL_CERT_FILE names
        self._straight = _Checked(self._trust, allow_local=allow_local)
        self._proxied: dict[str, httpx.HTTPTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        proxy = proxy_for(request.url)
        if proxy is None:
            return self._straight.handle_request(request)
        if not self._allow_local:
            refuse_local(request.url.host, request.url.port or 443)
        if proxy not in self._proxied:
            self._proxied[proxy] = _through(proxy, self._trust)
        try:
            return self._proxied[proxy].handle_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            if UNTRUSTED in str(error):
                raise  # of the page, not of the proxy
            reason = str(error) or type(error).__name__
            raise SourceError(
                f"The proxy {shown(proxy)} does not let {request.url.host} be reached: {reason}",
                hint="It is named by HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, or by the settings of the system; "
                "NO_PROXY names hosts to be reached without it.",
            ) from error

    def close(self) -> None:
        self._straight.close()
        for way in self._proxied.values():
            way.close()


class _Checked(httpx.HTTPTransport):
    """httpx's own, on a pool whose connections are checked; httpx has no other way to give it one."""

    def __init__(self, trust: ssl.SSLContext, *, allow_local: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust, network_backend=CheckedBackend(allow_local=allow_local)
        )


def proxy_for(url: httpx.URL, proxies: Mapping[str, str] | None = None) -> str | None:
    """The address of the proxy for a page, None for the straight way.

    Args:
        url: Of the page.
        proxies: By scheme; those of the environment when not given.
    """
    named = getproxies() if proxies is None else proxies
    proxy = named.get(url.scheme) or named.get("all")
    if not proxy or proxy_bypass(url.host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def shown(proxy: str) -> str:
    """A proxy's address without the person's name and password."""
    return str(httpx.URL(proxy).copy_with(userinfo=b""))


def _through(proxy: str, trust: ssl.SSLContext) -> httpx.HTTPTransport:
    if httpx.URL(proxy).scheme not in ("http", "https"):
        raise SourceError(
            f"The proxy {shown(proxy)} is of a kind that postil does not speak",
            hint="Name an HTTP proxy in HTTP_PROXY and HTTPS_PROXY, or save the page in a browser.",
        )
    return httpx.HTTPTransport(proxy=proxy, verify=trust, trust_env=False)
