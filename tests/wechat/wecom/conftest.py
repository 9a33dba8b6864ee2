"""A WeCom with one account and one customer; who asks it, and who listens to it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.wechat.wecomplatform import Account, Customer, WeCom
from tests.wechat.wecomscene import Client, Listener, listening


@pytest.fixture
async def wecom() -> AsyncIterator[WeCom]:
    async with WeCom(second=0.02) as wecom:
        wecom.new_account()
        yield wecom


@pytest.fixture
def account(wecom: WeCom) -> Account:
    return wecom.account


@pytest.fixture
def buyer(wecom: WeCom) -> Customer:
    return wecom.new_customer("小明")


@pytest.fixture
async def client(wecom: WeCom) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as http:
        client = Client(wecom.url, http)
        await client.gettoken()
        yield client


@pytest.fixture
async def listener(wecom: WeCom) -> AsyncIterator[Listener]:
    async with listening() as listener:
        await wecom.posts_to(listener.url)
        yield listener
