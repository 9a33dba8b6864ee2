"""How users, servers, channels and messages look on the wire. Pure but for the signing of addresses."""

from collections.abc import Sequence

from tests.discord.gateway.files import Files
from tests.discord.gateway.model import Attachment, Bot, Channel, Guild, Json, Member, Message, Role, Tag, User
from tests.discord.gateway.permissions import sees

MESSAGE_CONTENT = 1 << 15


def user_json(user: User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0000" if user.is_bot else "0",
        "global_name": user.display or None,
        "avatar": None,
        "bot": user.is_bot,
        "public_flags": 0,
    }


def role_json(role: Role) -> Json:
    known: Json = {"id": str(role.id), "name": role.name, "permissions": str(int(role.permissions)), "color": 0}
    known |= {"position": role.position, "hoist": False, "managed": bool(role.bot_id), "mentionable": False, "flags": 0}
    known |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
    return known | ({"tags": {"bot_id": str(role.bot_id)}} if role.bot_id else {})


def member_json(member: Member, *, user: bool = True) -> Json:
    known: Json = {
        "roles": [str(role.id) for role in member.roles],
        "joined_at": member.joined,
        "nick": member.nick or None,
    }
    known |= {"deaf": False, "mute": False, "flags": 0, "avatar": None, "pending": False, "premium_since": None}
    return known | ({"user": user_json(member.user)} if user else {})


def tag_json(tag: Tag) -> Json:
    emoji = {"emoji_id": None, "emoji_name": tag.emoji or None}
    return {"id": str(tag.id), "name": tag.name, "moderated": tag.moderated} | emoji


def channel_json(channel: Channel, viewer: int = 0) -> Json:
    """As `viewer` gets it: only threads look different to each."""
    if channel.is_dm:
        others = [user_json(user) for user in channel.recipients if user.id != viewer]
        return {"id": str(channel.id), "type": channel.kind, "last_message_id": last_id(channel), "recipients": others}
    if channel.is_thread:
        return thread_json(channel, viewer)
    assert channel.guild is not None
    known: Json = {"id": str(channel.id), "type": channel.kind, "name": channel.name, "guild_id": str(channel.guild.id)}
    known |= {"position": 0, "nsfw": False, "topic": channel.topic or None, "last_message_id": last_id(channel)}
    known |= {"parent_id": str(channel.parent.id) if channel.parent else None, "rate_limit_per_user": 0, "flags": 0}
    known["permission_overwrites"] = [
        {"id": str(one.whose), "type": int(one.member), "allow": str(int(one.allow)), "deny": str(int(one.deny))}
        for one in channel.overwrites
    ]
    if channel.kind == Channel.FORUM:
        known |= {"available_tags": [tag_json(tag) for tag in channel.tags], "default_reaction_emoji": None}
        known |= {"default_sort_order": None, "default_forum_layout": 0, "flags": int(channel.tag_required) << 4}
    return known


def thread_json(channel: Channel, viewer: int = 0) -> Json:
    thread, parent, guild = channel.thread, channel.parent, channel.guild
    assert thread is not None
    assert parent is not None
    assert guild is not None
    known: Json = {"id": str(channel.id), "type": channel.kind, "name": channel.name, "guild_id": str(guild.id)}
    known |= {"parent_id": str(parent.id), "owner_id": str(thread.owner_id), "last_message_id": last_id(channel)}
    count = len([one for one in channel.messages.values() if not one.system])
    known |= {"message_count": count, "total_message_sent": count, "member_count": min(len(thread.members), 50)}
    known |= {
        "rate_limit_per_user": 0,
        "flags": int(thread.pinned) << 1,
        "applied_tags": [str(tag) for tag in thread.applied_tags],
    }
    known["thread_metadata"] = {
        "archived": thread.archived,
        "locked": thread.locked,
        "auto_archive_duration": thread.auto_archive,
        "archive_timestamp": thread.archive_changed or thread.created,
        "create_timestamp": thread.created,
        "invitable": thread.invitable,
    }
    if viewer in thread.members:
        known["member"] = thread_member_json(channel, viewer)
    return known


def thread_member_json(channel: Channel, user: int) -> Json:
    assert channel.thread is not None
    since = channel.thread.members.get(user, channel.thread.created)
    return {"id": str(channel.id), "user_id": str(user), "join_timestamp": since, "flags": 0}


def last_id(channel: Channel) -> str | None:
    """Of a forum: its newest post."""
    if channel.kind == Channel.FORUM and channel.guild is not None:
        posts = [one.id for one in channel.guild.channels.values() if one.parent is channel]
        return str(max(posts)) if posts else None
    return str(max(channel.messages)) if channel.messages else None


def guild_json(guild: Guild) -> Json:
    pictures = ("icon", "splash", "discovery_splash", "description", "banner", "vanity_url_code")
    places = ("afk_channel_id", "application_id", "system_channel_id", "rules_channel_id", "public_updates_channel_id")
    nothing = dict.fromkeys((*pictures, *places))
    empty: Json = {
        "emojis": [],
        "stickers": [],
        "features": ["COMMUNITY"],
        "incidents_data": None,
        "region": "deprecated",
    }
    levels = ("verification_level", "default_message_notifications", "explicit_content_filter", "mfa_level")
    numbers = dict.fromkeys((*levels, "nsfw_level", "premium_tier", "system_channel_flags"), 0) | {"afk_timeout": 300}
    named: Json = {"id": str(guild.id), "name": guild.name, "owner_id": str(guild.owner_id)}
    roles = {"roles": [role_json(role) for role in guild.roles.values()], "preferred_locale": "zh-CN"}
    return named | roles | nothing | empty | numbers | {"max_members": 500_000, "premium_subscription_count": 0}


def guild_create_json(guild: Guild, bot: Bot) -> Json:
    """What a bot is told when it comes: without the members' intent, of the members only itself."""
    channels = [one for one in guild.channels.values() if sees(one, bot.id)]
    threads = [one for one in channels if one.thread is not None and not one.thread.archived]
    known = guild_json(guild) | {"joined_at": guild.members[bot.id].joined, "large": False, "unavailable": False}
    known |= {"member_count": len(guild.members), "members": [member_json(guild.members[bot.id])], "voice_states": []}
    known |= {"channels": [channel_json(one) for one in channels if not one.is_thread], "presences": []}
    known |= {"threads": [thread_json(one, bot.id) for one in threads], "stage_instances": []}
    return known | {"guild_scheduled_events": [], "soundboard_sounds": []}


def attachment_json(attachment: Attachment, files: Files) -> Json:
    file = attachment.file
    url = files.url(attachment.channel_id, attachment.id, file)
    known: Json = {
        "id": str(attachment.id),
        "filename": file.name,
        "size": len(file.data),
        "url": url,
        "proxy_url": url,
    }
    known |= {"content_type": file.mime} | ({"width": 8, "height": 8} if file.mime.startswith("image/") else {})
    return known | ({"description": attachment.description} if attachment.description else {})


def message_json(message: Message, files: Files, viewer: int = 0) -> Json:
    """The whole message, as its author or somebody with the message content intent gets it."""
    known: Json = {"id": str(message.id), "channel_id": str(message.channel.id), "type": message.kind}
    known |= {"author": user_json(message.author), "content": message.content, "timestamp": message.at}
    known |= {"edited_timestamp": message.edited, "tts": False, "mention_everyone": False, "pinned": message.pinned}
    known |= {"mentions": [user_json(user) for user in message.mentions], "mention_roles": [], "flags": message.flags}
    known |= {"attachments": [attachment_json(one, files) for one in message.attachments], "embeds": []}
    known |= {"components": message.components, **message.more}
    if message.reactions:
        known["reactions"] = [_reaction_json(emoji, who, viewer) for emoji, who in message.reactions.items() if who]
    if message.nonce is not None:
        known["nonce"] = message.nonce
    if message.reference is not None:
        known["message_reference"] = message.reference
    if message.kind == Message.REPLY and message.reference is not None:
        quoted = message.channel.messages.get(int(message.reference["message_id"]))
        known["referenced_message"] = message_json(quoted, files, viewer) if quoted is not None else None
    return known


def _reaction_json(emoji: str, who: Sequence[int], viewer: int) -> Json:
    counts = {"count": len(who), "count_details": {"normal": len(who), "burst": 0}, "burst_colors": []}
    return counts | {"me": viewer in who, "me_burst": False, "emoji": {"id": None, "name": emoji}}


def veiled(payload: Json, message: Message, bot: Bot, intents: int) -> Json:
    """Without the message content intent: nothing of what others write in a server, unless it mentions the bot.

    discord.com/developers/docs/events/gateway#message-content-intent"""
    mine = message.author.id == bot.id or any(user.id == bot.id for user in message.mentions)
    if message.channel.is_dm or mine or intents & MESSAGE_CONTENT:
        return payload
    hidden: Json = {"content": "", "attachments": [], "embeds": [], "components": []}
    return {name: value for name, value in payload.items() if name != "poll"} | hidden
