"""The pages that the load opens speak with our own pages' server, as a browser does."""

import asyncio
from collections.abc import Callable

import pytest
from yarl import URL

from benchmarks.webpages import Page, Said
from benchmarks.websockets import PING, PONG, TEXT, WebSocket, frame
from bots.web.buyer import WEB
from core.messages import Address, ChatId, ContactOpened, MessageReceived, OutgoingMessage
from tests.unit.web.world import MAIN, World, running


async def until(so: Callable[[], bool]) -> None:
    for _ in range(1000):
        if so():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


async def told(world: World, visitor: ChatId, text: str) -> None:
    await world.buyers.deliver(world.parcel(OutgoingMessage(to=Address(WEB, MAIN, visitor), text=text)))


async def greeted(world: World, number: int = 1) -> tuple[Page, ChatId]:
    before = len(world.intake.of(ContactOpened))
    coming = asyncio.create_task(Page.of_buyer(URL(world.base).port or 0, number))
    await until(lambda: len(world.intake.of(ContactOpened)) > before)
    visitor = world.intake.of(ContactOpened)[-1].where.chat
    await told(world, visitor, "你好！")
    return await coming, visitor


async def answered(world: World, page: Page, visitor: ChatId, text: str) -> Said:
    saying = asyncio.create_task(page.say(text))
    await until(lambda: any(e.body.text == text for e in world.intake.of(MessageReceived)))
    assert not saying.done(), "its answer is not there yet"
    await told(world, visitor, f"关于“{text}”……")
    return await saying


async def test_what_a_page_says_arrives_and_its_answer_comes_back() -> None:
    async with running() as world:
        page, visitor = await greeted(world)
        said = await answered(world, page, visitor, "怎么退款？")
        assert said.acknowledged > 0
        assert said.answered > 0
        page.close()


async def test_each_visitor_has_an_address_of_his_own_so_the_limit_of_newcomers_stays() -> None:
    async with running(buyer={"newcomers_at_once": 1}) as world:
        for number in range(3):
            page, _ = await greeted(world, number)
            page.close()


async def test_an_agents_page_sees_a_new_ticket() -> None:
    async with running() as world:
        async with world.stranger("/staff") as browser:
            await browser.sign_in(world.room.login_link("mei", "小美"))
            cookie = "; ".join(f"{morsel.key}={morsel.value}" for morsel in browser.http.cookie_jar)
        await world.thread("T1", "an old one")
        page = await Page.of_agent(URL(world.base).port or 0, cookie)
        known = frozenset(page.seen)
        assert len(known) == 1
        await world.thread("T2", "a new one")
        assert await page.sees(known) > 0
        page.close()


async def test_who_is_refused_is_told_why() -> None:
    async with running() as world:
        with pytest.raises(RuntimeError, match="signed-out"):
            await Page.of_agent(URL(world.base).port or 0, "")


class Wire(asyncio.Transport):
    """Remembers what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_texts_of_every_length_arrive_whole_however_they_are_cut(length: int) -> None:
    heard: list[bytes] = []
    socket, wire = WebSocket(b"GET", b"hello", heard.append, lambda: None), Wire()
    socket.connection_made(wire)
    head = {0: b"\x00", 125: b"\x7d", 126: b"\x7e\x00\x7e", 65_535: b"\x7e\xff\xff"}.get(length)
    server = bytes([0x81]) + (head or b"\x7f" + length.to_bytes(8)) + b"x" * length
    sent = b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + server + bytes([0x80 | PING, 2]) + b"hi"
    for start in range(0, len(sent), 1000):
        socket.data_received(sent[start : start + 1000])
    assert heard == [b"x" * length]
    assert wire.written == [b"GET", frame(TEXT, b"hello"), frame(PONG, b"hi")]
