"""The answers to interactions: within 3 seconds, once; and what follows for 15 minutes.

discord.com/developers/docs/interactions/receiving-and-responding. The token in the path is the permission."""

from tests.discord.gateway.calls import Call, number
from tests.discord.gateway.contents import check_components, message_parts
from tests.discord.gateway.messages import Method, change
from tests.discord.gateway.model import Channel, Interaction, Json, Message
from tests.discord.gateway.refusals import (
    already_acknowledged,
    invalid,
    invalid_webhook_token,
    unknown_interaction,
    unknown_message,
)
from tests.discord.gateway.shapes import message_json
from tests.discord.gateway.world import World

ANSWER_WITHIN, FOLLOW_WITHIN = 3, 900
"""Seconds."""
WORDS, LATER, LATER_CHANGED, CHANGED, FORM = 4, 5, 6, 7, 9
ALLOWED = {
    Interaction.COMMAND: {WORDS, LATER, FORM},
    Interaction.COMPONENT: {WORDS, LATER, LATER_CHANGED, CHANGED, FORM},
    Interaction.MODAL: {WORDS, LATER, LATER_CHANGED, CHANGED},
}
TITLE = 45


def answer(world: World, call: Call) -> Json | None:
    """The first answer."""
    interaction = world.interactions.get(call.id("interaction"))
    if interaction is None or interaction.token != call.where["token"]:
        raise unknown_interaction()
    if interaction.answer:
        raise already_acknowledged()
    if world.clock.now() - interaction.at > ANSWER_WITHIN:
        raise unknown_interaction()
    kind, data = number(call.args.get("type")), call.args.get("data") or {}
    if kind not in ALLOWED[interaction.kind] or (kind in (LATER_CHANGED, CHANGED) and interaction.message is None):
        raise invalid("type", "BASE_TYPE_CHOICES", f"Value must be one of {{{sorted(ALLOWED[interaction.kind])}}}.")
    call.bot = interaction.bot
    _apply(world, call, interaction, kind, data)
    interaction.answer = kind
    interaction.answered.set()
    world.tell_watchers()
    return _told(world, interaction, kind) if call.query.get("with_response") in {"1", "true"} else None


def _apply(world: World, call: Call, interaction: Interaction, kind: int, data: Json) -> None:
    match kind:
        case 4:
            interaction.original = _say(world, call, interaction, data)
        case 5:
            interaction.deferred_flags = number(data.get("flags"))
        case 6:
            interaction.original = interaction.message
        case 7 if interaction.message is not None:
            interaction.original = interaction.message
            _change(world, call, interaction.message, data)
        case 9:
            _check_form(data)
            interaction.modal = data


def _check_form(data: Json) -> None:
    if not 1 <= len(str(data.get("title", ""))) <= TITLE:
        raise invalid("data.title", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 45 in length.")
    if not 1 <= len(str(data.get("custom_id", ""))) <= 100:
        raise invalid("data.custom_id", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    if not 1 <= len(data.get("components") or []) <= 5:
        raise invalid("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    check_components(data.get("components"))


def _say(world: World, call: Call, interaction: Interaction, data: Json, flags: int = 0) -> Message:
    """Into the channel, or, with the flag, for the person alone: then it is nowhere but here."""
    bot, channel = interaction.bot, interaction.channel
    flags |= number(data.get("flags"))
    parts = message_parts(world, call, channel, data) | {"flags": flags, "kind": Message.COMMAND}
    parts["more"] |= {"application_id": str(bot.id), "webhook_id": str(bot.id)}
    content = str(data.get("content") or "").strip()
    if flags & Message.EPHEMERAL:
        message = Message(world.clock.snowflake(), _nowhere(channel), bot.user, content, world.clock.text())
        for name, value in parts.items():
            setattr(message, name, value)
        message.channel.messages[message.id] = message
        world.keep_files(message)
    else:
        message = world.post(channel, bot.user, content, **parts)
    interaction.shown.append(message)
    return message


def _nowhere(channel: Channel) -> Channel:
    """Looks like the channel, and holds what only one person sees."""
    return Channel(channel.id, channel.kind, channel.name, channel.guild, channel.parent)


def _change(world: World, call: Call, message: Message, data: Json) -> None:
    change(world, call, message, data)
    if not message.flags & Message.EPHEMERAL:
        world.announce(message, "MESSAGE_UPDATE")


def _told(world: World, interaction: Interaction, kind: int) -> Json:
    original = interaction.original if kind in (WORDS, CHANGED) else None
    about: Json = {"id": str(interaction.id), "type": interaction.kind, "response_message_loading": kind == LATER}
    about["response_message_ephemeral"] = bool(interaction.deferred_flags & Message.EPHEMERAL)
    resource: Json = {"type": kind}
    if original is not None:
        about["response_message_id"] = str(original.id)
        resource["message"] = message_json(original, world.files, interaction.bot.id)
    return {"interaction": about, "resource": resource}


# ------------------------------------------------------------------ what follows


def follow(world: World, call: Call) -> Json:
    """The first one after "later" is the answer itself, and as visible as was said then."""
    interaction = _of(world, call)
    first = interaction.answer == LATER and interaction.original is None
    message = _say(world, call, interaction, call.args, interaction.deferred_flags if first else 0)
    if first:
        interaction.original = message
    world.tell_watchers()
    return message_json(message, world.files, interaction.bot.id)


def _of(world: World, call: Call) -> Interaction:
    """Raises: Declined."""
    for interaction in world.interactions.values():
        if interaction.token == call.where["token"] and interaction.bot.id == call.id("application"):
            if world.clock.now() - interaction.at > FOLLOW_WITHIN or not interaction.answer:
                break
            call.bot = interaction.bot
            return interaction
    raise invalid_webhook_token()


def _message_of(interaction: Interaction, call: Call) -> Message:
    wanted = call.where["message"]
    mine = [interaction.original, *interaction.shown]
    found = mine[0] if wanted == "@original" else next((m for m in mine if m and str(m.id) == wanted), None)
    if found is None or found.id not in found.channel.messages:
        raise unknown_message()
    return found


def read(world: World, call: Call) -> Json:
    interaction = _of(world, call)
    return message_json(_message_of(interaction, call), world.files, interaction.bot.id)


def edit(world: World, call: Call) -> Json:
    """The answer that was promised for later may be given by an edit as well."""
    interaction = _of(world, call)
    waiting = interaction.answer == LATER and interaction.original is None
    if waiting and call.where["message"] == "@original":
        return follow(world, call)
    message = _message_of(interaction, call)
    _change(world, call, message, call.args)
    return message_json(message, world.files, interaction.bot.id)


def delete(world: World, call: Call) -> None:
    interaction = _of(world, call)
    message = _message_of(interaction, call)
    if message in interaction.shown:
        interaction.shown.remove(message)
    if message.flags & Message.EPHEMERAL:
        message.channel.messages.pop(message.id)
    else:
        world.drop(message)


HOOK = "/webhooks/{application}/{token}"
METHODS: dict[tuple[str, str], tuple[str, Method]] = {
    ("POST", "/interactions/{interaction}/{token}/callback"): ("answer", answer),
    ("POST", HOOK): ("follow up", follow),
    ("GET", HOOK + "/messages/{message}"): ("read answer", read),
    ("PATCH", HOOK + "/messages/{message}"): ("edit answer", edit),
    ("DELETE", HOOK + "/messages/{message}"): ("delete answer", delete),
}
