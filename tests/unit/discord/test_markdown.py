"""What we write is what people read, whatever it holds."""

from hypothesis import given
from hypothesis import strategies as st

from bots.discord.markdown import written
from core.messages import Span, Style
from tests.discord.gateway.markdown import shown

ODD = st.text(alphabet="ab 卡*_~`|[]()<>@#-\\\n.:/!1", max_size=60)


@given(ODD)
def test_words_of_others_are_read_as_they_were_written(text: str) -> None:
    assert shown(written(text)) == text


@given(ODD, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(Style)), max_size=4))
def test_styled_words_are_still_the_same_words(text: str, marks: list[tuple[int, int, Style]]) -> None:
    spans = [Span(min(a, b), max(a, b), style) for a, b, style in marks]
    assert shown(written(text, spans)) == text


def test_a_key_stands_where_it_can_be_copied() -> None:
    assert written("卡密 AB_C*D", (Span(3, 9, Style.CODE),)) == "卡密 `AB_C*D`"


def test_a_key_with_backticks_is_still_whole() -> None:
    assert written("a`b``", (Span(0, 5, Style.CODE),)) == "```a`b`` ```"


def test_a_link_is_left_alone_and_still_opens() -> None:
    assert written("see https://a.b/c_d_e?x=*y* *now*") == r"see https://a.b/c_d_e?x=*y* \*now\*"


def test_only_what_would_be_a_heading_is_kept_from_being_one() -> None:
    assert written("#1 小明\n# 小明\n-5\n- 5\n>1") == "#1 小明\n\\# 小明\n-5\n\\- 5\n\\>1"


def test_a_quotation_has_its_mark_on_every_line() -> None:
    assert written("one\ntwo\nthree", (Span(0, 7, Style.QUOTE),)) == "> one\n> two\nthree"


def test_nothing_stands_for_a_person_or_everybody() -> None:
    assert written("<@123456> <#1234567> <:smile:12345678>") == r"\<@123456> \<#1234567> \<:smile:12345678>"
