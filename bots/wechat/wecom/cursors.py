"""How far each customer service account has been read: kept in the product's mailbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from core.ports import Mailbox

SOME: Final = 500


class Mark(msgspec.Struct, frozen=True):
    """`since`: what was said before is none of ours."""

    since: datetime
    cursor: str = ""


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Mark).decode


class Cursors:
    """Every method raises StoreUnavailable."""

    def __init__(self, mailbox: Mailbox, box: str) -> None:
        self._mailbox = mailbox
        self._box = box

    async def known(self) -> Sequence[str]:
        """The customer service accounts that have ever been read."""
        return [posted.key for posted in await self._mailbox.after(self._box, 0, SOME)]

    async def get(self, open_kfid: str, since: datetime) -> Mark:
        """`since`: for an account that was never read; noted for good."""
        posted = await self._mailbox.get(self._box, open_kfid)
        if posted is not None:
            return _decode(posted.body)
        mark = Mark(since)
        await self.put(open_kfid, mark)
        return mark

    async def put(self, open_kfid: str, mark: Mark) -> None:
        await self._mailbox.post(self._box, open_kfid, _encode(mark))
