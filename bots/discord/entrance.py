"""From a server into a talk: the contact button, a command in public, somebody who names us there."""

import asyncio
from typing import Final

import structlog

from bots.discord.connection import Connection
from bots.discord.content import Us
from bots.discord.errors import UNKNOWN_CHANNEL, Declined
from bots.discord.inbound import CONTACT, Invite, entered
from bots.discord.outbound import NOBODY
from bots.discord.places import Places
from bots.discord.presses import ask_to_wait, language_of, say
from bots.discord.settings import ShopSettings
from bots.discord.shapes import Interaction
from core.channel import Sink
from core.channelmemory import asking_the_store
from core.errors import ChannelError
from core.messages import Event
from core.patience import persist
from core.ports import Surroundings

log = structlog.get_logger(__name__)

PRIVATE_THREAD: Final = 12
WEEK: Final = 10080
"""Minutes until a silent thread goes into the archive, the most there is: resources/channel#start-thread-…"""
TITLE: Final = 100
INVITED: Final = 1000


class Entrance:
    """One account's. `sink`: takes what a press means."""

    def __init__(self, connection: Connection, settings: ShopSettings, places: Places, around: Surroundings) -> None:
        self._connection = connection
        self._settings = settings
        self._places = places
        self._around = around
        self._invited: dict[str, float] = {}
        self._opening = asyncio.Lock()

    async def enter(self, us: Us, sink: Sink, press: Interaction) -> None:
        """Opens the place, tells the product, and shows the way there. Raises nothing."""
        words, who = self._around.words, press.who
        if who is None:
            return
        language = language_of(press, self._around.language)
        try:
            await ask_to_wait(self._connection, press)
            async with self._opening:  # who presses twice gets one place
                channel = await self._place(who.id, who.global_name or who.username)
            await self._hand_in(sink, entered(us, press, channel))
            key = "discord-come-thread" if self._settings.open_in == "thread" else "discord-come-dm"
            await say(self._connection, press, words(language, key, channel=channel))
        except ChannelError as why:
            log.warning("a talk could not be opened", channel=self._connection.background.subject, why=str(why))
            await self._excuse(press, words(language, "discord-come-later"))

    async def invite(self, invite: Invite) -> None:
        """Answers in public with the button, once a minute to one person. Raises nothing."""
        now = self._around.clock.now().timestamp()
        if now - self._invited.get(invite.who.id, 0.0) < 60:
            return
        if len(self._invited) >= INVITED:
            self._invited.clear()
        self._invited[invite.who.id] = now
        told = contact_message(self._around, "discord-invite")
        told["message_reference"] = {"message_id": invite.message, "fail_if_not_exists": False}
        try:
            await self._connection.ask("POST", f"/channels/{invite.channel}/messages", told)
        except ChannelError as why:
            log.info("an invitation could not be written", channel=self._connection.background.subject, why=str(why))

    async def _place(self, person: str, name: str) -> str:
        """Raises: ChannelError."""
        door = await self._places.door(person)
        if self._settings.open_in == "thread":
            if door is not None and door in self._places.threads and await self._stands(door, person):
                return door
            return await self._new_thread(person, name)
        if door is None or door in self._places.threads:
            told = await self._connection.ask("POST", "/users/@me/channels", {"recipient_id": person})
            door = str(told["id"])
            await self._places.opened(person, door, thread=False)
        return door

    async def _stands(self, thread: str, person: str) -> bool:
        """Taken out of the archive, and the person in it; False: somebody has deleted it. Raises: ChannelError."""
        try:
            await self._connection.call("PATCH", f"/channels/{thread}", {"archived": False})
            await self._connection.call("PUT", f"/channels/{thread}/thread-members/{person}")
        except Declined as no:
            if no.code == UNKNOWN_CHANNEL:
                return False
            raise no.meaning from None
        return True

    async def _new_thread(self, person: str, name: str) -> str:
        title = self._around.words(self._around.language, "discord-thread-title", name=name)[:TITLE]
        asked = {"name": title, "type": PRIVATE_THREAD, "auto_archive_duration": WEEK, "invitable": False}
        told = await self._connection.ask("POST", f"/channels/{self._settings.contact_channel}/threads", asked)
        thread = str(told["id"])
        await self._places.opened(person, thread, thread=True)
        await self._connection.ask("PUT", f"/channels/{thread}/thread-members/{person}")
        return thread

    async def _hand_in(self, sink: Sink, event: Event) -> None:
        async def attempt() -> None:
            with asking_the_store():
                await sink.accept((event,))

        await persist(self._connection.background.subject, "storing a press", attempt)

    async def _excuse(self, press: Interaction, words: str) -> None:
        try:
            await say(self._connection, press, words)
        except ChannelError:
            return  # then the person sees that it has failed


def contact_message(around: Surroundings, key: str) -> dict[str, object]:
    """Words with the contact button below."""
    words, language = around.words, around.language
    button = {"type": 2, "style": 1, "label": words(language, "discord-contact-button"), "custom_id": CONTACT}
    text = words(language, key, shop=around.shop_name)
    return {"content": text, "components": [{"type": 1, "components": [button]}], "allowed_mentions": NOBODY}
