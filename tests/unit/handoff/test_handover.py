"""A person is asked for; the bot steps back; the ticket closes and opens again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.messages import Priority
from core.turns import TicketState
from core.work import ListOrders
from handoff.cards import DeskSettings
from handoff.hours import Hours
from handoff.ticket import card_ref
from tests.unit.core.dialogue import ROOM, Dialogue, proven
from tests.unit.core.fakeshop import NUMBER

SHANGHAI = DeskSettings(ROOM).zone


def with_person(language: str = "zh") -> Dialogue:
    buyer = Dialogue(language)
    buyer.says("转人工" if language == "zh" else "human please")
    return buyer


# ------------------------------------------------------------------ opening


@pytest.mark.parametrize("how", ["words", "button"])
def test_a_person_is_reached_by_words_and_by_button(how: str) -> None:
    buyer = Dialogue()
    buyer.opens()
    if how == "words":
        buyer.says("麻烦转人工，谢谢")
    else:
        buyer.presses("转人工")
    assert "已经帮你叫客服了" in buyer.bot
    assert "接着说" in buyer.bot
    assert (buyer.ticket.id, buyer.ticket.state, buyer.ticket.reason) == ("35", TicketState.WAITING, "asked")
    assert buyer.audit[-1].action == "ticket.opened"


def test_the_thread_begins_with_the_card_and_then_the_buyers_words() -> None:
    buyer = Dialogue()
    buyer.says("火星文 asdf")
    ref = buyer.says("转人工 快点")
    card, words = buyer.thread
    assert card.look
    assert card.look.title == "🟡 #35 小明 · 网页"
    assert card.mirrors == card_ref(buyer.ticket)
    for shown in ("小明", "网页", "中文", "买家要人工", "没听懂：火星文 asdf"):
        assert shown in card.text
    rows = [[button.value.removeprefix("desk:") for button in row] for row in card.buttons]
    assert rows == [["take", "close"], ["order", "resend", "note"], ["replace", "refund"]]
    assert (words.author, words.text, words.mirrors) == ("小明", "转人工 快点", ref)
    assert {message.to for message in buyer.thread} == {ROOM}


def test_the_card_is_completed_with_the_orders_and_masked_keys() -> None:
    buyer = proven(Dialogue())
    buyer.says("转人工")
    assert isinstance(buyer.work[-1], ListOrders)
    assert buyer.work[-1].silent
    last = buyer.thread[-1]
    assert last.replaces == card_ref(buyer.ticket)
    assert last.priority is Priority.CARD
    assert f"{NUMBER} · 已发货 · Steam 50 元充值卡 × 1 · ABC*-**** · z***@qq.com" in last.text
    assert "1234" not in buyer.room
    assert buyer.bot.count("订单") == 0


def test_a_complaint_is_met_with_regret() -> None:
    buyer = Dialogue()
    buyer.says("什么破机器人 我要投诉")
    assert "很抱歉" in buyer.bot
    assert "投诉、不满" in buyer.room


def test_an_urgent_faq_entry_answers_and_fetches_a_person() -> None:
    buyer = Dialogue()
    buyer.says("account stolen")
    assert buyer.bot.startswith("Change your password first.")
    assert "要紧" in buyer.bot
    assert "紧急类问题" in buyer.room


def test_in_english_the_buyer_reads_english_and_the_room_its_own_language() -> None:
    buyer = Dialogue("en")
    buyer.says("talk to a person please")
    assert "called a person" in buyer.bot
    assert "买家要人工" in buyer.room
    assert "英文" in buyer.room


def test_a_room_can_read_english() -> None:
    buyer = Dialogue(settings=DeskSettings(ROOM, language="en"))
    buyer.says("转人工")
    assert "asked for a person" in buyer.room
    assert "已经帮你叫客服了" in buyer.bot


def test_at_night_the_buyer_hears_when_somebody_is_there() -> None:
    night = DeskSettings(ROOM, hours=Hours.read("09:00-23:00", SHANGHAI))
    buyer = Dialogue(settings=night)
    buyer.now += timedelta(hours=15)  # three at night in Shanghai
    buyer.says("转人工")
    assert "09:00–23:00 在线，09:00 上班后" in buyer.bot
    buyer.later(minutes=11)
    assert not buyer.bot
    assert "⏰" in buyer.room


@pytest.mark.parametrize(
    ("text", "hour", "there"),
    [
        ("09:00-23:00", 8, False),
        ("09:00-23:00", 9, True),
        ("9:00–23:00", 23, False),
        ("每天 18:00 至 02:00", 1, True),
        ("18:00~02:00", 12, False),
    ],
)
def test_working_hours(text: str, hour: int, there: bool) -> None:
    hours = Hours.read(text, SHANGHAI)
    assert hours
    moment = Dialogue().now.astimezone(SHANGHAI).replace(hour=hour, minute=30 if there else 0)
    assert hours.open_at(moment) is there


@pytest.mark.parametrize("text", ["", "全天", "25:00-26:00", "09:70-10:00", "00:00-24:00"])
def test_hours_that_say_nothing(text: str) -> None:
    assert Hours.read(text, SHANGHAI) is None


# ------------------------------------------------------------------ while a person is in charge


def test_the_bot_is_silent_and_everything_is_shown() -> None:
    buyer = with_person()
    ref = buyer.says("怎么退款？")
    assert not buyer.said
    (shown,) = buyer.thread
    assert (shown.text, shown.author, shown.mirrors) == ("怎么退款？", "小明", ref)
    buyer.sends_picture()
    assert buyer.thread[0].media


def test_keys_in_the_buyers_words_are_masked() -> None:
    buyer = with_person()
    buyer.says("ABCD-1234-EFGH-5678 用不了，订单 302261122095245598")
    assert "1234" not in buyer.room
    assert "302261122095245598" in buyer.room


def test_words_are_said_to_be_passed_on_at_most_every_ten_minutes() -> None:
    buyer = with_person()
    told = []
    for _ in range(25):
        buyer.now += timedelta(minutes=1)
        buyer.says("在吗")
        told.append("已转达" in buyer.bot)
    assert told.count(True) == 2


def test_once_an_agent_has_it_nothing_is_said_at_all() -> None:
    buyer = with_person()
    buyer.agent("你好")
    buyer.now += timedelta(hours=1)
    buyer.says("在吗")
    assert not buyer.said


def test_edits_and_deletions_of_the_buyer_reach_the_thread() -> None:
    buyer = with_person()
    ref = buyer.says("密码 ABCD-1234-EFGH-5678")
    buyer.edits(ref, "不是密码是 KEY1-2222-3333")
    (edit,) = buyer.thread
    assert (edit.replaces, edit.mirrors) == (ref, None)
    assert "2222" not in edit.text
    buyer.deletes(ref)
    (line,) = buyer.thread
    assert (line.reply_to, "撤回" in line.text) == (ref, True)


def test_what_could_not_be_read_is_told_to_both() -> None:
    buyer = with_person()
    buyer.says("", unread=["poll", "too-big", "hologram"])
    assert "投票、超过 20 MB 的文件、hologram" in buyer.bot
    assert "发个链接" in buyer.bot
    assert "投票、超过 20 MB 的文件、hologram" in buyer.room


def test_each_side_reads_in_its_own_language() -> None:
    buyer = with_person("en")
    buyer.says("", unread=["poll", "story"])
    assert "poll, story" in buyer.bot
    assert "投票、动态" in buyer.room


def test_waiting_too_long_reminds_the_room_and_tells_the_buyer_once() -> None:
    buyer = with_person()
    buyer.later(minutes=11)
    assert "等了 10 分钟" in buyer.room
    assert "没有忘记你" in buyer.bot
    buyer.later(minutes=60)
    assert not buyer.said
    assert not buyer.thread


def test_an_answer_in_time_needs_no_reminder() -> None:
    buyer = with_person()
    buyer.agent("在")
    buyer.later(minutes=60)
    assert not buyer.thread


def test_the_bots_buttons_still_work_and_agents_see_it() -> None:
    buyer = proven(Dialogue())
    buyer.presses("转人工")
    buyer.presses_value(f"keys:{NUMBER}")
    assert "卡密，点一下或长按就能复制" in buyer.bot
    assert "买家点了" in buyer.room
    assert f"订单 {NUMBER} 的卡密已发给买家：ABC*-****" in buyer.room


def test_a_password_typed_for_the_bot_is_never_shown_to_agents() -> None:
    buyer = with_person()
    buyer.presses_value("order")
    buyer.says(NUMBER)
    buyer.says("zhang@qq.com")
    secret = buyer.says("hunter2")
    assert "hunter2" not in buyer.room
    assert "输入了查询密码（不显示）" in buyer.room
    assert "已发货" in buyer.bot
    buyer.edits(secret, "hunter22")
    assert not buyer.thread
    assert NUMBER in "".join(buyer.ticket.orders)


def test_a_typed_number_goes_to_the_agent_not_to_the_bot() -> None:
    buyer = with_person()
    buyer.says("好")
    buyer.agent("买了几个？")
    buyer.says("1")
    assert not buyer.said
    assert buyer.room == "1"
    assert buyer.ticket.open


@pytest.mark.parametrize("how", ["words", "button", "number"])
def test_the_buyer_can_have_the_bot_back(how: str) -> None:
    buyer = with_person()
    if how == "words":
        buyer.says("不用人工了")
    elif how == "button":
        buyer.presses("不用人工了")
    else:
        buyer.says("1")
    assert "我来接着帮你" in buyer.bot
    assert not buyer.ticket.open
    assert "交回机器人" in buyer.room
    buyer.says("怎么退款")
    assert "七天内" in buyer.bot


def test_a_person_asked_for_twice_is_one_ticket() -> None:
    buyer = with_person()
    buyer.says("转人工！！")
    assert "转人工！！" in buyer.room
    assert not buyer.said
    assert buyer.ticket.id == "35"


def test_a_channel_unknown_to_the_texts_is_named_as_it_is() -> None:
    buyer = Dialogue()
    where = replace(buyer.conversation.where, channel="pigeon")  # type: ignore[arg-type]
    buyer.conversation = replace(buyer.conversation, where=where)
    buyer.says("转人工")
    assert "pigeon" in buyer.room


@pytest.mark.parametrize(
    ("value", "shown"),
    [("order", "查订单"), ("order:302", "查订单 302"), ("person:key-fails", "转人工"), ("menu", "menu")],
)
def test_a_command_of_the_platforms_menu_is_shown_by_its_name(value: str, shown: str) -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.presses_value(value)
    assert f"买家点了「{shown}」" in buyer.room


@pytest.mark.parametrize("counted", ["第一条。", "第1个问题", "#1", "第一"])
def test_who_numbers_his_points_keeps_his_agent(counted: str) -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.says(counted)
    assert (buyer.ticket.open, counted in buyer.room) == (True, True)
