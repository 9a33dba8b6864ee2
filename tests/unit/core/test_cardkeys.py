"""Keys again: to the one who has proven the order, once, sealed, in private."""

import pytest

from core.messages import SECRET_MARK, Style
from core.proof import ProofPolicy, remembering
from core.shop import OrderStatus, Proof, ProvenOrder
from core.wishes import wants_keys, wants_my_orders, wants_order
from core.work import FetchKeys, Refusal
from tests.unit.core.dialogue import Dialogue, proven
from tests.unit.core.fakeshop import NUMBER, OTHER, SHOP, VAULT, Sale, an_order


@pytest.mark.parametrize(
    "text",
    [
        "重发卡密",
        "没收到卡密",
        "再发一次",
        "卡密没收到",
        "补发卡密",
        "麻烦再发一遍卡密谢谢",
        "我的卡密呢",
        "卡密丢了",
        "重發卡密",
        "resend key",
        "please resend my key",
        "I didn't get my key",
        "send the key again",
    ],
)
def test_keys_are_asked_for_in_many_words(text: str) -> None:
    assert wants_keys(text)
    buyer = Dialogue()
    buyer.says(text)
    assert buyer.memory.waiting
    assert buyer.memory.waiting.then == "keys"


@pytest.mark.parametrize("text", ["卡密怎么用", "卡密无效", "怎么退款", "key不能用", "有没有卡密卖", "查订单", "hello"])
def test_other_words_about_keys_are_others_matters(text: str) -> None:
    assert not wants_keys(text)


def test_words_for_orders() -> None:
    assert all(map(wants_order, ["查订单", "我要查一下订单", "订单查询", "check my order", "where's my order"]))
    assert all(map(wants_my_orders, ["我的订单", "查看我的订单", "my orders", "order history"]))
    assert not any(map(wants_order, ["订单号丢了怎么办", "怎么退款"]))


def test_after_the_proof_the_keys_come_at_once() -> None:
    buyer = Dialogue()
    buyer.says("没收到卡密")
    buyer.says(NUMBER)
    buyer.says("zhang@qq.com")
    buyer.says("hunter2")
    (message,) = buyer.said
    assert message.text.count(SECRET_MARK) == len(message.secret) == 1
    assert [message.text[span.start : span.end] for span in message.spans] == [SECRET_MARK]
    assert message.spans[0].style is Style.CODE
    assert VAULT.open(message.secret[0]) == "ABCD-1234-EFGH-5678"
    assert "不要发给任何人，客服也不会" in message.text


def test_the_number_and_the_wish_in_one_message() -> None:
    buyer = Dialogue()
    buyer.says(f"{OTHER} 没收到卡密 zhang@qq.com 无密码")
    assert "卡密，点一下或长按就能复制" in buyer.bot


def test_with_one_proven_order_the_keys_come_without_a_question() -> None:
    buyer = proven(Dialogue())
    buyer.says("再发一次")
    assert SECRET_MARK in buyer.bot


def test_with_several_the_buyer_picks() -> None:
    buyer = proven(proven(Dialogue()), OTHER)
    buyer.says("重发卡密")
    assert buyer.labels == [OTHER, NUMBER, "换一个订单"]
    buyer.says("第一个")
    assert f"订单 {OTHER} 的卡密" in buyer.bot


def test_another_order_than_the_known_ones() -> None:
    buyer = proven(proven(Dialogue()), OTHER)
    buyer.says("重发卡密")
    buyer.presses("换一个订单")
    assert "订单号" in buyer.bot


def test_a_button_with_somebody_elses_order_gets_no_key() -> None:
    buyer = Dialogue()
    buyer.presses_value(f"keys:{NUMBER}")
    assert "邮箱" in buyer.bot
    assert not buyer.work


def test_several_keys_each_have_a_mark_and_a_seal() -> None:
    buyer = Dialogue()
    buyer.shop.sales[NUMBER] = Sale(an_order(), keys=tuple(f"KEY-{n}" for n in range(7)))
    buyer.says(f"重发卡密 {NUMBER} zhang@qq.com 密码hunter2")
    (message,) = buyer.said
    assert [VAULT.open(sealed) for sealed in message.secret] == [f"KEY-{n}" for n in range(7)]
    assert message.text.count(SECRET_MARK) == len(message.spans) == 7
    assert "7 个卡密" in message.text


def test_the_audit_names_the_order_and_masked_keys_and_nothing_shows_the_key() -> None:
    buyer = proven(Dialogue())
    buyer.says("重发卡密")
    (note,) = buyer.audit
    assert (note.action, note.actor) == ("key.sent", "b1")
    assert NUMBER in note.subject
    assert "ABC*" in note.subject
    assert "1234-EFGH" not in repr(buyer.answers) + repr(buyer.memory)


# ------------------------------------------------------------------ proof


@pytest.mark.parametrize(
    ("proof", "allow_b", "may"),
    [
        (Proof.A, True, True),
        (Proof.A, False, True),
        (Proof.B, True, True),
        (Proof.B, False, False),
        (Proof.C, True, False),
        (Proof.NONE, True, False),
    ],
)
def test_which_proof_opens_keys(proof: Proof, allow_b: bool, may: bool) -> None:
    assert ProofPolicy(allow_b).may_have_keys(proof) is may


def test_a_shop_may_ask_for_more_than_number_and_contact() -> None:
    buyer = Dialogue()
    buyer.policy = ProofPolicy(allow_b=False)
    proven(buyer, OTHER)
    for _ in ("by words", "by number"):
        buyer.says("重发卡密")
        assert "还不能发卡密" in buyer.bot
    buyer.says(f"{OTHER} 没收到")
    assert "还不能发卡密" in buyer.bot
    assert not buyer.asked_for(FetchKeys)
    buyer.presses("转人工")
    assert buyer.ticket.reason == "cannot-prove"


def test_a_weaker_proof_does_not_replace_a_stronger_one() -> None:
    strong, weak = ProvenOrder(SHOP, NUMBER, Proof.A), ProvenOrder(SHOP, NUMBER, Proof.B)
    assert remembering((strong,), weak) == (strong,)
    assert remembering((weak,), strong) == (strong,)


# ------------------------------------------------------------------ no keys


def test_paid_without_a_key_is_urgent() -> None:
    buyer = Dialogue()
    buyer.shop.sales[NUMBER] = Sale(an_order(status=OrderStatus.PAID_WAITING), keys=())
    buyer.says(f"重发卡密 {NUMBER} zhang@qq.com 密码hunter2")
    assert "还没有卡密可发" in buyer.bot
    buyer.presses("转人工")
    assert buyer.ticket.reason == "no-key"


def test_an_unpaid_order_has_no_key_in_plain_words() -> None:
    buyer = Dialogue()
    buyer.shop.sales[NUMBER] = Sale(an_order(status=OrderStatus.UNPAID), keys=())
    buyer.says(f"重发卡密 {NUMBER} zhang@qq.com 密码hunter2")
    assert "还没收到付款" in buyer.bot


def test_too_soon_says_when() -> None:
    buyer = proven(Dialogue())
    buyer.shop.refuses = Refusal.TOO_SOON
    buyer.says("重发卡密")
    assert "刚发过" in buyer.bot
    assert "1 分钟后" in buyer.bot


def test_in_english() -> None:
    buyer = proven(Dialogue("en"))
    buyer.says("resend my key please")
    assert "tap or hold to copy" in buyer.bot
    assert "never ask for them" in buyer.bot
