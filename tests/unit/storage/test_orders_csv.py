"""Order exports as shops and spreadsheets really write them, and as accidents leave them."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.shop import OrderStatus
from storage.csv_records import EncodingVote
from storage.orders_csv import BadLine, Header, Line, OrderRow, Problem, Trouble, read_orders

CHINESE = "订单号,商品,数量,金额,币种,状态,联系方式,查询密码,下单时间,付款时间,发货时间,卡密"
ENGLISH = "number,product,status,contact,created_at,keys"
FULL = (
    "302261122095245598,Steam 充值卡,2,￥96.00,人民币,已完成,zhang@qq.com,kami2026,"
    "2026-11-22 08:06:00,2026-11-22 08:07:00,2026/11/22 8:07,ABCD-0001|ABCD-0002"
)
SHORT = "KD20261122000001,Steam,paid,zhang@qq.com,2026-11-22 08:06:00,"


def read(content: bytes, size: int = 7) -> list[Header | Line | BadLine]:
    """Read in small chunks, so that every seam falls everywhere."""
    vote = EncodingVote()
    for chunk in pieces(content, size):
        vote.add(chunk)
    return list(read_orders(pieces(content, size), vote.result()))


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[i : i + size] for i in range(0, len(content), size))


def lines(content: bytes | str) -> list[Line | BadLine]:
    found = read(content.encode() if isinstance(content, str) else content)
    return [line for line in found if not isinstance(line, Header)]


def orders(content: bytes | str) -> list[OrderRow]:
    found = lines(content)
    assert [line for line in found if isinstance(line, BadLine)] == []
    return [line.row for line in found if isinstance(line, Line)]


def troubles(content: bytes | str) -> list[tuple[int, Trouble]]:
    return [(line.no, line.why.trouble) for line in lines(content) if isinstance(line, BadLine)]


def good_lines(content: bytes | str) -> list[int]:
    return [line.no for line in lines(content) if isinstance(line, Line)]


def test_a_full_line_is_read_with_everything() -> None:
    (order,) = orders(f"{CHINESE}\n{FULL}\n")
    assert order == OrderRow(
        number="302261122095245598",  # type: ignore[arg-type]
        product="Steam 充值卡",
        quantity=2,
        amount=Decimal("96.00"),
        currency="CNY",
        status=OrderStatus.DELIVERED,
        contact="zhang@qq.com",
        password="kami2026",
        created_at=datetime(2026, 11, 22, 0, 6, tzinfo=UTC),
        paid_at=datetime(2026, 11, 22, 0, 7, tzinfo=UTC),
        delivered_at=datetime(2026, 11, 22, 0, 7, tzinfo=UTC),
        keys=("ABCD-0001", "ABCD-0002"),
    )


def test_an_order_shows_no_secret_when_printed() -> None:
    (line,) = lines(f"{CHINESE}\n{FULL}\n")
    assert "302261122095245598" in repr(line)
    assert not any(secret in repr(line) for secret in ("kami2026", "ABCD", "zhang"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_write_it_in_many_ways(encoding: str, line_end: str, delimiter: str) -> None:
    text = f"{CHINESE}\n{FULL}\n\n{FULL}\n".replace(",", delimiter).replace("\n", line_end)
    found = lines(text.encode(encoding))
    assert [line.no for line in found] == [2, 4]
    assert [line.row.product for line in found if isinstance(line, Line)] == ["Steam 充值卡"] * 2


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_the_seams_of_the_chunks_do_not_show(size: int) -> None:
    content = f"{CHINESE}\r\n{FULL}\r\n".encode()
    assert read(content, size) == read(content, 10_000)


def test_columns_may_stand_in_any_order_and_others_are_passed_over() -> None:
    (order,) = orders("备注,状态,Order No,邮箱,商品名称,创建时间,IP\n好,待发货,KD1,a@b.c,Steam,2026-11-22,1.1.1.1\n")
    assert (order.number, order.status, order.contact) == ("KD1", OrderStatus.PAID_WAITING, "a@b.c")


def test_keys_may_stand_on_lines_of_their_own_in_quotes() -> None:
    text = f'{ENGLISH}\nKD1,Steam,done,a@b.c,2026-11-22,"K-1\nK-2\r\n K-3|K-4 "\n{SHORT}\n'.replace("done", "completed")
    first, second = lines(text)
    assert isinstance(first, Line)
    assert first.row.keys == ("K-1", "K-2", "K-3", "K-4")
    assert (first.no, second.no) == (2, 5)


def test_quotes_inside_quotes_are_quotes() -> None:
    (order,) = orders(f'{ENGLISH}\nKD1,"Steam ""50"", CN",paid,a@b.c,2026-11-22,\n')
    assert order.product == 'Steam "50", CN'


@pytest.mark.parametrize("cell", ["'302261122095245598", '="302261122095245598"', '"=""302261122095245598"""'])
def test_numbers_that_a_spreadsheet_protects_are_read(cell: str) -> None:
    (order,) = orders(f"{ENGLISH}\n{cell},Steam,paid,a@b.c,2026-11-22,\n")
    assert order.number == "302261122095245598"


def test_columns_that_are_empty_at_the_end_may_be_missing() -> None:
    assert [order.keys for order in orders(f"{ENGLISH}\nKD1,Steam,paid,a@b.c,2026-11-22\n{SHORT},,\n")] == [(), ()]


def test_a_spreadsheet_s_own_first_line_is_passed_over() -> None:
    assert good_lines(f"sep=,\n{ENGLISH}\n{SHORT}\n") == [3]


@pytest.mark.parametrize(
    ("content", "problem", "no"),
    [
        ("", Problem(Trouble.NO_HEADER), 1),
        ("\n\n", Problem(Trouble.NO_HEADER), 2),
        ("\nhello\nworld\n", Problem(Trouble.MISSING_COLUMN, "number"), 2),
        ("number,product,status,created_at\n", Problem(Trouble.MISSING_COLUMN, "contact"), 1),
        (f"{ENGLISH},订单号\n{SHORT}\n", Problem(Trouble.REPEATED_COLUMN, "number"), 1),
    ],
)
def test_a_wrong_header_is_the_only_thing_told(content: str, problem: Problem, no: int) -> None:
    assert [(line.no, line.why) for line in lines(content) if isinstance(line, BadLine)] == [(no, problem)]
    assert problem.column in str(problem)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",Steam,paid,a@b.c,2026-11-22,", Problem(Trouble.EMPTY, "number")),
        ("KD1,,paid,a@b.c,2026-11-22,", Problem(Trouble.EMPTY, "product")),
        ("KD1,Steam,hm,a@b.c,2026-11-22,", Problem(Trouble.UNREADABLE, "status")),
        ("KD1,Steam,paid,a@b.c,yesterday,", Problem(Trouble.UNREADABLE, "created_at")),
        ("订单,Steam,paid,a@b.c,2026-11-22,", Problem(Trouble.UNREADABLE, "number")),
        ("3.02261E+17,Steam,paid,a@b.c,2026-11-22,", Problem(Trouble.ROUNDED, "number")),
        ("KD1,Steam,paid,a@b.c,2026-11-22,K,extra", Problem(Trouble.TOO_MANY_FIELDS)),
        (f"KD1,{'x' * 600},paid,a@b.c,2026-11-22,", Problem(Trouble.TOO_LONG_VALUE, "product")),
        (f"KD1,Steam,paid,a@b.c,2026-11-22,{'x' * 3000}", Problem(Trouble.TOO_LONG_VALUE, "keys")),
        (f"KD1,Steam,paid,a@b.c,2026-11-22,{'x' * 1_000_000}", Problem(Trouble.TOO_LONG)),
        (f'KD1,Steam,paid,a@b.c,2026-11-22,"{"x" * 1_000_000}"', Problem(Trouble.TOO_LONG)),
        ("KD1,Ste\0am,paid,a@b.c,2026-11-22,", Problem(Trouble.CONTROL_CHARACTERS)),
        ('KD1,"Steam,paid,a@b.c,2026-11-22,', Problem(Trouble.QUOTES)),
        ('KD1,"Steam"x,paid,a@b.c,2026-11-22,', Problem(Trouble.QUOTES)),
    ],
)
def test_a_bad_line_costs_only_itself(line: str, problem: Problem) -> None:
    found = lines(f"{ENGLISH}\n{SHORT}\n{line}\n{SHORT}\n")
    assert [one.no for one in found] == [2, 3, 4]
    assert [one.why for one in found if isinstance(one, BadLine)] == [problem]


def test_an_open_quote_does_not_swallow_what_follows() -> None:
    text = (
        f'{ENGLISH}\nKD1,"Steam,paid,a@b.c,2026-11-22,\n{SHORT}\nKD3,"Steam",paid,a@b.c,2026-11-22,"K1\nK2"\n{SHORT}\n'
    )
    assert troubles(text) == [(2, Trouble.QUOTES)]
    assert good_lines(text) == [3, 4, 6]


def test_bytes_that_are_no_text_cost_only_their_line() -> None:
    content = f"{CHINESE}\n{FULL}\n{FULL}\n{FULL}\n".encode().split(b"\n")
    content[2] = content[2].replace("充".encode(), b"\xff\xfe")
    assert troubles(b"\n".join(content)) == [(3, Trouble.ENCODING)]


def test_a_file_that_was_cut_in_its_last_line_says_so() -> None:
    assert troubles(f"{ENGLISH}\n{SHORT}\nKD2,Steam,pai") == [(3, Trouble.CUT_SHORT)]
    assert troubles(f'{ENGLISH}\n{SHORT}\nKD2,Steam,paid,a@b.c,2026-11-22,"K1\nK2') == [
        (3, Trouble.QUOTES),
        (4, Trouble.CUT_SHORT),
    ]
    assert good_lines(f"{ENGLISH}\n{SHORT}") == [2]


def test_a_file_cut_within_a_character_is_still_read_in_its_encoding() -> None:
    content = f"{CHINESE}\n{FULL}\nKD2,Steam 充".encode()[:-1]
    assert good_lines(content) == [2]
    assert [no for no, _ in troubles(content)] == [3]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n\ufffd\ufeff"), max_size=20)
rows = st.lists(
    st.tuples(st.sampled_from(["good", "bad status", "no number", "blank"]), cells, st.lists(cells, max_size=3)),
    max_size=12,
)


@given(rows)
def test_line_numbers_are_those_of_an_editor(made: Sequence[tuple[str, str, list[str]]]) -> None:
    text, expected = io.StringIO(newline=""), []
    text.write(f"{ENGLISH}\n")
    for n, (kind, product, keys) in enumerate(made):
        no = text.getvalue().count("\n") + 1
        number, status = ("" if kind == "no number" else f"KD{n}"), ("?" if kind == "bad status" else "paid")
        row = [number, f"S{product}", status, "a@b.c", "2026-11-22", "\n".join(["K", *keys])]
        csv.writer(text, lineterminator="\n").writerow([] if kind == "blank" else row)
        expected += [] if kind == "blank" else [(no, kind == "good")]
    found = read(text.getvalue().encode(), 64)
    assert [(line.no, isinstance(line, Line)) for line in found if not isinstance(line, Header)] == expected


shreds = st.lists(
    st.sampled_from([ENGLISH.encode(), SHORT.encode(), FULL.encode(), b"\n", b"\r", b'"', b",", b"\0", b"\xff", b"|"])
    | st.binary(max_size=8),
    max_size=30,
)


@given(shreds, st.sampled_from([b"", f"{ENGLISH}\n".encode(), codecs.BOM_UTF16_LE, codecs.BOM_UTF8]))
@example([b"\xd8\x00\xd8"], codecs.BOM_UTF16_LE)
def test_whatever_a_file_holds_it_is_read_to_its_end(parts: Iterable[bytes], start: bytes) -> None:
    found = read(start + b"".join(parts), 5)
    numbers = [line.no for line in found]
    assert numbers == sorted(set(numbers))
    assert all(isinstance(line, BadLine) for line in found[:1]) or isinstance(found[0], Header)
