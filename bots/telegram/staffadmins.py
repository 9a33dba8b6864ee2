"""Who administrates a group, asked without the library: what comes in must not wait for it."""

from typing import Any, Final

import msgspec

from bots.telegram.room import GroupMoved
from bots.telegram.updates import BAD_JSON, User
from bots.telegram.wire import Answer, Wire
from core.errors import ChannelUnavailable, ContentRejected


class _Administrator(msgspec.Struct):
    user: User


METHOD_UNKNOWN: Final = 404
"""Also of a wrong token, but with that nothing comes in, and nobody asks."""

_decode: Final = msgspec.json.Decoder(tuple[_Administrator, ...]).decode


async def administrators(wire: Wire, chat: int) -> tuple[int, ...]:
    """The user ids of people, not of bots. Raises: GroupMoved; ChannelError."""
    answer = await in_group(wire, "getChatAdministrators", chat)
    try:
        return tuple(one.user.id for one in _decode(answer.result) if not one.user.is_bot)
    except BAD_JSON:
        raise ChannelUnavailable("an answer that is not of the Bot API's form") from None


async def in_group(wire: Wire, method: str, chat: int, **arguments: Any) -> Answer:
    """A call about the group, which may have moved. Raises: GroupMoved; ChannelError."""
    answer = await wire.call(method, chat_id=chat, **arguments)
    if answer.parameters.migrate_to_chat_id is not None:
        raise GroupMoved(answer.parameters.migrate_to_chat_id)
    if answer.error_code == METHOD_UNKNOWN and not answer.ok:
        raise ContentRejected(f"this Bot API server does not know {method}")
    if not answer.ok:
        raise answer.refusal(group=True)
    return answer
