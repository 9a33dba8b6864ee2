"""How far each customer service account has been read: kept in the product's mailbox."""

from collections.abc import Sequence
from typing import Final

from core.ports import Mailbox

SOME: Final = 500


class Cursors:
    """Every method raises StoreUnavailable."""

    def __init__(self, mailbox: Mailbox, box: str) -> None:
        self._mailbox = mailbox
        self._box = box

    async def known(self) -> Sequence[str]:
        """The customer service accounts that have ever been read."""
        return [posted.key for posted in await self._mailbox.after(self._box, 0, SOME)]

    async def get(self, open_kfid: str) -> str:
        """Empty: nothing of it was ever read."""
        posted = await self._mailbox.get(self._box, open_kfid)
        return "" if posted is None else posted.body.decode()

    async def put(self, open_kfid: str, cursor: str) -> None:
        await self._mailbox.post(self._box, open_kfid, cursor.encode())
