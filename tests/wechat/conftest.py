"""An official account's platform with one buyer, and the simplest account there could be on the other side."""

from collections.abc import AsyncIterator

import pytest

from tests.wechat.account import SimpleAccount, simple_account
from tests.wechat.platform import Person, WeChat


@pytest.fixture
async def wechat() -> AsyncIterator[WeChat]:
    async with WeChat(second=0.05) as wechat:
        yield wechat


@pytest.fixture
async def account(wechat: WeChat) -> AsyncIterator[SimpleAccount]:
    """Has its token already."""
    async with simple_account(wechat) as account:
        await account.log_in()
        yield account


@pytest.fixture
def buyer(wechat: WeChat) -> Person:
    return wechat.new_person("小明")
