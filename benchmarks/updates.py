"""What buyers write, as updates in Telegram's form. Pure."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, cycle

import msgspec

from benchmarks.wire import post

SECRET = "a secret of the benchmarks"
HEADERS = b"X-Fake-Secret: %b\r\nContent-Type: application/json\r\n" % SECRET.encode()


def posting(path: bytes, update: Callable[[bytes], bytes], headers: bytes = HEADERS) -> Callable[[bytes], bytes]:
    """A chat's update as a whole request."""
    return lambda chat: post(path, headers, update(chat))


class Updates:
    """`message` and `edit` give one update after the other; every number is used once."""

    def __init__(self, texts: Sequence[str], first: int = 1, *, quote: bytes = b'"') -> None:
        """`quote`: around the names of chats; Telegram's own are numbers."""
        self._quote = quote
        self._numbers = count(first)
        self._texts: Iterator[bytes] = cycle([msgspec.json.encode(text) for text in texts])
        self._now = int(time.time())

    def message(self, chat: bytes) -> bytes:
        return self._update(b"message", b"", chat)

    def edit(self, chat: bytes) -> bytes:
        return self._update(b"edited_message", b'"edit_date":%d,' % self._now, chat)

    def _update(self, kind: bytes, more: bytes, chat: bytes) -> bytes:
        number = next(self._numbers)
        who = b'"id":%b%b%b,"first_name":"\xe5\xb0\x8f\xe6\x98\x8e","username":"xiaoming_%b"' % (
            *(self._quote, chat, self._quote),
            chat,
        )
        return (
            b'{"update_id":%d,"%b":{"message_id":%d,%b"date":%d,"chat":{%b,"type":"private"},'
            b'"from":{%b,"is_bot":false,"language_code":"zh-hans"},"text":%b}}'
        ) % (number, kind, number, more, self._now, who, who, next(self._texts))
