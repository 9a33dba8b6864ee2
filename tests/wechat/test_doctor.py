"""`kamidesk check` beside `kamidesk run`: the doctor asks the running callback over HTTP, as the consoles do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bots.registry import find_channel
from bots.webserver import Health, WebServer
from core.channel import Channel, Examines, Finding, ServesHttp, Severity
from core.messages import AccountId
from tests.conformance.stage import RememberingSink
from tests.conformance.surroundings import surroundings
from tests.wechat.platform import Account, Mode, WeChat
from tests.wechat.wecomplatform import WeCom

NOBODY = "http://127.0.0.1:9"
Json = dict[str, Any]


def channel_of(kind: str, settings: Json, public_url: str = NOBODY) -> Channel:
    return find_channel(kind)(AccountId("main"), settings, surroundings(public_url))


@asynccontextmanager
async def running(kind: str, settings: Json) -> AsyncIterator[str]:
    """The product, open with these settings; gives its address."""

    async def healthy() -> Health:
        return Health(ok=True)

    channel = channel_of(kind, settings)
    assert isinstance(channel, ServesHttp)
    server = WebServer(healthy, lambda: b"")
    server.mount(channel.routes())
    port = await server.start("127.0.0.1", 0)
    await channel.start(RememberingSink())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await channel.stop()
        await server.stop()


async def told_of(what: str, kind: str, settings: Json, public_url: str) -> Finding:
    channel = channel_of(kind, settings, public_url)
    assert isinstance(channel, Examines)
    (found,) = [one for one in await channel.examine() if one.subject == f"{kind}/main: {what}"]
    return found


@pytest.fixture(params=list(Mode))
async def wechat(request: pytest.FixtureRequest) -> AsyncIterator[WeChat]:
    async with WeChat(Account(mode=request.param)) as platform:
        yield platform


@pytest.fixture
async def wecom() -> AsyncIterator[WeCom]:
    async with WeCom() as platform:
        platform.new_account("售后客服")
        yield platform


async def test_a_running_account_answers_the_console_in_every_mode(wechat: WeChat) -> None:
    async with running("wechat", wechat.settings()) as url:
        found = await told_of("callback", "wechat", wechat.settings(), url)
    assert (found.severity, found.remedy) == (Severity.OK, "")


async def test_another_token_than_that_of_the_running_product(wechat: WeChat) -> None:
    async with running("wechat", wechat.settings(token="Former")) as url:
        found = await told_of("callback", "wechat", wechat.settings(), url)
    assert (found.severity, "Restart `kamidesk run`" in found.remedy) == (Severity.FAILURE, True)


async def test_a_running_customer_service_answers_the_console(wecom: WeCom) -> None:
    async with running("wecom", wecom.settings()) as url:
        found = await told_of("callback", "wecom", wecom.settings(), url)
        other = {**wecom.settings(), "aes_key": "a" * 43}
        wrong = await told_of("callback", "wecom", other, url)
        forgotten = await told_of("callback", "wecom", wecom.settings() | {"token": "Another"}, url)
    assert found.severity is Severity.OK
    assert wrong.severity is Severity.FAILURE
    assert (forgotten.severity, "(403)" in forgotten.seen) == (Severity.FAILURE, True)


async def test_both_find_nobody_where_nothing_runs(wechat: WeChat, wecom: WeCom) -> None:
    for kind, settings in (("wechat", wechat.settings()), ("wecom", wecom.settings())):
        found = await told_of("callback", kind, settings, NOBODY)
        assert (found.severity, "type `kamidesk run`" in found.remedy) == (Severity.WARNING, True)
