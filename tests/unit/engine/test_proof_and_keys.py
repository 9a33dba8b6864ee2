"""How often a proof may be tried and keys are sent; a crash in between changes nothing."""

from datetime import timedelta

import pytest

from core.errands import Limits
from core.errors import ShopUnavailable
from core.messages import PersonId
from core.shop import Evidence, OrderNo, Proof
from core.work import FetchKeys, Refusal, VerifyBuyer
from tests.unit.engine.office import KEY, LOST, OTHER, OURS, RIGHT, STRANGE, WRONG, Counter, Office, essence, proven


class TestProving:
    async def test_number_contact_and_password_prove_an_order(self) -> None:
        done = await Office().verify()
        assert (done.proven, done.refusal, done.then) == (proven(), None, "keys")
        assert done.order is not None

    async def test_wrong_password_reads_like_a_wrong_number(self) -> None:
        office = Office()
        wrong, nowhere = await office.verify(password=WRONG), await office.verify(number=STRANGE)
        assert wrong.refusal is Refusal.NO_MATCH
        assert essence(wrong) == essence(nowhere)

    async def test_after_five_tries_one_waits_whatever_one_tells(self) -> None:
        office = Office()
        for _ in range(5):
            assert (await office.verify(password=WRONG)).refusal is Refusal.NO_MATCH
        right, nowhere = await office.verify(), await office.verify(number=STRANGE)
        assert right.refusal is Refusal.TOO_MANY_TRIES
        assert right.wait is not None
        assert essence(right) == essence(nowhere)
        office.later(right.wait)
        assert (await office.verify()).proven == proven()

    async def test_an_order_is_guarded_against_many_who_guess(self) -> None:
        office = Office()
        for n in range(5):
            await office.verify(password=WRONG, buyer=f"guesser {n}")
        assert (await office.verify(password=WRONG, buyer="one more")).refusal is Refusal.TOO_MANY_TRIES
        assert len(office.counter.verified) == 5

    async def test_an_account_is_guarded_against_a_guessing_run(self) -> None:
        office = Office(Limits(account_tries=7))
        for n in range(7):
            await office.verify(OrderNo(f"KD-{n}"), WRONG, f"guesser {n}")
        assert (await office.verify(buyer="somebody")).refusal is Refusal.TOO_MANY_TRIES

    async def test_a_success_starts_the_count_anew(self) -> None:
        office = Office()
        for _ in range(3):
            for _ in range(4):
                await office.verify(password=WRONG)
            assert (await office.verify()).proven == proven()

    async def test_the_same_work_again_counts_once(self) -> None:
        """A process may die between the asking and the telling, again and again."""
        office = Office()
        new = office.new(VerifyBuyer(OURS, Evidence("a@b.cn", WRONG)))
        first = await office.do(new)
        for _ in range(9):
            assert await office.do(new) == first
        assert (await office.verify()).proven == proven()

    async def test_a_refused_try_stays_refused_when_it_is_done_again(self) -> None:
        office = Office()
        for _ in range(5):
            await office.verify(password=WRONG)
        new = office.new(VerifyBuyer(OURS, Evidence("a@b.cn", RIGHT)))
        for _ in range(3):
            assert (await office.do(new)).refusal is Refusal.TOO_MANY_TRIES
        assert len(office.counter.verified) == 5

    async def test_the_shop_whose_numbers_look_so_is_asked_first(self) -> None:
        other = Counter(OTHER, "XX")
        office = Office(others=[other])
        assert (await office.verify()).proven == proven()
        assert other.verified == []

    async def test_a_shop_that_is_away_is_not_a_wrong_number(self) -> None:
        office = Office(counter=Counter(away=True))
        with pytest.raises(ShopUnavailable):
            await office.verify()


class TestKeys:
    async def test_they_come_sealed_with_their_order(self) -> None:
        done = await Office().ask(FetchKeys(proven()))
        assert (done.keys, done.proven, done.refusal) == ((KEY,), proven(), None)
        assert done.order is not None

    async def test_too_weak_a_proof_gets_none(self) -> None:
        done = await Office().ask(FetchKeys(proven(proof=Proof.C)))
        assert (done.keys, done.refusal) == ((), Refusal.NOT_ENOUGH_PROOF)

    async def test_an_order_without_keys_shows_its_state(self) -> None:
        done = await Office().ask(FetchKeys(proven(LOST)))
        assert (done.keys, done.refusal) == ((), Refusal.NO_KEYS)
        assert done.order is not None

    async def test_again_at_once_is_too_soon(self) -> None:
        office = Office()
        await office.ask(FetchKeys(proven()))
        done = await office.ask(FetchKeys(proven()))
        assert (done.keys, done.refusal) == ((), Refusal.TOO_SOON)
        assert done.wait is not None
        office.later(done.wait)
        assert (await office.ask(FetchKeys(proven()))).keys == (KEY,)

    async def test_the_same_work_again_gives_the_same_keys(self) -> None:
        office = Office()
        new = office.new(FetchKeys(proven()))
        first = await office.do(new)
        assert await office.do(new) == first
        assert first.keys == (KEY,)

    async def test_too_soon_stays_too_soon_when_it_is_done_again(self) -> None:
        office = Office()
        await office.ask(FetchKeys(proven()))
        new = office.new(FetchKeys(proven()))
        for _ in range(3):
            assert (await office.do(new)).refusal is Refusal.TOO_SOON

    async def test_an_order_s_keys_are_sent_so_often_a_day(self) -> None:
        office = Office(Limits(keys_per_order=3, keys_pause=timedelta(seconds=1)))
        for n in range(3):
            assert (await office.ask(FetchKeys(proven()), f"buyer {n}")).keys == (KEY,)
            office.later(timedelta(minutes=5))
        assert (await office.ask(FetchKeys(proven()), "one more")).refusal is Refusal.TOO_SOON

    async def test_a_buyer_gets_so_many_a_day(self) -> None:
        numbers = [OrderNo(f"KD{n}") for n in range(4)]
        office = Office(Limits(keys_per_buyer=3), Counter(keys={number: [KEY] for number in numbers}))
        ends = [(await office.ask(FetchKeys(proven(number)))).refusal for number in numbers]
        assert ends == [None, None, None, Refusal.TOO_SOON]

    async def test_the_agent_who_asked_is_named(self) -> None:
        done = await Office().ask(FetchKeys(proven(), PersonId("agent")))
        assert done.by == "agent"
