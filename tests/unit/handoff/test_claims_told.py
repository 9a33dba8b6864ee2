"""A key does not work: which one it is, and what the buyer is told of it at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.claimrules import ClaimRules
from core.messages import ChatId, Person, PersonId
from core.replacing import Kind
from core.shop import Proof, ProvenOrder
from core.work import Refusal
from tests.unit.core.dialogue import CHAT, Dialogue, proven
from tests.unit.core.fakeshop import NUMBER, OTHER, SHOP, VAULT, Sale, an_order
from tests.unit.handoff.agents import audited
from tests.unit.handoff.claims import BAD, GOOD, MASKED, STRANGE, claimed, earlier, of_one_key, of_two_keys


@pytest.fixture
def ming() -> Dialogue:
    return of_one_key()


@pytest.fixture
def two() -> Dialogue:
    return of_two_keys()


class TestWhichOrderAndKey:
    def test_an_order_that_nobody_has_proven_is_asked_for_and_proven_first(self) -> None:
        stranger = Dialogue()
        stranger.says("卡密用不了")
        assert "订单号" in stranger.bot
        stranger.says(NUMBER)
        stranger.says("zhang@qq.com")
        stranger.says("hunter2")
        assert "兑换页面提示什么" in stranger.bot
        assert "hunter2" not in str(stranger.memory)

    def test_the_number_may_stand_beside(self) -> None:
        stranger = Dialogue()
        stranger.says(f"{NUMBER} zhang@qq.com 密码：hunter2 卡密用不了")
        assert "兑换页面提示什么" in stranger.bot

    def test_a_wrong_proof_may_be_tried_again(self) -> None:
        stranger = Dialogue()
        stranger.says("卡密用不了")
        stranger.says(f"{NUMBER} wrong@qq.com 密码：hunter2")
        stranger.presses("再试一次")
        assert "卡密用不了？" in stranger.bot

    def test_of_several_orders_one_is_chosen(self, ming: Dialogue) -> None:
        proven(ming, OTHER)
        ming.says("卡密用不了")
        assert {NUMBER, OTHER, "换一单查"} & set(ming.labels) >= {NUMBER, OTHER}
        ming.presses(NUMBER)
        assert MASKED in ming.bot

    def test_of_several_keys_one_is_tapped(self, two: Dialogue) -> None:
        two.says("卡密用不了")
        assert two.labels[:2] == [MASKED, "WXY*-32"]
        two.presses("WXY*-32")
        assert "WXY*-32，保修到" in two.bot

    @pytest.mark.parametrize("pasted", [GOOD, f"是这张：{GOOD}", GOOD.lower(), GOOD.replace("-", ""), f"  {GOOD}\n"])
    def test_or_he_sends_it_and_it_is_kept_nowhere(self, two: Dialogue, pasted: str) -> None:
        two.says("卡密用不了")
        two.says(pasted)
        assert "WXY*-32，保修到" in two.bot
        assert two.answers[-2].redact
        assert all("9876" not in str(one) for one in (two.memory, two.audit, two.work))
        assert all("9876" not in word.body.text for word in two.shop.words)

    def test_words_that_are_no_key_are_not_taken_for_one(self, two: Dialogue) -> None:
        two.says("卡密用不了")
        two.says("就是那张呀")
        assert two.labels[:2] == [MASKED, "WXY*-32"]

    def test_a_contact_alone_opens_no_keys(self) -> None:
        weak = Dialogue()
        order = ProvenOrder(SHOP, NUMBER, Proof.C)
        weak.conversation = replace(weak.conversation, memory=replace(weak.memory, proven=(order,)))
        weak.says("卡密用不了")
        assert MASKED not in weak.bot
        assert "转人工" in weak.labels


class TestToldAtOnce:
    def test_of_another_order(self, two: Dialogue) -> None:
        two.shop.sales[OTHER].keys = (STRANGE,)
        two.says("卡密用不了")
        two.says(STRANGE)
        assert f"这张不是订单 {NUMBER} 的，是另外一单的卡密" in two.bot
        assert OTHER not in two.bot
        assert ("claim.elsewhere", "b1") in audited(two)
        two.says(GOOD)
        assert "WXY*-32，保修到" in two.bot

    def test_of_another_order_of_his_own_it_goes_on_there(self, two: Dialogue) -> None:
        two.shop.sales[OTHER].keys = (STRANGE,)
        proven(two, OTHER)
        two.says("卡密用不了")
        two.presses(NUMBER)
        two.says(STRANGE)
        assert f"订单 {OTHER} 的 QQQ*-11" in two.bot

    def test_not_of_this_shop(self, two: Dialogue) -> None:
        two.says("卡密用不了")
        two.says(STRANGE)
        assert "不是本店发出的卡密" in two.bot
        two.presses("转人工")
        assert "不是本店发出的" in two.room
        assert STRANGE not in two.room

    def test_replaced_already(self, two: Dialogue) -> None:
        earlier(two, Kind.REPLACED, masked="NEW*-01", mark="f00", sealed=VAULT.seal("NEW-0001"))
        two.says("卡密用不了")
        two.says(BAD)
        assert f"{MASKED} 之前已经换过了，新的是 NEW*-01" in two.bot
        assert two.conversation.ticket is None
        two.presses("再发卡密")
        assert [message.secret for message in two.said if message.secret]

    def test_claimed_already_and_in_hand(self, ming: Dialogue) -> None:
        earlier(ming, Kind.CLAIMED)
        ticket = claimed(of_one_key()).ticket
        kept = ming.shop.aftersales.kept
        kept.conversations["x"] = ming.conversation
        kept.tickets["35"] = (ming.conversation.id, ticket)
        ming.says("卡密用不了")
        assert f"{MASKED} 你 今天 11:00 已经报过了" in ming.bot
        assert ming.conversation.ticket is None

    def test_claimed_before_but_closed_the_agents_see_that(self, ming: Dialogue) -> None:
        earlier(ming, Kind.CLAIMED)
        claimed(ming)
        assert "报过：今天 11:00，同一位买家（网页）" in ming.room

    def test_claimed_by_somebody_else_the_agents_see_and_the_buyer_does_not(self, ming: Dialogue) -> None:
        other = replace(CHAT, chat=ChatId("buyer-2"))
        earlier(ming, Kind.CLAIMED, where=other, buyer=Person(PersonId("b2"), "小红"))
        claimed(ming)
        assert "⚠️ 这张别人也报过：今天 11:00，小红（网页）" in ming.room
        assert "小红" not in ming.bot

    def test_the_warranty_is_over_and_a_person_can_still_be_asked(self, ming: Dialogue) -> None:
        ming.claim_rules = ClaimRules(warranty={"*": timedelta(days=30), "Steam*": timedelta(hours=1)})
        ming.says("卡密用不了")
        assert f"{MASKED} 保修到 11月22日，已经过期了" in ming.bot
        assert ("claim.late", "b1") in audited(ming)
        ming.presses("转人工")
        assert "买家已知道过了保修" in ming.room
        assert ming.ticket.reason == "key-claim"

    def test_nothing_delivered_yet(self) -> None:
        empty = Dialogue()
        empty.shop.sales[NUMBER] = Sale(an_order(), keys=())
        proven(empty).says("卡密用不了")
        assert "还没有发出过卡密" in empty.bot

    def test_a_silent_shop_is_named_as_such(self, ming: Dialogue) -> None:
        ming.shop.refuses = Refusal.SHOP_SILENT
        ming.says("卡密用不了")
        assert "没有回应" in ming.bot or "没回应" in ming.bot

    def test_who_keeps_guessing_keys_waits(self, two: Dialogue) -> None:
        two.says("卡密用不了")
        for number in range(11):
            two.says(f"GUES-{number:04}-AAAA-BBBB")
        assert "太多" in two.bot or "再试" in two.bot
        assert STRANGE not in two.bot
