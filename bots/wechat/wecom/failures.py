"""Messages that the platform took and then did not bring: told to the agents like any other that did not arrive."""

from typing import Final, NamedTuple

import structlog

from bots.wechat.wecom.errors import failure_of
from bots.wechat.wecom.inbound import Account, moment_of
from bots.wechat.wecom.items import Item
from bots.wechat.wecom.msgids import MsgIds
from core.channel import Parcel
from core.errors import Unreadable
from core.messages import MessageRef, Person, PersonId
from core.reported import DeliveryReported, DeliveryState

log = structlog.get_logger(__name__)

REMEMBERED: Final = 5000
COURIER: Final = Person(PersonId("courier"))


class _Pushed(NamedTuple):
    """`delivery`: the outbox row; `mirrors`: the agent's message that it shows."""

    delivery: str
    mirrors: MessageRef | None
    secret: bool


class Failures:
    """Remembers what was pushed, so that an agent hears which of his messages failed. After a restart the msgid tells
    the row, and nothing more."""

    def __init__(self, us: Account, ids: MsgIds) -> None:
        self._us = us
        self._ids = ids
        self._pushed: dict[str, _Pushed] = {}

    def remember(self, msgid: str, parcel: Parcel) -> None:
        message = parcel.message
        self._pushed[msgid] = _Pushed(_row_of(parcel.key), message.mirrors, message.protected)
        while len(self._pushed) > REMEMBERED:
            del self._pushed[next(iter(self._pushed))]

    async def open(self) -> None:
        """Before `report`. Raises: StoreUnavailable."""
        await self._ids.open()

    def report(self, item: Item) -> DeliveryReported | None:
        """What a msg_send_fail means for the desk; None: it is no such event. Raises: Unreadable."""
        event = item.event
        if event is None or event.event_type != "msg_send_fail":
            return None
        if not (item.msgid and item.account and item.customer and event.fail_msgid):
            raise Unreadable("a failure without its message")
        where, why = self._us.chat(item.account, item.customer), failure_of(event.fail_type)
        pushed = self._pushed.pop(event.fail_msgid, None)
        pushed = pushed or _Pushed(_row_of(self._ids.key_of(event.fail_msgid)), None, secret=False)
        told = {"chat": where.key, "delivery": pushed.delivery, "fail_type": event.fail_type}
        log.warning("a message that WeCom had taken did not arrive", **told)
        return DeliveryReported(
            id=self._us.event(item.msgid),
            at=moment_of(item),
            where=where,
            sender=COURIER,
            delivery=pushed.delivery or event.fail_msgid,
            state=DeliveryState.REFUSED,
            why=why.__name__,
            mirrored=pushed.mirrors,
            secret=pushed.secret,
        )


def _row_of(key: str) -> str:
    """A parcel's key without the number of the part."""
    return key.rpartition(".")[0]
