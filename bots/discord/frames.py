"""What the gateway tells, one by one, as it came. Pure."""

from typing import Any, NamedTuple, Protocol

import msgspec

from core.errors import Unreadable


class Frame(NamedTuple):
    """One dispatch: its event (like MESSAGE_CREATE), its number in the session, and Discord's own JSON, parsed.

    discord.com/developers/docs/events/gateway-events#payload-structure"""

    event: str
    seq: int
    data: Any

    @property
    def payload(self) -> bytes:
        """As it stands in a sample, and where unreadable ones are kept."""
        return msgspec.json.encode({"op": 0, "t": self.event, "s": self.seq, "d": self.data})

    @property
    def place(self) -> str:
        """The id of the channel it is about; "" for none."""
        found = self.data.get("channel_id") if isinstance(self.data, dict) else None
        return found if isinstance(found, str) else ""


class Hears(Protocol):
    """Whoever takes what the gateway tells."""

    def hear(self, frame: Frame) -> None:
        """Called on the event loop, in order; raises nothing and does not wait."""

    async def has_room(self) -> None:
        """Returns when more can be taken."""


class _Dispatch(msgspec.Struct):
    t: str
    s: int = 0
    d: Any = None


def read_frame(payload: bytes) -> Frame:
    """Raises: Unreadable."""
    try:
        told = msgspec.json.decode(payload, type=_Dispatch)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as why:
        raise Unreadable(type(why).__name__) from None
    return Frame(told.t, told.s, told.d)
