"""WebSockets (RFC 6455) on a bare asyncio protocol, the client's side: text frames, pings answered, nothing else."""

import asyncio
import struct
from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.wire import END_OF_HEAD

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FINAL, MASKED = 0x80, 0x80
NO_MASK: Final = bytes(4)
"""A client has to mask what it sends; with zeros that costs nothing."""
SWITCHING: Final = b"HTTP/1.1 101 "
KEY: Final = b"dGhlIHNhbXBsZSBub25jZQ=="


def upgrade(port: int, path: str, headers: Mapping[str, str]) -> bytes:
    """The request that opens a socket, as a browser of our own page sends it."""
    host = f"127.0.0.1:{port}"
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n{more}"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    ).encode() + b"Sec-WebSocket-Key: %b\r\n\r\n" % KEY


def frame(kind: int, payload: bytes) -> bytes:
    """One whole frame of a client."""
    length = len(payload)
    if length < 126:
        head = struct.pack("!BB", FINAL | kind, MASKED | length)
    elif length < 2**16:
        head = struct.pack("!BBH", FINAL | kind, MASKED | 126, length)
    else:
        head = struct.pack("!BBQ", FINAL | kind, MASKED | 127, length)
    return head + NO_MASK + payload


class WebSocket(asyncio.Protocol):
    """`first`: said as soon as the server has opened. `heard` is called for each text; `lost` when it says no or
    goodbye."""

    def __init__(self, request: bytes, first: bytes, heard: Callable[[bytes], None], lost: Callable[[], None]) -> None:
        self._request = request
        self._first = first
        self._heard = heard
        self._lost = lost
        self._left = bytearray()
        self._open = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._left += data
        if not self._open and not self._opened():
            return
        while (cut := self._cut()) is not None:
            self._whole(*cut)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._lost()

    def send(self, text: bytes) -> None:
        self._write(frame(TEXT, text))

    def close(self) -> None:
        self._lost = lambda: None
        if self._transport is not None:
            self._transport.close()

    def _opened(self) -> bool:
        end = self._left.find(END_OF_HEAD)
        if end < 0:
            return False
        if not self._left.startswith(SWITCHING):
            self._lost()
            return False
        del self._left[: end + len(END_OF_HEAD)]
        self._open = True
        self.send(self._first)
        return True

    def _cut(self) -> tuple[int, bytes] | None:
        """The next whole frame: its kind and payload. A server masks nothing."""
        if len(self._left) < 2:
            return None
        kind, length, start = self._left[0] & 0xF, self._left[1], 2
        if length >= 126:
            start = 4 if length == 126 else 10
            if len(self._left) < start:
                return None
            length = int.from_bytes(self._left[2:start])
        if len(self._left) < start + length:
            return None
        payload = bytes(self._left[start : start + length])
        del self._left[: start + length]
        return kind, payload

    def _whole(self, kind: int, payload: bytes) -> None:
        if kind == TEXT:
            self._heard(payload)
        elif kind == PING:
            self._write(frame(PONG, payload))
        elif kind == CLOSE:
            self._lost()

    def _write(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)
