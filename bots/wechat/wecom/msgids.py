"""Our own ids of messages: the same at every try, other than those of any other installation, and to be read back."""

import secrets
from hashlib import sha256
from re import fullmatch
from typing import Final

from core.ports import Mailbox

LONGEST: Final = 32
"""Of [0-9A-Za-z_-] (document 94677)."""
MARK: Final = 8
"""Characters that name this database: another one numbers its messages from 1 as well."""


class MsgIds:
    """Two processes of one database agree on its mark."""

    def __init__(self, mailbox: Mailbox, box: str) -> None:
        self._mailbox = mailbox
        self._box = box
        self._mark = ""

    async def open(self) -> None:
        """Learns the mark: that which was noted first counts. Raises: StoreUnavailable."""
        if self._mark:
            return
        noted = await self._mailbox.after(self._box, 0, 1)
        if not noted:
            own = secrets.token_hex(MARK // 2)
            await self._mailbox.post(self._box, own, own.encode())
            noted = await self._mailbox.after(self._box, 0, 1)
        self._mark = noted[0].body.decode()

    async def of(self, key: str) -> str:
        """`key`: a parcel's. Raises: StoreUnavailable."""
        await self.open()
        named = f"{key.replace('.', '_')}-{self._mark}"
        if len(named) <= LONGEST and fullmatch(r"[0-9A-Za-z.]+", key):
            return named
        return sha256(named.encode()).hexdigest()[:LONGEST]

    def key_of(self, msgid: str) -> str:
        """The parcel's key, after `open`; "" for an id that does not tell it, or that is not ours."""
        name, _, mark = msgid.rpartition("-")
        return name.replace("_", ".") if self._mark and mark == self._mark else ""
