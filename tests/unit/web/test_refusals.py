"""Who and what the buyers' chat does not let in, and how it says so."""

from uuid import uuid4

import pytest
from aiohttp import WSServerHandshakeError

from bots.web.protocol import Say
from core.messages import MessageReceived
from tests.unit.web.world import World, running


def nonce() -> str:
    return str(uuid4())


async def test_a_tampered_token_makes_a_newcomer_not_somebody_else(world: World) -> None:
    known = await world.buyer()
    await known.do(Say(id=nonce(), text="geheim"))
    thief = await world.buyer(known.token[:-2] + ("AA" if known.token[-2:] != "AA" else "BB"))
    assert thief.me != known.me
    await thief.do(Say(id=nonce(), text="hi"))
    await thief.until(lambda: bool(thief.shown("chat")))
    assert [e.text for _, e in thief.shown("chat")] == ["hi"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "file://", "http://127.0.0.1.evil.example"])
async def test_a_page_of_another_site_may_not_connect(world: World, origin: str) -> None:
    stranger = world.stranger("/chat")
    stranger.origin = origin
    with pytest.raises(WSServerHandshakeError) as refused:
        await stranger.connect()
    assert refused.value.status == 403


async def test_nonsense_is_answered_and_counted_and_breaks_nothing(world: World) -> None:
    browser = await world.buyer()
    for raw in ("", "{", "[]", '{"type":"dance"}', '{"type":"say"}', '{"type":"say","id":"x"}', "\x00", '"\\ud800"'):
        await browser.send(raw)
        assert (await browser.frame(lambda f: f["type"] == "error"))["why"] == "unreadable"
    assert (await browser.do(Say(id=nonce(), text="still here")))["type"] == "ack"
    findings = await world.buyers.examine()
    assert any("8 since the start" in f.seen for f in findings)


@pytest.mark.parametrize(
    ("say", "why"),
    [
        (Say(id="a" * 10, text="   "), "empty"),
        (Say(id="a" * 10, text="字" * 8001), "too-long"),
        (Say(id="a" * 10, text="x", files=("forged.token",)), "bad-file"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_a_reason(world: World, say: Say, why: str) -> None:
    browser = await world.buyer()
    refused = await browser.do(say)
    assert (refused["type"], refused["why"]) == ("refused", why)
    assert world.intake.of(MessageReceived) == []


async def test_a_megabyte_in_one_frame_ends_the_connection_and_only_that(world: World) -> None:
    browser = await world.buyer()
    await browser.send(Say(id=nonce(), text="x" * 1_000_000))
    await browser.until(lambda: browser.closed)
    await browser.drop()
    await browser.connect()
    assert (await browser.do(Say(id=nonce(), text="again")))["type"] == "ack"


async def test_who_is_too_fast_is_told_when_to_go_on() -> None:
    async with running(buyer={"frames_per_second": 0.5, "frames_at_once": 4}) as world:
        browser = await world.buyer()
        answers = [await browser.do(Say(id=nonce(), text=str(n))) for n in range(4)]
        assert [a["type"] for a in answers] == ["ack", "ack", "ack", "refused"]
        assert answers[3]["why"] == "slow-down"
        assert 0 < answers[3]["retry_after"] <= 2
        other = await world.buyer()
        assert (await other.do(Say(id=nonce(), text="me too")))["type"] == "ack"
