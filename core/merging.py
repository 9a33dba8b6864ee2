"""Where few messages are let through: which rows of a lane go as one message. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.messages import OutgoingMessage
from core.ports import OutboxRow


def together(rows: Sequence[OutboxRow], limit: int) -> Sequence[OutboxRow]:
    """The first rows of a lane that go as one: texts of one person up to `limit`, or edits of one message.

    One that has been tried already goes alone: it may be the reason, and parts of it may have arrived."""
    first = rows[0].message
    if rows[0].tries or rows[0].in_doubt:
        return rows[:1]
    count, length = 1, len(first.text)
    for row in rows[1:]:
        message = row.message
        if first.replaces is not None:
            same = message.replaces == first.replaces
        else:
            length += 1 + len(message.text)
            same = length <= limit and _bare(first) and _bare(message) and _from_one(first, message)
        if not same or row.tries or row.in_doubt:
            break
        count += 1
    return rows[:count]


def merged(rows: Sequence[OutboxRow]) -> OutboxRow:
    """Under the key of the first. Of edits the last one counts."""
    if len(rows) == 1:
        return rows[0]
    if rows[0].message.replaces is not None:
        return replace(rows[0], message=rows[-1].message)
    text = "\n".join(row.message.text for row in rows)
    return replace(rows[0], message=replace(rows[0].message, text=text))


def _bare(message: OutgoingMessage) -> bool:
    """Somebody's text, and nothing else."""
    said = message.mirrors is not None and bool(message.text)
    more = message.spans or message.media or message.buttons or message.look or message.reply_to or message.secret
    return said and not (more or message.pinned or message.deletes or message.reacts_to)


def _from_one(first: OutgoingMessage, other: OutgoingMessage) -> bool:
    same = (first.author, first.to, first.ticket) == (other.author, other.to, other.ticket)
    return (
        same
        and first.mirrors is not None
        and other.mirrors is not None
        and (first.mirrors.where == other.mirrors.where)
    )
