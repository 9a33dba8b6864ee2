"""What one visitor, one address and one session may do; and whose address it is."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from aiohttp.test_utils import make_mocked_request

import bots.web.session
from bots.web.callers import caller_of
from bots.web.protocol import Say
from tests.unit.web.world import World, running


def nonce() -> str:
    return str(uuid4())


async def test_new_visitors_of_one_address_are_let_in_one_after_the_other() -> None:
    async with running(buyer={"newcomers_at_once": 3, "newcomers_per_minute": 1}) as world:
        known = [await world.buyer() for _ in range(3)]
        late = await world.buyer()
        assert late.me == ""
        await late.until(lambda: late.closed)
        again = await world.buyer(known[0].token)
        assert again.me == known[0].me, "who is known already may always come back"


async def test_a_made_up_token_does_not_get_around_it() -> None:
    async with running(buyer={"newcomers_at_once": 1, "newcomers_per_minute": 1}) as world:
        first = await world.buyer()
        assert (await world.buyer(f"{first.token[:-4]}AAAA")).me == ""


async def test_one_visitor_has_so_many_pages_open_and_no_more() -> None:
    async with running(buyer={"pages_at_once": 3}) as world:
        first = await world.buyer()
        pages = [first, *[await world.buyer(first.token) for _ in range(2)]]
        one_more = await world.buyer(first.token)
        await one_more.until(lambda: one_more.closed)
        await pages[1].drop()
        await asyncio.sleep(0.05)
        assert (await world.buyer(first.token)).me == first.me


async def test_who_never_says_hello_is_shown_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bots.web.session, "GREETED_WITHIN", 0.2)
    async with running() as world:
        silent = world.stranger("/chat")
        socket = await silent.http.ws_connect(f"{world.base}/chat/ws", headers={"Origin": world.base})
        assert (await socket.receive(timeout=5)).data == 1008
        greeted = await world.buyer()
        await asyncio.sleep(0.4)
        assert (await greeted.do(Say(id=nonce(), text="还在")))["type"] == "ack"


async def test_a_session_ends_while_the_page_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bots.web.session, "GREETED_WITHIN", 0.1)
    async with running(staff={"session_valid": timedelta(seconds=1)}) as world:
        agent = await world.agent()
        assert agent.me == "mei"
        await agent.frame(lambda frame: frame["type"] == "error" and frame["why"] == "signed-out")
        await agent.until(lambda: agent.closed)


async def test_an_agent_who_has_left_gets_in_no_more() -> None:
    async with running(staff={"left": ["chen"]}) as world:
        assert (await world.agent("chen", "阿晨")).me == ""
        assert (await world.agent("mei", "小美")).me == "mei"


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("203.0.113.7", "", "unknown-is-private"),
        ("8.8.4.4", "", "8.8.4.4"),
        ("8.8.4.4", "1.2.3.4", "8.8.4.4"),
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.2", "9.9.9.9, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "nonsense, ", "127.0.0.1"),
        ("::1", "2606:4700:1:2:3:4:5:6", "2606:4700:1:2::"),
        ("::ffff:127.0.0.1", "::ffff:1.2.3.4", "1.2.3.4"),
        ("", "1.2.3.4", "unknown"),
    ],
)
def test_the_address_that_counts(peer: str, forwarded: str, caller: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/chat/ws", headers=headers).clone(remote=peer)
    assert caller_of(request) == caller.replace("unknown-is-private", "203.0.113.7")


def test_nobody_guesses_a_visitor(world: World) -> None:
    """96 random bits, and a signature of 256 over them: neither the id nor its token can be tried out."""
    visitors = world.buyers._pages.visitors
    made = {visitors.issue().id for _ in range(1000)}
    assert len(made) == 1000
    assert {len(id_) for id_ in made} == {24}
