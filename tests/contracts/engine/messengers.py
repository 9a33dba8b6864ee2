"""One shop whose buyers write from several messengers; every word goes through the real skills, errands and store."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from config.texts import load_words
from core.cardkeys import CardKeys
from core.choices import Choices
from core.engine import Engine
from core.errands import Errands, Limits
from core.fallback import Fallback
from core.kinbook import KinBook
from core.kinerrands import KinErrands
from core.linking import Linking
from core.menu import Menu
from core.messages import (
    AccountId,
    Address,
    Body,
    Button,
    ButtonPressed,
    ChannelName,
    ChatId,
    Event,
    EventId,
    MessageEdited,
    MessageId,
    MessageReceived,
    OutgoingMessage,
    Person,
    PersonId,
    Sealed,
    ThreadId,
)
from core.orders import Orders, OrderSettings
from core.outbox import Outbox, OutboxRow, Threads
from core.ports import ShopAbility, Tickets
from core.sealed import reveal
from core.shop import DeliveredKey, Evidence, Order, OrderNo, Proof, ProvenOrder, ShopId, StockId
from core.step import Committed
from handoff.cards import DeskSettings
from handoff.desk import Desk
from storage.attempts import AttemptsInMemory
from storage.door import Door
from storage.kinbook import KinBookInSql
from storage.memory.delivery import OutboxInMemory, ThreadsInMemory
from storage.memory.door import DoorInMemory
from storage.memory.kept import Kept
from storage.memory.kinbook import KinBookInMemory
from storage.memory.overview import TicketsInMemory
from storage.outbox import OutboxInSql, ThreadsInSql
from storage.overview import TicketsInSql
from storage.vault import FernetVault
from tests.contracts.conftest import Place
from tests.contracts.engine.script import sorry
from tests.contracts.engine.worlds import Ledger, LedgerInMemory, LedgerInSql, OpenDoor
from tests.contracts.surroundings import a_vault
from tests.unit.core.fakeshop import SHOP, an_order

WORDS = load_words()
ROOM = Address(ChannelName("web-staff"), AccountId("main"), ChatId("room"))
OURS, MINE, FREE, LOOSE = (
    OrderNo("KD20251120000017"),
    OrderNo("KD20251120000025"),
    OrderNo("KD20251120000033"),
    OrderNo("KD20251120000041"),
)
CONTACT, PASSWORD = "zhang@qq.com", "hunter2"
PROOFS = {OURS: Proof.A, MINE: Proof.A, FREE: Proof.B, LOOSE: Proof.C}
"""What number and contact prove at best: with the password; without one; and a shop that asks for the contact alone."""


def chat(channel: str, name: str = "ming") -> Address:
    return Address(ChannelName(channel), AccountId("shop"), ChatId(name))


WEB, TELEGRAM, DISCORD = chat("web"), chat("telegram"), chat("discord")
STRANGER = chat("telegram", "stranger")


@dataclass(slots=True)
class Clock:
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Counter:
    """Implements core.ports.ShopPort."""

    vault: FernetVault
    shop: ShopId = SHOP
    abilities: frozenset[ShopAbility] = frozenset(ShopAbility)

    def could_be(self, number: OrderNo) -> bool:
        return number.startswith("KD")

    async def find_order(self, number: OrderNo) -> Order | None:
        return an_order(number) if number in PROOFS else None

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        proof = PROOFS.get(number)
        known = evidence.password is not None and self.vault.open(evidence.password) == PASSWORD
        if proof is None or evidence.contact != CONTACT or (proof is Proof.A and not known):
            return None
        return ProvenOrder(self.shop, number, proof)

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        return [DeliveredKey("steam-50", self.vault.seal(f"KEY-OF-{order.number}"), "KEY-****")]

    async def stock(self, wanted: StockId) -> int | None:
        return None


@dataclass(slots=True)
class Messengers:
    door: OpenDoor
    book: KinBook
    errands: Errands
    ledger: Ledger
    vault: FernetVault
    clock: Clock
    threads: Threads
    rows: list[OutboxRow] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    dies: bool = False
    numbers: "count[int]" = field(default_factory=count)

    def heard(self, committed: Committed) -> None:
        self.rows += [new.row for new in committed.outgoing]

    @property
    def said(self) -> list[OutgoingMessage]:
        return [row.message for row in self.rows]

    # ------------------------------------------------------------------ what people do

    async def says(self, where: Address, text: str, *, private: bool = True, name: str = "小明") -> str:
        """What is said there in answer, secrets opened."""
        message = MessageId(f"m{next(self.numbers)}")
        said = MessageReceived(**self._event(where, name), message=message, body=Body(text), private=private)
        return await self._happens(said, where)

    async def edits(self, where: Address, text: str) -> str:
        edited = MessageEdited(**self._event(where, "小明"), message=MessageId("m0"), body=Body(text))
        return await self._happens(edited, where)

    async def presses(self, where: Address, label: str) -> str:
        """The last button of that label that was shown there."""
        shown = [b for m in self.said if m.to == where for row in m.buttons for b in row if b.label == label]
        return await self.presses_value(where, shown[-1].value)

    async def presses_value(self, where: Address, value: str) -> str:
        return await self._happens(ButtonPressed(**self._event(where, "小明"), value=value), where)

    async def agent(self, buyer: Address, text: str) -> str:
        """What stands in the thread of that buyer's ticket afterwards."""
        where = await self._thread(self.ticket(buyer))
        message = MessageId(f"a{next(self.numbers)}")
        await self._happens(MessageReceived(**self._event(where, "小王"), message=message, body=Body(text)), where)
        return self.room(buyer)

    def _event(self, where: Address, name: str) -> dict[str, Any]:
        who = Person(PersonId(where.chat), name, "zh")
        return {"id": EventId(f"e{next(self.numbers)}"), "at": self.clock.now(), "where": where, "sender": who}

    async def _happens(self, event: Event, where: Address) -> str:
        before = len(self.said)
        await self.door.accept([event])
        await self.works()
        return "\n".join(self._open(one) for one in self.said[before:] if one.to == where)

    async def works(self) -> None:
        """All that is to be looked up. `dies`: the process, after each piece and before its outcome is stored."""
        while due := await self.door.due_work():
            for one in due:
                outcome = await self.errands.do(one.new)
                if self.dies:
                    outcome = await self.errands.do(one.new)
                self.done.append(type(one.new.work).__name__)
                await self.door.accept([outcome])

    # ------------------------------------------------------------------ what is heard

    def last(self, where: Address) -> str:
        return self._open([one for one in self.said if one.to == where][-1])

    def all(self, where: Address) -> str:
        return "\n".join(self._open(one) for one in self.said if one.to == where)

    def ticket(self, buyer: Address) -> str:
        return next(row.message.ticket for row in self.rows if row.message.ticket and row.about == buyer)

    def room(self, buyer: Address) -> str:
        """The thread of his ticket."""
        return "\n".join(one.text for one in self.said if one.ticket == self.ticket(buyer))

    def card(self, buyer: Address) -> str:
        """As it stands now."""
        return [one.text for one in self.said if one.ticket == self.ticket(buyer) and one.pinned][-1]

    def buttons(self, where: Address) -> list[Button]:
        return [button for one in self.said if one.to == where for row in one.buttons for button in row]

    def _open(self, message: OutgoingMessage) -> str:
        return reveal(message, [self.vault.open(Sealed(one)) for one in message.secret]).text

    async def _thread(self, ticket: str) -> Address:
        thread = ThreadId(f"t{ticket}")
        row = next(row for row in self.rows if row.message.ticket == ticket)
        await self.threads.tie(ROOM, ticket, row.conversation, thread)
        return replace(ROOM, thread=thread)

    # ------------------------------------------------------------------ what often happens

    async def proves(self, where: Address, number: OrderNo = OURS) -> str:
        password = "没有密码" if PROOFS[number] is not Proof.A else f"密码：{PASSWORD}"
        return await self.says(where, f"{number} {CONTACT} {password}")

    async def code(self, where: Address) -> str:
        """A fresh link code of that chat."""
        told = await self.says(where, "关联")
        return next(line for line in told.splitlines() if line.startswith("LK-"))

    async def link(self, host: Address, guest: Address) -> None:
        await self.says(guest, await self.code(host))
        await self.presses(guest, YES)
        await self.presses(host, YES)

    async def orders(self, where: Address) -> set[str]:
        """Whose keys that chat would get."""
        known = await self.ledger.conversation(where)
        return {order.number for order in known.memory.proven} if known else set()

    def later(self, **much: float) -> None:
        self.clock.at += timedelta(**much)


YES, NO = WORDS("zh", "button-link-yes"), WORDS("zh", "button-link-no")


@asynccontextmanager
async def messengers(place: Place) -> AsyncIterator[Messengers]:
    vault = a_vault()
    if place.kind == "memory":
        kept = Kept()
        door: OpenDoor = DoorInMemory(kept, _engine(vault), sorry)
        tickets, outbox = TicketsInMemory(kept), OutboxInMemory(kept)
        yield await _opened(
            vault, door, KinBookInMemory(kept), LedgerInMemory(kept), ThreadsInMemory(kept), (tickets, outbox)
        )
        return
    async with place.opened() as database:
        door = Door(database, _engine(vault), sorry)
        rest = (TicketsInSql(database), OutboxInSql(database))
        yield await _opened(vault, door, KinBookInSql(database), LedgerInSql(database), ThreadsInSql(database), rest)


async def _opened(
    vault: FernetVault,
    door: OpenDoor,
    book: KinBook,
    ledger: Ledger,
    threads: Threads,
    rest: tuple[Tickets, Outbox],
) -> Messengers:
    clock = Clock()
    attempts, (tickets, outbox) = AttemptsInMemory(clock), rest
    kin = KinErrands(book, attempts, vault, door.accept)
    errands = Errands([Counter(vault)], attempts, outbox, clock, Limits(), tickets, kin)
    made = Messengers(door, book, errands, ledger, vault, clock, threads)
    await door.open(made.heard)
    return made


def _engine(vault: FernetVault) -> Engine:
    orders = OrderSettings(ZoneInfo("Asia/Shanghai"))
    helpers = (Linking(vault), Menu(), Orders(vault, orders), CardKeys(vault, orders))
    desk = Desk(DeskSettings(ROOM), vault, helpers)
    return Engine([desk, Choices(), *helpers, Fallback()], desk, WORDS, frozenset({ROOM}))
