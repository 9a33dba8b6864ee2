"""A buyer whose question the FAQ is not sure of: a model answers from the entries, or all is as without it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.cardkeys import CardKeys
from core.choices import Choices
from core.engine import Engine
from core.fallback import Fallback, FallbackSettings
from core.grounding import AskModel, Grounded
from core.lessons import Heard, Outcome
from core.linking import Linking
from core.menu import Menu, MenuSettings
from core.orders import Orders, OrderSettings
from core.skills import Skill
from core.unread import Unread
from core.work import Work, WorkDone
from faq.entries import Entry, Priority
from faq.grounded.asking import GroundedSkill
from faq.skill import FaqSkill
from faq.skill_several import SeveralWishes
from faq.skill_text import FaqSettings
from handoff.desk import Desk
from tests.unit.core.dialogue import WORDS
from tests.unit.core.fakeshop import VAULT
from tests.unit.faq.dialogue import FaqDialogue
from tests.unit.faq.samples import NO_KEY, REFUND

MARK = WORDS("zh", "grounded-mark")
STOLEN = replace(REFUND, id="stolen", question="账号被盗了", phrasings=(), priority=Priority.PERSON)


class AskedDialogue(FaqDialogue):
    """`model`: what comes of asking; by default nothing."""

    def __init__(
        self,
        language: str | None = "zh-CN",
        *faq: Entry,
        private: bool = True,
        model: Callable[[AskModel], Grounded] = Grounded,
        **unsure: str,
    ) -> None:
        super().__init__(language, *faq, private=private, **unsure)
        self.model = model
        ask_shop = self.shop.do

        def do(work: Work, done: WorkDone) -> WorkDone:
            return replace(done, grounded=self.model(work)) if isinstance(work, AskModel) else ask_shop(work, done)

        self.shop.do = do  # type: ignore[method-assign]

    def engine(self) -> Engine:
        orders = OrderSettings(policy=self.policy)
        doers: list[Skill] = [
            Linking(VAULT),
            Menu(MenuSettings("星卡小店")),
            Orders(VAULT, orders),
            CardKeys(VAULT, orders),
        ]
        faq = FaqSkill(self.matcher, FaqSettings(shop="星卡小店", refund_days=7), doers)
        several = SeveralWishes(faq, doers)
        helpers: list[Skill] = [several, *doers, faq]
        chain: list[Skill] = [*helpers, Fallback(FallbackSettings(shop="星卡小店"))]
        asking = [GroundedSkill(skills, self.matcher, chain) for skills in ((several,), chain[-2:])]
        desk = Desk(replace(self.settings), VAULT, helpers)
        skills: list[Skill] = [desk, Unread(helpers), Choices(), asking[0], *doers, asking[1]]
        return Engine(skills, desk, WORDS, self._rooms)

    @property
    def questions(self) -> list[str]:
        return [work.question for work in self.work if isinstance(work, AskModel)]


def answering(text: str, *cites: str) -> Callable[[AskModel], Grounded]:
    return lambda asked: Grounded(asked, text, cites)


def test_what_the_faq_is_sure_of_is_answered_without_the_model() -> None:
    buyer = AskedDialogue()
    buyer.says("能退钱吗")
    assert buyer.questions == []
    assert "7 天内可以退" in buyer.bot


@pytest.mark.parametrize("text", ["你好", "谢谢", "👍", "查订单", "转人工", "重发卡密", "？？"])
def test_what_has_its_own_answer_needs_no_model(text: str) -> None:
    buyer = AskedDialogue()
    buyer.says(text)
    assert buyer.questions == []
    assert buyer.bot


def test_a_miss_is_answered_from_the_entries_with_a_mark_and_a_person_near() -> None:
    buyer = AskedDialogue(model=answering("没用过的 7 天内可以退。", "refund"))
    buyer.says("东西不合适咋整啊")
    assert buyer.questions == ["东西不合适咋整啊"]
    assert buyer.bot == f"没用过的 7 天内可以退。\n\n{MARK}"
    assert buyer.labels == ["可以退款吗", "没解决？转人工"]
    assert buyer.memory.misses == 0
    buyer.presses("没解决？转人工")
    assert buyer.ticket.reason == "faq-unsolved"


def test_the_entry_itself_is_one_tap_away() -> None:
    buyer = AskedDialogue(model=answering("没用过的 7 天内可以退。", "refund"))
    buyer.says("东西不合适咋整啊")
    buyer.says("1")
    assert "7 天内可以退" in buyer.bot
    assert MARK not in buyer.bot


def test_the_entry_opens_in_the_language_of_the_answer() -> None:
    """Who writes Spanish and is answered from an English entry, reads that one."""
    english = replace(REFUND, language="en", question="Can I get a refund?", answer="Within 7 days.", phrasings=())
    buyer = AskedDialogue("es", REFUND, english, model=answering("Within 7 days.", "refund"))
    buyer.says("no me va el producto, que hago")
    values = [choice.value for choice in buyer.memory.choices]
    assert values[0] == "faq:refund:en"
    buyer.says("1")
    assert buyer.bot == "Within 7 days."


def test_a_doubt_is_answered_too_and_is_learnt_as_one_question() -> None:
    buyer = AskedDialogue(model=answering("没用过的 7 天内可以退。", "refund"), 退咩="no-key refund")
    buyer.says("退咩")
    heard = [one for answer in buyer.answers for one in answer.lessons if isinstance(one, Heard)]
    assert [(one.text, one.outcome, one.entry, one.score) for one in heard] == [
        ("退咩", Outcome.ANSWERED, "refund", 0.6)
    ]


def test_where_nothing_comes_of_it_the_suggestions_are_shown() -> None:
    plain, asked = FaqDialogue(退咩="no-key refund"), AskedDialogue(退咩="no-key refund")
    plain.says("退咩")
    asked.says("退咩")
    assert asked.questions == ["退咩"]
    assert (asked.bot, asked.labels) == (plain.bot, plain.labels)
    assert asked.heard == plain.heard == [("退咩", "no-key")]
    assert asked.memory == plain.memory


def test_and_misses_are_misses() -> None:
    plain, asked = FaqDialogue(), AskedDialogue()
    for buyer in (plain, asked):
        buyer.says("巴拉巴拉小魔仙")
    assert (asked.bot, asked.labels, asked.memory) == (plain.bot, plain.labels, plain.memory)
    for buyer in (plain, asked):
        buyer.says("呼啦啦")
    assert asked.ticket.reason == plain.ticket.reason == "two-misses"
    assert asked.heard == plain.heard


@pytest.mark.parametrize("cites", [("refund", "gone"), ("gone",)])
def test_an_entry_that_is_gone_by_now_is_not_told_of(cites: tuple[str, ...]) -> None:
    buyer = AskedDialogue(model=answering("没用过的 7 天内可以退。", *cites))
    buyer.says("东西不合适咋整啊")
    assert "7 天内" not in buyer.bot
    assert buyer.memory.misses == 1


def test_an_urgent_matter_gets_the_answer_and_a_person() -> None:
    buyer = AskedDialogue(None, STOLEN, model=answering("账号被盗了，7 天内可以退。", "stolen"))
    buyer.says("我的号好像不是我的了")
    assert "账号被盗了" in buyer.said[0].text
    assert buyer.ticket.reason == "faq-priority"


def test_the_model_reads_nothing_that_is_the_buyers_alone() -> None:
    buyer = AskedDialogue()
    buyer.says("小明的 zhang@qq.com 13812345678 登不上 https://x.example.com/login?t=1 咋回事")
    [question] = buyer.questions
    assert question == "#的 # 登不上 # 咋回事"


def test_what_may_prove_an_order_is_not_for_the_model() -> None:
    buyer = AskedDialogue(model=answering("没用过的 7 天内可以退。", "refund"), 退咩="no-key refund")
    buyer.says("查订单")
    for words in ("我也不晓得是哪个哦", "退咩"):
        buyer.says(words)
        assert buyer.bot
    assert buyer.questions == []


def test_in_a_group_nobody_is_asked() -> None:
    buyer = AskedDialogue(private=False, model=answering("没用过的 7 天内可以退。", "refund"))
    buyer.says("东西不合适咋整啊")
    assert buyer.questions == []


def test_while_a_person_is_in_charge_nobody_is_asked() -> None:
    buyer = AskedDialogue()
    buyer.says("转人工")
    buyer.says("东西不合适咋整啊")
    assert buyer.questions == []


def test_a_person_who_came_meanwhile_answers_himself() -> None:
    buyer = AskedDialogue()

    def slow(asked: AskModel) -> Grounded:
        buyer.says("转人工")
        buyer.said = []
        return Grounded(asked, "没用过的 7 天内可以退。", ("refund",))

    buyer.model = slow
    buyer.says("东西不合适咋整啊")
    assert buyer.bot == ""
    assert buyer.ticket.open


def test_who_proves_an_order_meanwhile_is_not_interrupted() -> None:
    buyer = AskedDialogue()

    def slow(asked: AskModel) -> Grounded:
        buyer.says("查订单")
        buyer.said = []
        return Grounded(asked)

    buyer.model = slow
    buyer.says("东西不合适咋整啊")
    assert buyer.bot == ""
    assert buyer.memory.misses == 0


def test_english_is_answered_in_english() -> None:
    buyer = AskedDialogue("en", model=answering("Within 7 days, yes.", "refund"))
    buyer.says("this thing is not for me what now")
    assert buyer.bot == f"Within 7 days, yes.\n\n{WORDS('en', 'grounded-mark')}"
    assert buyer.labels == ["Can I get a refund?", "Not solved? Talk to a person"]


def test_several_wishes_that_are_sure_need_no_model() -> None:
    buyer = AskedDialogue()
    buyer.says("能退钱吗？还有steam充值卡怎么用")
    assert buyer.questions == []
    assert NO_KEY.question not in buyer.bot
