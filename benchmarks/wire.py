"""HTTP/1.1 on bare asyncio protocols: what sends and what receives must cost far less than what is measured."""

import asyncio
from collections.abc import Callable

END_OF_HEAD = b"\r\n\r\n"


def post(path: bytes, headers: bytes, body: bytes) -> bytes:
    """One whole request. `headers`: whole lines."""
    head = b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\n%bContent-Length: %d\r\n\r\n" % (path, headers, len(body))
    return head + body


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 : head.find(b"\r\n", at)]) if at >= 0 else 0


class Framed(asyncio.Protocol):
    """Cuts what arrives into whole messages (start line, body); both sides always tell the length of a body."""

    def __init__(self) -> None:
        self._left = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._left += data
        while (end := self._left.find(END_OF_HEAD)) >= 0:
            head = self._left[: end + 2]
            whole = end + len(END_OF_HEAD) + _length(head)
            if len(self._left) < whole:
                return
            body = self._left[end + len(END_OF_HEAD) : whole]
            self._left = self._left[whole:]
            self.whole(head, body)

    def whole(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


class Line(Framed):
    """A kept-alive connection of a client: one request at a time, `answered(status, body)` for each."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: Callable[[int, bytes], None] = lambda _status, _body: None
        self.lost = False

    def send(self, request: bytes) -> None:
        assert self.transport is not None
        self.transport.write(request)

    def whole(self, head: bytes, body: bytes) -> None:
        self.answered(int(head[9:12]), body)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self.lost = True


class Answering(Framed):
    """A connection of the fake platform's server."""

    def __init__(self, heard: Callable[[bytes, bytes], bytes | None]) -> None:
        super().__init__()
        self._heard = heard

    def whole(self, head: bytes, body: bytes) -> None:
        answer = self._heard(head, body)
        if answer is None:
            return
        assert self.transport is not None
        kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(kind % len(answer) + answer)


async def call(port: int, request: bytes) -> int:
    """One request on a connection of its own; the status. Raises: OSError."""
    loop = asyncio.get_running_loop()
    _, line = await loop.create_connection(Line, "127.0.0.1", port)
    assert line.transport is not None
    done: asyncio.Future[int] = loop.create_future()
    line.answered = lambda status, _: done.set_result(status)
    line.send(request)
    try:
        return await asyncio.wait_for(done, 5)
    finally:
        line.transport.close()
