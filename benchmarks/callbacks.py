"""What buyers write, as WeChat calls an official account: signed, in secure mode encrypted, ready to be sent. Pure.

developers.weixin.qq.com/doc/service/guide/dev/push and .../push/encryption; made with `cryptography`, by the letter of
these pages and not with the product's own code."""

import os
import time
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Iterator, Sequence
from hashlib import sha1
from itertools import count, cycle
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from benchmarks.wire import post

APP_ID: Final = "wx00000000benchmark"
TOKEN: Final = "atokenofthebenchmarks"
AES_KEY: Final = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
"""43 characters, as the console makes them."""
BUYERS: Final = 5000
SUCCESS: Final = b"success"

_KEY: Final = b64decode(AES_KEY + "=")
_PADDED_TO: Final = 32
_OURS: Final = "gh_00benchmark"
_HEADERS: Final = b"User-Agent: Mozilla/4.0\r\nAccept: */*\r\nPragma: no-cache\r\nContent-Type: text/xml\r\n"


class Callbacks:
    """The messages of 5,000 buyers, one after the other; every number is used once.

    `path`: where they are posted to. `texts`: what is written. `sealed`: in secure mode."""

    def __init__(self, path: bytes, texts: Sequence[str], first: int, *, sealed: bool) -> None:
        self._path = path
        self._sealed = sealed
        self._cipher = Cipher(AES(_KEY), CBC(_KEY[:16]))
        self._texts: Iterator[str] = cycle(texts)
        self._numbers = count(first)
        self._ready: deque[bytes] = deque()

    def prepare(self, amount: int) -> None:
        """So many stand ready. What was not sent last time is sent first."""
        self._ready.extend(self._request() for _ in range(amount - len(self._ready)))

    def ask(self, _chat: bytes = b"") -> bytes:
        """The next whole request: who writes is in it already. Raises: IndexError: too few were prepared."""
        if not self._ready:
            raise IndexError("the server is faster than expected: more callbacks have to be prepared")
        return self._ready.popleft()

    def _request(self) -> bytes:
        number, now = next(self._numbers), int(time.time())
        openid = f"oBench{number % BUYERS:022d}"
        message = (
            f"<xml><ToUserName><![CDATA[{_OURS}]]></ToUserName>\n<FromUserName><![CDATA[{openid}]]></FromUserName>\n"
            f"<CreateTime>{now}</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n"
            f"<Content><![CDATA[{next(self._texts)}]]></Content>\n<MsgId>{24_000_000_000_000_000 + number}</MsgId>\n"
            "</xml>"
        )
        stamp, nonce = str(now), str(number % 2_000_000_011)
        query = f"signature={_signature(stamp, nonce)}&timestamp={stamp}&nonce={nonce}&openid={openid}"
        if self._sealed:
            sealed = self._encrypted(message.encode())
            query += f"&encrypt_type=aes&msg_signature={_signature(stamp, nonce, sealed)}"
            message = (
                f"<xml>\n    <ToUserName><![CDATA[{_OURS}]]></ToUserName>\n"
                f"    <Encrypt><![CDATA[{sealed}]]></Encrypt>\n</xml>\n"
            )
        return post(b"%b?%b" % (self._path, query.encode()), _HEADERS, message.encode())

    def _encrypted(self, message: bytes) -> str:
        """16 random bytes, the length, the message, whom it is for; padded to whole blocks of 32."""
        whole = os.urandom(16) + len(message).to_bytes(4, "big") + message + APP_ID.encode()
        padding = _PADDED_TO - len(whole) % _PADDED_TO
        encryptor = self._cipher.encryptor()
        return b64encode(encryptor.update(whole + bytes((padding,)) * padding) + encryptor.finalize()).decode()


def _signature(*parts: str) -> str:
    return sha1("".join(sorted((TOKEN, *parts))).encode(), usedforsecurity=False).hexdigest()
