"""The official account's callback over real HTTP, as the platform meets it."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import aiohttp
import pytest
from structlog.testing import capture_logs

from bots.webserver import Health, WebServer
from bots.wechat.official.inbound import Us
from bots.wechat.official.intake import Intake
from bots.wechat.official.passive import PassiveReplies
from bots.wechat.official.replies import MediaReply, Reply, TextReply
from bots.wechat.xml import read_xml
from core.channel import Sink
from core.errors import StoreUnavailable
from core.messages import Address, Allowance, ContactClosed, ContactOpened, Event, MediaKind, MessageReceived, Person
from tests.unit.wechat.letters import (
    APP_ID,
    BUYER,
    OURS,
    STAMP,
    TOKEN,
    US,
    StillClock,
    gate,
    happening,
    letter,
    sealed,
    stamped,
)
from tests.wechat.platform.crypto import Wrapping
from tests.wechat.platform.envelopes import Request, unseal
from tests.wechat.platform.model import Account, Mode
from tests.wechat.platform.xmlwire import parse_reply

MODES = ["plain", "secure"]
both = pytest.mark.parametrize("mode", MODES)


@dataclass
class Store:
    """Implements core.channel.Sink. `answer`: what the bot says to each event, through the passive replies."""

    replies: PassiveReplies
    answer: Reply | None = None
    events: list[Event] = field(default_factory=list)
    parked: list[tuple[str, str]] = field(default_factory=list)
    taken: list[str | None] = field(default_factory=list)
    trouble: Exception | None = None
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def accept(self, events: Sequence[Event]) -> None:
        if self.trouble is not None:
            raise self.trouble
        for event in events:
            if event.id not in {one.id for one in self.events}:
                self.events.append(event)
                self.tasks += [asyncio.create_task(self._deliver(event, self.answer))] if self.answer else []
        await asyncio.sleep(0)

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        self.parked.append((key, why))

    def typing(self, where: Address, who: Person) -> None:
        raise NotImplementedError

    async def _deliver(self, event: Event, answer: Reply) -> None:
        self.taken.append(await self.replies.offer(event.where.chat, answer))


class NoHints:
    def later(self) -> str:
        return ""

    def nothing_new(self) -> str:
        return "暂时没有新回复"


@dataclass
class Ears:
    """Implements Listener."""

    said: list[str] = field(default_factory=list)
    away: bool = False

    async def hears(self, event: Event) -> Event:
        if self.away:
            raise StoreUnavailable
        self.said.append("hears")
        return replace(event, allowance=Allowance(4, 5, event.at))

    def has_heard(self, event: Event) -> None:
        self.said.append("has heard")


@dataclass
class Door:
    """The account in operation."""

    url: str
    http: aiohttp.ClientSession
    store: Store
    intake: Intake
    ears: Ears
    clock: StillClock
    mode: str

    def sent(self, plain: bytes) -> tuple[Mapping[str, str], bytes]:
        return sealed(plain) if self.mode == "secure" else (stamped(), plain)

    async def posts(self, query: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "text/xml"}
        async with self.http.post(self.url, params=query, data=BytesIO(body), headers=headers) as answer:
            return answer.status, await answer.read()

    async def hears(self, plain: bytes) -> tuple[int, bytes]:
        return await self.posts(*self.sent(plain))

    async def asks(self, query: Mapping[str, str]) -> tuple[int, str]:
        async with self.http.get(self.url, params=query) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            return answer.status, await answer.text()

    def shown(self, body: bytes) -> str:
        """The reply as the platform would show it."""
        mode = Mode.SECURE if self.mode == "secure" else Mode.PLAIN
        account = Account(appid=APP_ID, token=TOKEN, aes_key=AES, original=OURS, mode=mode)
        return parse_reply(unseal(account, body), to=BUYER, by=OURS).text

    def nothing_stored(self) -> bool:
        return not self.store.events and not self.store.parked


AES = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


async def healthy() -> Health:
    return Health(ok=True)


@asynccontextmanager
async def door(
    mode: str = "plain", *, seconds: float = 0.0, answer: Reply | None = None, us: Us = US
) -> AsyncIterator[Door]:
    clock, ears = StillClock(), Ears()
    replies = PassiveReplies(seconds, NoHints(), lambda _: None)  # type: ignore[arg-type]
    intake = Intake(us, gate(clock, secure=mode == "secure"), replies, ears, clock)
    store = Store(replies, answer)
    sink: Sink = store
    intake.open(sink)
    server = WebServer(healthy, lambda: b"")
    server.mount(intake.routes())
    port = await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession() as http:
            yield Door(f"http://127.0.0.1:{port}/wechat/main/callback", http, store, intake, ears, clock, mode)
        await asyncio.gather(*store.tasks)
    finally:
        intake.close()
        await server.stop()


@both
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


@both
async def test_a_message_is_stored_and_taken(mode: str) -> None:
    async with door(mode) as account:
        assert await account.hears(letter()) == (200, b"success")
        [event] = account.store.events
        assert isinstance(event, MessageReceived)
        assert (event.body.text, event.where.chat) == ("卡密呢", BUYER)
        assert event.allowance == Allowance(4, 5, event.at)
        assert account.ears.said == ["hears", "has heard"]


@both
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


@both
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


@both
async def test_an_event_that_nobody_knows_is_kept_for_people(mode: str) -> None:
    async with door(mode) as account:
        assert await account.hears(happening("user_authorization_revoke")) == (200, b"success")
        [(key, why)] = account.store.parked
        assert key == f"{BUYER}:{STAMP}:user_authorization_revoke:"
        assert "user_authorization_revoke" in why
        assert account.store.events == []


@both
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


@both
@pytest.mark.parametrize("change", ["signature", "nonce", "timestamp"])
async def test_a_forged_letter_is_refused_and_not_stored(mode: str, change: str) -> None:
    async with door(mode) as account:
        query, body = account.sent(letter())
        for value in ("", "0" * 40, "ÿ", "1"):
            assert await account.posts({**query, change: value}, body) == (403, b"Forbidden")
        assert (await account.posts({name: said for name, said in query.items() if name != change}, body))[0] == 403
        assert account.nothing_stored()


@both
@pytest.mark.parametrize("seconds", [601, -601, 10**6])
async def test_a_replayed_letter_is_refused(mode: str, seconds: int) -> None:
    async with door(mode) as account:
        request = account.sent(letter())
        account.clock.time += timedelta(seconds=seconds)
        assert (await account.posts(*request))[0] == 403
        assert account.nothing_stored()
        assert "from our clock" in account.intake.refused


async def test_in_secure_mode_nothing_comes_in_plain() -> None:
    async with door("secure") as account:
        assert (await account.posts(stamped(), letter()))[0] == 403
        query, _ = sealed(letter())
        assert (await account.posts(query, letter()))[0] == 400
        _, body = sealed(letter(Content="other"))
        assert (await account.posts(query, body))[0] == 403
        assert (await account.posts(query | {"msg_signature": "0" * 40}, body))[0] == 403
        assert account.nothing_stored()


async def test_a_letter_to_another_account_is_refused() -> None:
    async with door("secure") as account:
        assert (await account.posts(*sealed(letter(), app_id="wx0000000000000000")))[0] == 403
        assert (await account.posts(*sealed(letter(), aes_key="x" * 43)))[0] in {400, 403}
        assert account.nothing_stored()


async def test_nothing_is_decrypted_before_its_signature_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    async with door("secure") as account:
        monkeypatch.setattr("bots.wechat.envelope.Envelope.open", lambda _, sealed: opened.append(sealed))
        query, body = sealed(letter())
        for name in ("signature", "msg_signature"):
            assert (await account.posts({**query, name: "0" * 40}, body))[0] == 403
        assert opened == []


async def test_the_compatible_mode_is_read_in_both_ways() -> None:
    plain = letter()
    encrypted = Wrapping(AES, APP_ID).encrypt(plain)
    mixed = Request(stamped(encrypted), plain.replace(b"</xml>", f"<Encrypt>{encrypted}</Encrypt></xml>".encode()))
    for mode in MODES:
        async with door(mode) as account:
            assert await account.posts(mixed.query, mixed.body) == (200, b"success")
            assert len(account.store.events) == 1


HOSTILE = {
    "nothing": b"",
    "JSON": b'{"MsgType": "text"}',
    "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
    "a file": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>',
    "breaking out": letter().replace("卡密呢".encode(), b"]]></Content><MsgType>event</MsgType><Content><![CDATA["),
    "GBK": letter().replace("卡密呢".encode(), "卡密呢".encode("gbk")),
    "UTF-16": letter().decode().encode("utf-16"),
    "NUL": letter().replace("卡".encode(), b"\x00"),
    "a lone surrogate": letter().replace("卡".encode(), b"\xed\xa0\x80"),
    "half": letter()[: len(letter()) // 2],
    "1 MB": letter(Content="x" * ((1 << 20) - 400)),
    "deep": b"<xml>" + b"<a>" * 30_000,
    "nobody": letter(FromUserName=None),
    "no time": letter(CreateTime="soon"),
}


@both
@pytest.mark.parametrize("name", [*HOSTILE])
async def test_a_hostile_letter_is_refused_shortly_and_not_stored(mode: str, name: str) -> None:
    async with door(mode, seconds=30) as account:
        with capture_logs() as logs:
            status, body = await account.hears(HOSTILE[name])
        assert (status, body) == ((400, b"Unreadable") if status == 400 else (413, body))
        assert b"Traceback" not in body
        assert account.nothing_stored()
        assert all("exception" not in one and "卡密" not in str(one) for one in logs)


async def test_more_than_a_megabyte_is_not_even_read() -> None:
    async with door() as account:
        assert (await account.hears(letter(Content="x" * (1 << 21))))[0] == 413
        assert account.nothing_stored()


@both
async def test_cut_off_anywhere_it_is_refused(mode: str) -> None:
    async with door(mode) as account:
        query, body = account.sent(letter())
        for end in range(0, len(body), 7):
            assert (await account.posts(query, body[:end]))[0] in {400, 403}
        assert account.nothing_stored()


async def test_the_log_says_why_once_and_the_doctor_can_ask() -> None:
    async with door() as account:
        with capture_logs() as logs:
            for _ in range(3):
                await account.posts(stamped(token="other"), letter())
        [told] = logs
        assert (told["channel"], "token" in told["why"]) == ("/wechat/main/callback", True)
        assert "token" in account.intake.refused
        await account.hears(letter())
        assert account.intake.refused == ""


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
