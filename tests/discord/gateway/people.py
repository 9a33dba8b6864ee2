"""What people do: they write, send, edit, react, press, fill in, come and go. Every act tells the bots that see it."""

import secrets
from collections.abc import Mapping

from tests.discord.gateway.files import StoredFile, mime_of
from tests.discord.gateway.messages import put_reaction, take_reaction
from tests.discord.gateway.model import Attachment, Bot, Channel, Guild, Interaction, Json, Member, Message, Role, User
from tests.discord.gateway.permissions import EVERYTHING, in_channel
from tests.discord.gateway.shapes import channel_json, member_json, message_json, user_json
from tests.discord.gateway.world import World, guild_id

OPTION_KINDS = {bool: 5, str: 3, int: 4, float: 10}


class People(World):
    """Messages and interactions of people are given back."""

    # ------------------------------------------------------------------ messages

    def says(
        self,
        user: User,
        channel: Channel,
        text: str,
        *,
        files: Mapping[str, bytes] | None = None,
        reply_to: Message | None = None,
        **others: object,
    ) -> Message:
        """`files`: by name. `others`: fields of the message (`more`: stickers, a poll …)."""
        attachments = [
            Attachment(self.clock.snowflake(), StoredFile(name, data, mime_of(name)))
            for name, data in (files or {}).items()
        ]
        if reply_to is not None:
            reference = {"type": 0, "message_id": str(reply_to.id), "channel_id": str(channel.id)} | guild_id(channel)
            others = {"kind": Message.REPLY, "reference": reference} | others
        return self.post(channel, user, text, attachments=attachments, **others)

    def writes_to(self, user: User, bot: Bot, text: str = "", **others: object) -> Message:
        """A direct message."""
        return self.post(self.dm(bot, user), user, text, **others)

    def forwards(self, user: User, message: Message, channel: Channel) -> Message:
        """The words go along as they are now, without who said them."""
        whole = message_json(message, self.files)
        kept = ("type", "content", "embeds", "attachments", "timestamp", "edited_timestamp", "flags", "mentions")
        snapshot = {name: whole[name] for name in (*kept, "mention_roles", "components")}
        reference = {"type": 1, "message_id": str(message.id), "channel_id": str(message.channel.id)}
        more = {"message_snapshots": [{"message": snapshot}]}
        return self.post(channel, user, reference=reference, flags=1 << 14, more=more)

    def sends_sticker(self, user: User, channel: Channel, name: str, data: bytes = b"") -> Message:
        """A PNG; with `data` it can be fetched."""
        sticker = {"id": str(self.clock.snowflake()), "name": name, "format_type": 1}
        if data:
            self.files.stickers[f"{sticker['id']}.png"] = data
        return self.post(channel, user, more={"sticker_items": [sticker]})

    def sends_poll(self, user: User, channel: Channel, question: str, *answers: str) -> Message:
        choices = [{"answer_id": place, "poll_media": {"text": text}} for place, text in enumerate(answers, start=1)]
        poll = {"question": {"text": question}, "answers": choices, "expiry": self.clock.text(), "layout_type": 1}
        return self.post(channel, user, more={"poll": poll | {"allow_multiselect": False}})

    def edits(self, message: Message, text: str) -> None:
        message.content, message.edited = text, self.clock.text()
        self.announce(message, "MESSAGE_UPDATE")

    def shows_preview(self, message: Message, url: str) -> None:
        """Discord itself adds a picture of a link: an update that is no edit."""
        message.more = message.more | {"embeds": [{"type": "link", "url": url, "title": url}]}
        self.announce(message, "MESSAGE_UPDATE")

    def deletes(self, *messages: Message) -> None:
        for message in messages:
            self.drop(message)

    def deletes_many(self, *messages: Message) -> None:
        """A moderator, all at once: one event for all."""
        channel = messages[0].channel
        for message in messages:
            channel.messages.pop(message.id)
        told: Json = {"ids": [str(one.id) for one in messages], "channel_id": str(channel.id)} | guild_id(channel)
        self.tell("MESSAGE_DELETE_BULK", channel, lambda _: told)

    def reacts(self, user: User, message: Message, emoji: str) -> None:
        put_reaction(self, message, user.id, emoji)

    def unreacts(self, user: User, message: Message, emoji: str) -> None:
        take_reaction(self, message, user.id, emoji)

    def types(self, user: User, channel: Channel) -> None:
        told: Json = {"channel_id": str(channel.id), "user_id": str(user.id), "timestamp": int(self.clock.now())}
        guild = channel.guild
        told |= {"member": member_json(guild.members[user.id])} if guild is not None else {}
        self.tell("TYPING_START", channel, lambda _: told | guild_id(channel))

    # ------------------------------------------------------------------ buttons, forms, commands

    def presses(self, user: User, message: Message, label: str) -> Interaction:
        """The button with these words below a bot's message."""
        button = next(one for row in message.rows for one in row if one.get("label") == label)
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": button.get("id", 1)}
        place = self.channels[message.channel.id]
        return self._interacts(user, message.author, place, Interaction.COMPONENT, data, message)

    def fills_in(self, user: User, asked: Interaction, **values: str) -> Interaction:
        """Submits the form that an interaction was answered with; `values` by the fields' custom_id."""
        assert asked.modal is not None, "there is no form"
        data = {"custom_id": asked.modal["custom_id"], "components": _filled(asked.modal["components"], values)}
        return self._interacts(user, asked.bot.user, asked.channel, Interaction.MODAL, data, asked.message)

    def offered(self, user: User, bot: Bot, channel: Channel) -> list[Json]:
        """The slash commands that this person can choose from there."""
        if channel.guild is None:
            return [one for one in bot.commands.get(0, []) if _also_in_dms(one)]
        held = in_channel(channel, user.id)
        everything = [*bot.commands.get(channel.guild.id, []), *bot.commands.get(0, [])]
        return [one for one in everything if _needs(one) & held == _needs(one)]

    def commands(self, user: User, bot: Bot, channel: Channel, name: str, **options: object) -> Interaction:
        """Uses a slash command that is offered there."""
        known = [one for one in self.offered(user, bot, channel) if one["name"] == name]
        assert known, f"{bot.user.name} offers {user.name} no command {name} here"
        given = [{"name": key, "type": OPTION_KINDS[type(value)], "value": value} for key, value in options.items()]
        data: Json = {"id": known[0]["id"], "name": name, "type": 1, "options": given}
        data |= {"guild_id": known[0]["guild_id"]} if "guild_id" in known[0] else {}
        return self._interacts(user, bot.user, channel, Interaction.COMMAND, data)

    def chooses(self, user: User, bot: Bot, message: Message, name: str) -> Interaction:
        """A command in the menu of a message."""
        known = next(one for one in self.offered(user, bot, message.channel) if (one["type"], one["name"]) == (3, name))
        whole = message_json(message, self.files, bot.id)
        data: Json = {"id": known["id"], "name": name, "type": 3, "target_id": str(message.id)}
        data |= {"resolved": {"messages": {str(message.id): whole}}}
        return self._interacts(user, bot.user, message.channel, Interaction.COMMAND, data)

    def _interacts(
        self, user: User, with_: User, channel: Channel, kind: int, data: Json, message: Message | None = None
    ) -> Interaction:
        bot = next(one for one in self.bots.values() if one.user is with_)
        token = secrets.token_urlsafe(48)
        made = Interaction(
            self.clock.snowflake(), token, kind, bot, user, channel, self.clock.now(), data, message=message
        )
        self.interactions[made.id] = made
        payload = self.interaction_json(made)
        for session in self.sessions.of(bot):
            session.tell("INTERACTION_CREATE", payload)
        self.tell_watchers()
        return made

    def interaction_json(self, made: Interaction) -> Json:
        channel, bot = made.channel, made.bot
        known: Json = {"id": str(made.id), "application_id": str(bot.id), "type": made.kind, "token": made.token}
        known |= {"version": 1, "channel_id": str(channel.id), "channel": channel_json(channel, bot.id)}
        known |= {"data": made.data, "locale": made.user.language, "entitlements": [], "context": int(channel.is_dm)}
        known |= {"attachment_size_limit": 10 << 20, "entitlement_sku_ids": [], "authorizing_integration_owners": {}}
        known["app_permissions"] = str(int(in_channel(channel, bot.id)))
        if made.message is not None:
            known["message"] = message_json(made.message, self.files, bot.id)
        guild = channel.guild
        if guild is None:
            return known | {"user": user_json(made.user)}
        allowed = str(int(in_channel(channel, made.user.id)) & EVERYTHING)
        known |= {"guild_id": str(guild.id), "guild": {"id": str(guild.id), "locale": "zh-CN", "features": []}}
        return known | {
            "guild_locale": "zh-CN",
            "member": member_json(guild.members[made.user.id]) | {"permissions": allowed},
        }

    # ------------------------------------------------------------------ coming and going

    def closes_dms(self, user: User) -> None:
        """Or blocks the bot: it looks the same."""
        user.closed = True

    def opens_dms(self, user: User) -> None:
        user.closed = False

    def leaves(self, guild: Guild, user: User) -> None:
        """Also out of the threads there."""
        guild.members.pop(user.id)
        for channel in guild.channels.values():
            if channel.thread is not None:
                channel.thread.members.pop(user.id, None)
        told: Json = {"guild_id": str(guild.id), "user": user_json(user)}
        self.tell_guild("GUILD_MEMBER_REMOVE", guild, lambda _: told)

    def throws_out(self, guild: Guild, bot: Bot) -> None:
        """The bot is no longer in that server."""
        guild.members.pop(bot.id)
        for session in self.sessions.of(bot):
            session.tell("GUILD_DELETE", {"id": str(guild.id)})
        self.tell_watchers()

    def gives(self, guild: Guild, member: Member, *roles: Role) -> None:
        """From now on the member has these roles and no others."""
        member.roles = [*roles]
        told = member_json(member) | {"guild_id": str(guild.id)}
        self.tell_guild("GUILD_MEMBER_UPDATE", guild, lambda _: told)

    # ------------------------------------------------------------------ threads

    def opens_post(self, user: User, forum: Channel, name: str, text: str) -> Channel:
        """Somebody starts a post of their own."""
        channel = self.new_thread(forum, name, user, Channel.PUBLIC_THREAD)
        self.announce_thread(channel)
        self.post(channel, user, text, id=channel.id)
        return channel

    def archives(self, channel: Channel, *, locked: bool = False) -> None:
        assert channel.thread is not None
        channel.thread.archived, channel.thread.locked = True, locked
        channel.thread.archive_changed = self.clock.text()
        self.changed(channel)

    def renames(self, channel: Channel, name: str) -> None:
        channel.name = name
        self.changed(channel)

    def deletes_channel(self, channel: Channel) -> None:
        self.drop_channel(channel)

    # ------------------------------------------------------------------ what no platform should do

    def poisons(self, bot: Bot, event: str, payload: object) -> None:
        """Tells a bot something that nobody can make sense of."""
        for session in self.sessions.of(bot):
            session.tell(event, payload)

    def repeats(self, bot: Bot) -> None:
        """Tells a bot its last event once more."""
        for session in self.sessions.of(bot):
            last = session.said[-1]
            session.tell(last.event or "", last.data)


def _needs(command: Json) -> int:
    """The permissions that a command is registered for; "0": the owner's alone."""
    wanted = command["default_member_permissions"]
    return EVERYTHING if wanted == "0" else int(wanted or 0)


def _also_in_dms(command: Json) -> bool:
    contexts = command.get("contexts")
    return command.get("dm_permission", True) if contexts is None else 1 in contexts


def _filled(components: list[Json], values: Mapping[str, str]) -> list[Json]:
    """A form's fields as they come back, in rows or under labels."""
    return [_answered(one, values) for one in components]


def _answered(one: Json, values: Mapping[str, str]) -> Json:
    told: Json = {"type": one["type"], "id": one.get("id", 1)}
    if "components" in one:
        return told | {"components": _filled(one["components"], values)}
    if "component" in one:
        return told | {"component": _answered(one["component"], values)}
    if "custom_id" not in one:
        return told
    value = values.get(one["custom_id"], one.get("value") or "")
    return told | {"custom_id": one["custom_id"]} | ({"value": value} if one["type"] == 4 else {"values": [value]})
