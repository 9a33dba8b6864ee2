"""Did this help? And which of two answers helps more."""

from dataclasses import replace

import pytest

from core.lessons import Heard, Outcome, Voted
from core.messages import ChatId
from tests.unit.faq.dialogue import FaqDialogue
from tests.unit.faq.samples import STEAM

TRIED = replace(STEAM, trial="钱包页里选“兑换”。")


def test_an_answer_that_helped_gets_a_warm_word_and_a_vote() -> None:
    buyer = FaqDialogue()
    buyer.says("steam充值卡怎么用")
    assert buyer.labels == ["解决了 👍", "没解决？转人工"]
    buyer.presses("解决了 👍")
    assert "太好了" in buyer.bot
    assert buyer.votes == [Voted(entry="steam", language="zh", helped=True)]
    assert buyer.conversation.ticket is None


def test_one_that_did_not_fetches_a_person_and_counts_against_it() -> None:
    buyer = FaqDialogue()
    buyer.says("steam充值卡怎么用")
    buyer.presses("没解决？转人工")
    assert buyer.ticket.reason == "faq-unsolved"
    assert buyer.votes == [Voted(entry="steam", language="zh", helped=False)]


@pytest.mark.parametrize(("said", "helped"), [("1", True), ("解决了", True), ("2", False), ("没解决？转人工", False)])
def test_it_can_be_said_by_number_or_in_words_where_there_are_no_buttons(said: str, helped: bool) -> None:
    buyer = FaqDialogue()
    buyer.says("steam充值卡怎么用")
    buyer.says(said)
    assert [vote.helped for vote in buyer.votes] == [helped]


def test_both_stand_in_one_row_below_what_can_be_done() -> None:
    buyer = FaqDialogue()
    buyer.says("付了钱怎么还不发货")
    rows = [[button.label for button in row] for row in buyer.said[-1].buttons]
    assert rows == [["查订单", "重发卡密"], ["解决了 👍", "没解决？转人工"]]


def test_the_words_are_those_of_the_answers_language() -> None:
    buyer = FaqDialogue()
    buyer.says("do you refund?")
    buyer.presses("That helped 👍")
    assert "Glad that helped" in buyer.bot
    assert buyer.votes == [Voted(entry="refund", language="en", helped=True)]


def test_a_vote_for_what_is_gone_counts_for_nothing() -> None:
    buyer = FaqDialogue()
    buyer.says("steam充值卡怎么用")
    for entry in buyer.matcher.entries():
        if entry.id == "steam":
            buyer.matcher.drop(entry.key)
    buyer.presses_value("helped:steam")
    assert not buyer.votes
    assert "过期" in buyer.bot


def test_a_suggestion_in_another_language_is_answered_in_that_language() -> None:
    buyer = FaqDialogue(None, steam="steam")
    buyer.matcher.drop(STEAM.key)
    buyer.says("steam")
    buyer.matcher.put(STEAM)
    buyer.presses("How do I redeem a Steam code?")
    assert "Activate a Product" in buyer.bot


def test_in_a_group_nobody_votes() -> None:
    group = FaqDialogue(private=False)
    group.says("steam充值卡怎么用")
    assert not group.labels
    group.presses_value("helped:steam")
    assert not group.votes


def test_while_a_person_is_in_charge_it_counts_and_the_agents_see_it() -> None:
    buyer = FaqDialogue()
    buyer.says("steam充值卡怎么用")
    helped = buyer.said[-1].buttons[-1][0]
    buyer.says("转人工")
    buyer.presses_value(helped.value)
    assert [vote.helped for vote in buyer.votes] == [True]
    assert "太好了" in buyer.bot
    assert helped.value in buyer.room
    buyer.presses_value("failed:steam:zh")
    assert [vote.helped for vote in buyer.votes] == [True, False]
    assert buyer.ticket.open


# ------------------------------------------------------------------ what was asked


def test_a_question_is_a_lesson_without_what_is_the_buyers_alone() -> None:
    buyer = FaqDialogue(None, replace(STEAM, phrasings=("我的邮箱 a1@qq.com 怎么兑换",)))
    buyer.says("我的邮箱 a1@qq.com 怎么兑换")
    (heard,) = buyer.lessons
    assert isinstance(heard, Heard)
    assert (heard.text, heard.language) == ("我的邮箱 # 怎么兑换", "zh")
    assert (heard.outcome, heard.entry, heard.score, heard.trial) == (Outcome.ANSWERED, "steam", 0.97, False)


def test_an_unclear_question_is_a_lesson_and_what_is_picked_tells_what_it_meant() -> None:
    buyer = FaqDialogue(None, 退款="refund steam")
    buyer.says("退款")
    (unsure,) = buyer.lessons
    assert isinstance(unsure, Heard)
    assert (unsure.outcome, unsure.entry, unsure.score) == (Outcome.SUGGESTED, "refund", 0.6)
    buyer.presses("Steam 卡怎么兑换")
    (meant,) = buyer.lessons
    assert meant == Heard(text="退款", language="zh", outcome=Outcome.ANSWERED, entry="steam", score=1.0)


def test_picked_from_a_list_or_long_after_it_is_no_lesson() -> None:
    buyer = FaqDialogue(None, 退款="refund steam")
    buyer.says("退款")
    buyer.presses_value("faqs:redeem")
    buyer.presses("Steam 卡怎么兑换")
    assert not buyer.lessons
    buyer.says("退款")
    buyer.says("查订单")
    buyer.presses_value("faq:refund")
    assert not buyer.lessons


# ------------------------------------------------------------------ two answers on trial


def asked_by(chat: str) -> FaqDialogue:
    buyer = FaqDialogue(None, TRIED)
    where = replace(buyer.conversation.where, chat=ChatId(chat))
    buyer.conversation = replace(buyer.conversation, where=where)
    buyer.says("steam充值卡怎么用")
    return buyer


def test_half_of_the_chats_get_the_answer_on_trial_and_each_always_the_same() -> None:
    tried = {chat: "钱包页" in asked_by(f"buyer-{chat}").bot for chat in range(200)}
    assert 70 < sum(tried.values()) < 130
    assert all(("钱包页" in asked_by(f"buyer-{chat}").bot) is arm for chat, arm in tried.items() if chat < 20)


def test_lessons_and_votes_tell_which_answer_it_was() -> None:
    arms = {}
    for chat in map(str, range(20)):
        buyer = asked_by(chat)
        (heard,) = buyer.lessons
        buyer.presses("解决了 👍")
        assert isinstance(heard, Heard)
        assert buyer.votes[0].trial is heard.trial
        arms[heard.trial] = buyer
    assert set(arms) == {True, False}


def test_without_a_trial_everybody_gets_the_same() -> None:
    buyer = FaqDialogue()
    buyer.says("steam充值卡怎么用")
    assert not any(isinstance(one, Heard) and one.trial for one in buyer.lessons)
