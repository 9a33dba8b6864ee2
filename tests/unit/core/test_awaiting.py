"""A shop that does not answer is named; what the buyer asked is noted, and told when it is back."""

from dataclasses import replace

import pytest

from core.messages import EventId, Person, PersonId
from core.work import Refusal, WorkDone
from tests.unit.core.dialogue import CHAT, Dialogue, proven
from tests.unit.core.fakeshop import NUMBER, OTHER

PROOF = f"{NUMBER} zhang@qq.com 密码hunter2"


def waiting(language: str = "zh-CN", name: str = "星卡小店") -> Dialogue:
    buyer = Dialogue(language)
    buyer.shop.away = name
    return buyer


def test_the_silent_shop_is_named_and_the_answer_comes_by_itself() -> None:
    buyer = waiting()
    buyer.says(PROOF)
    assert "星卡小店暂时没有回应" in buyer.bot
    assert "记下了" in buyer.bot
    assert buyer.labels == ["转人工"]
    buyer.shop_is_back()
    assert f"星卡小店恢复了，你之前问的订单 {NUMBER}：" in buyer.bot
    assert "已发货" in buyer.bot
    assert buyer.labels == ["再发卡密", "我的订单", "转人工"]
    assert not buyer.memory.awaited


@pytest.mark.parametrize(
    ("language", "silent", "back"),
    [
        ("en", "Star Cards isn't answering", "Star Cards is back"),
        ("es", "Star Cards no responde", "Star Cards ya responde"),
        ("zh-TW", "Star Cards暫時沒有回應", "Star Cards恢復了"),
    ],
)
def test_in_every_language(language: str, silent: str, back: str) -> None:
    buyer = waiting(language, "Star Cards")
    buyer.says(f"{NUMBER} zhang@qq.com password: hunter2")
    assert silent in buyer.bot
    buyer.shop_is_back()
    assert back in buyer.bot


def test_a_password_is_not_kept_in_clear_meanwhile() -> None:
    buyer = waiting()
    buyer.says(PROOF)
    assert "hunter2" not in repr(buyer.memory) + repr(buyer.shop.unanswered)


def test_keys_come_where_the_proof_is_good_and_the_places_to_tap_are_right() -> None:
    buyer = proven(Dialogue())
    buyer.shop.away = "星卡小店"
    buyer.says("再发卡密")
    buyer.shop_is_back()
    (message,) = buyer.said
    assert message.text.startswith("星卡小店恢复了")
    (span,) = message.spans
    assert message.text[span.start : span.end] == "\ue000"


def test_a_proof_for_keys_goes_on_to_the_keys() -> None:
    buyer = waiting()
    buyer.presses_value("keys")
    buyer.says(PROOF)
    buyer.shop_is_back()
    assert [message for message in buyer.said if message.secret]


def test_a_wrong_password_reads_as_it_always_does() -> None:
    buyer = waiting()
    buyer.says(f"{NUMBER} zhang@qq.com 密码wrong1")
    buyer.shop_is_back()
    assert "没对上" in buyer.bot
    assert not buyer.memory.proven


def test_who_asks_again_meanwhile_hears_one_answer() -> None:
    buyer = waiting()
    buyer.says(PROOF)
    buyer.says(PROOF)
    assert "记下了" in buyer.bot
    buyer.shop_is_back()
    assert len(buyer.said) == 1
    assert "已发货" in buyer.bot


def test_the_last_password_counts() -> None:
    buyer = waiting()
    buyer.says(f"{NUMBER} zhang@qq.com 密码wrong1")
    buyer.says(PROOF)
    buyer.shop_is_back()
    assert "没对上" not in buyer.bot
    assert "已发货" in buyer.bot


def test_who_asks_again_when_it_is_back_hears_nothing_later() -> None:
    buyer = waiting()
    buyer.says(PROOF)
    late, buyer.shop.unanswered, buyer.shop.away = buyer.shop.unanswered, [], ""
    buyer.says(PROOF)
    assert "已发货" in buyer.bot
    buyer.shop.unanswered = late
    buyer.shop_is_back()
    assert not buyer.said


def test_two_orders_are_two_answers() -> None:
    buyer = waiting()
    buyer.says(PROOF)
    buyer.says(f"{OTHER} zhang@qq.com 没有密码")
    buyer.shop_is_back()
    assert f"你之前问的订单 {NUMBER}" in buyer.bot
    assert f"你之前问的订单 {OTHER}" in buyer.bot


def test_who_does_not_want_it_any_more_says_so() -> None:
    buyer = waiting()
    buyer.says(PROOF)
    buyer.says("算了")
    assert not buyer.memory.awaited
    buyer.shop_is_back()
    assert not buyer.said


def test_after_a_day_he_is_told_and_a_person_offered() -> None:
    buyer = waiting()
    buyer.says(PROOF)
    buyer.shop_stays_away()
    assert "星卡小店一整天都没有回应" in buyer.bot
    assert not buyer.memory.awaited
    buyer.presses("转人工")
    assert buyer.ticket.reason == "shop-silent"


def test_while_a_person_is_in_charge_the_agents_see_what_is_told() -> None:
    buyer = proven(Dialogue())
    buyer.says("转人工")
    buyer.shop.away = "星卡小店"
    buyer.presses_value(f"order:{NUMBER}")
    assert "恢复后我会自动答复他" in buyer.room
    buyer.shop_is_back()
    assert "恢复了" in buyer.bot
    assert NUMBER in buyer.room


def test_my_orders_are_awaited_too() -> None:
    buyer = proven(Dialogue())
    buyer.shop.away = "星卡小店"
    buyer.says("我的订单")
    buyer.shop_is_back()
    assert "星卡小店恢复了，你之前问的：" in buyer.bot
    assert NUMBER in buyer.bot


def test_orders_that_are_left_out_are_spoken_of() -> None:
    buyer = proven(Dialogue())
    buyer.says("我的订单")
    assert "没有回应" not in buyer.bot
    order = buyer.shop.sales[NUMBER].order
    buyer.said = []
    done = WorkDone(id=EventId("w"), at=buyer.now, where=CHAT, sender=Person(PersonId("shop")), work="ListOrders")
    buyer.happens(replace(done, orders=(order,), shop="Game Land"))
    assert NUMBER in buyer.bot
    assert "Game Land暂时没有回应，那边的订单" in buyer.bot


def test_a_shop_without_a_name_is_the_shop() -> None:
    buyer = waiting(name="星卡小店")
    buyer.says(PROOF)
    (done, _), buyer.shop.unanswered = buyer.shop.unanswered[0], []
    assert done.awaits is None
    buyer.shop.refuses, buyer.shop.away = Refusal.SHOP_SILENT, ""
    buyer.says(PROOF)
    assert "店铺系统暂时没有回应" in buyer.bot


def test_a_shop_that_was_removed_is_not_promised() -> None:
    buyer = proven(Dialogue())
    buyer.shop.refuses = Refusal.SHOP_REMOVED
    buyer.presses_value(f"order:{NUMBER}")
    assert "已经不在这里了" in buyer.bot
    assert "记下了" not in buyer.bot
    assert buyer.labels == ["转人工"]
