"""Our server shows texts as Discord does."""

import pytest
from discord.utils import escape_markdown
from hypothesis import given
from hypothesis import strategies as st

from tests.discord.gateway.markdown import shown

SEEN = {
    "plain, 中文 and 🎮": "plain, 中文 and 🎮",
    "**小明**\n在吗": "小明\n在吗",
    "*a* _b_ __c__ ~~d~~ ||e|| ***f***": "a b c d e f",
    "snake_case_name 2*3*4": "snake_case_name 234",
    r"\*a\* \_b\_ \`c\` \|\|d\|\| \\": r"*a* _b_ `c` ||d|| \\".replace("\\\\", "\\"),
    "`AB*C*D_` and ``x`y``": "AB*C*D_ and x`y",
    "```\nAB-1\nAB-2\n```": "AB-1\nAB-2",
    "> zitiert\n# gross\n- eins\n-# klein": "zitiert\ngross\n• eins\nklein",
    r"\> x": "> x",
    r"\# x": "# x",
    "https://a.b/c_d_e?x=*1*": "https://a.b/c_d_e?x=*1*",
    r"https://a.b/c\_d": r"https://a.b/c\_d",
    "<https://a.b/c_d_e>": "https://a.b/c_d_e",
    "[hier](https://a.b)": "hier",
    "<@1234> <b>x</b> &amp;": "<@1234> <b>x</b> &amp;",
    "2 * 3 * 4 and a ** b": "2 * 3 * 4 and a ** b",
}


@pytest.mark.parametrize("text", SEEN)
def test_a_text_is_seen_as_discord_shows_it(text: str) -> None:
    assert shown(text) == SEEN[text]


@pytest.mark.filterwarnings("ignore:'count' is passed as positional:DeprecationWarning")  # discord.py on Python 3.13
@given(st.text(st.sampled_from("a b*_~|`\\中"), max_size=30))
def test_what_discord_py_escapes_is_seen_as_it_was_written(text: str) -> None:
    assert shown(escape_markdown(text, as_needed=False)) == text
