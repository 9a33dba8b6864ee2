"""One buyer's talk with one shop, from a question to the end of his ticket, and how well each step went."""

from dataclasses import dataclass, field
from enum import StrEnum

from tests.flows.desk import CONTACT, PASSWORD
from tests.flows.matrix.place import PRODUCT, Everywhere, Sold
from tests.flows.matrix.stations import Buyer, Thread, hears, new_thread, sees

QUESTION = "付了款没收到卡密怎么办"
FROM_BUYER = b"\xff\xd8\xff\xe0 a screenshot of the buyer" * 40
FROM_AGENT = b"\xff\xd8\xff\xe0 where to type it in" * 40


class How(StrEnum):
    """FULL: as one would wish. PARTLY: it arrives in another form. NOT: his messenger cannot."""

    FULL = "full"
    PARTLY = "partly"
    NOT = "not"


@dataclass(slots=True)
class Talk:
    """`how`: of each step, by its name."""

    place: Everywhere
    buyer: Buyer
    sold: Sold
    how: dict[str, How] = field(default_factory=dict)

    async def whole(self) -> dict[str, How]:
        await self.asks()
        await self.proves()
        thread = await self.wants_a_person()
        await self.talks(thread)
        await self.shows_pictures(thread)
        await self.mends(thread)
        await self.ends(thread)
        return self.how

    async def asks(self) -> None:
        await self.buyer.says(QUESTION)
        await hears(self.buyer, "15 分钟")
        self.how["faq"] = How.FULL

    async def proves(self) -> None:
        await self.buyer.says(f"我的订单 {self.sold.number} 还没到")
        await hears(self.buyer, "下单时填的")
        await self.buyer.says(CONTACT)
        await hears(self.buyer, "查询密码")
        await self.buyer.says(PASSWORD)
        await hears(self.buyer, PRODUCT)
        self.how["order"] = How.FULL
        self.how["choice"] = How.FULL if await self.buyer.chooses("再发卡密") else How.PARTLY
        await hears(self.buyer, self.sold.key)
        self.how["key"] = How.FULL

    async def wants_a_person(self) -> Thread:
        room = self.place.desk()
        known = list(room.threads)
        await self.buyer.says("转人工")
        await hears(self.buyer, "叫客服")
        thread = await new_thread(room, known)
        await hears(thread, "转人工")
        await thread.until(lambda: PRODUCT in thread.card)
        assert not any(self.sold.key in text for text in thread.texts), "agents see no keys"
        self.how["handover"] = How.FULL
        return thread

    async def talks(self, thread: Thread) -> None:
        await self.buyer.says("卡密用不了，帮我看看")
        await hears(thread, "卡密用不了，帮我看看")
        await thread.says("你好，我看一下")
        await hears(self.buyer, "你好，我看一下")
        self.how["answer"] = How.FULL

    async def shows_pictures(self, thread: Thread) -> None:
        await self.buyer.sends_picture(FROM_BUYER, "screen.jpg")
        await sees(thread, FROM_BUYER)
        self.how["picture-to-agent"] = How.FULL
        await thread.sends_picture(FROM_AGENT, "where.jpg", "填在这里")
        await sees(self.buyer, FROM_AGENT)
        await hears(self.buyer, "填在这里")
        self.how["picture-to-buyer"] = How.FULL

    async def mends(self, thread: Thread) -> None:
        """What was said is corrected, where the messenger lets one."""
        theirs = await self.buyer.says("我要退宽")
        await hears(thread, "我要退宽")
        self.how["buyer-edits"] = How.NOT
        if await self.buyer.edits(theirs, "我要退款"):
            await hears(thread, "我要退款")
            self.how["buyer-edits"] = _now_reads(thread, "我要退宽")
        ours = await thread.says("可以换意张")
        await hears(self.buyer, "可以换意张")
        await thread.edits(ours, "可以换一张")
        await hears(self.buyer, "可以换一张")
        self.how["agent-edits"] = _now_reads(self.buyer, "可以换意张")

    async def ends(self, thread: Thread) -> None:
        await thread.says("/close")
        await hears(self.buyer, "这次就到这里")
        await thread.until(lambda: thread.closed)
        self.how["close"] = How.FULL


def _now_reads(one: Buyer | Thread, before: str) -> How:
    """Does the old wording stand there no more?"""
    return How.PARTLY if any(before in text for text in one.texts) else How.FULL
