"""How many messages a platform still lets us write to each person: counted before each push, for good.

Kept in one box of the product's mailbox, two entries for each person: "<chat>/sent", written by who sends, and
"<chat>/contact", written at the person's next deed after that. Who was never written to costs no write. Reads are
fresh before each push, so several processes count as one."""

import asyncio
from typing import Final, TypeVar
from weakref import WeakValueDictionary

import msgspec

from bots.wechat.grants import (
    KNOWN_DONE,
    KNOWN_EVENTS,
    Contact,
    Grant,
    Kind,
    Sent,
    allowance,
    assumed,
    heard,
    next_grant,
    standing,
    worth_noting,
)
from bots.wechat.mirror import Mirror
from core.channelmemory import asking_the_store
from core.errors import ReplyWindowClosed
from core.messages import Allowance
from core.ports import Clock, Mailbox

REMEMBERED: Final = 20_000
"""People whose last deed is known without asking the store."""

S = TypeVar("S", Sent, Contact)
_encode: Final = msgspec.json.Encoder().encode


class _Known(msgspec.Struct, frozen=True):
    """What the person did last, and how much of that is in the mailbox."""

    contact: Contact = Contact()
    noted: Contact = Contact()


_NOBODY: Final = _Known()


class Windows:
    """`box`: this account's, in the mailbox. `start` before use, `stop` after it.

    A push is: `was_done`, `take`, the call, and then `done`, `give_back` or `exhausted`; a doubt is none of them."""

    def __init__(self, mailbox: Mailbox, box: str, clock: Clock) -> None:
        self._mailbox = mailbox
        self._box = box
        self._clock = clock
        self._people: dict[str, _Known] = {}
        self._sent = Mirror(mailbox, box)
        self._done: dict[str, tuple[str, ...]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def start(self) -> None:
        """Reads what is known in the background; until then each person is looked up."""
        self._sent.start()

    async def stop(self) -> None:
        await self._sent.stop()

    async def contact(self, chat: str, grant: Grant) -> Allowance:
        """The person did something that lets us write: to be called before the event is handed in (`grant_of(event)`).

        Known for good when it returns, also to the other processes; a repeat gives nothing anew. Gives what we may
        write now. Raises: StoreUnavailable."""
        if self.leaves_all(chat, grant):
            return Allowance(grant.total, grant.total, grant.until)
        sent = await self._sent.get(chat)
        known = self._people.get(chat)
        if known is None:
            noted = await self._kept(chat, Contact) if sent is not None else Contact()
            known = _Known(noted, noted)
        sent = sent or Sent()
        if not known.contact.knows(grant) and not sent.knows(grant):
            known = await self._noted(chat, known, sent, heard(grant, self._clock.now()))
        self._remember(chat, known)
        return allowance(standing(known.contact, sent), sent, self._clock.now())

    async def take(self, chat: str, key: str) -> Allowance:
        """Counts one push before it is made, for good; gives what is left after it.

        `key` names the push and what it says: the same row with other words is another push.
        Raises: ReplyWindowClosed: nothing is left; ChannelUnavailable: the store does not answer."""
        with asking_the_store():
            async with self._lock(chat):
                contact, sent = await self._fresh(chat)
                now = self._clock.now()
                grants = standing(contact, sent) or (assumed(now),)
                grant = next_grant(grants, sent, now)
                if grant is not None:
                    sent = sent.pushed(key, grant, grants, now)
                if grant is not None or chat in self._done:
                    await self._write(chat, sent)
        left = allowance(grants, sent, now)
        if grant is None:
            raise ReplyWindowClosed("the platform lets nothing more through", left)
        return left

    def done(self, chat: str, key: str) -> None:
        """It has surely arrived, and more of the same may follow; kept for good with the next write, or `settle`."""
        self._done[chat] = (*self._done.pop(chat, ()), key)[-KNOWN_DONE:]
        while len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]

    async def was_done(self, chat: str, key: str) -> bool:
        """So that a part that has arrived is not sent again after a restart. Raises: ChannelUnavailable."""
        if key in self._done.get(chat, ()):
            return True
        with asking_the_store():
            sent = await self._sent.get(chat)
        return sent is not None and key in sent.done

    async def settle(self, chat: str) -> None:
        """What is done is kept for good now: the rest has to wait. Raises: ChannelUnavailable."""
        if chat not in self._done:
            return
        with asking_the_store():
            async with self._lock(chat):
                _, sent = await self._fresh(chat)
                await self._write(chat, sent)

    async def was_tried(self, chat: str, key: str) -> bool:
        """It was pushed before, and nobody knows whether it arrived. Raises: ChannelUnavailable."""
        if key in self._done.get(chat, ()):
            return False
        with asking_the_store():
            sent = await self._sent.get(chat)
        return sent is not None and key not in sent.done and any(push.key == key for push in sent.pushes)

    async def give_back(self, chat: str, key: str) -> None:
        """The platform has surely not taken the push: it does not count. Raises: ChannelUnavailable."""
        with asking_the_store():
            async with self._lock(chat):
                _, sent = await self._fresh(chat)
                await self._write(chat, sent.without(key))

    async def exhausted(self, chat: str) -> Allowance:
        """The platform says that nothing more goes: all that stood at the last push is used up.

        Raises: ChannelUnavailable."""
        with asking_the_store():
            async with self._lock(chat):
                contact, sent = await self._fresh(chat)
                sent = sent.used_up()
                await self._write(chat, sent)
        return allowance(standing(contact, sent), sent, self._clock.now())

    async def left(self, chat: str) -> Allowance | None:
        """What we may write now; None: nothing is known of that person. Raises: ChannelUnavailable."""
        with asking_the_store():
            contact, sent = await self._fresh(chat)
        grants = standing(contact, sent)
        return allowance(grants, sent, self._clock.now()) if grants else None

    def leaves_all(self, chat: str, grant: Grant) -> bool:
        """`contact` for almost everybody, in a fifth of the time: we have never written to them, and all is left.

        False: it is not so simple."""
        if not self._sent.lacks(chat):
            return False
        known, now = self._people.get(chat, _NOBODY), self._clock.now()
        grants, events = known.contact.grants, known.contact.events
        if grant.kind is not Kind.MESSAGE or grant.id in events or grant.until <= now:
            return False
        for one in grants:  # mostly one
            if one.kind is not Kind.MESSAGE or one.at > grant.at:
                return False
        contact = Contact((heard(grant, now),), (*events, grant.id)[-KNOWN_EVENTS:])
        self._remember(chat, _Known(contact, known.noted))
        return True

    async def _noted(self, chat: str, known: _Known, sent: Sent, grant: Grant) -> _Known:
        contact = known.contact.having(grant)
        if sent == Sent() and grant.kind is Kind.MESSAGE:  # what everybody assumes
            return _Known(contact, known.noted)
        if not worth_noting(standing(known.noted, sent), sent, grant):
            return _Known(contact, known.noted)
        contact = (await self._kept(chat, Contact)).with_(contact)
        await self._mailbox.post(self._box, f"{chat}/contact", _encode(contact))
        return _Known(contact, contact)

    async def _fresh(self, chat: str) -> tuple[Contact, Sent]:
        known = self._people.get(chat)
        contact = await self._kept(chat, Contact)
        sent = (await self._kept(chat, Sent)).having_done(self._done.get(chat, ()))
        return contact.with_(known.contact) if known else contact, sent

    async def _kept(self, chat: str, kind: type[S]) -> S:
        posted = await self._mailbox.get(self._box, f"{chat}/{kind.__name__.lower()}")
        return kind() if posted is None else msgspec.json.decode(posted.body, type=kind)

    async def _write(self, chat: str, sent: Sent) -> None:
        posted = await self._mailbox.post(self._box, f"{chat}/sent", _encode(sent))
        self._sent.put(posted)
        left = tuple(key for key in self._done.pop(chat, ()) if key not in sent.done)
        if left:
            self._done[chat] = left

    def _remember(self, chat: str, known: _Known) -> None:
        self._people.pop(chat, None)
        self._people[chat] = known
        while len(self._people) > REMEMBERED:
            del self._people[next(iter(self._people))]

    def _lock(self, chat: str) -> asyncio.Lock:
        return self._locks.setdefault(chat, asyncio.Lock())
