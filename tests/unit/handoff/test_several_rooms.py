"""Several staff rooms at once: where a ticket goes, and how it moves from one to another."""

from dataclasses import replace

import pytest

from core.messages import AccountId, Address, ChannelName, ChatId, MessageRef
from core.overview import CountTickets, FindTickets, LastWords, ListTickets
from core.turns import TicketState
from handoff.cards import DeskSettings
from handoff.rooms import Rooms, Rule, is_named
from tests.unit.core.dialogue import CHAT, ROOM, WORDS, Dialogue, proven
from tests.unit.core.fakeshop import NUMBER

SECOND = Address(ChannelName("telegram-staff"), AccountId("second"), ChatId("-1001"))
THIRD = Address(ChannelName("discord-staff"), AccountId("main"), ChatId("forum"))
NAMED = {"web-staff/main": ROOM, "telegram-staff/second": SECOND, "discord-staff/main": THIRD}


def shop(*rules: Rule, language: str | None = "zh-CN") -> Dialogue:
    return Dialogue(language, settings=DeskSettings(ROOM, rooms=Rooms(NAMED, rules)))


def wanted(buyer: Dialogue, words: str = "转人工") -> Address:
    """The room where the ticket is when the buyer has asked for a person."""
    buyer.says(words)
    assert {message.to.whole_chat for message in buyer.thread} == {buyer.ticket.room}
    return buyer.ticket.room


# ------------------------------------------------------------------ where it goes


def test_without_a_rule_that_fits_it_goes_to_the_desks_own_room() -> None:
    assert wanted(shop()) == ROOM
    assert wanted(shop(Rule(SECOND, languages=("en",)))) == ROOM


@pytest.mark.parametrize(
    ("pattern", "room"), [("steam*", SECOND), ("50 充值", SECOND), ("月卡", ROOM), ("steam", SECOND)]
)
def test_by_what_the_buyer_has_bought(pattern: str, room: Address) -> None:
    buyer = shop(Rule(SECOND, products=(pattern,)))
    assert wanted(proven(buyer, NUMBER)) == room


def test_who_has_proven_no_order_has_bought_nothing() -> None:
    assert wanted(shop(Rule(SECOND, products=("*",)))) == ROOM


def test_by_the_reason() -> None:
    angry = shop(Rule(SECOND, reasons=("complaint",)), Rule(THIRD, reasons=("key", "after-sales")))
    assert wanted(angry, "你们这破机器人，我要投诉") == SECOND
    keys = shop(Rule(SECOND, reasons=("complaint",)), Rule(THIRD, reasons=("key",)))
    keys.says("你好")
    keys.presses_value("person:key-fails")
    assert keys.ticket.room == THIRD


def test_by_language_and_by_the_buyers_channel() -> None:
    rules = (Rule(SECOND, languages=("en",)), Rule(THIRD, channels=("web/shop",)))
    assert wanted(shop(*rules, language="en-US"), "I want to talk to a human") == SECOND
    assert wanted(shop(*rules)) == THIRD
    assert wanted(shop(Rule(THIRD, channels=("wechat", "telegram")))) == ROOM


def test_all_that_a_rule_asks_for_must_fit_and_the_first_that_fits_wins() -> None:
    both = Rule(SECOND, reasons=("asked",), channels=("telegram",))
    assert wanted(shop(both, Rule(THIRD), Rule(SECOND))) == THIRD


@pytest.mark.parametrize(
    ("pattern", "product", "fits"),
    [
        ("Steam*", "steam 50 元充值卡", True),
        ("Steam*", "新 steam 卡", False),
        ("*充值卡", "Steam 50 元充值卡", True),
        ("ＳＴＥＡＭ 卡", "Steam 50 元充值卡", True),
        ("steam 月卡", "Steam 50 元充值卡", False),
        ("", "anything", False),
    ],
)
def test_products_are_named_by_pattern_or_by_words(pattern: str, product: str, fits: bool) -> None:
    assert is_named(pattern, product) is fits


# ------------------------------------------------------------------ and moves


@pytest.fixture
def taken() -> Dialogue:
    """An agent of the first room has answered."""
    buyer = shop()
    buyer.says("卡密用不了，转人工")
    buyer.agent("你好，我看看")
    buyer.agent("/note 老顾客")
    buyer.sends_picture("截图")
    return buyer


def moved(buyer: Dialogue, to: str = "second") -> Dialogue:
    buyer.agent(f"/move {to}")
    assert not buyer.said, "the buyer noticed it"
    return buyer


def in_room(buyer: Dialogue, room: Address) -> list[str]:
    return [message.text for message in buyer.thread if message.to.whole_chat == room]


def test_the_old_thread_is_closed_with_a_line_and_the_new_one_has_the_card(taken: Dialogue) -> None:
    moved(taken)
    assert (taken.ticket.room, taken.ticket.state, taken.ticket.agent) == (SECOND, TicketState.WAITING, None)
    line, card = (message for message in taken.thread if message.to == ROOM)
    assert "小王 把工单转到了 telegram-staff/second" in line.text
    assert "/move web-staff/main" in line.text
    assert card.look is not None
    assert (card.look.closed, card.buttons, "已转到 telegram-staff/second" in card.text) == (True, (), True)
    first = next(message for message in taken.thread if message.to == SECOND)
    assert first.pinned
    assert first.look is not None
    assert (first.look.closed, first.look.sign) == (False, "🟡")
    assert taken.audit[-1].action == "ticket.moved"


def test_the_new_room_sees_what_was_said_last(taken: Dialogue) -> None:
    moved(taken)
    _card, come, *words = (message for message in taken.thread if message.to == SECOND)
    assert "小王 从 web-staff/main 转来" in come.text
    assert [one.text for one in words] == ["卡密用不了，转人工", "小王: 你好，我看看", "小王: /note 老顾客", "截图"]
    assert words[-1].media
    assert words[0].mirrors is not None
    assert all(one.ticket == "35" for one in words)
    (asked,) = taken.asked_for(LastWords)
    assert asked == LastWords(taken.ticket.opened_at, 0)


def test_from_then_on_the_buyer_talks_to_the_new_room(taken: Dialogue) -> None:
    moved(taken)
    taken.says("在吗")
    assert in_room(taken, SECOND) == ["在吗"]
    taken.agents_room = SECOND
    taken.agent("我来接着看", name="小李")
    assert [one.text for one in taken.said] == ["客服 小李 来了，接下来由 TA 帮你。", "我来接着看"]
    assert taken.ticket.agent is not None
    assert taken.ticket.agent.name == "小李"


def test_words_in_the_thread_that_it_left_go_to_nobody(taken: Dialogue) -> None:
    moved(taken)
    taken.agent("我还在写")
    assert not taken.said
    assert "没有发给买家" in taken.room
    assert taken.thread[0].to.thread == "t35"
    taken.agent_presses("desk:take")
    assert (taken.ticket.agent, "没有发给买家" in taken.room) == (None, True)
    for inside in ("//跟进一下", "/note 先别退款"):
        taken.agent(inside)
        assert not taken.thread


def test_what_was_said_there_before_can_still_be_mended(taken: Dialogue) -> None:
    ours = taken.agent("可以退宽")
    moved(taken)
    taken.agent_edits(ours, "可以退款")
    (edit,) = taken.said
    assert (edit.to, edit.replaces) == (CHAT, MessageRef(ours.where, ours.id))


def test_a_thread_that_was_left_and_deleted_is_no_news_in_the_new_room(taken: Dialogue) -> None:
    moved(taken)
    taken.thread_is_replaced()
    assert not taken.thread
    taken.agents_room = SECOND
    taken.thread_is_replaced()
    assert "被删除了" in taken.room


def test_it_can_be_fetched_back_into_the_thread_that_it_had(taken: Dialogue) -> None:
    moved(taken)
    taken.agent("/move web-staff")
    assert taken.ticket.room == ROOM
    assert taken.ticket.left == (SECOND,)
    back = [message for message in taken.thread if message.to == ROOM]
    assert back[0].look is not None
    assert (back[0].look.closed, "转回来了" in back[0].text) == (False, True)
    assert back[1].replaces is not None, "its card is there already"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "转到哪个客服群"),
        ("staff", "没有叫「staff」的客服群"),
        ("nowhere", "没有叫「nowhere」的客服群"),
        ("web", "已经在这个群了"),
    ],
)
def test_a_room_that_is_not_named_clearly_is_asked_for(taken: Dialogue, typed: str, told: str) -> None:
    moved(taken, typed)
    assert (told in taken.room, taken.ticket.room) == (True, ROOM)


def test_the_rooms_are_offered_as_buttons(taken: Dialogue) -> None:
    moved(taken, "")
    values = [button.value for row in taken.thread[0].buttons for button in row]
    assert values == ["desk:move:telegram-staff/second", "desk:move:discord-staff/main"]
    taken.agent_presses(values[1])
    assert taken.ticket.room == THIRD


def test_with_one_room_there_is_nowhere_to_go() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.agent("/move second")
    assert "没有别处可转" in buyer.room


def test_nobody_takes_it_there_and_everybody_is_reminded(taken: Dialogue) -> None:
    moved(taken)
    taken.later(minutes=11)
    assert in_room(taken, SECOND) == ["⏰ 小明 已经等了 10 分钟，还没人接。"]


def test_who_has_his_answer_is_not_told_that_he_waits() -> None:
    buyer = shop()
    buyer.says("转人工")
    buyer.agent("你好，我看看")
    moved(buyer)
    buyer.later(minutes=11)
    assert (buyer.bot, "还没人接" in buyer.room) == ("", True)


def test_a_closed_one_stays_where_it_is(taken: Dialogue) -> None:
    taken.agent("/close")
    moved(taken)
    assert (taken.ticket.room, "已经结束" in taken.room) == (ROOM, True)


def test_keys_in_the_last_words_stay_masked() -> None:
    buyer = shop()
    buyer.says("转人工")
    buyer.agent("是这个吗 ABCD-1234-EFGH-5678")
    moved(buyer)
    assert "ABCD-1234-EFGH-5678" not in buyer.room


# ------------------------------------------------------------------ a room that the owner has taken away


def test_a_ticket_whose_room_is_gone_moves_when_the_buyer_writes(taken: Dialogue) -> None:
    taken.settings = DeskSettings(SECOND, rooms=Rooms({"telegram-staff/second": SECOND}))
    taken.says("在吗")
    assert taken.ticket.room == SECOND
    assert "在吗" in in_room(taken, SECOND)


def test_a_closed_one_whose_room_is_gone_opens_again_where_there_is_one(taken: Dialogue) -> None:
    taken.agent("/close")
    taken.settings = DeskSettings(SECOND, rooms=Rooms({"telegram-staff/second": SECOND}))
    taken.says("转人工")
    assert (taken.ticket.room, taken.ticket.id) == (SECOND, "35")
    assert taken.thread[0].pinned


# ------------------------------------------------------------------ questions about all tickets


def test_each_room_has_its_own_list_and_figures_and_all_of_them_on_request(taken: Dialogue) -> None:
    taken.agent("/open")
    taken.agent("/open all")
    taken.agent("/stats")
    taken.agent("/stats 全部")
    taken.agent("/search 小明")
    lists, counts = taken.asked_for(ListTickets), taken.asked_for(CountTickets)
    assert lists == [ListTickets(ROOM), ListTickets(None)]
    assert [one.room for one in counts if isinstance(one, CountTickets)] == [ROOM, None]
    assert taken.asked_for(FindTickets) == [FindTickets("小明")]


def test_help_tells_of_the_other_rooms_where_there_are_some(taken: Dialogue) -> None:
    taken.agent("/help")
    assert "/move" in taken.room
    taken.settings = replace(taken.settings, rooms=Rooms({"web-staff/main": ROOM}))
    taken.agent("/help")
    assert "/move" not in taken.room
    assert "/move" in WORDS("en", "desk-help-rooms")
