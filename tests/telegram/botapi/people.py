"""What people do: they write, send, edit, react, press, forward, come and go."""

from tests.telegram.botapi.contents import CAPTIONED, file_content
from tests.telegram.botapi.model import Bot, Chat, Json, Member, Message, Press, User
from tests.telegram.botapi.sending import origin
from tests.telegram.botapi.shapes import message_json
from tests.telegram.botapi.texts import caption_text, message_text
from tests.telegram.botapi.world import World


class People(World):
    """Every act tells the bots that see it; messages of people are given back."""

    # ------------------------------------------------------------------ with a bot alone

    def starts(self, user: User, bot: Bot, payload: str = "") -> Message:
        """Presses start, with what the link carried."""
        chat = self.private(bot, user)
        if chat.blocked:
            self.unblocks(user, bot)
        return self.says(user, chat, f"/start {payload}".strip())

    def blocks(self, user: User, bot: Bot) -> None:
        self._membership(user, bot, "member", "kicked")
        self.private(bot, user).blocked = True

    def unblocks(self, user: User, bot: Bot) -> None:
        self.private(bot, user).blocked = False
        self._membership(user, bot, "kicked", "member")

    def _membership(self, user: User, bot: Bot, was: str, now: str) -> None:
        chat = self.private(bot, user)
        told = {"chat": chat.json, "from": user.json, "date": int(self.clock.now())}
        told |= {"old_chat_member": Member(bot.user, was).json, "new_chat_member": Member(bot.user, now).json}
        self.tell(bot, "my_chat_member", told, chat.id)

    def deactivates(self, user: User) -> None:
        user.deactivated = True

    # ------------------------------------------------------------------ messages

    def says(
        self,
        user: User,
        chat: Chat,
        text: str,
        *,
        thread: int | None = None,
        reply_to: Message | None = None,
        via: Bot | None = None,
        entities: list[Json] | None = None,
        quote: str = "",
    ) -> Message:
        """`quote`: of the message replied to, the words that are meant."""
        more: Json = {"quote": {"text": quote, "position": 0, "is_manual": True}} if quote else {}
        content = message_text(text, entities or [])
        return self.shows(user, chat, content, thread=thread, reply_to=reply_to, via=via, more=more)

    def shows(
        self,
        user: User,
        chat: Chat,
        content: Json,
        *,
        thread: int | None = None,
        reply_to: Message | None = None,
        via: Bot | None = None,
        more: Json | None = None,
    ) -> Message:
        """Anything that a message can hold."""
        if chat.private:
            chat.opened = True
        member = chat.member(user.id)
        message = self.new_message(chat, user, content, thread=thread, reply_to=reply_to, more=dict(more or {}))
        if member is not None and member.anonymous:
            message.sender, message.sender_chat = self.anonymous, chat
        if via is not None:
            message.more["via_bot"] = via.user.json
        if thread is None and reply_to is not None and chat.kind == "supergroup":
            message.thread = reply_to.thread
            message.root = None if reply_to.thread else reply_to.root or reply_to.id
        self.announce(message)
        return message

    def sends(
        self,
        user: User,
        chat: Chat,
        kind: str,
        data: bytes,
        *,
        name: str = "",
        mime: str = "",
        caption: str = "",
        size: int = 0,
        thread: int | None = None,
        reply_to: Message | None = None,
        **fields: object,
    ) -> Message:
        """A file of this kind: photo, video, voice, audio, document, animation, sticker, video_note."""
        file = self.files.keep(data, name, mime, size)
        content = file_content(kind, file, self.files, **fields)
        content |= caption_text(caption, []) if kind in CAPTIONED else {}
        return self.shows(user, chat, content, thread=thread, reply_to=reply_to)

    def sends_album(
        self, user: User, chat: Chat, items: list[tuple[str, bytes]], *, caption: str = "", thread: int | None = None
    ) -> list[Message]:
        """Files that stand together; the caption is the first one's."""
        group: Json = {"media_group_id": str(13_500_000_000_000_000 + self.number())}
        sent = []
        for place, (kind, data) in enumerate(items):
            file = self.files.keep(data, f"{kind}-{place}.bin", "")
            content = file_content(kind, file, self.files) | (caption_text(caption, []) if place == 0 else {})
            sent.append(self.shows(user, chat, content, thread=thread, more=group))
        return sent

    def sends_location(self, user: User, chat: Chat, latitude: float, longitude: float, *, title: str = "") -> Message:
        """A place; with a title, a venue."""
        where = {"latitude": latitude, "longitude": longitude}
        venue = {"venue": {"location": where, "title": title, "address": "1 Street"}} if title else {}
        return self.shows(user, chat, {"location": where} | venue)

    def sends_contact(self, user: User, chat: Chat, name: str, phone: str) -> Message:
        return self.shows(user, chat, {"contact": {"phone_number": phone, "first_name": name}})

    def sends_poll(self, user: User, chat: Chat, question: str, *options: str) -> Message:
        choices = [{"persistent_id": str(place), "text": text, "voter_count": 0} for place, text in enumerate(options)]
        poll = {"id": str(self.number()), "question": question, "options": choices, "total_voter_count": 0}
        flags = dict.fromkeys(("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting"), False)
        return self.shows(user, chat, {"poll": poll | flags | {"members_only": False, "type": "regular"}})

    def forwards(
        self, user: User, message: Message, to: Chat, *, thread: int | None = None, hidden: bool = False
    ) -> Message:
        """`hidden`: who wrote it first lets nobody see the account, only the name."""
        more = {"forward_origin": origin(message, hidden=hidden)}
        return self.shows(user, to, dict(message.content), thread=thread, more=more)

    def edits(self, message: Message, text: str) -> None:
        """New words, or a new caption."""
        if "text" in message.content:
            message.content = message_text(text, [])
        else:
            kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
            message.content = kept | caption_text(text, [])
        message.edited = int(self.clock.now())
        self.announce(message, "edited_message")

    def deletes(self, message: Message) -> None:
        """Bots are told nothing of it."""
        self.drop(message)

    # ------------------------------------------------------------------ reactions and buttons

    def reacts(self, user: User, message: Message, *emojis: str) -> None:
        """What the user's reaction is from now on; none: it is taken back."""
        was = message.reactions.get(user.id, ())
        message.reactions[user.id] = emojis
        told = {"chat": message.chat.json, "message_id": message.id, "user": user.json, "date": int(self.clock.now())}
        told |= {"old_reaction": _reactions(was), "new_reaction": _reactions(emojis)}
        for bot in self._told_of_reactions(message):
            self.tell(bot, "message_reaction", told, message.chat.id)

    def _told_of_reactions(self, message: Message) -> list[Bot]:
        """In groups only administrators (core.telegram.org/bots/api#messagereactionupdated)."""
        chat = message.chat
        if chat.private:
            return [chat.bot] if chat.bot is not None else []
        return [bot for bot in self.bots.values() if (member := chat.member(bot.id)) is not None and member.is_admin]

    def presses(self, user: User, message: Message, label: str) -> Press:
        """The button with these words below a bot's message."""
        key = next(key for row in message.keys for key in row if key["text"] == label)
        assert message.bot is not None, "only bots' messages have buttons"
        press = Press(str(4_000_000_000 + self.number()), message.bot, user, self.clock.now())
        self.presses_by_id[press.id] = press
        told = {"id": press.id, "from": user.json, "message": message_json(message, message.bot)}
        told |= {"chat_instance": str(-7_000_000 - message.chat.id), "data": key["callback_data"]}
        self.tell(message.bot, "callback_query", told, message.chat.id)
        return press


def _reactions(emojis: tuple[str, ...]) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji} for emoji in emojis]
