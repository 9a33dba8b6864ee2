"""Posts of the agents' forum: opened once for each key, tagged by state, closed, and opened again for a message."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from weakref import WeakValueDictionary

import msgspec
import structlog

from bots.discord.errors import (
    INVALID_FORM,
    TAG_REQUIRED,
    THREAD_ARCHIVED,
    TOO_MANY_THREADS,
    Declined,
)
from bots.discord.forumchannel import Calls, ForumPlace, told
from bots.discord.forumposts import PINNED, Edit, Post, edits_of, name_of, new_post
from bots.discord.staffmemory import Memory, Opened, Shown
from core.errors import ChannelError, ChannelUnavailable, DeliveryInDoubt, RecipientUnreachable, TargetGone
from core.messages import Address, ThreadId, ThreadLook

log = structlog.get_logger(__name__)

LOBBY: Final = "lobby"
"""The key of the post that stands for the room as a whole: a forum itself holds no messages."""
LOOKS: Final = 3
"""At a post that is closed again and again while we change it, until the change has to wait."""


class ActivePosts(msgspec.Struct, frozen=True):
    threads: tuple[Post, ...] = ()


class Forum:
    """`lobby`: title and first words of the room's own post. Every method raises ChannelError only."""

    def __init__(self, calls: Calls, room: Address, memory: Memory, place: ForumPlace, lobby: tuple[str, str]) -> None:
        self.place = place
        self._calls = calls
        self._room = room
        self._memory = memory
        self._lobby = lobby
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._lobby_known = ""

    async def open(self, key: str, look: ThreadLook, words: str = "") -> ThreadId:
        """The same key gives the same post, also after a restart in the middle of it."""
        async with self._turn(key):
            known = await self._memory.get(Opened, key)
            if known is None or not known.thread:
                known = Opened(await self._opened(key, look, words, begun=known is not None))
        return ThreadId(known.thread)

    async def lobby(self) -> ThreadId:
        """The room's own post; made when there is none yet."""
        thread = await self.open(LOBBY, ThreadLook(self._lobby[0]), self._lobby[1])
        self._lobby_known = thread
        return thread

    async def lobby_if_known(self) -> str:
        """ "": there is none yet."""
        if not self._lobby_known:
            known = await self._memory.get(Opened, LOBBY)
            self._lobby_known = known.thread if known else ""
        return self._lobby_known

    async def show(self, where: Address, look: ThreadLook) -> None:
        """Calls only for what has changed since we last touched it. Raises: TargetGone: the post was deleted."""
        thread = await self.thread_of(where)
        async with self._turn(thread):
            before = await self._memory.get(Shown, thread) or Shown()
            after = Shown(name_of(look), look.sign, look.urgent, look.closed, before.bare, before.card)
            if after != before:
                named = await self._dressed(thread, look, before.name)
                await self._memory.put(thread, msgspec.structs.replace(after, name=named))

    async def lobby_is_gone(self) -> ThreadId:
        """Somebody has deleted the room's own post: here is a new one."""
        self._lobby_known = ""
        await self._memory.put(LOBBY, Opened())
        return await self.lobby()

    async def has_room_for_card(self, thread: str, key: str) -> bool:
        """Does its first message still wait to become the card, or has this parcel become it?"""
        look = await self._memory.get(Shown, thread)
        return look is not None and (look.bare or look.card == key)

    async def has_card(self, thread: str, key: str) -> None:
        async with self._turn(thread):
            look = await self._memory.get(Shown, thread) or Shown()
            await self._memory.put(thread, msgspec.structs.replace(look, bare=False, card=key))

    async def settle(self, thread: str) -> None:
        """Discord opens a closed post for every message: it closes again, if its ticket is still closed then."""
        async with self._turn(thread):
            look = await self._memory.get(Shown, thread)
            if look is not None and look.closed:
                await self._soft(thread, {"archived": True})

    async def thread_of(self, where: Address) -> str:
        """The post's id; of the room as a whole its own post's."""
        if where.chat != self._room.chat:
            raise RecipientUnreachable("a chat that is not the agents' forum")
        thread = where.thread if where.thread is not None else await self.lobby()
        if not (thread.isascii() and thread.isdecimal()):
            raise TargetGone("no post")
        return thread

    async def _opened(self, key: str, look: ThreadLook, words: str, *, begun: bool) -> str:
        """Written down before and after: what was begun and not finished may be there already."""
        thread = await self._left_behind(look) if begun else ""
        if not thread:
            await self._memory.put(key, Opened())
            thread = await self._create(look, words or name_of(look))
            if key == LOBBY:
                await self._soft(thread, {"flags": PINNED})
        await self._memory.put(thread, Shown(name_of(look), look.sign, look.urgent, bare=key != LOBBY))
        await self._memory.put(key, Opened(thread))
        return thread

    async def _left_behind(self, look: ThreadLook) -> str:
        """An open post of that name of which we know nothing; "": there is none."""
        guild = (await self.place.channel()).guild_id
        answer = await self._calls.ask("GET", f"/guilds/{guild}/threads/active")
        for post in told(answer, ActivePosts).threads:
            ours = post.parent_id == self._room.chat and post.name == name_of(look)
            if ours and await self._memory.get(Shown, post.id) is None:
                return post.id
        return ""

    async def _create(self, look: ThreadLook, words: str) -> str:
        body = new_post(look, words, await self.place.tags())
        path = f"/channels/{self._room.chat}/threads"
        try:
            answer = await self._calls.call("POST", path, body, repeatable=False)
        except DeliveryInDoubt as doubt:
            raise ChannelUnavailable(doubt.detail) from doubt  # it will be found
        except Declined as no:
            if no.code == TOO_MANY_THREADS:
                raise ChannelUnavailable(str(no.meaning)) from None  # it waits until some are closed
            if no.code not in (TAG_REQUIRED, INVALID_FORM):
                raise no.meaning from None
            self.place.forget()  # somebody has changed the tags
            tags = [one.id for one in (await self.place.channel()).available_tags[:1]]
            body = new_post(look, words, await self.place.tags())
            body = body if "applied_tags" in body else body | {"applied_tags": tags}
            answer = await self._calls.ask("POST", path, body)
        return told(answer, Post).id

    async def _dressed(self, thread: str, look: ThreadLook, named: str) -> str:
        """Makes it look so; gives the name that we have given it last. If it is closed meanwhile, it is still there."""
        for _ in range(LOOKS):
            post = told(await self._calls.ask("GET", f"/channels/{thread}"), Post)
            try:
                made = [await self._edited(thread, one) for one in edits_of(look, post, await self.place.tags(), named)]
            except Declined:  # in the archive now, after we had looked
                continue
            return name_of(look) if all(made) else named
        raise ChannelUnavailable("the post is closed again and again")

    async def _edited(self, thread: str, edit: Edit) -> bool:
        """Raises: Declined: only since it is archived; ChannelError."""
        if edit.soft:
            return await self._soft(thread, edit.body)
        try:
            await self._calls.call("PATCH", f"/channels/{thread}", edit.body)
        except Declined as no:
            if no.code == THREAD_ARCHIVED:
                raise
            if no.code != INVALID_FORM or "applied_tags" not in edit.body:
                raise no.meaning from None
            self.place.forget()  # one of the tags is gone: the state is shown by the others until the next change
            log.warning("a tag of the forum is gone", thread=thread)
            rest = {name: value for name, value in edit.body.items() if name != "applied_tags"}
            if rest:
                await self._calls.ask("PATCH", f"/channels/{thread}", rest)
        return True

    async def _soft(self, thread: str, body: Mapping[str, Any]) -> bool:
        """Names may be changed twice in ten minutes: the next change of state tries again. It never fails a message."""
        try:
            await self._calls.ask("PATCH", f"/channels/{thread}", body)
        except ChannelError as why:
            log.info("a post keeps its look for now", thread=thread, why=str(why))
            return False
        return True

    def _turn(self, key: str) -> asyncio.Lock:
        return self._turns.setdefault(key, asyncio.Lock())
