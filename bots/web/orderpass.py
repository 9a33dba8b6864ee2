"""An order that the shop's own page hands to the chat, signed with the key that shop and chat share. Pure."""

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import DecodeError, Meta, Struct, json

from bots.web.signing import Purpose, Signer
from core.errors import Forged
from core.vouched import Vouched

LONGEST = timedelta(days=31)
"""A pass that would be good for longer is a mistake (milliseconds for seconds, say), and is not taken."""


class OrderPass(Struct, frozen=True):
    """What the shop signs: `{"order": "302…", "until": 1790000000}`. `until`: seconds since 1970."""

    order: Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{4,48}\Z")]
    until: int


class OrderPasses:
    """Reads the passes of one shop. `key`: what its pages sign with; empty: it signs none."""

    def __init__(self, key: str, shop: str) -> None:
        self._signer = Signer(key.encode()) if key else None
        self._shop = shop

    def read(self, token: str, at: datetime) -> tuple[str, Vouched | None]:
        """The order's number; and that it is this buyer's, unless the pass has expired. Raises: Forged."""
        if self._signer is None:
            raise Forged("an order pass, and no key for it")
        try:
            told = json.decode(self._signer.read(Purpose.ORDER, token), type=OrderPass)
        except DecodeError:
            raise Forged("an order pass that says nothing we know") from None
        left = told.until - at.timestamp()
        good = 0 < left <= LONGEST.total_seconds()
        return told.order, Vouched(self._shop, told.order) if good else None
