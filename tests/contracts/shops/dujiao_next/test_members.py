"""core.membererrands at a real shop: Telegram buyers are recognised, or bound by the code that it mails them."""

from typing import cast

import pytest

from core.membererrands import MemberErrands
from core.membership import BindMember, MemberStep, MemberTold, MemberWork, RecogniseBuyer, SendMemberCode
from core.messages import AccountId, Address, ChannelName, ChatId, EventId, Person, PersonId
from core.ports import ShopPort
from core.shop import OrderNo, OrderStatus, Proof
from core.step import NewWork
from core.work import Refusal, WorkDone
from storage.attempts import AttemptsInMemory
from storage.shops.dujiao_next.parts import WithBoth
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.surroundings import NOON, Sale

MAIL, USER = "zhang@qq.com", 7
FIRST, SECOND = OrderNo(numbered(1)), OrderNo(numbered(2))


@pytest.fixture
def errands(stand: NextStand, shop: WithBoth) -> MemberErrands:
    stand.program.goods.mails[USER] = MAIL
    for number in (FIRST, SECOND):
        stand.sold(Sale(number, keys=(f"KEY-{number}",)), user=USER)
    return MemberErrands([cast(ShopPort, shop)], AttemptsInMemory(stand.clock), stand.vault)


class Talk:
    """One buyer on Telegram."""

    def __init__(self, errands: MemberErrands, buyer: str = "4711", channel: str = "telegram") -> None:
        self.errands = errands
        self.where = Address(ChannelName(channel), AccountId("shop"), ChatId(buyer))
        self.buyer = Person(PersonId(buyer), "Zhang")
        self.count = 0

    async def does(self, work: MemberWork, name: str = "") -> WorkDone:
        self.count += 1
        new = NewWork(name or f"w{self.where.key}{self.count}", self.where, self.buyer, work)
        done = WorkDone(id=EventId(new.id), at=NOON, where=self.where, sender=self.buyer, work=type(work).__name__)
        return await self.errands.do(done, new, work)

    async def binds(self, code: str, name: str = "") -> WorkDone:
        return await self.does(BindMember(MAIL, self.errands.vault.seal(code), FIRST), name)


@pytest.fixture
def talk(errands: MemberErrands) -> Talk:
    return Talk(errands)


async def test_a_bound_buyer_is_recognised_with_his_order(stand: NextStand, talk: Talk) -> None:
    stand.program.goods.telegram["4711"] = USER
    done = await talk.does(RecogniseBuyer(FIRST))
    assert done.proven is not None
    assert (done.proven.number, done.proven.proof) == (FIRST, Proof.A)
    assert done.order is not None
    assert done.order.status is OrderStatus.DELIVERED


@pytest.mark.parametrize(("buyer", "channel"), [("4712", "telegram"), ("4711", "discord"), ("guest-1", "web")])
async def test_another_one_is_a_stranger(stand: NextStand, errands: MemberErrands, buyer: str, channel: str) -> None:
    stand.program.goods.telegram["4711"] = USER
    done = await Talk(errands, buyer, channel).does(RecogniseBuyer(FIRST))
    assert (done.proven, done.member) == (None, MemberTold(MemberStep.STRANGER, FIRST))


async def test_while_the_shop_is_silent_everybody_is_a_stranger(stand: NextStand, talk: Talk) -> None:
    stand.program.goods.telegram["4711"] = USER
    stand.program.channel.enabled = False
    assert (await talk.does(RecogniseBuyer(FIRST))).member == MemberTold(MemberStep.STRANGER, FIRST)


async def test_a_code_from_the_mail_proves_all_his_orders(stand: NextStand, talk: Talk) -> None:
    sent = await talk.does(SendMemberCode(MAIL, FIRST))
    assert sent.member == MemberTold(MemberStep.SENT, FIRST)
    bound = (await talk.binds(stand.program.goods.codes[MAIL].text)).member
    assert bound is not None
    assert bound.step is MemberStep.BOUND
    assert [(order.number, order.proof) for order in bound.proven] == [(FIRST, Proof.A), (SECOND, Proof.A)]


async def test_done_again_after_a_crash_it_is_the_same(stand: NextStand, talk: Talk) -> None:
    await talk.does(SendMemberCode(MAIL, FIRST))
    code = stand.program.goods.codes[MAIL].text
    assert await talk.binds(code, "once") == await talk.binds(code, "once")


async def test_of_an_unknown_address_the_same_is_told(talk: Talk) -> None:
    assert (await talk.does(SendMemberCode("nobody@qq.com"))).member == MemberTold(MemberStep.SENT)


async def test_codes_are_not_guessed(stand: NextStand, talk: Talk) -> None:
    await talk.does(SendMemberCode(MAIL, FIRST))
    told = [(await talk.binds(f"{code:06d}")) for code in range(6)]
    assert [done.member and done.member.step for done in told[:5]] == [MemberStep.WRONG] * 5
    assert told[5].refusal is Refusal.TOO_MANY_TRIES
    assert stand.program.goods.telegram == {}


async def test_codes_are_not_guessed_by_many_either(stand: NextStand, errands: MemberErrands, talk: Talk) -> None:
    await talk.does(SendMemberCode(MAIL, FIRST))
    told = [await Talk(errands, f"48{n}").binds(f"{n:06d}") for n in range(6)]
    assert [done.refusal for done in told] == [None] * 5 + [Refusal.TOO_MANY_TRIES]
    assert stand.program.goods.telegram == {}


async def test_nobody_is_flooded_with_mails(errands: MemberErrands) -> None:
    """Whoever asks for them."""
    told = [await Talk(errands, f"47{n}").does(SendMemberCode(MAIL)) for n in range(4)]
    assert [done.refusal for done in told] == [None, None, None, Refusal.TOO_MANY_TRIES]


async def test_an_account_that_has_another_telegram_goes_to_a_person(stand: NextStand, talk: Talk) -> None:
    stand.program.goods.telegram["1234"] = USER
    await talk.does(SendMemberCode(MAIL, FIRST))
    done = await talk.binds(stand.program.goods.codes[MAIL].text)
    assert done.member == MemberTold(MemberStep.REFUSED, FIRST)
