"""Connections only to addresses that a stranger's page may send us to.

A name is looked up once, every address of it is checked, and the connection is made to the address that was
checked: a name that answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    from httpcore import NetworkStream

    Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses behind which a gateway reaches IPv4 ones (RFC 6052)."""


class LocalAddressError(Exception):
    """A host is this machine or in a private network."""

    def __init__(self, host: str, address: str) -> None:
        self.host = host
        self.address = address
        super().__init__(f"{host} is at {address}")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet: not this machine, a private network, or a group."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    kept = (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified
    )
    return ip.is_global and not kept


class CheckedBackend(httpcore.NetworkBackend):
    """Makes connections for `httpcore`, unless they lead somewhere local."""

    def __init__(self, *, allow_local: bool) -> None:
        self._allow_local = allow_local
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> NetworkStream:
        """Connect to the first address of `host` that answers.

        Raises: LocalAddressError, if any of its addresses is local and that is not allowed.
        """
        if self._allow_local:
            return self._plain.connect_tcp(host, port, timeout, local_address, socket_options)
        addresses = _looked_up(host, port)
        _refuse(host, addresses)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:4]:
            try:
                return self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Option] | None = None
    ) -> NetworkStream:
        """Never: no address on the web leads to one."""
        raise LocalAddressError(path, path)


def refuse_local(host: str, port: int) -> None:
    """Check a host that something else will look up. One that is not known here may still be known there.

    Raises: LocalAddressError, if any of its addresses is local.
    """
    try:
        addresses = _looked_up(host, port)
    except httpcore.ConnectError:
        return
    _refuse(host, addresses)


def _refuse(host: str, addresses: Iterable[str]) -> None:
    for address in addresses:
        if not is_public(address):
            raise LocalAddressError(host, address)


def _looked_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
