"""The menu at the bottom of the talk: as the settings have it, made only when it is another one."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.unit.wechat.scene import scene, until
from tests.wechat.platform import Account

MENU: list[dict[str, Any]] = [
    {"name": "查订单", "value": "order"},
    {"name": "帮助", "sub": [{"name": "常见问题", "value": "faq"}, {"name": "官网", "url": "https://shop.example/"}]},
]
CREATED = {
    "button": [
        {"name": "查订单", "type": "click", "key": "order"},
        {
            "name": "帮助",
            "sub_button": [
                {"name": "常见问题", "type": "click", "key": "faq"},
                {"name": "官网", "type": "view", "url": "https://shop.example/"},
            ],
        },
    ]
}


async def test_it_is_made_at_the_start() -> None:
    async with scene(menu=MENU) as shop:
        await until(lambda: shop.wechat.menu is not None)
        assert shop.wechat.menu == CREATED


async def test_one_that_is_there_already_is_not_made_again() -> None:
    async with scene(menu=MENU) as shop:
        await until(lambda: shop.wechat.menu is not None)
        await shop.channel.stop()
        shop.channel = shop.build(menu=MENU)
        await shop.channel.start(shop.sink)
        await until(lambda: len(shop.wechat.calls_of("menu/get")) == 2)
        await shop.says("在吗")
        await shop.deliver("在的")
        assert len(shop.wechat.calls_of("menu/create")) == 1


async def test_another_one_replaces_it() -> None:
    async with scene(menu=MENU) as shop:
        await until(lambda: shop.wechat.menu is not None)
        await shop.channel.stop()
        shop.channel = shop.build(menu=MENU[:1])
        await shop.channel.start(shop.sink)
        await until(lambda: shop.wechat.menu == {"button": CREATED["button"][:1]})


async def test_without_one_in_the_settings_nothing_is_touched() -> None:
    async with scene() as shop:
        await shop.says("在吗")
        await shop.deliver("在的")
        assert not shop.wechat.calls_of("menu/get", "menu/create", "menu/delete")


async def test_an_account_that_may_not_have_one_lives_without() -> None:
    with capture_logs() as lines:
        async with scene(Account(verified=False, service=False), menu=MENU) as shop:
            await until(lambda: bool(shop.wechat.calls_of("menu/get")))
            await until(lambda: any("by hand" in line["event"] for line in lines))
            assert not shop.wechat.calls_of("menu/create")


async def test_a_platform_in_trouble_is_asked_again() -> None:
    async with scene(menu=MENU) as shop:
        await shop.channel.stop()
        shop.wechat.menu = None
        shop.wechat.faults.breaks(502, "menu/get", times=2)
        shop.channel = shop.build(menu=MENU)
        await shop.channel.start(shop.sink)
        await until(lambda: shop.wechat.menu is not None)


@pytest.mark.parametrize("code", [40018, 40054])
async def test_a_menu_that_is_refused_is_told_in_the_log(code: int) -> None:
    with capture_logs() as lines:
        async with scene(menu=MENU) as shop:
            await shop.channel.stop()
            shop.wechat.menu = None
            shop.wechat.faults.refuses(code, "menu/create", words="refused")
            shop.channel = shop.build(menu=MENU)
            await shop.channel.start(shop.sink)
            await until(lambda: any("the menu was refused" in line["event"] for line in lines))
