"""What one chat remembers of the buyer's other chats."""

import pytest

from core.kin import KinChat, KinView
from core.kinship import is_news, knowing, newly_proven
from core.linkcode import ALPHABET, as_shown, code_in, new_code
from core.linking import wants_link, wants_unlink
from core.messages import Person, PersonId
from core.proof import remembering
from core.shop import OrderNo, Proof, ProvenOrder, ShopId
from core.turns import Conversation, ConversationId, Memory
from tests.unit.core.dialogue import CHAT

SHOP = ShopId("builtin")
ELSEWHERE = KinChat(CHAT)


def order(number: str, via: str = "", proof: Proof = Proof.A) -> ProvenOrder:
    return ProvenOrder(SHOP, OrderNo(number), proof, via=via)


def view(*orders: ProvenOrder, version: int = 1, moment: int = 1) -> KinView:
    return KinView(version=version, moment=moment, chats=(ELSEWHERE,), orders=orders)


class TestOrdersOfAnotherChat:
    def test_stand_before_those_of_this_one(self) -> None:
        memory = knowing(Memory(proven=(order("1"),)), view(order("2", "web")))
        assert memory.proven == (order("2", "web"), order("1"))

    def test_do_not_take_the_place_of_what_was_proven_here(self) -> None:
        memory = knowing(Memory(proven=(order("1", proof=Proof.B),)), view(order("1", "web")))
        assert memory.proven == (order("1", proof=Proof.B),)
        assert remembering(memory.proven, order("1", "web")) == memory.proven

    def test_make_room_for_a_proof_of_here(self) -> None:
        known = knowing(Memory(), view(order("1", "web"))).proven
        assert remembering(known, order("1")) == (order("1"),)

    def test_go_when_the_link_ends_and_those_of_here_stay(self) -> None:
        linked = knowing(Memory(proven=(order("1"),)), view(order("2", "web")))
        parted = knowing(linked, KinView(version=2, moment=1))
        assert (parted.proven, parted.kin) == ((order("1"),), ())

    def test_do_not_come_back_by_an_answer_that_was_late(self) -> None:
        assert remembering((), order("2", "web")) == ()

    def test_do_not_come_back_by_news_from_before(self) -> None:
        parted = knowing(Memory(), KinView(version=2, moment=1))
        assert knowing(parted, view(order("2", "web"), version=1, moment=99)) is parted

    def test_push_none_of_here_out_of_memory(self) -> None:
        here = tuple(order(f"h{number}") for number in range(20))
        there = [order(f"t{number}", "web") for number in range(20)]
        assert knowing(Memory(proven=here), view(*there)).proven == here


class TestWhatOthersAreTold:
    BEFORE = Conversation(ConversationId(1), CHAT, Person(PersonId("b")), Memory(kin=(ELSEWHERE,)))

    def after(self, memory: Memory) -> Conversation:
        return Conversation(ConversationId(1), CHAT, Person(PersonId("b")), memory)

    def test_an_order_proven_here_is_news_one_of_theirs_is_not(self) -> None:
        assert is_news(self.BEFORE, self.after(Memory(kin=(ELSEWHERE,), proven=(order("1"),))))
        assert not is_news(self.BEFORE, self.after(Memory(kin=(ELSEWHERE,), proven=(order("1", "web"),))))

    def test_who_has_no_other_chat_tells_nobody(self) -> None:
        assert not is_news(self.BEFORE, self.after(Memory(proven=(order("1"),))))

    def test_two_chats_may_meet_by_full_proof_alone_and_once(self) -> None:
        proven = (order("1"), order("2", proof=Proof.B), order("3", proof=Proof.C), order("4", "web"))
        assert newly_proven(Memory(), Memory(proven=proven)) == (order("1"),)
        assert newly_proven(Memory(proven=(order("1"),)), Memory(proven=proven)) == ()


class TestCodes:
    def test_have_fifty_bits_and_are_found_in_what_we_show(self) -> None:
        codes = {new_code() for _ in range(200)}
        assert len(codes) == 200
        assert len(ALPHABET) ** len(codes.pop()) == 2**50
        assert all(code_in(f"码是 {as_shown(code).lower()}。") == code for code in codes)

    def test_signs_that_are_read_as_others_are_understood(self) -> None:
        assert code_in("LK-7IOL2-X4TR9") == "71012X4TR9"

    @pytest.mark.parametrize("text", ["LK-hello-world", "lk", "LK-7KQ2M", "ALK-7KQ2M-X4TR9", "LK-7KQ2M-X4TR9Z", "KD1"])
    def test_other_words_are_none(self, text: str) -> None:
        assert code_in(text) is None


@pytest.mark.parametrize("text", ["关联", "我要绑定", "绑定账号", "请帮我关联一下", "link", "Link my chats", "關聯"])
def test_the_wish_for_a_code(text: str) -> None:
    assert wants_link(text)
    assert not wants_unlink(text)


@pytest.mark.parametrize("text", ["取消关联", "解除绑定", "解绑", "unlink", "Unlink my chats please"])
def test_the_wish_to_part(text: str) -> None:
    assert wants_unlink(text)
    assert not wants_link(text)


@pytest.mark.parametrize(
    "text", ["绑定手机号收不到验证码", "激活要绑定邮箱吗", "发个链接", "link doesn't work", "关联是什么"]
)
def test_other_matters_are_left_to_others(text: str) -> None:
    assert not wants_link(text)
    assert not wants_unlink(text)
