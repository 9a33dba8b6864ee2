"""The FAQ skill in conversation. Words are shown as `language:key`."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import config.texts
from core.choices import picked
from core.messages import (
    AccountId,
    Address,
    Body,
    Button,
    ButtonPressed,
    ChannelName,
    ChatId,
    ContactOpened,
    Event,
    EventId,
    MessageId,
    MessageReceived,
    Person,
    PersonId,
    TimerRang,
)
from core.turns import Answer, Choice, Conversation, ConversationId, Handover, Memory, Turn
from faq.entries import Entry
from faq.matcher import FuzzyMatcher
from faq.skill import CATEGORIES, FaqSkill
from faq.skill_text import FaqSettings
from tests.unit.faq.samples import ALL, REFUND

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WHERE = Address(ChannelName("web"), AccountId("shop"), ChatId("42"))
BUYER = Person(PersonId("42"), "小王", "zh-CN")


def skill(*entries: Entry) -> FaqSkill:
    settings = FaqSettings(shop="小店", hours="9:00-23:00", refund_days=7)
    return FaqSkill(FuzzyMatcher(entries or ALL), settings)


def turn(event: Event, memory: Memory | None = None, *, staff: bool = False, private: bool = True) -> Turn:
    text = event.body.text if isinstance(event, MessageReceived) else ""
    conversation = Conversation(ConversationId(1), WHERE, BUYER, memory or Memory(language="zh"))
    value = None if staff else picked(event, conversation.memory)
    return Turn(event, conversation, text, lambda language, key, **_: f"{language}:{key}", staff, private, picked=value)


def typed(text: str) -> MessageReceived:
    return MessageReceived(id=EventId("1"), at=AT, where=WHERE, sender=BUYER, message=MessageId("1"), body=Body(text))


def pressed(value: str) -> ButtonPressed:
    return ButtonPressed(id=EventId("1"), at=AT, where=WHERE, sender=BUYER, value=value)


def ask(event: Event, memory: Memory | None = None) -> Answer:
    answer = skill().answer(turn(event, memory))
    assert answer is not None
    return answer


def text_of(answer: Answer) -> str:
    return answer.say[0].text


def buttons_of(answer: Answer) -> list[Button]:
    return [button for row in answer.say[0].buttons for button in row]


def memory_of(answer: Answer) -> Memory:
    assert answer.remember is not None
    return answer.remember


def test_a_known_question_is_answered_with_what_can_be_done() -> None:
    answer = ask(typed("付了钱怎么还不发货啊"))
    assert text_of(answer) == "点“查订单”，小店 马上看。"
    assert buttons_of(answer) == [
        Button("zh:button-order", "order"),
        Button("zh:button-keys", "keys"),
        Button("zh:faq-solved", "helped:no-key:zh"),
        Button("zh:faq-unsolved", "failed:no-key:zh"),
    ]
    assert answer.say[0].to == WHERE
    assert answer.handover is None


def test_the_buttons_can_be_picked_by_number_afterwards() -> None:
    offered = memory_of(ask(typed("付了钱怎么还不发货"))).choices
    assert [choice.value for choice in offered] == ["order", "keys", "helped:no-key:zh", "failed:no-key:zh"]


def test_one_way_to_a_person_is_enough() -> None:
    values = [button.value for button in buttons_of(ask(typed("能退钱吗")))]
    assert values == ["order", "helped:refund:zh", "person:faq-asked"]


def test_settings_fill_the_answer() -> None:
    assert text_of(ask(typed("能退钱吗"))) == "7 天内可以退。"


def test_an_english_question_in_a_chinese_chat_gets_english_words_and_buttons() -> None:
    answer = ask(typed("do you refund?"))
    assert text_of(answer) == "Within 7 days, yes."
    assert [button.label for button in buttons_of(answer)] == ["en:button-order", "en:faq-solved", "en:button-person"]


def test_an_unclear_question_gets_suggestions_that_can_be_pressed_or_numbered() -> None:
    answer = ask(typed("退款"))
    assert text_of(answer) == "zh:faq-suggest"
    assert buttons_of(answer)[0] == Button("可以退款吗", "faq:refund")
    assert buttons_of(answer)[-1] == Button("zh:faq-none-of-these", "person:faq-unsolved")
    assert len(buttons_of(answer)) <= 4
    assert all(len(row) == 1 for row in answer.say[0].buttons)
    assert memory_of(answer).choices[0] == Choice("可以退款吗", "faq:refund")


def test_pressing_a_suggestion_answers_it() -> None:
    assert text_of(ask(pressed("faq:refund"))) == "7 天内可以退。"


def test_typing_its_number_answers_it_too() -> None:
    offered = memory_of(ask(typed("退款")))
    assert text_of(ask(typed("1"), offered)) == "7 天内可以退。"


def test_a_link_to_an_entry_answers_it_in_the_buyers_language() -> None:
    opened = ContactOpened(id=EventId("1"), at=AT, where=WHERE, sender=BUYER, payload="faq_steam")
    assert text_of(ask(opened, Memory(language="en"))) == "In Steam, choose Activate a Product."


def test_a_button_of_an_entry_that_is_gone_passes() -> None:
    assert skill().answer(turn(pressed("faq:gone"))) is None


def test_urgent_matters_are_answered_and_handed_over() -> None:
    answer = ask(typed("我的号被盗了"))
    assert text_of(answer) == "先改密码，9:00-23:00 有人在。"
    assert answer.handover == Handover("faq-priority")
    assert buttons_of(answer) == []
    assert memory_of(answer).choices == ()


@pytest.mark.parametrize("text", ["周杰伦好听", "", "  ", "你好", "谢谢啦", "🙂"])
def test_what_is_no_question_of_the_faq_passes(text: str) -> None:
    assert skill().answer(turn(typed(text))) is None


@pytest.mark.parametrize("value", ["order", "keys", "menu", "person", "lang:en"])
def test_buttons_of_others_pass(value: str) -> None:
    assert skill().answer(turn(pressed(value))) is None


def test_a_timer_and_an_agent_pass() -> None:
    assert skill().answer(turn(TimerRang(id=EventId("1"), at=AT, where=WHERE, sender=BUYER, name="x"))) is None
    assert skill().answer(turn(typed("能退钱吗"), staff=True)) is None


def test_an_answer_ends_a_row_of_misses_and_suggestions_do_not() -> None:
    missed = Memory(language="zh", misses=1)
    assert memory_of(ask(typed("能退钱吗"), missed)).misses == 0
    assert memory_of(ask(typed("退款"), missed)).misses == 1


def test_what_was_tried_is_kept_for_the_agent_in_words() -> None:
    offered = memory_of(ask(typed("退款")))
    assert memory_of(ask(pressed("faq:refund"), offered)).tried == ("faq-offered:可以退款吗", "faq:可以退款吗")


def test_the_faq_button_lists_categories_and_a_category_its_questions() -> None:
    categories = ask(pressed("faq"))
    assert [button.value for button in buttons_of(categories)] == [
        "faqs:delivery",
        "faqs:redeem",
        "faqs:refund",
        "faqs:general",
    ]
    questions = ask(pressed("faqs:refund"), Memory(language="en"))
    assert buttons_of(questions) == [Button("Can I get a refund?", "faq:refund")]
    assert memory_of(questions).choices == (Choice("Can I get a refund?", "faq:refund"),)


def test_a_long_category_is_cut_to_what_fits_a_phone() -> None:
    many = [replace(REFUND, id=f"refund-{n}", question=f"第{n}问", phrasings=()) for n in range(30)]
    answer = skill(*many).answer(turn(pressed("faqs:refund")))
    assert answer is not None
    assert len(buttons_of(answer)) == 12


def test_an_empty_faq_has_nothing_to_list() -> None:
    empty = FaqSkill(FuzzyMatcher())
    assert empty.answer(turn(pressed("faq"))) is None
    assert empty.answer(turn(pressed("faqs:refund"))) is None


def test_in_a_group_a_clear_question_is_answered_plainly_and_an_unclear_one_passes() -> None:
    answer = skill().answer(turn(typed("付了钱怎么还不发货"), private=False))
    assert answer is not None
    assert buttons_of(answer) == []
    assert answer.remember is None
    assert skill().answer(turn(typed("退款"), private=False)) is None
    assert skill().answer(turn(pressed("faq"), private=False)) is None
    assert skill().answer(turn(pressed("faqs:refund"), private=False)) is None


def test_every_word_of_the_skill_is_in_both_languages() -> None:
    used = {f"faq-category-{category}" for category in (*CATEGORIES, "general")}
    used |= {
        "faq-solved",
        "faq-helped",
        "faq-unsolved",
        "faq-suggest",
        "faq-none-of-these",
        "faq-categories",
        "faq-questions",
    }
    folder = Path(config.texts.__path__[0])
    for language in ("zh", "en"):
        text = (folder / language / "faq.ftl").read_text("utf-8")
        assert set(re.findall(r"^([a-z-]+) = \S", text, re.MULTILINE)) == used
