"""Once a day the room is shown what the FAQ lacks: big matters first, each with its buttons, and none of them twice."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.texts import load_words
from core.errors import StoreUnavailable
from core.lessons import Heard, Outcome, Voted
from core.messages import Event
from core.turns import ConversationId
from core.work import WorkDone
from faq.admin.voice import Voice
from faq.entries import Entry
from faq.nightly import Learnt, Nightly
from storage.memory.door import DoorInMemory
from storage.memory.faq_offers import OffersInMemory
from storage.memory.kept import Kept
from storage.memory.question_log import QuestionLogInMemory
from tests.contracts.engine.script import sorry
from tests.unit.core.dialogue import ROOM, Dialogue
from tests.unit.engine.office import Clock
from tests.unit.faq.knowing import Knowing

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 11, 22, 2, tzinfo=UTC)
"""Ten in the morning in Shanghai."""
REFUND = Entry(
    id="refund", language="zh", question="怎么退款", answer="七天内可退。", phrasings=("能退钱吗", "不想要了可以退吗")
)
INVOICE = Entry(
    id="invoice", language="zh", question="可以开发票吗", answer="可以。", phrasings=("发票怎么开", "要发票")
)
REBIND = ("怎么换绑手机", "怎么换绑手机号", "换绑手机怎么弄", "我想换绑手机号码")


@dataclass
class Morning:
    """A shop in which buyers ask, and what its staff room is told at ten."""

    language: str = "zh"
    kept: Kept = field(default_factory=Kept)
    offers: OffersInMemory = field(default_factory=OffersInMemory)
    clock: Clock = field(default_factory=lambda: Clock(TEN))
    matcher: Knowing = field(default_factory=lambda: Knowing({"怎么退款": REFUND}, {"发票": INVOICE}))
    heard: list[WorkDone] = field(default_factory=list)
    away: bool = False
    at: time | None = time(10)
    buyers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.log = QuestionLogInMemory(self.kept)
        self.nightly = self.another()

    def another(self) -> Nightly:
        """That of a process that has just started."""
        voice = Voice(load_words(), self.language, SHANGHAI)
        return Nightly(Learnt(self.log, self.matcher, self.offers), ROOM, voice, self.at, self.accept, self.clock)

    async def accept(self, events: Sequence[Event]) -> None:
        if self.away:
            raise StoreUnavailable("away")
        self.heard += [event for event in events if isinstance(event, WorkDone)]

    def asked(self, *texts: str, days_ago: float = 0.5) -> None:
        """Each by a buyer of his own, in vain."""
        for text in texts:
            self._learns(Heard(text=text, language="zh", outcome=Outcome.PASSED), next(self.buyers), days_ago)

    def unhelped(self, text: str, entry: str) -> None:
        buyer = next(self.buyers)
        self._learns(Heard(text=text, language="zh", outcome=Outcome.ANSWERED, entry=entry), buyer)
        self._learns(Voted(entry=entry, language="zh", helped=False), buyer)

    def _learns(self, lesson: Heard | Voted, buyer: int, days_ago: float = 0.5) -> None:
        self.kept.lessons.append((ConversationId(buyer), lesson, TEN - timedelta(days=days_ago)))

    async def goes_on(self, **much: float) -> None:
        self.clock.at += timedelta(**much)
        await self.nightly.offer_if_due()

    @property
    def text(self) -> str:
        told = self.heard[-1].faq
        assert told is not None
        assert told.reply is not None
        return told.reply.text

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        told = self.heard[-1].faq
        assert told is not None
        assert told.reply is not None
        return [[(button.label, button.value) for button in row] for row in told.reply.buttons]


async def test_what_several_buyers_asked_in_vain_is_shown_with_a_button() -> None:
    morning = Morning()
    morning.asked(*REBIND)
    await morning.goes_on(minutes=1)
    assert morning.text.splitlines()[2].startswith("1. 「")
    assert "4 位买家" in morning.text
    assert "换绑" in morning.text
    (cluster,) = [offer.cluster for offer in await morning.offers.since(TEN)]
    assert morning.buttons == [[("1 ➕ 新建一条", f"desk:faq:new:{cluster.id}")]]
    assert {cluster.question, *cluster.wordings} == set(REBIND)


async def test_where_all_use_the_same_words_no_others_are_shown() -> None:
    morning = Morning()
    morning.asked("怎么换绑手机", "怎么换绑手机", "怎么换绑手机")
    await morning.goes_on(minutes=1)
    assert "「怎么换绑手机」· 3 位买家" in morning.text
    assert "也这么问" not in morning.text


async def test_in_english_too() -> None:
    morning = Morning(language="en")
    morning.asked(*REBIND)
    await morning.goes_on(minutes=1)
    assert "4 buyers" in morning.text
    assert morning.buttons[0][0][0] == "1 ➕ New entry"


async def test_where_an_entry_is_near_the_wordings_can_be_added_to_it() -> None:
    morning = Morning()
    morning.asked("发票抬头怎么改", "发票的抬头怎么改", "发票抬头怎么改名字")
    await morning.goes_on(minutes=1)
    assert "可以开发票吗" in morning.text
    (cluster,) = [offer.cluster for offer in await morning.offers.since(TEN)]
    assert morning.buttons[0][1] == ("1 📎 算作「可以开发票吗」", f"desk:faq:extend:{cluster.id}:invoice")


async def test_an_answer_that_did_not_help_is_to_be_looked_at() -> None:
    morning = Morning()
    for text in ("怎么退款", "怎么退款啊", "怎么退款"):
        morning.unhelped(text, "refund")
    await morning.goes_on(minutes=1)
    assert "3 位说没帮上忙" in morning.text
    assert morning.buttons[0][1] == ("1 ✏️ 看看「怎么退款」", "desk:faq:show:refund")


async def test_where_there_is_nothing_nothing_is_said() -> None:
    morning = Morning()
    morning.asked("换绑手机", "今天天气真好", "你有女朋友吗")
    morning.asked(*REBIND, days_ago=40)
    await morning.goes_on(minutes=1)
    assert morning.heard == []


async def test_it_is_said_once_a_day_and_each_matter_once() -> None:
    morning = Morning()
    morning.asked(*REBIND)
    for _ in range(60 * 26):
        await morning.goes_on(minutes=1)
    assert [told.id for told in morning.heard] == ["faq-gaps:2026-11-22"]
    morning.asked("怎么换绑手机", "怎么换绑手机呢", "换绑手机", "怎么换绑手机", days_ago=-1)
    morning.asked("海外银行卡能付吗", "海外的银行卡能付款吗", "国外银行卡能付吗", days_ago=-1)
    await morning.goes_on(hours=23)
    assert [told.id for told in morning.heard] == ["faq-gaps:2026-11-22", "faq-gaps:2026-11-24"]
    assert "银行卡" in morning.text
    assert "换绑" not in morning.text


async def test_what_is_still_unanswered_after_a_month_is_shown_again() -> None:
    morning = Morning()
    morning.asked(*REBIND)
    await morning.goes_on(minutes=1)
    morning.asked(*REBIND, days_ago=-25)
    await morning.goes_on(days=31)
    assert len(morning.heard) == 2


async def test_not_before_the_hour_nor_long_after_it_nor_where_nobody_wants_it() -> None:
    early, late, never = Morning(), Morning(), Morning(at=None)
    for morning, much in ((early, -1), (late, 4 * 60), (never, 1)):
        morning.asked(*REBIND)
        await morning.goes_on(minutes=much)
        assert morning.heard == []


async def test_what_was_kept_and_not_said_is_said_after_all() -> None:
    morning = Morning(away=True)
    morning.asked(*REBIND)
    with pytest.raises(StoreUnavailable):
        await morning.goes_on(minutes=1)
    morning.away, morning.nightly = False, morning.another()
    morning.asked("海外银行卡能付吗", "海外的银行卡能付款吗", "国外银行卡能付吗")
    await morning.goes_on(minutes=1)
    assert "换绑" in morning.text


async def test_two_processes_say_it_once_in_the_room() -> None:
    morning, kept = Morning(), Kept()
    morning.asked(*REBIND)
    door = DoorInMemory(kept, Dialogue().engine(), sorry)
    voice = Voice(load_words(), "zh", SHANGHAI)
    learnt = Learnt(morning.log, morning.matcher, morning.offers)
    for _ in range(2):
        await Nightly(learnt, ROOM, voice, time(10), door.accept, morning.clock).offer_if_due()
    (row,) = kept.outbox.values()
    assert row.row.message.to == ROOM
    assert "换绑" in row.row.message.text
    assert row.row.message.buttons[0][0].value.startswith("desk:faq:new:")


async def test_after_ninety_days_it_is_forgotten() -> None:
    morning = Morning()
    morning.asked(*REBIND, days_ago=91)
    morning.asked("还记得", days_ago=89)
    await morning.offers.put([], TEN)
    assert await morning.nightly.forget() == 4
    assert [question.heard.text for question in await morning.log.questions(TEN - timedelta(days=365))] == ["还记得"]
