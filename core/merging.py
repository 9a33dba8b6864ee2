"""Where few messages are let through: which rows of a lane go as one message. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from core.channel import Capabilities, Level, Merging
from core.messages import OutgoingMessage
from core.outbox import OutboxRow
from core.splitting import length


def together(rows: Sequence[OutboxRow], can: Capabilities) -> Sequence[OutboxRow]:
    """The first rows of a lane that go as one: texts up to the channel's limit, or edits of one message.

    One that has been tried already goes alone: it may be the reason, and parts of it may have arrived. Where the
    platform drops what it has already, those that were tried together are tried together again."""
    tries = rows[0].tries
    if rows[0].in_doubt or (tries and not drops_repeats(can)):
        return rows[:1]
    goes_along = _same_edit if rows[0].message.replaces is not None else _ALONG[can.merges]
    count = 1
    for row in rows[1:]:
        messages = [one.message for one in rows[: count + 1]]
        if row.tries != tries or row.in_doubt or not goes_along(messages):
            break
        if row.message.replaces is None and length(_joined(messages).text, can.text_unit) > can.text_limit:
            break
        count += 1
    return rows[:count]


def merged(rows: Sequence[OutboxRow]) -> OutboxRow:
    """Named after the first and the last, so the same name never stands for other words. Of edits the last counts."""
    if len(rows) == 1:
        return rows[0]
    if rows[0].message.replaces is not None:
        return replace(rows[0], message=rows[-1].message)
    return replace(rows[0], message=_joined([row.message for row in rows]), through=rows[-1].seq)


def drops_repeats(can: Capabilities) -> bool:
    """A message that is sent again under its name does not show twice."""
    return can.idempotent_sends is Level.FULL


def signed(text: str, author: str) -> str:
    """Words with who says them, where that has no place of its own."""
    return f"【{author}】{text}" if author and text else text


def _joined(messages: Sequence[OutgoingMessage]) -> OutgoingMessage:
    """Of several authors each is named before his words; choices stand below the last ones."""
    first, last = messages[0], messages[-1]
    if {message.author for message in messages} == {first.author}:
        return replace(first, text="\n".join(message.text for message in messages), spans=(), buttons=last.buttons)
    text = "\n".join(signed(message.text, message.author) for message in messages)
    return replace(first, text=text, author="", spans=(), buttons=last.buttons)


def _same_edit(messages: Sequence[OutgoingMessage]) -> bool:
    return messages[-1].replaces == messages[0].replaces


def _all_texts(messages: Sequence[OutgoingMessage]) -> bool:
    """Keys go alone, and nothing stands below choices. Quotes and emphasis are lost: such a channel has none."""
    return all(_says(message) for message in messages) and not any(message.buttons for message in messages[:-1])


def _one_persons(messages: Sequence[OutgoingMessage]) -> bool:
    first, last = messages[0], messages[-1]
    bare = not any(message.spans or message.buttons or message.reply_to for message in (first, last))
    return bare and _says(first) and _says(last) and _from_one(first, last)


def _says(message: OutgoingMessage) -> bool:
    """Words, and nothing else to do."""
    more = message.media or message.look or message.secret or message.replaces
    return bool(message.text.strip()) and not (more or message.pinned or message.deletes or message.reacts_to)


def _from_one(first: OutgoingMessage, other: OutgoingMessage) -> bool:
    same = (first.author, first.to, first.ticket) == (other.author, other.to, other.ticket)
    return (
        same
        and first.mirrors is not None
        and other.mirrors is not None
        and (first.mirrors.where == other.mirrors.where)
    )


_ALONG: Mapping[Merging, Callable[[Sequence[OutgoingMessage]], bool]] = {
    Merging.NONE: lambda _: False,
    Merging.ONE_PERSON: _one_persons,
    Merging.ALL: _all_texts,
}
