"""One buyer in two chats, over real wires: a code, the yes of both, and then his orders count in both."""

from bots.fake.testkit import FakePlatform
from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, Desk

PHONE, TABLET, STRANGER = "小明", "小明的平板", "路人"
YES, NO = "是我，关联", "不是我"


async def ask(desk: Desk, who: str, text: str) -> str:
    await desk.buyers.buyer_says(who, text)
    return (await desk.buyers.hears(who)).text


async def press(desk: Desk, who: str, label: str) -> None:
    await desk.buyers.presses(who, label)


async def code_of(desk: Desk, who: str) -> str:
    told = await ask(desk, who, "关联")
    return next(line for line in told.splitlines() if line.startswith("LK-"))


async def hears_of(platform: FakePlatform, who: str, words: str) -> str:
    while words not in (told := (await platform.hears(who)).text):
        pass
    return told


async def test_a_code_links_and_the_keys_come_in_the_other_chat(desk: Desk) -> None:
    assert "Steam 50 元充值卡" in await ask(desk, PHONE, f"{ORDER} {CONTACT} 密码：{PASSWORD}")
    assert "是你自己要的码吗" in await ask(desk, TABLET, await code_of(desk, PHONE))
    await press(desk, TABLET, YES)
    await hears_of(desk.buyers, PHONE, "有人在测试渠道发来了你的关联码")
    await press(desk, PHONE, YES)
    await hears_of(desk.buyers, PHONE, "关联好了")
    await hears_of(desk.buyers, TABLET, "关联好了")
    keys = await ask(desk, TABLET, "再发卡密")
    assert all(key in keys for key in KEYS)
    assert "已取消关联" in await ask(desk, PHONE, "取消关联")
    await hears_of(desk.buyers, TABLET, "已经和这里取消关联")
    assert "订单号" in await ask(desk, TABLET, "再发卡密")


async def test_a_stranger_with_a_code_that_he_has_seen_gets_nothing(desk: Desk) -> None:
    await ask(desk, PHONE, f"{ORDER} {CONTACT} 密码：{PASSWORD}")
    await ask(desk, STRANGER, await code_of(desk, PHONE))
    await press(desk, STRANGER, YES)
    await hears_of(desk.buyers, PHONE, "是你自己吗")
    await press(desk, PHONE, NO)
    await hears_of(desk.buyers, STRANGER, "没有关联")
    assert "订单号" in await ask(desk, STRANGER, "再发卡密")
