"""The pure parts of the dujiao-next connector: signature, numbers, cursor, reading, rights."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channel import Severity
from core.errors import Forged, ShopUnavailable
from core.shop import OrderNo, ShopId
from storage.shops.dujiao_next import rights, signing
from storage.shops.dujiao_next.cursor import LAG, Cursor, ascending, batch_of
from storage.shops.dujiao_next.numbers import asked, could_be, whole_of
from storage.shops.dujiao_next.reading import Reader, cut_short, pieces_of, with_payload
from storage.shops.dujiao_next.wire import MeShape, OrderShape, one

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
READER = Reader(ShopId("next"), "zh-CN", timedelta(minutes=5))


class TestSignature:
    def test_it_is_made_as_the_shop_s_worker_makes_it(self) -> None:
        """Reckoned once with OpenSSL: printf 'GET\\n...' | openssl dgst -sha256 -hmac."""
        told = signing.signature("secret", "GET", "/api/v1/channel/orders", 1700000000, b"")
        assert told == "f602dfa632dac02320e31ad16e83bf5fb2434dba82d94c15fd950fca4b3c2359"

    @given(st.binary(max_size=50), st.text(max_size=20), st.integers(-60, 60))
    def test_what_is_signed_is_accepted_within_a_minute(self, body: bytes, secret: str, late: int) -> None:
        secret = secret.encode(errors="replace").decode()
        headers = signing.signed("key", secret, "POST", "/internal/order-paid", body, NOON)
        signing.check("key", secret, "/internal/order-paid", body, headers, NOON + timedelta(seconds=late))
        with pytest.raises(Forged):
            signing.check("key", secret, "/internal/order-paid", body + b"x", headers, NOON)


class TestNumbers:
    @given(st.text(max_size=60))
    def test_whatever_is_asked_needs_no_quoting(self, typed: str) -> None:
        known = asked(typed)
        assert known is None or (known.replace("-", "").isalnum() and known.isascii() and len(known) <= 44)

    def test_shapes(self) -> None:
        assert could_be("DJ20260301120000123456")
        assert could_be("dn20260301120000123456-02")
        assert not could_be("302261122095245598")
        assert not could_be("AB12CD34EF56GH78")
        assert whole_of(OrderNo("DJ20260301120000123456-02")) == "DJ20260301120000123456"


def shape(order_id: int, changed: datetime, **more: object) -> OrderShape:
    return one(
        OrderShape,
        {
            "id": order_id,
            "order_no": f"DJ{order_id}",
            "status": "paid",
            "created_at": NOON,
            "updated_at": changed,
            **more,
        },
    )


moments = st.lists(st.integers(0, 12), max_size=40)


class TestCursor:
    @given(moments, st.integers(1, 8))
    def test_batches_tell_all_and_each_goes_on(self, seconds: list[int], limit: int) -> None:
        orders = [shape(place, NOON + timedelta(seconds=second)) for place, second in enumerate(seconds)]
        cursor, told = Cursor(NOON), list[int]()
        more = True
        while more:
            new = ascending([order for order in orders if cursor.is_new(order)])
            batch, more = batch_of(new, limit, beyond=False)
            assert batch or not new
            told += [order.id for order in batch]
            cursor = cursor.after(batch[-1].changed_at) if more else cursor
        assert sorted(told) == list(range(len(seconds)))

    @given(moments.filter(bool), st.integers(1, 8))
    def test_of_the_newest_moment_on_a_page_nothing_is_told_while_there_are_newer_ones(
        self, seconds: list[int], limit: int
    ) -> None:
        new = ascending([shape(place, NOON + timedelta(seconds=second)) for place, second in enumerate(seconds)])
        batch, more = batch_of(new, limit, beyond=True)
        assert more
        assert all(order.changed_at < new[-1].changed_at for order in batch)

    @given(st.datetimes(timezones=st.just(UTC)), st.none() | st.datetimes(timezones=st.just(UTC)))
    def test_it_is_read_as_it_was_written(self, settled: datetime, told: datetime | None) -> None:
        assert Cursor.read(str(Cursor(settled, told)), NOON) == Cursor(settled, told)

    @given(st.text(max_size=40))
    def test_any_text_is_a_cursor(self, text: str) -> None:
        assert Cursor.read(text, NOON).settled.tzinfo is not None

    def test_a_finished_round_never_goes_back(self) -> None:
        assert Cursor(NOON).finished(NOON + timedelta(minutes=2)).settled == NOON + timedelta(minutes=2) - LAG
        assert Cursor(NOON).finished(NOON - timedelta(days=1)) == Cursor(NOON)


def delivered(payload: str, *items: tuple[int, int], kind: str = "auto", counted: int = 0) -> OrderShape:
    given = {"type": kind, "status": "delivered", "payload": payload, "payload_line_count": counted}
    lines = [{"product_id": product, "quantity": quantity, "fulfillment_type": kind} for product, quantity in items]
    return shape(1, NOON, items=lines, fulfillment=given, paid_at=NOON)


class TestReading:
    @given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=20)))
    def test_each_line_that_holds_something_is_a_key(self, lines: list[str]) -> None:
        told = delivered("\r\n".join(lines), (1, len(lines)))
        wanted = [line.strip() for line in "\r\n".join(lines).split("\n") if line.strip()]
        assert [piece.text for piece in pieces_of(told)] == wanted
        assert READER.order(told, NOON).pieces == len(wanted)

    def test_keys_of_several_items_belong_to_each_in_turn(self) -> None:
        told = delivered("A\nB\nC", (1, 2), (2, 1))
        assert [(piece.product, piece.text) for piece in pieces_of(told)] == [("1", "A"), ("1", "B"), ("2", "C")]
        odd = delivered("A\nB", (1, 2), (2, 1))
        assert [piece.product for piece in pieces_of(odd)] == ["1", "1"]

    def test_what_is_not_done_is_not_delivered(self) -> None:
        told = delivered("正在处理", (1, 1))
        assert told.fulfillment is not None
        pending = told.model_copy(update={"fulfillment": told.fulfillment.model_copy(update={"status": "pending"})})
        assert pieces_of(pending) == []

    def test_lines_that_were_left_out_are_noticed_and_counted(self) -> None:
        told = delivered("A\nB", (1, 5), counted=5)
        assert cut_short(told)
        assert READER.order(told, NOON).pieces == 5
        whole = with_payload(told, "A\nB\nC\nD\nE")
        assert not cut_short(whole)
        assert [piece.text for piece in pieces_of(whole)] == list("ABCDE")

    @pytest.mark.parametrize(
        ("told", "language", "text"),
        [
            ({"zh-CN": "卡", "en-US": "card"}, "en-US", "card"),
            ({"zh-CN": "卡", "en-US": "card"}, "ja-JP", "卡"),
            ({"zh-CN": "", "en-US": "card"}, "zh-CN", "card"),
            ("plain", "zh-CN", "plain"),
            (None, "zh-CN", ""),
            ({}, "zh-CN", ""),
        ],
    )
    def test_a_text_of_several_languages(self, told: object, language: str, text: str) -> None:
        assert replace(READER, language=language).text(told) == text

    @pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e400", "x", [], True, "9" * 30])
    def test_an_amount_that_is_none_makes_the_answer_unusable(self, amount: object) -> None:
        with pytest.raises(ShopUnavailable):
            shape(1, NOON, total_amount=amount)

    def test_an_amount_is_exact_however_it_is_written(self) -> None:
        assert shape(1, NOON, total_amount="9.90").total_amount == Decimal("9.90")
        assert shape(1, NOON, total_amount=10).total_amount == Decimal(10)

    def test_the_nanoseconds_of_go_are_understood(self) -> None:
        told = shape(1, NOON, paid_at="2026-11-22T20:00:00.123456789+08:00")
        assert told.paid_at == NOON + timedelta(microseconds=123456)

    @pytest.mark.parametrize("moment", ["2026-11-22T20:00:00", "yesterday", "", {}])
    def test_a_time_without_a_zone_is_none(self, moment: object) -> None:
        with pytest.raises(ShopUnavailable):
            shape(1, NOON, paid_at=moment)

    def test_a_payload_is_in_no_representation(self) -> None:
        told = delivered("ABCD-EFGH", (1, 1))
        assert "ABCD" not in f"{told!r}{told}{pieces_of(told)!r}"


class TestRights:
    def test_a_role_of_one_s_own_is_judged_by_what_it_allows(self) -> None:
        needed = [{"object": thing, "action": action} for thing, action, _, _ in rights.NEEDED]
        me = MeShape.model_validate({"roles": ["role:kamidesk"], "policies": needed})
        (finding,) = rights.findings(me)
        assert finding.severity is Severity.OK
        (finding,) = rights.findings(me.model_copy(update={"policies": me.policies[1:]}))
        assert (finding.severity, finding.remedy) == (Severity.WARNING, "Give it the role support.")
