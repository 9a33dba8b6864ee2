"""Lines that break at any moment: nothing is lost, nothing comes twice, the order stays."""

import asyncio
import random
from uuid import uuid4

import pytest

from bots.web.browser import Browser
from bots.web.protocol import Open, Say
from core.messages import MessageReceived, MessageRef, OutgoingMessage
from tests.unit.web.world import World


class Stubborn:
    """Sends as the page does: the next only after the last was acknowledged, and again after every cut."""

    def __init__(self, browser: Browser, box: str) -> None:
        self.browser = browser
        self.box = box

    async def say(self, text: str, cut: bool) -> None:
        frame = Say(id=uuid4().hex, box=self.box, text=text)
        if cut:
            await self.browser.send(frame)
            await asyncio.sleep(random.random() / 500)
            await self.come_back()
        answer = await self.browser.do(frame)
        assert answer["type"] == "ack"

    async def come_back(self) -> None:
        await self.browser.drop()
        await self.browser.connect()
        if self.box != "chat":
            await self.browser.send(Open(self.box, self.browser.since.get(self.box, 0)))


@pytest.mark.parametrize("seed", range(5))
async def test_a_buyer_whose_line_breaks_at_random(world: World, seed: int) -> None:
    dice = random.Random(seed)
    browser = await world.buyer()
    page = Stubborn(browser, "chat")
    told: list[str] = []

    async def the_shop_talks() -> None:
        for number in range(40):
            await world.tell_buyer(browser, f"shop {number}", key=f"1.{number}.0")
            told.append(f"shop {number}")
            await asyncio.sleep(0)

    talking = asyncio.create_task(the_shop_talks())
    for number in range(40):
        await page.say(f"buyer {number}", cut=dice.random() < 0.4)
        if dice.random() < 0.3:
            await page.come_back()
    await talking
    await browser.until(lambda: len(browser.shown("chat")) == 80)
    shown = [entry.text for _, entry in browser.shown("chat")]
    assert [text for text in shown if text.startswith("shop")] == told
    assert [text for text in shown if text.startswith("buyer")] == [f"buyer {n}" for n in range(40)]
    assert [e.body.text for e in world.intake.of(MessageReceived)] == [f"buyer {n}" for n in range(40)]
    fresh = await world.buyer(browser.token)
    await fresh.until(lambda: bool(fresh.shown("chat")))
    assert [e.text for _, e in fresh.shown("chat")] == shown[-50:]


async def test_an_agent_whose_line_breaks_at_random(world: World) -> None:
    dice = random.Random(7)
    steady, shaky = await world.agent("chen", "阿晨"), await world.agent("mei", "小美")
    where = await world.thread()
    wire = str(where.thread)
    for agent in (steady, shaky):
        await agent.send(Open(wire))
    page = Stubborn(shaky, wire)
    for number in range(30):
        await steady.do(Say(id=uuid4().hex, box=wire, text=f"chen {number}"))
        await page.say(f"mei {number}", cut=dice.random() < 0.5)
    expected = [f"{name} {n}" for n in range(30) for name in ("chen", "mei")]
    for agent in (steady, shaky):
        await agent.until(lambda agent=agent: len(agent.shown(wire)) == 60)  # type: ignore[misc]
        assert [e.text for _, e in agent.shown(wire)] == expected
    assert [e.body.text for e in world.intake.of(MessageReceived)] == expected


async def test_who_was_away_gets_edits_and_deletions_too(world: World) -> None:
    browser = await world.buyer()
    where = world.chat_of(browser)
    keys = [(await world.tell_buyer(browser, f"m{n}")).ids[0] for n in range(4)]
    await browser.until(lambda: len(browser.shown("chat")) == 4)
    await browser.drop()
    await world.buyers.edit(
        world.parcel(OutgoingMessage(to=where, text="m1, better"), edits=MessageRef(where, keys[1]))
    )
    await world.buyers.delete(MessageRef(where, keys[2]))
    await browser.connect()
    await browser.until(lambda: len(browser.shown("chat")) == 3)
    assert [e.text for _, e in browser.shown("chat")] == ["m0", "m1, better", "m3"]


async def test_hundreds_of_messages_missed_are_caught_up_with(world: World) -> None:
    browser = await world.buyer()
    await world.tell_buyer(browser, "0")
    await browser.until(lambda: len(browser.shown("chat")) == 1)
    await browser.drop()
    for number in range(1, 500):
        await world.tell_buyer(browser, str(number))
    await browser.connect()
    await browser.until(lambda: len(browser.shown("chat")) == 500)
    assert [e.text for _, e in browser.shown("chat")] == [str(n) for n in range(500)]


async def test_a_store_that_goes_away_sends_the_page_off_and_it_loses_nothing(world: World) -> None:
    browser = await world.buyer()
    await world.tell_buyer(browser, "before")
    await browser.until(lambda: bool(browser.shown("chat")))
    world.mailbox.away = True
    for box in world.mailbox.boxes:
        world.mailbox.announce(box)
    await browser.until(lambda: browser.closed)
    world.mailbox.away = False
    await world.tell_buyer(browser, "after")
    await browser.drop()
    await browser.connect()
    await browser.until(lambda: [e.text for _, e in browser.shown("chat")] == ["before", "after"])
