"""A key does not work: what the buyer is asked, and what the agents see of it."""

from datetime import timedelta

import pytest

from core.claimrules import ClaimRules
from core.messages import Person, PersonId
from core.replacing import Kind
from core.turns import TicketState
from tests.unit.core.dialogue import Dialogue
from tests.unit.core.fakeshop import NUMBER, VAULT
from tests.unit.handoff.agents import audited, buttons
from tests.unit.handoff.claims import BAD, GOOD, MASKED, claimed, earlier, everything, of_one_key, of_two_keys


@pytest.fixture
def ming() -> Dialogue:
    return of_one_key()


class TestTheTalk:
    @pytest.mark.parametrize(
        "words",
        ["卡密用不了", "我的卡密提示已使用", "激活码无效", "my key doesn't work", "la clave no funciona", "序號用不了"],
    )
    def test_who_says_so_is_asked_what_the_page_said(self, ming: Dialogue, words: str) -> None:
        ming.says(words)
        assert f"订单 {NUMBER} 的 {MASKED}，保修到 12月22日" in ming.bot
        assert "兑换页面提示什么" in ming.bot
        assert ming.labels == ["不清楚，跳过", "取消", "转人工"]

    def test_the_button_beneath_the_keys_leads_there_too(self, ming: Dialogue) -> None:
        ming.says("再发一次卡密")
        ming.presses("卡密用不了")
        assert "兑换页面提示什么" in ming.bot

    def test_at_the_end_the_agents_see_it_at_one_look(self, ming: Dialogue) -> None:
        claimed(ming)
        assert ming.ticket.reason == "key-claim"
        assert "都记下了，已经转给客服" in ming.bot
        for line in (
            f"{NUMBER} · Steam 50 元充值卡",
            f"卡密：{MASKED}（这单共 1 张）",
            "保修到：12月22日",
            "提示：提示已被兑换",
            "账号地区：土耳其",
            "什么时候试的：今天上午，试了两次",
            "截图：1 张",
        ):
            assert line in ming.room
        assert [one.media for one in ming.thread if one.media]
        assert {"换卡密", "退款"} <= {button.label for button in buttons(ming)}
        assert ming.memory.claim is None

    def test_from_its_button_the_key_is_replaced(self, ming: Dialogue) -> None:
        claimed(ming)
        ming.agent_presses(f"desk:replace:{NUMBER}")
        assert [VAULT.open(one) for message in ming.said for one in message.secret] == ["NEW-0001"]

    def test_of_several_keys_its_button_means_the_one_that_is_claimed(self) -> None:
        ming = of_two_keys()
        ming.says("卡密用不了")
        ming.says(GOOD)
        ming.says("提示已被兑换")
        ming.sends_picture()
        ming.says("土耳其")
        ming.says("今天上午，试了两次")
        (button,) = [one for one in buttons(ming) if one.label == "换卡密" and "@" in one.value]
        assert len(button.value.encode()) <= 60
        assert GOOD not in button.value
        ming.agent_presses(button.value)
        assert [VAULT.open(one) for message in ming.said for one in message.secret] == ["NEW-0001"]
        assert set(ming.shop.sales[NUMBER].keys) == {BAD, "NEW-0001"}

    def test_a_key_that_has_been_replaced_meanwhile_is_told(self, ming: Dialogue) -> None:
        claimed(ming)
        ming.agent_presses(f"desk:replace:{NUMBER} @{'0' * 12}")
        assert "已经换过了" in ming.room

    def test_a_picture_counts_for_the_page_and_as_the_screenshot(self, ming: Dialogue) -> None:
        ming.says("卡密用不了")
        ming.sends_picture()
        assert "账号是哪个国家" in ming.bot

    def test_what_he_does_not_have_is_skipped(self, ming: Dialogue) -> None:
        ming.says("卡密用不了")
        ming.says("不知道")
        assert "截图" in ming.bot
        ming.says("没有截图")
        ming.presses("不清楚，跳过")
        ming.presses("不清楚，跳过")
        assert ming.ticket.state is TicketState.WAITING
        assert "截图：没有" in ming.room
        assert "账号地区：没有" in ming.room

    def test_words_in_place_of_the_screenshot_are_told_as_words(self, ming: Dialogue) -> None:
        ming.says("卡密用不了")
        ming.says("提示已被兑换")
        ming.says("换了两台电脑都一样")
        ming.presses("不清楚，跳过")
        ming.presses("不清楚，跳过")
        assert "补充：换了两台电脑都一样" in ming.room
        assert "截图：" not in ming.room

    @pytest.mark.parametrize("words", ["取消", "算了", "cancel"])
    def test_he_may_leave_it(self, ming: Dialogue, words: str) -> None:
        ming.says("卡密用不了")
        ming.says(words)
        assert (ming.memory.claim, ming.conversation.ticket) == (None, None)
        ming.says("你好")
        assert "截图" not in ming.bot

    def test_a_person_who_is_wanted_meanwhile_sees_what_was_told_so_far(self, ming: Dialogue) -> None:
        ming.says("卡密用不了")
        ming.says("提示已被兑换")
        ming.says("转人工")
        assert "还没问完" in ming.room
        assert "提示：提示已被兑换" in ming.room

    def test_keys_in_his_words_are_masked(self, ming: Dialogue) -> None:
        ming.says("卡密用不了")
        ming.says(f"我输入 {BAD} 提示无效")
        for _ in range(3):
            ming.presses_value("claimskip")
        assert "提示无效" in ming.room
        assert BAD not in ming.room
        assert BAD not in everything(ming)

    def test_another_wish_between_is_answered_and_what_comes_then_is_no_evidence(self, ming: Dialogue) -> None:
        ming.says("卡密用不了")
        ming.presses_value("mine")
        ming.says("土耳其")
        claim = ming.memory.claim
        assert claim is not None
        assert claim.given == ()

    def test_half_an_hour_later_nothing_is_asked_any_more(self, ming: Dialogue) -> None:
        ming.says("卡密用不了")
        ming.later(minutes=31)
        ming.says("土耳其")
        claim = ming.memory.claim
        assert claim is not None
        assert claim.given == ()

    def test_products_have_their_own_questions(self, ming: Dialogue) -> None:
        ming.claim_rules = ClaimRules(evidence={"*": ("region",), "Steam*": ("Steam 钱包是什么币种？",)})
        ming.says("卡密用不了")
        assert "Steam 钱包是什么币种？" in ming.bot
        ming.says("里拉")
        assert "Steam 钱包是什么币种？：里拉" in ming.room

    def test_where_nothing_is_asked_the_agents_have_it_at_once(self, ming: Dialogue) -> None:
        ming.claim_rules = ClaimRules(evidence={"*": ()}, warranty={"*": timedelta(0)})
        ming.says("卡密用不了")
        assert ming.ticket.reason == "key-claim"
        assert "保修" not in ming.room

    def test_in_a_group_not_a_word_of_it(self) -> None:
        group = Dialogue(private=False)
        group.says("卡密用不了")
        assert not group.work
        assert "私" in group.bot


class TestOnRecord:
    def test_the_claim_is_in_the_ledger_and_shown_there(self, ming: Dialogue) -> None:
        claimed(ming)
        (entry,) = ming.shop.aftersales.kept.replacements.values()
        assert (entry.kind, entry.bad, entry.reason) == (
            Kind.CLAIMED,
            VAULT.fingerprint(BAD),
            "提示已被兑换 · 土耳其 · 今天上午，试了两次",
        )
        ming.agent(f"/replacements {NUMBER}")
        assert f"报用不了 · {NUMBER} · {MASKED} · 小明（网页）" in ming.room

    def test_who_did_it_is_audited_without_the_key(self, ming: Dialogue) -> None:
        claimed(ming)
        assert {("claim.begun", "b1"), ("claim.filed", "b1")} <= set(audited(ming))
        assert BAD not in everything(ming)

    def test_claims_do_not_count_as_what_an_agent_has_done(self, ming: Dialogue) -> None:
        for number in range(4):
            earlier(ming, Kind.CLAIMED, name=f"9.{number}", by=Person(PersonId("agent-小王"), "小王"))
        claimed(ming)
        ming.agent_presses(f"desk:replace:{NUMBER}")
        assert [message.secret for message in ming.said if message.secret]


def test_while_a_person_is_in_charge_the_button_asks_and_the_thread_gets_the_answer(ming: Dialogue) -> None:
    ming.says("再发一次卡密")
    ming.says("转人工")
    ming.presses_value(f"claim:{NUMBER}")
    assert "兑换页面提示什么" in ming.bot
    ming.says("提示已被兑换")
    assert "有提示页面的截图吗" in ming.bot
    for _ in range(3):
        ming.presses_value("claimskip")
    assert "已经转给正在帮你的客服" in ming.bot
    assert "提示：提示已被兑换" in ming.room


def test_a_key_that_he_sends_to_a_person_in_charge_is_only_spoken_of() -> None:
    ming = of_two_keys()
    ming.says("转人工")
    ming.presses_value(f"claim:{NUMBER}")
    ming.says(BAD)
    assert "买家发了一张卡密来比对（不显示）" in ming.room
    assert BAD not in ming.room
    assert "兑换页面提示什么" in ming.bot
    ming.sends_picture()
    for _ in range(2):
        ming.presses_value("claimskip")
    assert "截图：1 张" in ming.room
    assert not [one.media for one in ming.thread if one.media], "it was shown as it came"


def test_the_picture_that_ends_it_is_shown_once(ming: Dialogue) -> None:
    ming.claim_rules = ClaimRules(evidence={"*": ("screenshot",)})
    ming.says("卡密用不了")
    ming.sends_picture("看这里")
    assert len([one for one in ming.thread if one.media]) == 1
