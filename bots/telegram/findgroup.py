"""Finds the agents' group by waiting until the bot is added to one, or somebody writes there. For `kamidesk init`."""

from dataclasses import dataclass
from typing import Final

import msgspec

from bots.telegram.facts import webhook_of
from bots.telegram.settings import OFFICIAL, StaffSettings
from bots.telegram.updates import BAD_JSON, Chat, Message, Update
from bots.telegram.wire import SECONDS, Wire
from core.errors import ChannelUnavailable

KINDS: Final = ("message", "my_chat_member")
HERE: Final = frozenset({"creator", "administrator", "member", "restricted"})
_decode: Final = msgspec.json.Decoder(list[Update]).decode


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """`forum`: it has topics already; without them it cannot be the agents' group yet."""

    id: int
    title: str
    forum: bool


class _Group(msgspec.Struct):
    id: int
    title: str = ""
    is_forum: bool = False


async def find_group(token: str, api_url: str = OFFICIAL, poll_seconds: int = 25) -> FoundGroup:
    """The group that shows itself. Waits for ever: the caller sets the limit.

    What it reads is taken from the bot's queue: for a bot that no desk works with yet. The update that tells of the
    group stays there.
    Raises: ChannelError: the token is wrong, Telegram is away, another program reads the bot's updates."""
    settings = StaffSettings.model_validate({"token": token, "api_url": api_url})
    wire = Wire(settings)
    try:
        await _drop_webhook(wire)
        return await _described(wire, await _first_group(wire, poll_seconds))
    finally:
        await wire.close()


async def _drop_webhook(wire: Wire) -> None:
    if webhook_of(await wire.ask("getWebhookInfo")).url:
        await wire.ask("deleteWebhook", drop_pending_updates=False)


async def _first_group(wire: Wire, poll_seconds: int) -> Chat:
    """Everything that waits, then everything that comes."""
    offset: int | None = None
    while True:
        answer = await wire.ask(
            "getUpdates", seconds=poll_seconds + SECONDS, timeout=poll_seconds, offset=offset, allowed_updates=[*KINDS]
        )
        try:
            updates = _decode(answer)
        except BAD_JSON:
            raise ChannelUnavailable("an answer that is not of the Bot API's form") from None
        groups = [group for update in updates if (group := _group_in(update)) is not None]
        if groups:
            return groups[-1]  # the group that was upgraded comes after the one that it was
        offset = updates[-1].update_id + 1 if updates else offset


def _group_in(update: Update) -> Chat | None:
    """Of a group that was upgraded meanwhile the new one tells, too."""
    change = update.my_chat_member
    if change is not None:
        return change.chat if change.chat.id < 0 and change.new_chat_member.status in HERE else None
    message = update.message
    return message.chat if message is not None and _is_group(message) else None


def _is_group(message: Message) -> bool:
    gone = message.migrate_to_chat_id is not None or message.left_chat_member is not None
    return message.chat.type in {"group", "supergroup"} and not gone


async def _described(wire: Wire, chat: Chat) -> FoundGroup:
    """As the group is now. It may have become another one since the update."""
    answer = await wire.call("getChat", chat_id=chat.id)
    if answer.parameters.migrate_to_chat_id is not None:
        answer = await wire.call("getChat", chat_id=answer.parameters.migrate_to_chat_id)
    if not answer.ok:
        raise answer.refusal(group=True)
    try:
        group = msgspec.json.decode(answer.result, type=_Group)
    except BAD_JSON:
        raise ChannelUnavailable("an answer that is not of the Bot API's form") from None
    return FoundGroup(group.id, group.title, group.is_forum)
