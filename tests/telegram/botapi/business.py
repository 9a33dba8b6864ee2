"""Business accounts: a bot answers in their private chats, in their name."""

from tests.telegram.botapi.groups import Groups
from tests.telegram.botapi.model import Bot, Chat, Connection, Message, User
from tests.telegram.botapi.shapes import message_json


class Business(Groups):
    def connects(self, owner: User, bot: Bot, *, can_reply: bool = True) -> Connection:
        """The owner of a business account connects a bot to it."""
        name = f"biz{self.number():04d}AAH_connection"
        connection = Connection(name, bot, owner, int(self.clock.now()), can_reply)
        self.connections[name] = connection
        self.tell(bot, "business_connection", connection.json, owner.id)
        return connection

    def disconnects(self, connection: Connection) -> None:
        connection.enabled = connection.can_reply = False
        self.tell(connection.bot, "business_connection", connection.json, connection.user.id)

    def business_chat(self, connection: Connection, customer: User) -> Chat:
        """Of the owner and this customer, as the bot sees it."""
        key = (connection.id, customer.id)
        known = self.business_chats.get(key)
        if known is None:
            known = Chat(customer.id, "private", partner=customer, opened=True, connection=connection.id)
            known.bot = connection.bot
            self.business_chats[key] = known
        return known

    def announce(self, message: Message, kind: str = "message") -> None:
        if not message.chat.connection:
            super().announce(message, kind)
            return
        bot = self.connections[message.chat.connection].bot
        message.more.setdefault("business_connection_id", message.chat.connection)
        kinds = {"message": "business_message", "edited_message": "edited_business_message"}
        self.tell(bot, kinds[kind], message_json(message, bot), message.chat.id)

    def deletes(self, message: Message) -> None:
        """Of deletions in business chats bots are told."""
        super().deletes(message)
        if message.chat.connection:
            known = {"business_connection_id": message.chat.connection, "chat": message.chat.json}
            bot = self.connections[message.chat.connection].bot
            self.tell(bot, "deleted_business_messages", known | {"message_ids": [message.id]}, message.chat.id)
