"""What an agent's page may do."""

from dataclasses import dataclass

from msgspec import Raw

from bots.web.capabilities import TEXT_LIMIT
from bots.web.directory import Directory
from bots.web.entries import Side, milliseconds
from bots.web.errors import NotTaken, Why
from bots.web.hub import Connection, Feed
from bots.web.inbound import Seat
from bots.web.logins import Agent
from bots.web.parts import Parts
from bots.web.presence import Roll
from bots.web.protocol import (
    Entries,
    Find,
    Found,
    FromPage,
    Hello,
    Item,
    Me,
    Older,
    Open,
    Seen,
    Speak,
    Spoken,
    Typing,
    TypingNow,
    Welcome,
)
from bots.web.reading import Reader
from bots.web.threads import ReadMark, decode_mark, reads_box, thread_box
from core.channel import Sink
from core.messages import Address, Person, PersonId

ROOM_WIRE = "room"
READ_WIRE = "read"


@dataclass(frozen=True, slots=True)
class Room:
    """What the pages of one staff room share."""

    parts: Parts
    directory: Directory
    roll: Roll
    sink: Sink

    @property
    def reader(self) -> Reader:
        return self.parts.reader(self.directory.box)

    def tell_presence(self) -> None:
        self.parts.hub.whisper(self.directory.box, self.roll.told())


class AgentVisit:
    """One agent's page while it is open."""

    def __init__(self, room: Room, agent: Agent | None, upload_bytes: int, connection: Connection) -> None:
        self.connection = connection
        self._room = room
        self._agent = agent
        self._upload_bytes = upload_bytes
        self._who = Person(PersonId(agent.id), agent.name) if agent else Person(PersonId(""))
        self._talk = room.parts.talk(room.sink)
        self._watching = ""

    @property
    def name(self) -> str:
        return self._who.id

    @property
    def lasts(self) -> float:
        """Until his session ends."""
        now = milliseconds(self._room.parts.around.clock.now())
        return max(0, self._agent.until - now) / 1000 if self._agent else 0

    def admit(self, frame: Hello) -> None:
        if self._agent is None:
            raise NotTaken(Why.SIGNED_OUT)
        self._language(frame.language)

    async def hello(self, frame: Hello) -> None:
        assert self._agent is not None, "admitted"
        await self.connection.send(self._welcome(self._agent))
        await self._follow_room(frame.since.get(ROOM_WIRE, 0))
        await self._follow_marks(frame.since.get(READ_WIRE, 0))
        self._room.roll.enter(self, self._agent)
        self._room.tell_presence()

    async def speak(self, frame: Spoken) -> str:
        where = await self._known(frame.box)
        seat = Seat(self._who, Side.AGENT, where, thread_box(where))
        key = await self._talk.take(frame, seat)
        await self._room.directory.touch(where)
        return key

    async def other(self, frame: FromPage) -> None:
        match frame:
            case Open():
                await self._open(frame)
            case Older():
                await self._older(frame)
            case Typing():
                self._typing(frame.box)
            case Seen():
                await self._seen(frame)
            case Find():
                await self.connection.send(Found(frame.text, list(await self._room.directory.find(frame.text))))
            case Speak():
                self._language(frame.language)
            case _:
                raise NotTaken(Why.UNREADABLE)

    def leave(self) -> None:
        self._room.parts.hub.leave_all(self.connection)
        self._room.roll.leave(self)
        self._room.tell_presence()

    # ------------------------------------------------------------------ the list of threads

    async def _follow_room(self, since: int) -> None:
        directory = self._room.directory
        if not since:
            items = list(await directory.first_look())
            since = directory.seq
            await self.connection.send(Entries(box=ROOM_WIRE, items=items, seq=since, fresh=True))
        self._room.parts.hub.follow(self.connection, Feed(directory.box, ROOM_WIRE, directory.changed, since))

    async def _follow_marks(self, since: int) -> None:
        """The page gets the marks of the threads it may show; thousands of older ones stay here."""
        box = reads_box(self._room.directory.room, self._who.id)
        if not since:
            items, since = await self._marks(box, 0)
            shown = [i for i in items if (t := self._room.directory.get(i.key)) and not t.closed]
            await self.connection.send(Entries(box=READ_WIRE, items=shown, seq=since, fresh=True))
        self._room.parts.hub.follow(self.connection, Feed(box, READ_WIRE, lambda seq: self._marks(box, seq), since))

    async def _marks(self, box: str, seq: int) -> tuple[list[Item], int]:
        items: list[Item] = []
        while posted := await self._room.parts.boxes.after(box, seq):
            items += [Item(p.key, p.born, p.seq, Raw(p.body)) for p in posted if p.body]
            seq = posted[-1].seq
        return items, seq

    async def _seen(self, frame: Seen) -> None:
        box = reads_box(self._room.directory.room, self._who.id)
        before = await self._room.parts.boxes.get(box, frame.thread)
        if before is None or not before.body or decode_mark(before.body).born < frame.born:
            await self._known(frame.thread)
            await self._room.parts.boxes.post(box, frame.thread, ReadMark(frame.born))

    # ------------------------------------------------------------------ one thread

    async def _open(self, frame: Open) -> None:
        where = await self._known(frame.thread)
        if self._watching and self._watching != frame.thread:
            self._room.parts.hub.leave(self.connection, self._watching)
        self._watching = frame.thread
        self._room.roll.look(self, frame.thread)
        self._room.tell_presence()
        if frame.thread:
            await self._follow_thread(where, frame.thread, frame.since)

    async def _follow_thread(self, where: Address, wire: str, since: int) -> None:
        reader, box = self._room.reader, thread_box(where)
        if not since:
            entries = await reader.latest(box, wire)
            await self.connection.send(await self._with_card(entries, box, wire))
            since = entries.seq
        self._room.parts.hub.leave(self.connection, wire)
        self._room.parts.hub.follow(self.connection, Feed(box, wire, lambda seq: reader.changed(box, seq), since))

    async def _with_card(self, entries: Entries, box: str, wire: str) -> Entries:
        """The card is the first message of all: long threads bring it along."""
        thread = self._room.directory.get(wire)
        if thread is None or not thread.card or any(i.key == thread.card for i in entries.items):
            return entries
        card = await self._room.parts.boxes.get(box, thread.card)
        items = self._room.reader.items(box, [card]) if card else []
        return Entries(box=wire, items=[*items, *entries.items], seq=entries.seq, fresh=True, more=entries.more)

    async def _older(self, frame: Older) -> None:
        directory = self._room.directory
        if frame.box == ROOM_WIRE:
            items = list(await directory.closed_before(frame.before))
            await self.connection.send(Entries(box=ROOM_WIRE, items=items, seq=directory.seq, more=bool(items)))
        else:
            box = thread_box(await self._known(frame.box))
            await self.connection.send(await self._room.reader.latest(box, frame.box, frame.before))

    def _typing(self, wire: str) -> None:
        where = self._room.directory.place(wire)
        self._room.sink.typing(where, self._who)
        shown = TypingNow(wire, self._who.name, Side.AGENT)
        self._room.parts.hub.whisper(self._room.directory.box, shown, but=self.connection)

    # ------------------------------------------------------------------ himself

    async def _known(self, wire: str) -> Address:
        where = self._room.directory.place(wire)
        if not await self._room.directory.exists(where):
            raise NotTaken(Why.GONE)
        return where

    def _language(self, language: str) -> None:
        self._who = Person(self._who.id, self._who.name, language or None)

    def _welcome(self, agent: Agent) -> Welcome:
        around = self._room.parts.around
        return Welcome(
            me=Me(agent.id, agent.name, agent.role),
            shop=around.shop_name,
            now=milliseconds(around.clock.now()),
            text_limit=TEXT_LIMIT,
            upload_bytes=self._upload_bytes,
        )
