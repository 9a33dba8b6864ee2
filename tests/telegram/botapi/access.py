"""Where a call leads, and whether the bot may go there: `check_chat`, `check_reply_parameters` of Client.cpp."""

from dataclasses import dataclass

from tests.telegram.botapi.calls import Call
from tests.telegram.botapi.model import DAY, Bot, Chat, Json, Member, Message, Topic, User
from tests.telegram.botapi.refusals import UPGRADED, bad, forbidden
from tests.telegram.botapi.world import World

GENERAL = 1


@dataclass(slots=True)
class Target:
    """Where a message goes. `thread`: a topic; `root`: the beginning of a chain of replies outside of topics."""

    chat: Chat
    sender: User
    thread: int | None = None
    root: int | None = None
    reply: Message | None = None
    connection: str = ""


def chat_of(world: World, call: Call, field: str = "chat_id") -> Chat:
    """Raises: Declined: no such chat, as far as this bot can know."""
    told = call.text(field)
    if not told:
        raise bad(f"{field} is empty")
    if told.startswith("@"):
        named = [group for group in world.groups.values() if group.username == told[1:]]
        if not named:
            raise bad("chat not found")
        return named[0]
    try:
        number = int(told)
    except ValueError:
        raise bad("chat not found") from None
    found = world.groups.get(number) or world.privates.get((call.bot.id, number))
    if found is None and number in world.users and not world.users[number].is_bot:
        return world.private(call.bot, world.users[number])
    if found is None:
        raise bad("chat not found")
    return found


def check_write(bot: Bot, chat: Chat) -> None:
    """Raises: Declined."""
    if chat.private:
        _check_partner(chat)
        return
    if chat.migrated_to is not None:
        raise bad(UPGRADED, migrate_to_chat_id=chat.migrated_to.id)
    check_member(bot, chat)


def check_member(bot: Bot, chat: Chat) -> Member:
    """Raises: Declined."""
    kind = "supergroup" if chat.kind == "supergroup" else "group"
    member = chat.member(bot.id)
    if member is not None and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if member is None or not member.present:
        raise forbidden(f"bot is not a member of the {kind} chat")
    return member


def _check_partner(chat: Chat) -> None:
    if chat.partner is not None and chat.partner.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.opened:
        raise forbidden("bot can't initiate conversation with a user")


def open_chat(world: World, call: Call) -> Chat:
    """A chat in which the bot may write. Raises: Declined."""
    chat = chat_of(world, call)
    check_write(call.bot, chat)
    return chat


def message_of(world: World, call: Call, what: str, field: str = "message_id") -> Message:
    """Raises: Declined: "<what> not found"."""
    chat = open_chat(world, call) if not call.text("business_connection_id") else business_target(world, call).chat
    return message_in(chat, call.integer(field), what)


def message_in(chat: Chat, number: int, what: str) -> Message:
    found = chat.messages.get(number)
    if found is None:
        raise bad(f"{what} not found")
    return found


def target_of(world: World, call: Call) -> Target:
    """Raises: Declined."""
    if call.text("business_connection_id"):
        target = business_target(world, call)
        target.reply = _replied(target.chat, call)
        return target
    chat = open_chat(world, call)
    reply = _replied(chat, call)
    thread = _thread(chat, call, reply)
    root = None
    if thread is None and reply is not None and chat.kind == "supergroup":
        root = reply.root or reply.id
    return Target(chat, call.bot.user, thread, root, reply)


def business_target(world: World, call: Call) -> Target:
    """Raises: Declined."""
    name = call.text("business_connection_id")
    connection = world.connection_of(call.bot, name)
    if connection is None:
        raise bad("business connection not found")
    if not connection.can_reply:
        raise bad("BUSINESS_PEER_INVALID")
    chat = world.business_chats.get((name, call.integer("chat_id")))
    if chat is None or not _heard_lately(world, chat):
        raise bad("BUSINESS_PEER_USAGE_MISSING")
    return Target(chat, connection.user, connection=name)


def _heard_lately(world: World, chat: Chat) -> bool:
    """Business bots may write only where somebody wrote in the last 24 hours."""
    return any(world.clock.now() - one.date < DAY for one in chat.messages.values() if one.sender is chat.partner)


def _replied(chat: Chat, call: Call) -> Message | None:
    told: Json = call.parsed("reply_parameters", "reply parameters") or {}
    number = int(told.get("message_id") or call.integer("reply_to_message_id"))
    lenient = bool(told.get("allow_sending_without_reply")) or call.flag("allow_sending_without_reply")
    found = chat.messages.get(number)
    if found is None and number and not lenient:
        raise bad("message to be replied not found")
    return found


def _thread(chat: Chat, call: Call, reply: Message | None) -> int | None:
    number = call.integer("message_thread_id")
    if not number:
        number = (reply.thread if reply is not None else None) or 0
    if not number:
        return None
    if number == GENERAL or number not in chat.messages:
        raise bad("message thread not found")
    if number not in chat.topics:
        raise bad(
            "message thread not found" if chat.messages[number].root else "message thread is not a forum topic thread"
        )
    _check_open(chat, chat.topics[number], call.bot)
    return number


def _check_open(chat: Chat, topic: Topic, bot: Bot) -> None:
    may = chat.members[bot.id].may("can_manage_topics") or topic.creator == bot.id
    if topic.closed and (chat.closed_to_all or not may):
        raise bad("TOPIC_CLOSED")
