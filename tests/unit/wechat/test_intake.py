"""The official account's callback over real HTTP, as the platform meets it."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bots.wechat.official.replies import MediaReply, TextReply
from bots.wechat.xml import read_xml
from core.errors import StoreUnavailable
from core.messages import Allowance, ContactClosed, ContactOpened, MediaKind, MessageReceived
from tests.unit.wechat.callback import BOTH, door
from tests.unit.wechat.letters import BUYER, STAMP, US, happening, letter, stamped


@BOTH
async def test_the_handshake_gives_the_echo_back(mode: str) -> None:
    async with door(mode) as account:
        assert await account.asks(stamped() | {"echostr": "4375120948345356249"}) == (200, "4375120948345356249")


async def test_the_platforms_own_example_of_a_handshake() -> None:
    query = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "echostr": "4375120948345356249",
        "timestamp": "1714036504",
        "nonce": "1514711492",
    }
    async with door() as account:
        assert (await account.asks(query))[0] == 403
        account.clock.time = datetime.fromtimestamp(1714036504, UTC)
        assert await account.asks(query) == (200, "4375120948345356249")


@pytest.mark.parametrize("echo", ["", "x" * 1000])
async def test_a_handshake_without_a_sensible_echo_is_refused(echo: str) -> None:
    async with door() as account:
        assert (await account.asks(stamped() | {"echostr": echo}))[0] == 400


async def test_a_strangers_handshake_is_refused() -> None:
    async with door() as account:
        assert (await account.asks({"echostr": "<script>alert(1)</script>"})) == (403, "Forbidden")
        assert (await account.asks(stamped(token="other") | {"echostr": "1"}))[0] == 403


@BOTH
async def test_a_message_is_stored_and_taken(mode: str) -> None:
    async with door(mode) as account:
        assert await account.hears(letter()) == (200, b"success")
        [event] = account.store.events
        assert isinstance(event, MessageReceived)
        assert (event.body.text, event.where.chat) == ("卡密呢", BUYER)
        assert event.allowance == Allowance(4, 5, event.at)
        assert account.ears.said == ["hears", "has heard"]


@BOTH
async def test_an_answer_in_time_is_in_the_response(mode: str) -> None:
    async with door(mode, seconds=30, answer=TextReply("马上 ]]> 好")) as account:
        status, body = await account.hears(letter())
        assert (status, account.shown(body)) == (200, "马上 ]]> 好")
        await asyncio.gather(*account.store.tasks)
        assert account.store.taken == ["passive:6054768590064713728"]


async def test_a_picture_can_be_the_answer() -> None:
    async with door(seconds=30, answer=MediaReply(MediaKind.IMAGE, "m-1")) as account:
        _, body = await account.hears(letter())
        assert read_xml(body)["Image"] == {"MediaId": "m-1"}


@BOTH
async def test_three_tries_at_once_are_answered_once(mode: str) -> None:
    async with door(mode, seconds=30, answer=TextReply("马上")) as account:
        request = account.sent(letter())
        answers = await asyncio.gather(*(account.posts(*request) for _ in range(3)))
        assert [status for status, _ in answers] == [200] * 3
        told = [body for _, body in answers if body != b"success"]
        assert [account.shown(body) for body in told] == ["马上"]
        assert len(account.store.events) == 1


async def test_a_slow_answer_is_success_and_nothing_is_taken() -> None:
    async with door(seconds=0.01) as account:
        assert await account.hears(letter()) == (200, b"success")
        assert await account.store.replies.offer(account.store.events[0].where.chat, TextReply("x")) is None


async def test_the_view_word_is_answered_if_nothing_waits() -> None:
    async with door(seconds=0.01) as account:
        _, body = await account.hears(letter(Content="查看回复"))
        assert account.shown(body) == "暂时没有新回复"
        [event] = account.store.events
        assert isinstance(event, ContactOpened)


async def test_a_line_that_is_cut_takes_no_answer() -> None:
    async with door(seconds=30) as account:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await account.hears(letter())
        await asyncio.sleep(0.05)
        assert await account.store.replies.offer(account.store.events[0].where.chat, TextReply("x")) is None
        assert not account.store.replies.waits(account.store.events[0].where.chat)


async def test_what_is_no_news_is_taken_and_not_stored() -> None:
    async with door(seconds=30) as account:
        assert await account.hears(happening("VIEW", "https://example.com")) == (200, b"success")
        assert account.nothing_stored()


async def test_who_has_left_is_not_waited_for() -> None:
    async with door(seconds=30) as account:
        assert await account.hears(happening("unsubscribe")) == (200, b"success")
        [event] = account.store.events
        assert isinstance(event, ContactClosed)


@BOTH
async def test_an_event_that_nobody_knows_is_kept_for_people(mode: str) -> None:
    async with door(mode) as account:
        assert await account.hears(happening("user_authorization_revoke")) == (200, b"success")
        [(key, why)] = account.store.parked
        assert key == f"{BUYER}:{STAMP}:user_authorization_revoke:"
        assert "user_authorization_revoke" in why
        assert account.store.events == []


@BOTH
async def test_what_cannot_be_stored_comes_again(mode: str) -> None:
    async with door(mode, seconds=30, answer=TextReply("马上")) as account:
        account.store.trouble = StoreUnavailable()
        assert (await account.hears(letter()))[0] == 503
        account.store.trouble, account.ears.away = None, True
        assert (await account.hears(letter()))[0] == 503
        account.ears.away = False
        assert account.shown((await account.hears(letter()))[1]) == "马上"


async def test_a_channel_that_is_not_started_asks_to_come_again() -> None:
    async with door() as account:
        account.intake.close()
        assert (await account.hears(letter()))[0] == 503
        assert (await account.hears(happening("annual_renew")))[0] == 503


async def test_what_the_store_chokes_on_is_kept_for_people_and_not_sent_again() -> None:
    async with door() as account:
        account.store.trouble = RuntimeError("poison")
        with capture_logs() as logs:
            assert await account.hears(letter()) == (200, b"success")
        assert account.store.parked == [("6054768590064713728", "RuntimeError")]
        assert [one["event"] for one in logs] == ["an event could not be handed in"]


async def test_a_second_account_has_a_door_of_its_own() -> None:
    assert US.account == "main"
    async with door(us=US._replace(account="second")) as account:  # type: ignore[arg-type]
        assert (await account.hears(letter()))[0] == 404
        account.url = account.url.replace("main", "second")
        assert (await account.hears(letter()))[0] == 200
        assert account.store.events[0].id == "wechat/second/6054768590064713728"


def test_importing_costs_no_sdk() -> None:
    """Only the channel that is built loads wechatpy (and requests with it)."""
    code = (
        "import sys, bots.wechat.envelope, bots.wechat.official.intake, bots.wechat.official.hints\n"
        "assert 'aiohttp' in sys.modules\n"
        "loaded = {'wechatpy', 'xmltodict', 'requests'} & {*sys.modules}\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
