"""The load of the WeChat benchmarks and their floor speak what the product's door understands."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from benchmarks import floor_wechat
from benchmarks.callbacks import AES_KEY, APP_ID, TOKEN, Callbacks
from benchmarks.wechat import MODES, VIEW_WORD
from benchmarks.wire import Framed, call
from bots.wechat.envelope import Envelope
from bots.wechat.official.gate import Gate
from bots.wechat.official.inbound import Told, Us, understand
from bots.wechat.signing import Signature
from core.errors import Forged
from core.messages import AccountId, ChannelName, ContactOpened, MessageReceived

ACCOUNTS = pytest.mark.parametrize("account", list(MODES.values()))
US = Us(ChannelName("wechat"), AccountId("main"))


class Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Heard(Framed):
    """What a server sees of one request."""

    def __init__(self) -> None:
        super().__init__()
        self.url, self.body = URL(), b""

    def whole(self, head: bytes, body: bytes) -> None:
        self.url, self.body = URL(head.split(b" ", 2)[1].decode()), body


def written(account: str, *texts: str) -> list[bytes]:
    calls = Callbacks(f"/wechat/{account}/callback".encode(), texts, 1, sealed=account == "secure")
    calls.prepare(len(texts))
    return [calls.ask() for _ in texts]


def taken(account: str, request: bytes) -> Told:
    """By the product's own door."""
    heard = Heard()
    heard.data_received(request)
    envelope = Envelope(TOKEN, AES_KEY, APP_ID) if account == "secure" else None
    gate = Gate(Signature(TOKEN, timedelta(minutes=10)), envelope, Now())
    gate.knock(heard.url.query)
    return understand(gate.open(heard.url.query, heard.body), US)


async def floor_says(request: bytes) -> int:
    async with TestServer(floor_wechat.application()) as server:
        assert server.port
        return await call(server.port, request)


def forged(request: bytes) -> bytes:
    """As by somebody who does not know the token."""
    return request.replace(b"signature=", b"signature=0").replace(b"msg_signature=", b"msg_signature=0")


@ACCOUNTS
def test_the_product_understands_what_the_load_writes(account: str) -> None:
    first, second = (taken(account, request) for request in written(account, "怎么退款？", "怎么退款？"))
    assert isinstance(first.event, MessageReceived)
    assert first.event.body.text == "怎么退款？"
    assert isinstance(second.event, MessageReceived)
    assert (first.event.id, first.chat) != (second.event.id, second.chat)


@ACCOUNTS
def test_who_asks_what_waits_expects_no_answer(account: str) -> None:
    told = taken(account, written(account, VIEW_WORD)[0])
    assert told.asking
    assert isinstance(told.event, ContactOpened)
    assert told.event.silently


@ACCOUNTS
async def test_the_floor_takes_the_very_same_request(account: str) -> None:
    assert await floor_says(written(account, "你好")[0]) == 200


@ACCOUNTS
async def test_a_forged_one_is_refused_by_both(account: str) -> None:
    request = forged(written(account, "你好")[0])
    assert await floor_says(request) == web.HTTPForbidden.status_code
    with pytest.raises(Forged):
        taken(account, request)


async def test_what_is_meant_for_another_account_is_refused_by_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.callbacks.APP_ID", "wx-of-somebody-else")
    (request,) = written("secure", "你好")
    assert await floor_says(request) == web.HTTPForbidden.status_code
    with pytest.raises(Forged):
        taken("secure", request)


def test_more_than_was_prepared_is_not_made_while_the_clock_runs() -> None:
    calls = Callbacks(b"/", ["你好"], 1, sealed=False)
    calls.prepare(1)
    calls.ask()
    with pytest.raises(IndexError):
        calls.ask()
