"""Agents replace keys and give money back: what they write, what the thread shows, what the buyer gets."""

from decimal import Decimal

import pytest

from core.replacing import NoteSent, RefundOrder, ReplaceKey, Stage
from core.shop import OrderStatus, Proof, ProvenOrder
from core.shopparts import RefundWay, Visible
from core.work import Refusal
from tests.unit.core.dialogue import ROOM, Dialogue
from tests.unit.core.fakeshop import NUMBER, OTHER, SHOP, VAULT, an_order
from tests.unit.handoff.agents import audited, buttons, knowing, press, taken_over
from tests.unit.handoff.test_room import Room

BAD, NEW = "ABCD-1234-EFGH-5678", "NEW-0001"


@pytest.fixture
def known() -> Dialogue:
    return taken_over()


@pytest.fixture
def stranger() -> Dialogue:
    dialogue = Dialogue()
    dialogue.says("转人工")
    return dialogue


class TestReplacing:
    @pytest.mark.parametrize(
        "words", ["/replace", f"/replace {NUMBER}", "/换卡密 提示已使用", f"/replace {NUMBER} 打不开"]
    )
    def test_the_buyer_gets_the_new_key_and_the_agent_sees_it_masked(self, known: Dialogue, words: str) -> None:
        known.agent(words)
        (message,) = known.said
        assert [VAULT.open(sealed) for sealed in message.secret] == [NEW]
        assert "换好了" in message.text
        assert f"订单 {NUMBER}：ABC*-78 换成 NEW*-01，新的已直接发给买家。店铺的订单页上也是新的。" in known.room
        assert "0001" not in known.room
        assert "1234" not in known.room

    def test_who_asked_and_who_got_it_is_on_record(self, known: Dialogue) -> None:
        known.agent("/replace 提示已使用")
        assert ("key.replace-asked", "agent-小王") in audited(known)
        assert ("key.replaced", "agent-小王") in audited(known)
        assert ("key.sent", "agent-小王") in audited(known)
        assert not any(secret in note.subject for note in known.audit for secret in (BAD, NEW))

    def test_it_counts_as_sent_when_the_message_is_stored(self, known: Dialogue) -> None:
        known.agent("/replace")
        assert [type(work) for work in known.work[-2:]] == [ReplaceKey, NoteSent]
        assert [one.stage for one in known.shop.aftersales.kept.replacements.values()] == [Stage.SENT]

    def test_by_the_button_of_an_order_that_was_looked_up(self, known: Dialogue) -> None:
        known.agent(f"/order {NUMBER}")
        assert [button.label for button in buttons(known)] == ["换卡密", "退款"]
        press(known, "换卡密")
        assert NEW in [VAULT.open(sealed) for message in known.said for sealed in message.secret]

    def test_an_unpaid_order_offers_neither(self, known: Dialogue) -> None:
        known.shop.sales[OTHER].order = an_order(OTHER, OrderStatus.UNPAID)
        known.agent(f"/order {OTHER}")
        assert not buttons(known)

    def test_of_several_keys_the_agent_picks_the_one_that_fails(self, known: Dialogue) -> None:
        known.shop.sales[NUMBER].keys = (BAD, "WXYZ-9876-MNPQ-5432")
        known.agent("/replace 第二张不行")
        assert [button.label for button in buttons(known)] == ["ABC*-78", "WXY*-32"]
        assert not known.said
        press(known, "WXY*-32")
        assert known.shop.sales[NUMBER].keys == (BAD, NEW)
        entry = next(iter(known.shop.aftersales.kept.replacements.values()))
        assert entry.reason == "第二张不行"

    def test_with_several_orders_the_agent_picks_and_the_reason_is_kept(self, known: Dialogue) -> None:
        knowing(known, ProvenOrder(SHOP, OTHER, Proof.A))
        known.agent("/replace 提示已使用")
        assert [button.label for button in buttons(known)] == [OTHER, NUMBER]
        assert all(len(button.value.encode()) <= 64 for button in buttons(known))
        press(known, OTHER)
        work = known.asked_for(ReplaceKey)[-1]
        assert isinstance(work, ReplaceKey)
        assert (work.order, work.reason, work.proven) == (OTHER, "提示已使用", True)

    def test_an_order_that_the_buyer_has_not_proven_needs_the_agents_word(self, stranger: Dialogue) -> None:
        stranger.agent(f"/replace {NUMBER}")
        assert "确定是这位买家的吗" in stranger.room
        assert not stranger.said
        press(stranger, "确认是他的，继续")
        assert NEW in [VAULT.open(sealed) for message in stranger.said for sealed in message.secret]
        assert ("order.vouched", "agent-小王") in audited(stranger)
        assert "vouched" in next(note.subject for note in stranger.audit if note.action == "key.replaced")

    def test_a_contact_alone_is_no_proof_for_a_new_key(self, stranger: Dialogue) -> None:
        knowing(stranger, ProvenOrder(SHOP, OTHER, Proof.B))
        stranger.agent("/replace")
        assert "还没有完整核对过" in stranger.room

    def test_a_second_press_does_not_take_a_second_key(self, known: Dialogue) -> None:
        known.agent("/replace")
        known.agent("/replace", name="小李")
        assert "刚刚换上的" in known.room
        assert known.shop.aftersales.counter.stock_left == ["NEW-0002"]
        press(known, "NEW*-01", "小李")
        assert known.shop.aftersales.counter.stock_left == []

    def test_without_stock_it_is_told_what_can_be_done(self, known: Dialogue) -> None:
        known.shop.aftersales.counter.stock_left = []
        known.agent("/replace")
        assert "没有库存了" in known.room
        assert not known.said
        assert [button.label for button in buttons(known)] == ["退款"]
        assert ("key.failed", "agent-小王") in audited(known)

    def test_a_key_that_the_shops_page_does_not_show_is_sent_again_all_the_same(self, known: Dialogue) -> None:
        known.shop.aftersales.counter.visible = Visible.DETACHED
        known.agent("/replace")
        assert "店铺的订单页还是旧的" in known.room
        known.agent("/replacements")
        assert "店铺页面看不到" in known.room

    @pytest.mark.parametrize("words", ["/replace", "/replace 打不开"])
    def test_without_any_order_it_is_told_how(self, stranger: Dialogue, words: str) -> None:
        stranger.agent(words)
        assert "要换哪一单" in stranger.room
        assert not stranger.work

    def test_an_order_that_nobody_knows(self, stranger: Dialogue) -> None:
        stranger.agent("/replace KD99999999999999")
        assert "没查到" in stranger.room

    def test_a_shop_that_is_silent_is_told_to_the_agent_alone(self, known: Dialogue) -> None:
        known.shop.refuses = Refusal.SHOP_SILENT
        known.agent("/replace")
        assert "我会一直接着试" in known.room
        assert not known.said

    def test_a_shop_that_was_removed_stops_what_is_in_hand_and_says_so(self, known: Dialogue) -> None:
        known.shop.refuses = Refusal.SHOP_REMOVED
        known.agent("/replace")
        assert "先停在这里" in known.room
        known.agent("/stock")
        assert "已经不在设置里" in known.room
        assert not known.said

    def test_a_mere_question_is_not_asked_again_by_itself(self, known: Dialogue) -> None:
        known.shop.refuses = Refusal.SHOP_SILENT
        known.agent("/stock")
        assert "过几分钟再试" in known.room

    @pytest.mark.parametrize("value", ["desk:goon:35.99:sure", "desk:goon:", "desk:approve:35.99", "desk:refuse:x"])
    def test_an_old_button_does_nothing(self, known: Dialogue, value: str) -> None:
        known.agent_presses(value)
        assert "按钮太旧" in known.room
        assert not known.said


class TestRefunds:
    def test_it_is_recorded_and_told(self, known: Dialogue) -> None:
        known.agent("/refund 9.90 兑换失败，买家要退")
        assert f"订单 {NUMBER}：退款 ¥9.90 登记好了。店铺里也记上了" in known.room
        assert not known.said
        (refund,) = known.shop.aftersales.counter.refunds.values()
        assert (refund.order, refund.amount, refund.remark) == (NUMBER, Decimal("9.90"), "兑换失败，买家要退")
        assert ("refund.refunded", "agent-小王") in audited(known)

    @pytest.mark.parametrize(
        ("words", "amount"),
        [
            (f"/refund {NUMBER} 9.90 兑换失败", "9.90"),
            ("/refund ¥9.9 兑换失败", "9.9"),
            ("/退款 10元 兑换失败", "10"),
            ("/refund 全额 兑换失败", None),
            ("/refund ALL does not work", None),
        ],
    )
    def test_amounts_are_read_as_people_write_them(self, known: Dialogue, words: str, amount: str | None) -> None:
        known.agent(words)
        work = known.asked_for(RefundOrder)[-1]
        assert isinstance(work, RefundOrder)
        assert (work.order, work.amount, work.proven) == (NUMBER, Decimal(amount) if amount else None, True)

    @pytest.mark.parametrize(
        "words", ["/refund", "/refund 9.90", "/refund 兑换失败", f"/refund {NUMBER}", "/refund -5 x", "/refund 1e9 x"]
    )
    def test_without_amount_or_reason_it_is_told_how(self, known: Dialogue, words: str) -> None:
        known.agent(words)
        assert f"/refund {NUMBER} 9.90" in known.room
        assert not known.asked_for(RefundOrder)

    def test_to_the_balance_where_the_shop_has_one(self, known: Dialogue) -> None:
        known.agent("/refund 5 余额 兑换失败")
        assert "不能退到余额" in known.room
        known.shop.aftersales.counter.refund_ways = frozenset(RefundWay)
        known.agent("/refund 5 余额 兑换失败")
        assert "已退到买家在店铺的余额" in known.room

    def test_all_of_it_and_never_more(self, known: Dialogue) -> None:
        known.agent("/refund 60 兑换失败")
        assert "最多还能退 ¥52.50" in known.room
        known.agent("/refund 全额 兑换失败")
        assert "退款 ¥52.50" in known.room
        known.agent("/refund 1 兑换失败")
        assert "没有可退的了" in known.room


class TestLedgerAndStock:
    def test_the_ledger_of_an_order_and_of_all(self, known: Dialogue) -> None:
        known.agent("/replacements")
        assert "还没有" in known.room
        known.agent("/replace 打不开")
        known.agent("/refund 1 兑换失败")
        known.agent("/replacements")
        assert "最近的补发、换卡、退款" in known.room
        assert f"换卡密 · {NUMBER} · ABC*-78 → NEW*-01 · 小王 → 小明（网页） · 已办好 · 店铺页面看得到" in known.room
        assert f"退款 · {NUMBER} · ¥1.00" in known.room
        known.agent(f"/replacements {OTHER}")
        assert "还没有" in known.room
        assert not known.said

    def test_the_stock_by_words(self, known: Dialogue) -> None:
        known.agent("/stock Steam")
        assert "• Steam 50 元充值卡：还有 2" in known.room
        known.agent("/库存 月球")
        assert "没有找到" in known.room

    def test_both_can_be_asked_for_outside_of_tickets(self) -> None:
        room = Room()
        room.writes("/stock")
        assert "Steam 50" in room.room
        room.writes("/replacements")
        assert "还没有" in room.room
        room.writes("/help")
        assert "/stock" in room.room


def test_help_names_the_commands(known: Dialogue) -> None:
    known.agent("/help")
    for command in ("/replace", "/refund", "/stock", "/replacements"):
        assert command in known.room


def test_what_agents_are_told_stays_in_their_room(known: Dialogue) -> None:
    known.agent("/replace")
    assert {message.to for message in known.thread} == {ROOM}
    assert {message.ticket for message in known.thread} == {known.ticket.id}
