"""A second person agrees to new keys and refunds: above an amount, after several, for old orders."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.unit.core.dialogue import Dialogue
from tests.unit.core.fakeshop import VAULT
from tests.unit.handoff.agents import audited, buttons, press, rules, taken_over

NEW = "NEW-0001"


@pytest.fixture
def known() -> Dialogue:
    return taken_over()


def test_above_the_amount_a_colleague_must_agree(known: Dialogue) -> None:
    rules(known, approve_above=Decimal(20))
    known.agent("/refund 30 兑换失败")
    assert "小王 想给订单" in known.room
    assert "原因：兑换失败" in known.room
    assert "金额超过" in known.room
    asked = known.thread
    assert [button.label for button in buttons(known)] == ["同意", "不同意"]
    press(known, "同意")
    assert "要另一位同事来点" in known.room
    known.thread = asked
    press(known, "同意", "小李")
    assert "退款 ¥30.00 登记好了" in known.room
    assert {("refund.approved", "agent-小李"), ("refund.refunded", "agent-小王")} <= set(audited(known))


def test_a_new_key_that_a_colleague_agreed_to_reaches_the_buyer(known: Dialogue) -> None:
    rules(known, approve_above=Decimal(20))
    known.agent("/replace 打不开")
    assert not known.said
    press(known, "同意", "小李")
    assert NEW in [VAULT.open(sealed) for message in known.said for sealed in message.secret]
    known.agent("/replacements")
    assert "小王（小李 同意）→ 小明（网页）" in known.room


def test_a_no_is_told_and_nothing_happens(known: Dialogue) -> None:
    rules(known, approve_above=Decimal(20))
    known.agent("/replace")
    press(known, "不同意", "小李")
    assert "小李 没有同意" in known.room
    assert known.shop.aftersales.counter.stock_left == ["NEW-0002", "NEW-0001"]
    assert ("key.refused", "agent-小李") in audited(known)


def test_the_only_admin_confirms_twice_and_that_is_on_record(known: Dialogue) -> None:
    rules(known, approve_above=Decimal(20), admins=frozenset({"agent-小王"}))
    known.agent("/replace")
    asked = known.thread
    press(known, "同意", "小李")
    assert "管理员来点" in known.room
    known.thread = asked
    press(known, "同意")
    assert not known.said
    press(known, "我确认，就这么办")
    assert known.said
    assert ("key.approved-alone", "agent-小王") in audited(known)


def test_after_several_in_a_day_and_for_old_orders(known: Dialogue) -> None:
    rules(known, approve_after=1)
    known.agent("/refund 1 兑换失败")
    known.agent("/refund 2 兑换失败")
    assert "24 小时里" in known.room
    known.later(hours=25)
    rules(known, replace_within=timedelta(hours=1))
    known.agent("/replace")
    assert "发货已经很久了" in known.room
