"""Entries of sync_msg as events. Pure: an entry in, events out, or Unreadable."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from bots.wechat.wecom.capabilities import MESSAGES
from bots.wechat.wecom.items import Card, Happening, Item, Origin, read_item
from core.errors import Unreadable
from core.messages import (
    AccountId,
    Address,
    Allowance,
    Body,
    ButtonPressed,
    ChannelName,
    ChatId,
    ContactOpened,
    Event,
    EventId,
    Media,
    MediaKind,
    MediaRef,
    MessageDeleted,
    MessageId,
    MessageReceived,
    Person,
    PersonId,
)

WINDOW: Final = timedelta(hours=48)
"""After a customer's message we may write so long (document 94677)."""
CODE_LIVES: Final = timedelta(seconds=20)
"""A welcome_code is good for so long, and for one message (document 95122)."""

_FILES: Final[Mapping[str, tuple[MediaKind, str]]] = {
    "image": (MediaKind.IMAGE, "image/jpeg"),
    "voice": (MediaKind.VOICE, "audio/amr"),  # voice_format 0
    "video": (MediaKind.VIDEO, "video/mp4"),
    "file": (MediaKind.FILE, "application/octet-stream"),
}
_NO_NEWS: Final = frozenset(
    {"msg_send_fail", "servicer_status_change", "session_status_change", "servicer_recall_msg"}
    | {"reject_customer_msg_switch_change"}
)
"""What agents do in the WeCom app, and what the channel itself looks at."""


class Account(NamedTuple):
    """Who we are: all that an entry does not tell."""

    channel: ChannelName
    account: AccountId

    def chat(self, open_kfid: str, customer: str) -> Address:
        return Address(self.channel, self.account, ChatId(f"{open_kfid}:{customer}"))

    def event(self, msgid: str) -> EventId:
        return EventId(f"{self.channel}/{self.account}/{msgid}")


class _Common(NamedTuple):
    """What every event of an entry has."""

    id: EventId
    at: datetime
    where: Address
    sender: Person


def to_events(payload: bytes, us: Account, now: datetime) -> Sequence[Event]:
    """What one entry tells. `now`: whether a welcome_code is still good. Raises: Unreadable."""
    return events_of(read_item(payload), us, now)


def events_of(item: Item, us: Account, now: datetime, name: str = "") -> Sequence[Event]:
    """`name`: the customer's, if it is known. Raises: Unreadable."""
    if item.origin == Origin.SERVICER:
        return ()
    if item.msgtype == "event":
        return _happened(item, item.event or Happening(), us, now, name)
    if item.origin != Origin.CUSTOMER:
        raise Unreadable("a message of nobody that we know")
    common = _common(item, us, name)
    allowance = Allowance(MESSAGES, MESSAGES, common.at + WINDOW)
    if item.text is not None and item.text.menu_id:
        return (ButtonPressed(**common._asdict(), value=item.text.menu_id, allowance=allowance),)
    body, message = _body(item, common.where), MessageId(item.msgid)
    return (MessageReceived(**common._asdict(), message=message, body=body, allowance=allowance),)


def greets(item: Item, now: datetime) -> bool:
    """May this entry be answered by its welcome_code?"""
    event = item.event
    entered = event is not None and event.event_type == "enter_session" and bool(event.welcome_code)
    return entered and now - moment_of(item) < CODE_LIVES


def _happened(item: Item, event: Happening, us: Account, now: datetime, name: str) -> Sequence[Event]:
    if event.event_type in _NO_NEWS:
        return ()
    common = _common(item, us, name)
    match event.event_type:
        case "enter_session":
            fresh = greets(item, now)
            allowance = Allowance(1, 1, common.at + CODE_LIVES) if fresh else None
            payload, silently = event.scene_param or event.scene, not (fresh or event.scene_param)
            return (ContactOpened(**common._asdict(), payload=payload, silently=silently, allowance=allowance),)
        case "user_recall_msg" if event.recall_msgid:
            return (MessageDeleted(**common._asdict(), message=MessageId(event.recall_msgid)),)
        case _:
            raise Unreadable("an event of a kind that we do not know")


def _common(item: Item, us: Account, name: str) -> _Common:
    if not (item.msgid and item.account and item.customer):
        raise Unreadable("an entry without its id, its account or its customer")
    sender = Person(PersonId(item.customer), name)
    return _Common(us.event(item.msgid), moment_of(item), us.chat(item.account, item.customer), sender)


def moment_of(item: Item) -> datetime:
    try:
        return datetime.fromtimestamp(item.send_time, UTC)
    except (ValueError, OverflowError, OSError):
        raise Unreadable("a time that there is not") from None


def _body(item: Item, home: Address) -> Body:
    if item.msgtype in _FILES:
        return _attached(item, home)
    match item:
        case Item(msgtype="text", text=text) if text is not None and text.content:
            return Body(text.content)
        case Item(msgtype="link", link=link) if link is not None:
            return Body(_lines(link.title, link.desc, link.url), unread=() if link.url else ("link",))
        case Item(msgtype="location", location=place) if place is not None:
            ref = MediaRef(f"{place.latitude},{place.longitude}")
            name = place.name or place.address
            return Body(media=(Media(MediaKind.LOCATION, ref, home, name, "", 0),))
        case _:
            card = item.card or Card()
            words = _lines(card.title, card.head_content, card.order_id, card.product_titles)
            return Body(words, unread=("contact" if item.msgtype == "business_card" else item.msgtype or "?",))


def _attached(item: Item, home: Address) -> Body:
    kind, mime = _FILES[item.msgtype]
    attached = {"image": item.image, "voice": item.voice, "video": item.video, "file": item.file}[item.msgtype]
    if attached is None or not attached.media_id:
        return Body(unread=(item.msgtype,))
    return Body(media=(Media(kind, MediaRef(attached.media_id), home, "", mime, 0),))


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, (part.strip() for part in parts)))
