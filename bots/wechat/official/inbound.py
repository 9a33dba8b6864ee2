"""The official account's messages and events as ours. Pure: plain XML in, events out, or Unreadable.

Recorded payloads are what the platform sends in plain mode, or what a callback in secure mode holds when it is opened:

    us = Us(ChannelName("wechat"), AccountId("main"), view_word="查看回复")
    events = to_events(path.read_bytes(), us)        # Raises: Unreadable (UnknownKind is one)

developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages and Receiving_event_pushes"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec import Struct

from bots.wechat.grants import LASTING, PRESS_LASTING, PRESS_TOTAL, TOTAL
from bots.wechat.official.content import body_of, words_of
from bots.wechat.xml import Fields, inside_of, read_xml, text_of
from core.errors import Unreadable
from core.messages import (
    AccountId,
    Address,
    Allowance,
    Body,
    ButtonPressed,
    ChannelName,
    ChatId,
    ContactClosed,
    ContactOpened,
    Event,
    EventId,
    MessageId,
    MessageReceived,
    Person,
    PersonId,
)

VIEW_WORD: Final = "查看回复"
_SCENE: Final = "qrscene_"
"""Stands before the scene of a code that somebody subscribed by."""
_LONGEST_ID: Final = 128
_AROUND_A_WORD: Final = " 「」“”\"'【】[]。.！!"
_NO_NEWS: Final = frozenset(
    {"view", "view_miniprogram", "location", "templatesendjobfinish", "masssendjobfinish", "publishjobfinish"}
    | {"kf_create_session", "kf_close_session", "kf_switch_session"}
    | {"scancode_push", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"}
    | {"subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"}
)
"""What nobody would miss: a page opened, a receipt of the platform, the announcement of a message that follows."""


class UnknownKind(Unreadable):
    """A readable message of a kind that we do not know: kept for people to look at."""

    def __init__(self, detail: str, key: str) -> None:
        super().__init__(detail)
        self.key = key


class Us(NamedTuple):
    """Who we are: all that a message does not tell. `view_word`: lets us write again, and wants nothing else."""

    channel: ChannelName
    account: AccountId
    view_word: str = VIEW_WORD

    def chat(self, openid: str) -> Address:
        return Address(self.channel, self.account, ChatId(openid))


class Told(Struct, frozen=True):
    """One message or event. `key`: the same when the platform repeats itself. `ours`: the name of our account
    (`gh_...`), which a passive reply is from. `asking`: the buyer only wants to see what waits."""

    key: str
    chat: ChatId
    ours: str
    event: Event | None
    asking: bool = False


class _Head(Struct, frozen=True):
    """What every message has."""

    key: str
    at: datetime
    openid: str
    id: EventId
    where: Address
    who: Person


def to_events(payload: bytes, us: Us) -> Sequence[Event]:
    """None or one. Raises: Unreadable."""
    event = understand(payload, us).event
    return () if event is None else (event,)


def understand(payload: bytes, us: Us) -> Told:
    """Raises: Unreadable; UnknownKind: nothing is wrong with it, but we do not know what it means."""
    fields = read_xml(payload)
    kind = text_of(fields, "MsgType").lower()
    happened = text_of(fields, "Event").lower() if kind == "event" else ""
    head = _head(fields, us, kind, happened)
    if kind == "event":
        event = _happened(fields, head, happened)
        asking = False
    else:
        asking = kind == "text" and _is(us.view_word, fields)
        event = _asked(head) if asking else _wrote(fields, head, kind)
    return Told(head.key, ChatId(head.openid), text_of(fields, "ToUserName"), event, asking)


def _head(fields: Fields, us: Us, kind: str, happened: str) -> _Head:
    openid, created = text_of(fields, "FromUserName"), text_of(fields, "CreateTime")
    if not kind or not openid or len(openid) > _LONGEST_ID:
        raise Unreadable("it does not say what it is, or from whom")
    number = text_of(fields, "MsgId")
    if len(number) > _LONGEST_ID:
        raise Unreadable("its id is none")
    key = number or f"{openid}:{created}:{happened or kind}:{text_of(fields, 'EventKey')}"
    where = us.chat(openid)
    id_ = EventId(f"{us.channel}/{us.account}/{key}")
    return _Head(key, _moment(created), openid, id_, where, Person(PersonId(openid)))


@lru_cache(maxsize=64)
def _moment(created: str) -> datetime:
    """Of one second there are many messages, when there are many."""
    if not created.isascii() or not created.isdigit() or len(created) > 11:
        raise Unreadable("CreateTime is no time")
    return datetime.fromtimestamp(int(created), UTC)


def _is(view_word: str, fields: Fields) -> bool:
    """Also with the quotation marks that the hint shows it in."""
    return bool(view_word) and text_of(fields, "Content").strip(_AROUND_A_WORD) == view_word


def _asked(head: _Head) -> Event:
    return ContactOpened(
        id=head.id, at=head.at, where=head.where, sender=head.who, allowance=_allowance(head), silently=True
    )


def _wrote(fields: Fields, head: _Head, kind: str) -> Event:
    choice = text_of(fields, "bizmsgmenuid") if kind == "text" else ""
    if choice:
        return _pressed(head, choice, _allowance(head))
    return _received(head, body_of(fields, kind, head.where), _allowance(head))


def _received(head: _Head, body: Body, allowance: Allowance) -> Event:
    return MessageReceived(
        id=head.id,
        at=head.at,
        where=head.where,
        sender=head.who,
        allowance=allowance,
        message=MessageId(head.key),
        body=body,
    )


def _happened(fields: Fields, head: _Head, kind: str) -> Event | None:
    key = text_of(fields, "EventKey")
    if kind == "click":
        return _pressed(head, key, _brief(head)) if key else None
    if kind == "subscribe":
        return _opened(head, key.removeprefix(_SCENE) if key.startswith(_SCENE) else "")
    if kind == "scan":
        return _opened(head, key)
    if kind == "unsubscribe":
        return ContactClosed(id=head.id, at=head.at, where=head.where, sender=head.who)
    if kind == "scancode_waitmsg":
        return _received(head, words_of(inside_of(fields, "ScanCodeInfo"), "ScanResult"), _brief(head))
    if kind in _NO_NEWS:
        return None
    raise UnknownKind(f"an event of a kind that we do not know: {kind[:40]}", head.key)


def _pressed(head: _Head, value: str, allowance: Allowance) -> Event:
    return ButtonPressed(id=head.id, at=head.at, where=head.where, sender=head.who, allowance=allowance, value=value)


def _opened(head: _Head, payload: str) -> Event:
    return ContactOpened(
        id=head.id, at=head.at, where=head.where, sender=head.who, allowance=_brief(head), payload=payload
    )


def _allowance(head: _Head) -> Allowance:
    return Allowance(TOTAL, TOTAL, head.at + LASTING)


def _brief(head: _Head) -> Allowance:
    return Allowance(PRESS_TOTAL, PRESS_TOTAL, head.at + PRESS_LASTING)
