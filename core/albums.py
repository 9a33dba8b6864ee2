"""An album comes in parts, with no sign of the last one; it is answered and shown as one message. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.messages import Body, Event, EventId, MessageReceived, TimerRang
from core.turns import Answer, Memory, Timer

_WAIT = timedelta(seconds=1)
"""After the last part. Telegram's parts come within tenths of a second."""
_TIMER = "album:"


def gathered(part: MessageReceived, memory: Memory) -> Answer:
    """Keeps a part until no other one has come for a moment."""
    known = next((album for album in memory.albums if _timer(album) == _timer(part)), None)
    others = tuple(album for album in memory.albums if album is not known)
    album = _joined(known, part) if known else part
    return Answer(remember=replace(memory, albums=(*others, album)), schedule=(Timer(_timer(part), _WAIT),))


def is_for_album(event: Event) -> bool:
    return isinstance(event, TimerRang) and event.name.startswith(_TIMER)


def whole(ring: Event, memory: Memory) -> tuple[MessageReceived | None, Memory]:
    """The album that this timer was set for, if it is still kept, and what is to be remembered then."""
    name = ring.name if isinstance(ring, TimerRang) else ""
    found = next((album for album in memory.albums if _timer(album) == name), None)
    if found is None:
        return None, memory
    rest = tuple(album for album in memory.albums if album is not found)
    return replace(found, id=ring.id, album=""), replace(memory, albums=rest)


def complete_before(event: Event, memory: Memory) -> Sequence[TimerRang]:
    """Somebody does something else there: his album is complete, and comes first."""
    if not memory.albums or isinstance(event, TimerRang):
        return ()
    album = _timer(event) if isinstance(event, MessageReceived) and event.album else None
    return [
        TimerRang(id=EventId(f"{_TIMER}{one.id}"), at=event.at, where=one.where, sender=one.sender, name=_timer(one))
        for one in memory.albums
        if one.where == event.where and _timer(one) != album
    ]


def _timer(part: MessageReceived) -> str:
    return f"{_TIMER}{part.where.key}:{part.album}"


def _joined(album: MessageReceived, part: MessageReceived) -> MessageReceived:
    text = "\n".join(words for words in (album.body.text, part.body.text) if words)
    body = Body(text, (*album.body.media, *part.body.media), (*album.body.unread, *part.body.unread))
    return replace(album, body=body, parts=(*album.parts, part.message), at=part.at)
