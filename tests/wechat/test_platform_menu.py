"""The account's menu, what an unverified account may not do, and what goes wrong on purpose."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.wechat.account import SimpleAccount
from tests.wechat.platform import Person, WeChat

CLICK = {"type": "click", "name": "查订单", "key": "order"}
VIEW = {"type": "view", "name": "商城", "url": "https://shop.example/"}
SUBS = {"name": "更多", "sub_button": [VIEW, CLICK]}


async def test_a_menu_is_kept_and_pressed(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    assert (await account.get("menu/get"))["errcode"] == 46003
    assert (await account.get("get_current_selfmenu_info"))["is_menu_open"] == 0
    assert (await account.post("menu/create", {"button": [CLICK, SUBS]}))["errcode"] == 0
    kept = (await account.get("menu/get"))["menu"]["button"]
    assert [one["name"] for one in kept] == ["查订单", "更多"]
    assert [one["name"] for one in kept[1]["sub_button"]] == ["商城", "查订单"]
    shown = (await account.get("get_current_selfmenu_info"))["selfmenu_info"]["button"]
    assert shown[1]["sub_button"]["list"] == [VIEW, CLICK]
    for name in ("查订单", "商城"):
        await wechat.clicks(buyer, name).over()
    clicked, viewed = [xml for _, xml in account.came]
    assert b"<Event><![CDATA[CLICK]]></Event>\n<EventKey><![CDATA[order]]></EventKey>" in clicked
    assert b"<Event><![CDATA[VIEW]]></Event>\n<EventKey><![CDATA[https://shop.example/]]></EventKey>" in viewed
    assert wechat.left(buyer) == 3, "a link lets nothing through"
    await account.get("menu/delete")
    assert wechat.menu is None


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([CLICK] * 4, 40016),
        ([], 40016),
        ([CLICK | {"name": "查" * 6}], 40018),
        ([CLICK | {"key": "k" * 129}], 40019),
        ([CLICK | {"type": "dance"}], 40017),
        ([CLICK | {"colour": "red"}], 47001),
        ([VIEW | {"url": "shop.example"}], 40055),
        ([VIEW | {"url": "https://" + "x" * 1024}], 40020),
        ([SUBS | {"sub_button": [CLICK] * 6}], 40023),
        ([SUBS | {"sub_button": [CLICK | {"name": "查" * 21}]}], 40025),
    ],
)
async def test_a_menu_is_looked_at(account: SimpleAccount, buttons: list[dict[str, Any]], code: int) -> None:
    assert (await account.post("menu/create", {"button": buttons}))["errcode"] == code


async def test_an_unverified_account_may_do_little(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    wechat.account.verified = False
    await wechat.says(buyer, "在吗").over()
    assert await account.says(buyer.openid, "x") == 48001
    for path in ("customservice/getkflist", "media/get"):
        assert (await account.get(path))["errcode"] == 48001
    assert (await account.post("menu/create", {"button": [CLICK]}))["errcode"] == 0, "a service account may have one"
    wechat.account.service = False
    assert (await account.post("menu/create", {"button": [CLICK]}))["errcode"] == 48001
    assert "ip_list" in await account.get("getcallbackip")
    assert "access_token" in await account.log_in()


async def test_the_account_is_told_about_itself(account: SimpleAccount) -> None:
    [person] = (await account.get("customservice/getkflist"))["kf_list"]
    assert person["kf_account"] == "shop@kamidesk"
    asked = {"cgi_path": "/cgi-bin/message/custom/send"}
    assert (await account.post("openapi/quota/get", asked))["quota"]["daily_limit"] == 500_000
    assert (await account.post("openapi/quota/get", {"cgi_path": "/x"}))["errcode"] == 76021


async def test_wrong_methods_and_addresses_are_refused(account: SimpleAccount) -> None:
    assert (await account.get("message/custom/send"))["errcode"] == 43002
    assert (await account.post("menu/get", {}))["errcode"] == 43001
    assert (await account.get("nothing/here"))["errcode"] == 40066


async def test_what_goes_wrong_on_purpose(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    await wechat.says(buyer, "在吗").over()
    wechat.faults.refuses(45011, "message/custom/send", skip=1)
    assert [await account.says(buyer.openid, f"{n}") for n in range(3)] == [0, 45011, 0]
    wechat.faults.cuts("message/custom/send", applied=True)
    with pytest.raises(aiohttp.ClientError):
        await account.says(buyer.openid, "3")
    wechat.faults.cuts("message/custom/send", applied=False)
    with pytest.raises(aiohttp.ClientError):
        await account.says(buyer.openid, "4")
    assert [one.text for one in buyer.answers] == ["0", "2", "3"]
    wechat.faults.babbles(b"<html>", "getcallbackip")
    assert await account.fetch("getcallbackip") == ("text/html", b"<html>")
    wechat.faults.breaks(502, "getcallbackip")
    assert b"502" in (await account.fetch("getcallbackip"))[1]
    assert [one.code for one in wechat.calls_of("message/custom/send")] == [0, 45011, 0, 0, None]


async def test_a_call_that_hangs_ends_when_it_is_let_go(wechat: WeChat, account: SimpleAccount) -> None:
    wechat.faults.hangs("message/custom/send")
    asked = asyncio.create_task(account.says("oNobody", "x"))
    await wechat.until(lambda: bool(wechat.calls_of("message/custom/send")))
    assert not asked.done()
    wechat.faults.let_go()
    with pytest.raises(aiohttp.ClientError):
        await asked
