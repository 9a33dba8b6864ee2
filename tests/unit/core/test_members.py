"""Buyers whom the shop knows by their messenger: recognised without a question, or introduced by a mailed code."""

from dataclasses import dataclass, replace

import pytest

from core.membership import Acquaintance, BindMember, MemberStep, MemberTold, RecogniseBuyer, SendMemberCode
from core.messages import ButtonPressed
from core.shop import OrderNo, Proof, ProvenOrder
from core.work import Refusal, VerifyBuyer, Work, WorkDone
from tests.unit.core.dialogue import CHAT, Dialogue
from tests.unit.core.fakeshop import NUMBER, OTHER, SHOP, VAULT, FakeShop

MAIL, CODE = "li@qq.com", "314159"
HERE = frozenset({CHAT.channel})


@dataclass
class MemberShop(FakeShop):
    """`his`: orders of the buyer's own account. `bound`: the shop knows whose messenger account it is."""

    his: tuple[OrderNo, ...] = ()
    bound: bool = False
    closed: bool = False

    def do(self, work: Work, done: WorkDone) -> WorkDone:
        done = replace(done, work=type(work).__name__)
        match work:
            case RecogniseBuyer(number, then):
                if not (self.bound and number in self.his):
                    return replace(done, member=MemberTold(MemberStep.STRANGER, number), then=then)
                return replace(done, proven=self._own(number), order=self.sales[number].order, then=then)
            case SendMemberCode(_, number):
                step = MemberStep.REFUSED if self.closed else MemberStep.SENT
                return replace(done, member=MemberTold(step, number))
            case BindMember(mail, code, number):
                self.bound = (mail, VAULT.open(code)) == (MAIL, CODE)
                proven = tuple(self._own(one) for one in self.his) if self.bound else ()
                return replace(
                    done, member=MemberTold(MemberStep.BOUND if proven else MemberStep.WRONG, number, proven)
                )
            case _:
                return super().do(work, done)

    def _own(self, number: OrderNo) -> ProvenOrder:
        return ProvenOrder(SHOP, number, Proof.A)


@pytest.fixture
def shop() -> MemberShop:
    return MemberShop(Dialogue().shop.sales, his=(NUMBER, OTHER))


@pytest.fixture
def talk(shop: MemberShop) -> Dialogue:
    dialogue = Dialogue()
    dialogue.shop = shop
    dialogue.acquaintance = Acquaintance(knows=HERE, binds=HERE)
    return dialogue


class TestAKnownBuyer:
    def test_is_shown_his_order_without_a_question(self, talk: Dialogue, shop: MemberShop) -> None:
        shop.bound = True
        talk.says(NUMBER)
        assert "已发货" in talk.bot
        assert [order.proof for order in talk.memory.proven] == [Proof.A]
        assert talk.asked_for(VerifyBuyer) == []

    def test_has_his_keys_by_the_number_alone(self, talk: Dialogue, shop: MemberShop) -> None:
        shop.bound = True
        talk.says(f"没收到卡密，订单号 {NUMBER}")
        assert [message.secret for message in talk.said if message.secret] != []

    def test_is_recognised_by_a_link_as_well(self, talk: Dialogue, shop: MemberShop) -> None:
        shop.bound = True
        talk.opens(f"order_{NUMBER}")
        assert "已发货" in talk.bot

    def test_is_not_looked_for_when_he_tells_all_himself(self, talk: Dialogue) -> None:
        talk.says(f"{NUMBER} zhang@qq.com 密码：hunter2")
        assert talk.asked_for(RecogniseBuyer) == []
        assert "已发货" in talk.bot

    def test_never_in_a_group(self, talk: Dialogue, shop: MemberShop) -> None:
        shop.bound = True
        talk.private = False
        talk.says(NUMBER)
        assert talk.work == []


class TestAStranger:
    def test_is_asked_for_his_contact_as_everybody(self, talk: Dialogue) -> None:
        plain = Dialogue()
        plain.says(NUMBER)
        talk.says(NUMBER)
        assert talk.bot.startswith(plain.bot.split("1")[0].strip())
        talk.says("zhang@qq.com")
        talk.says("hunter2")
        assert "已发货" in talk.bot

    def test_is_offered_to_prove_it_as_a_member(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        assert "我是会员，用邮箱验证" in talk.labels

    def test_is_offered_it_again_when_his_proof_fits_not(self, talk: Dialogue) -> None:
        talk.says(f"{NUMBER} wrong@qq.com 密码：wrong1")
        assert "我是会员，用邮箱验证" in talk.labels

    def test_is_offered_nothing_where_no_account_can_be_bound(self, talk: Dialogue) -> None:
        talk.acquaintance = Acquaintance(knows=HERE)
        talk.says(NUMBER)
        assert "我是会员，用邮箱验证" not in talk.labels
        talk.happens(talk._by_buyer(ButtonPressed, value="member", private=True))
        assert talk.asked_for(SendMemberCode) == []

    def test_hears_nothing_new_where_no_shop_knows_anybody(self, talk: Dialogue) -> None:
        talk.acquaintance = Acquaintance()
        talk.says(NUMBER)
        assert talk.asked_for(RecogniseBuyer) == []


class TestAMember:
    def test_proves_his_order_by_the_code_that_he_is_mailed(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        assert "邮箱" in talk.bot
        talk.says(MAIL)
        assert "l***@qq.com" in talk.bot
        assert MAIL not in talk.bot
        talk.says(f"验证码是 {CODE}")
        assert "已经和店里的会员账号绑定" in talk.bot
        assert "已发货" in talk.bot
        assert {order.number for order in talk.memory.proven} == {NUMBER, OTHER}
        assert [note.action for note in talk.audit] == ["member.bound"]

    def test_has_his_keys_at_once_if_that_is_what_he_wanted(self, talk: Dialogue) -> None:
        talk.says(f"没收到卡密，订单号 {NUMBER}")
        talk.presses("我是会员，用邮箱验证")
        talk.says(MAIL)
        talk.says(CODE)
        assert [message.secret for message in talk.said if message.secret] != []

    def test_sees_all_his_orders_if_he_named_none(self, talk: Dialogue) -> None:
        talk.says("查订单")
        talk.presses_value("member")
        talk.says(MAIL)
        talk.says(CODE)
        assert NUMBER[-6:] in str(talk.labels)

    def test_may_mistype_it(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        talk.says(MAIL)
        talk.says("000000")
        assert "对不上" in talk.bot
        talk.says("３１４１５９")
        assert "绑定" in talk.bot

    def test_may_have_it_sent_to_another_address(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        talk.says("wrong@qq.com")
        talk.says(MAIL)
        assert [work.mail for work in talk.work if isinstance(work, SendMemberCode)] == ["wrong@qq.com", MAIL]

    def test_may_ask_something_else_meanwhile(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        talk.says("嗯嗯那个")
        assert "我还在等你注册会员用的邮箱" in talk.bot
        talk.says(MAIL)
        talk.says("怎么退款？")
        assert "七天内" in talk.bot
        talk.says("嗯嗯那个")
        assert "我还在等邮件里的验证码" in talk.bot
        assert "换个邮箱 / 重发" in talk.labels
        talk.says(CODE)
        assert "绑定" in talk.bot

    def test_may_leave_it(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        talk.says("算了")
        talk.says(CODE)
        assert talk.asked_for(BindMember) == []

    def test_may_turn_to_another_order_meanwhile(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        talk.says(f"{OTHER} zhang@qq.com 没有密码")
        assert OTHER in {order.number for order in talk.memory.proven}

    def test_goes_to_a_person_where_the_shop_binds_nobody(self, talk: Dialogue, shop: MemberShop) -> None:
        shop.closed = True
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        talk.says(MAIL)
        assert talk.labels == ["转人工"]

    def test_is_told_how_long_to_wait_after_too_many(self, talk: Dialogue, shop: MemberShop) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        shop.refuses = Refusal.TOO_MANY_TRIES
        talk.happens(
            replace(
                talk._event(WorkDone, CHAT, talk.conversation.buyer)(work="SendMemberCode"),
                refusal=Refusal.TOO_MANY_TRIES,
            )
        )
        assert "分钟" in talk.bot

    def test_the_code_is_sealed(self, talk: Dialogue) -> None:
        talk.says(NUMBER)
        talk.presses("我是会员，用邮箱验证")
        talk.says(MAIL)
        talk.says(CODE)
        assert CODE not in repr(talk.asked_for(BindMember))
