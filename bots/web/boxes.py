"""The mailbox with sealed bodies: a key or a password that a chat shows is never readable in the database."""

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from msgspec import Struct, json

from bots.web.entries import Entry, decode_entry
from core.ports import Mailbox, Posted


class Boxes:
    """Seals what goes in, opens what comes out. Sealing is deterministic (AES-SIV, bound to box and key), because
    the mailbox recognises a body that it has already. An entry under a former signing key reads as an empty body."""

    def __init__(self, mailbox: Mailbox, signing_key: bytes) -> None:
        self._mailbox = mailbox
        self._cipher = AESSIV(hmac.digest(signing_key, b"mailbox", hashlib.sha512))
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock(self, box: str) -> asyncio.Lock:
        """One writer at a time where reading and writing belong together, and where order matters."""
        lock = self._locks.get(box)
        if lock is None:
            lock = self._locks[box] = asyncio.Lock()
        return lock

    async def post(self, box: str, key: str, body: Struct) -> Posted:
        """Raises: StoreUnavailable."""
        plain = json.encode(body)
        posted = await self._mailbox.post(box, key, self._cipher.encrypt(plain, [box.encode(), key.encode()]))
        return replace(posted, body=plain)

    async def get(self, box: str, key: str) -> Posted | None:
        posted = await self._mailbox.get(box, key)
        return self._opened(box, posted) if posted else None

    async def after(self, box: str, seq: int, limit: int = 200) -> Sequence[Posted]:
        return [self._opened(box, p) for p in await self._mailbox.after(box, seq, limit)]

    async def latest(self, box: str, limit: int = 50, before: int | None = None) -> Sequence[Posted]:
        return [self._opened(box, p) for p in await self._mailbox.latest(box, limit, before)]

    async def entry(self, box: str, key: str) -> Entry | None:
        """The message under that key, if it can be read."""
        posted = await self.get(box, key)
        return decode_entry(posted.body) if posted and posted.body else None

    def _opened(self, box: str, posted: Posted) -> Posted:
        try:
            plain = self._cipher.decrypt(posted.body, [box.encode(), posted.key.encode()])
        except (InvalidTag, ValueError):
            plain = b""
        return replace(posted, body=plain)
