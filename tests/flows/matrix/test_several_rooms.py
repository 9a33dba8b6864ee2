"""Three staff rooms at once, each on another messenger: tickets find theirs, move on, and files come along."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bots.web.buyer import CHAT
from bots.web.protocol import Typing
from config.settings import RoomRule
from tests.flows.desk import CONTACT, PASSWORD
from tests.flows.matrix.buyers import OnWeb
from tests.flows.matrix.place import PRODUCT, SOLD, Everywhere, open_everywhere
from tests.flows.matrix.rooms import DiscordThread
from tests.flows.matrix.stations import Buyer, Thread, hears, new_thread, sees

pytestmark = pytest.mark.asyncio(loop_scope="module")
PICTURE = b"\xff\xd8\xff\xe0 a screenshot" * 50
PDF = b"%PDF-1.7\n" + b"how to redeem" * 100
BIG = b"\xff\xd8\xff\xe0" + b"\0" * (11 << 20)
"""More than Discord takes."""
RULES = (
    RoomRule(room="telegram-staff/main", product=("Steam*",)),
    RoomRule(room="discord-staff/main", reason=("complaint",), channel=("web",)),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everywhere]:
    async with open_everywhere(tmp_path_factory.mktemp("rooms"), "web-staff", *RULES) as opened:
        yield opened


async def ticket(place: Everywhere, buyer: Buyer, room: str, words: str = "转人工") -> Thread:
    """The buyer wants a person; his thread, which is in that room."""
    known = list(place.desk(room).threads)
    await buyer.says(words)
    return await new_thread(place.desk(room), known)


async def moved(place: Everywhere, thread: Thread, room: str) -> Thread:
    known = list(place.desk(room).threads)
    await thread.says(f"/move {room}")
    await thread.until(lambda: thread.closed)
    return await new_thread(place.desk(room), known)


async def shows_typing(buyer: Buyer, thread: Thread) -> None:
    """That he writes is shown where his ticket is now."""
    assert isinstance(buyer, OnWeb)
    assert isinstance(thread, DiscordThread)
    await buyer.page.send(Typing(box=CHAT))
    await thread.until(lambda: bool(thread.post.typed))


async def test_tickets_go_where_the_first_rule_that_fits_says(place: Everywhere) -> None:
    steam = await place.newcomer("web")
    await steam.says(f"{SOLD['web'].number} {CONTACT} 密码 {PASSWORD}")
    await hears(steam, PRODUCT)
    thread = await ticket(place, steam, "telegram-staff")
    await thread.until(lambda: PRODUCT in thread.card)
    await ticket(place, await place.newcomer("web"), "discord-staff", "什么破机器人，我要投诉")
    await ticket(place, await place.newcomer("wecom"), "web-staff", "什么破机器人，我要投诉")


async def test_a_ticket_goes_round_and_the_buyer_notices_nothing(place: Everywhere) -> None:
    """Web, Telegram, Discord and back; pictures of both sides are carried along, byte for byte."""
    buyer = await place.newcomer("web")
    web = await ticket(place, buyer, "web-staff")
    await buyer.says("卡密用不了，看截图")
    await buyer.sends_picture(PICTURE, "screen.jpg")
    await sees(web, PICTURE)
    await web.says("你好，我看看")
    await hears(buyer, "你好，我看看")
    before = list(buyer.texts)
    telegram = await moved(place, web, "telegram-staff")
    await hears(web, "/move web-staff/main")
    for words in ("从 web-staff/main 转来", "卡密用不了，看截图", "你好，我看看"):
        await hears(telegram, words)
    await sees(telegram, PICTURE)
    discord = await moved(place, telegram, "discord-staff")
    await sees(discord, PICTURE)
    assert list(buyer.texts) == before, "he has noticed something"
    await shows_typing(buyer, discord)
    await web.says("我还在这里写")
    await hears(web, "没有发给买家")
    await discord.says("换我来帮你")
    await hears(buyer, "换我来帮你")
    assert not any("我还在这里写" in text for text in buyer.texts)
    await discord.says("/move web-staff")
    await web.until(lambda: not web.closed)
    await hears(web, "工单转回来了")
    await buyer.says("好了，谢谢")
    await hears(web, "好了，谢谢")


async def test_what_a_buyers_messenger_cannot_take_is_named(place: Everywhere) -> None:
    buyer = await place.newcomer("wechat")
    thread = await ticket(place, buyer, "web-staff")
    await hears(buyer, "叫客服")
    await thread.sends_picture(PDF, "怎么兑换.pdf", "照着这份做")
    await hears(buyer, "照着这份做")
    await hears(buyer, "怎么兑换.pdf")
    assert PDF not in await buyer.pictures()


@pytest.mark.filterwarnings("ignore:Sending a large body directly")
async def test_what_a_room_cannot_show_is_named_and_is_there_in_one_that_can(place: Everywhere) -> None:
    """Twenty megabytes go on the web, and half of that on Discord."""
    buyer = await place.newcomer("web")
    discord = await ticket(place, buyer, "discord-staff", "什么破机器人，我要投诉")
    await buyer.sends_picture(BIG, "录屏.jpg")
    await hears(discord, "录屏.jpg")
    assert not await discord.pictures()
    await sees(await moved(place, discord, "telegram-staff"), BIG)


async def test_each_room_lists_its_own_tickets_and_all_on_request(place: Everywhere) -> None:
    await moved(place, await ticket(place, await place.newcomer("wecom"), "web-staff"), "telegram-staff")
    thread = await ticket(place, await place.newcomer("discord"), "web-staff")
    await thread.says("/open")
    await hears(thread, "没结束的工单")
    own = next(text for text in thread.texts if "没结束的工单" in text)
    assert "telegram-staff/main" not in own
    await thread.says("/open all")
    await hears(thread, "telegram-staff/main")
