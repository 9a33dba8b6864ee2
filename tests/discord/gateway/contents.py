"""What a message may hold, and how a bot's words become one. Raises Declined with Discord's own codes."""

from collections.abc import Iterator

from tests.discord.gateway.calls import Call, number
from tests.discord.gateway.model import Attachment, Channel, Json, Message, User
from tests.discord.gateway.refusals import empty_message, invalid, too_long
from tests.discord.gateway.world import MENTION, World

CONTENT_LIMIT = 2000
NONCE_LIMIT = 25
ROWS, IN_A_ROW, COMPONENTS, LABEL, CUSTOM_ID = 5, 5, 40, 80, 100
SUPPRESS_EMBEDS, COMPONENTS_V2 = 1 << 2, 1 << 15
BUTTON, ROW = 2, 1
TAKEN_FLAGS = SUPPRESS_EMBEDS | Message.EPHEMERAL | 1 << 12 | 1 << 13 | COMPONENTS_V2


def check_text(args: Json, field: str = "content") -> None:
    content = args.get("content")
    if content is not None and len(str(content)) > CONTENT_LIMIT:
        raise too_long(field, CONTENT_LIMIT)
    if len(str(args.get("nonce") or "")) > NONCE_LIMIT:
        raise too_long("nonce", NONCE_LIMIT)


def check_something(args: Json, attachments: list[Attachment]) -> None:
    """Raises: Declined: there is nothing in it."""
    filled = [args.get(name) for name in ("content", "embeds", "components", "sticker_ids", "poll")]
    content = str(args.get("content") or "").strip()
    if not attachments and not content and not any(filled[1:]):
        raise empty_message()


def check_components(components: object) -> None:
    """Action rows with buttons; other components are only counted."""
    if not isinstance(components, list):
        return
    if len(components) > ROWS and all(one.get("type") == ROW for one in components):
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    everything = [*_inside(components, "components")]
    if len(everything) > COMPONENTS:
        raise invalid("components", "COMPONENT_LIMIT", "The maximum number of components is 40.")
    seen: set[str] = set()
    for place, one in everything:
        _check_component(place, one, seen)


def _inside(components: list[Json], place: str) -> Iterator[tuple[str, Json]]:
    for number_, one in enumerate(components):
        here = f"{place}.{number_}"
        yield here, one
        yield from _inside(one.get("components") or [], f"{here}.components")


def _check_component(place: str, one: Json, seen: set[str]) -> None:
    if one.get("type") == ROW and not 1 <= len(one.get("components") or []) <= IN_A_ROW:
        raise invalid(f"{place}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    if one.get("type") == BUTTON and not one.get("label") and not one.get("emoji"):
        raise invalid(f"{place}.label", "BUTTON_COMPONENT_REQUIRED", "A label or an emoji is required.")
    if len(str(one.get("label") or "")) > LABEL:
        raise too_long(f"{place}.label", LABEL)
    name = one.get("custom_id")
    if name is None:
        return
    if not 1 <= len(str(name)) <= CUSTOM_ID:
        raise invalid(f"{place}.custom_id", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    if name in seen:
        raise invalid(
            f"{place}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
        )
    seen.add(str(name))


def uploaded(world: World, call: Call, args: Json) -> list[Attachment]:
    """The files that came with a call; `attachments` in its body describes them."""
    told = {number(one.get("id"), -1): one for one in args.get("attachments") or [] if isinstance(one, dict)}
    found = []
    for place, file in sorted(call.uploads.items()):
        about = told.get(place, {})
        file.name = str(about.get("filename") or file.name)
        found.append(Attachment(world.clock.snowflake(), file, str(about.get("description") or "")))
    return found


def quoted(channel: Channel, args: Json) -> Json | None:
    """The message that is replied to, if there is one. Raises: Declined: it is gone, and that was to be told."""
    reference = args.get("message_reference")
    if not isinstance(reference, dict) or reference.get("type", 0) != 0:
        return None
    message = number(reference.get("message_id"))
    if message in channel.messages:
        return {"type": 0, "channel_id": str(channel.id), "message_id": str(message)} | (
            {"guild_id": str(channel.guild.id)} if channel.guild else {}
        )
    if reference.get("fail_if_not_exists", True):
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return None


def pinged(world: World, content: str, args: Json) -> list[User]:
    """Whom these words wake up: allowed_mentions may forbid it."""
    allowed = args.get("allowed_mentions")
    named = world.mentioned(content)
    if not isinstance(allowed, dict):
        return named
    if "users" in (allowed.get("parse") or []):
        return named
    listed = {number(one) for one in allowed.get("users") or []}
    return [user for user in named if user.id in listed]


def wakes_everyone(content: str, args: Json) -> bool:
    allowed = args.get("allowed_mentions")
    may_all = not isinstance(allowed, dict) or "everyone" in (allowed.get("parse") or [])
    return may_all and ("@everyone" in content or "@here" in content)


def message_parts(world: World, call: Call, channel: Channel, args: Json) -> Json:
    """The fields of a new message, checked. Raises: Declined."""
    check_text(args)
    check_components(args.get("components"))
    attachments = uploaded(world, call, args)
    check_something(args, attachments)
    content = str(args.get("content") or "").strip()
    reference = quoted(channel, args)
    return {
        "attachments": attachments,
        "components": components_of(args),
        "reference": reference,
        "kind": Message.REPLY if reference else Message.DEFAULT,
        "flags": number(args.get("flags")) & TAKEN_FLAGS,
        "mentions": pinged(world, content, args) if MENTION.search(content) else [],
        "pinged": wakes_everyone(content, args),
        "more": {"embeds": args["embeds"]} if args.get("embeds") else {},
    }


def components_of(args: Json) -> list[Json]:
    """As they come back: every one with an id."""
    return [_numbered(one, count) for count, one in enumerate(args.get("components") or [], start=1)]


def _numbered(one: Json, count: int) -> Json:
    known = one | {"id": one.get("id") or count}
    if "components" in one:
        inside = enumerate(one["components"])
        known["components"] = [_numbered(inner, count * 10 + place) for place, inner in inside]
    return known
