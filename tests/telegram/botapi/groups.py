"""What people do with groups: who belongs to them, topics by hand, upgrades."""

from tests.telegram.botapi.model import ADMIN_RIGHTS, Bot, Chat, Json, Member, Message, Topic, User
from tests.telegram.botapi.people import People
from tests.telegram.botapi.topics import change_topic, close_topic, open_topic

BOT_RIGHTS = ("can_manage_chat", "can_manage_topics", "can_delete_messages", "can_pin_messages")
"""What KamiDesk asks for in its staff group."""


class Groups(People):
    def new_group(
        self, title: str, owner: User, *, forum: bool = False, basic: bool = False, username: str = ""
    ) -> Chat:
        """A supergroup, unless `basic`; with topics if `forum`."""
        number = -4_000_000_000 - self.number() if basic else -1_001_000_000_000 - self.number()
        chat = Chat(number, "group" if basic else "supergroup", title, username=username, forum=forum, opened=True)
        chat.members[owner.id] = Member(owner, "creator")
        self.groups[chat.id] = chat
        return chat

    def adds(self, chat: Chat, who: User | Bot, *, by: User | None = None) -> None:
        """To the group, as a member; a bot is told of itself."""
        user, actor = (who.user if isinstance(who, Bot) else who), by or _owner(chat)
        self._becomes(chat, Member(user), actor)
        self._note(chat, actor, {"new_chat_members": [user.json]})

    def promotes(self, chat: Chat, who: User | Bot, *rights: str, anonymous: bool = False) -> None:
        """To an administrator with these rights: all that the desk needs (a bot), or all there are (a person)."""
        user = who.user if isinstance(who, Bot) else who
        given = rights or (BOT_RIGHTS if isinstance(who, Bot) else ADMIN_RIGHTS)
        self._becomes(chat, Member(user, "administrator", frozenset(given), anonymous), _owner(chat))

    def kicks(self, chat: Chat, who: User | Bot) -> None:
        self._becomes(chat, Member(who.user if isinstance(who, Bot) else who, "kicked"), _owner(chat))

    def leaves(self, chat: Chat, who: User) -> None:
        self._becomes(chat, Member(who, "left"), who)

    def hides(self, chat: Chat, who: User, *, anonymous: bool = True) -> None:
        """An administrator who writes in the group's name from now on."""
        chat.members[who.id].anonymous = anonymous

    def _becomes(self, chat: Chat, now: Member, by: User) -> None:
        was = chat.members.get(now.user.id, Member(now.user, "left"))
        chat.members[now.user.id] = now
        told: Json = {"chat": chat.json, "from": by.json, "date": int(self.clock.now())}
        told |= {"old_chat_member": was.json, "new_chat_member": now.json}
        for bot in self.bots.values():
            if bot.user is now.user:
                self.tell(bot, "my_chat_member", told, chat.id)
            elif (member := chat.member(bot.id)) is not None and member.is_admin:
                self.tell(bot, "chat_member", told, chat.id)

    # ------------------------------------------------------------------ topics, by hand

    def opens_topic(self, chat: Chat, by: User, name: str) -> Topic:
        return open_topic(self, chat, by, name)

    def closes_topic(self, chat: Chat, topic: int, by: User) -> None:
        close_topic(self, chat, chat.topics[topic], by, closed=True)

    def reopens_topic(self, chat: Chat, topic: int, by: User) -> None:
        close_topic(self, chat, chat.topics[topic], by, closed=False)

    def renames_topic(self, chat: Chat, topic: int, by: User, name: str) -> None:
        found = chat.topics[topic]
        change_topic(self, chat, found, by, name=name, icon=found.icon)

    def deletes_topic(self, chat: Chat, topic: int) -> None:
        """With everything in it; bots are told nothing."""
        self.drop_topic(chat, chat.topics[topic])

    # ------------------------------------------------------------------ the group itself

    def upgrades(self, chat: Chat, *, forum: bool = True) -> Chat:
        """Telegram gives the group a new id, with all that is in it; both chats say so in a service message."""
        new = Chat(-1_001_500_000_000 - self.number(), "supergroup", chat.title, forum=forum, opened=True)
        new.members, new.topics, new.pins = dict(chat.members), chat.topics, chat.pins
        new.messages, new.closed_to_all = chat.messages, chat.closed_to_all
        self._same_count(chat, new)
        for message in new.messages.values():
            message.chat = new
        chat.messages, chat.topics, chat.pins = {}, {}, []
        self.groups[new.id] = new
        owner = _owner(chat)
        self._note(chat, owner, {"migrate_to_chat_id": new.id})
        chat.migrated_to = new
        self._note(new, self.anonymous, {"migrate_from_chat_id": chat.id})
        return new

    def _note(self, chat: Chat, by: User, content: Json) -> Message:
        note = self.new_message(chat, by, content, service=True)
        self.announce(note)
        return note


def _owner(chat: Chat) -> User:
    return next(member.user for member in chat.members.values() if member.status == "creator")
