"""What is left to give back, and which keys count."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import Person, PersonId, Sealed
from core.replacing import COUNTS, Entry, Kind, Stage
from core.replacingrules import Counted, counting, item_of, left_of, price_of_one
from core.shop import DeliveredKey, OrderItem, OrderStatus
from tests.contracts.engine.script import chat
from tests.unit.core.fakeshop import NOON, NUMBER, SHOP, an_order

BUYER, WANG = Person(PersonId("b1"), "小明"), Person(PersonId("wang"), "小王")


def entry(kind: Kind, stage: Stage, number: int = 0, **more: object) -> Entry:
    at = NOON + timedelta(minutes=number)
    made = Entry(
        name=f"1.{number}",
        kind=kind,
        stage=stage,
        shop=SHOP,
        order=NUMBER,
        where=chat("ming"),
        buyer=BUYER,
        by=WANG,
        at=at,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def refund(amount: str, stage: Stage = Stage.SENT) -> Entry:
    return entry(Kind.REFUNDED, stage, amount=Decimal(amount))


def key(mark: str) -> Counted:
    return Counted(mark, DeliveredKey("steam-50", Sealed(f"sealed {mark}"), f"{mark}*"))


def swap(bad: str, new: str, number: int = 0, stage: Stage = Stage.SENT) -> Entry:
    known = {"bad": bad, "mark": new, "sealed": Sealed(f"sealed {new}"), "masked": f"{new}*"}
    item = OrderItem("steam-50", "Steam 50")
    return entry(Kind.REPLACED, stage, number, item=item, **known)


class TestWhatIsLeft:
    @pytest.mark.parametrize(
        ("entries", "recorded", "left"),
        [
            ([], None, "52.5"),
            ([refund("10")], None, "42.5"),
            ([refund("10")], "10", "42.5"),
            ([refund("10")], "12", "40.5"),
            ([refund("10"), refund("5", Stage.ASKED), refund("1", Stage.APPROVED)], "10", "36.5"),
            ([refund("10", Stage.REFUSED), refund("10", Stage.FAILED)], None, "52.5"),
            ([refund("60")], None, "0"),
        ],
    )
    def test_of_what_was_paid(self, entries: list[Entry], recorded: str | None, left: str) -> None:
        order = replace(an_order(), refunded=Decimal(recorded) if recorded else None)
        assert left_of(order, entries) == Decimal(left)

    @pytest.mark.parametrize("status", [OrderStatus.UNPAID, OrderStatus.EXPIRED, OrderStatus.REFUNDED])
    def test_nothing_where_nothing_was_paid_or_all_is_back(self, status: OrderStatus) -> None:
        assert left_of(an_order(status=status), []) == 0


class TestWhichKeysCount:
    def test_the_new_one_stands_in_the_place_of_the_bad_one(self) -> None:
        marks = [one.mark for one in counting([key("a"), key("b"), key("c")], [swap("b", "x")])]
        assert marks == ["a", "x", "c"]

    def test_also_where_the_shop_shows_both_or_the_new_one_alone(self) -> None:
        assert [one.mark for one in counting([key("a"), key("b"), key("x")], [swap("a", "x")])] == ["b", "x"]
        assert [one.mark for one in counting([key("x"), key("b")], [swap("a", "x")])] == ["x", "b"]

    def test_one_after_the_other(self) -> None:
        assert [one.mark for one in counting([key("a")], [swap("a", "x"), swap("x", "y", 1)])] == ["y"]

    @pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.TAKEN, Stage.SENT}))
    def test_what_is_not_done_changes_nothing(self, stage: Stage) -> None:
        assert counting([key("a")], [swap("a", "x", stage=stage)]) == [key("a")]

    @given(st.lists(st.sampled_from("abcdef"), max_size=6), st.lists(st.integers(0, 5), max_size=6))
    def test_as_many_as_before_and_none_that_was_replaced(self, bought: list[str], bad: list[int]) -> None:
        """The shop shows what it sold, whatever was replaced since."""
        now, entries = list(bought), []
        for number, which in enumerate(bad):
            if which < len(now):
                entries.append(swap(now[which], f"n{number}", number))
                now[now.index(now[which])] = f"n{number}"
        assert [one.mark for one in counting([key(one) for one in bought], entries)] == now


def test_the_price_of_one_and_what_it_is() -> None:
    order = replace(an_order(), items=(OrderItem("a", "A", 2), OrderItem("b", "B", 1)), amount=Decimal(10))
    assert price_of_one(order) == Decimal("3.33")
    assert item_of(order, DeliveredKey("b", Sealed(""), "")).title == "B"
    assert item_of(order, DeliveredKey("?", Sealed(""), "")).title == "A"
    bare = replace(order, items=())
    assert (price_of_one(bare), item_of(bare, DeliveredKey("?", Sealed(""), "")).product) == (Decimal("10.00"), "?")


def test_what_counts_is_what_may_not_be_begun_again() -> None:
    assert {Stage.BEGUN, Stage.REFUSED, Stage.FAILED} == set(Stage) - COUNTS
