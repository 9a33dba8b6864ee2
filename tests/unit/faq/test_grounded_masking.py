"""What leaves the house for a language model holds nothing that is the buyer's alone."""

import string

from hypothesis import given
from hypothesis import strategies as st

from core.grounding import AskModel
from core.reading import fold
from faq.entries import Entry
from faq.grounded.masking import fit_to_leave
from faq.grounded.prompt import prompt_for

ENTRY = Entry(id="refund", language="zh", question="怎么退款", answer="七天内可以退。")
UPPER = string.ascii_uppercase + string.digits

groups = st.lists(st.text(UPPER, min_size=4, max_size=6), min_size=3, max_size=5)
keys = groups.map("-".join).filter(lambda key: any(one.isdigit() for one in key) and any(one.isalpha() for one in key))
orders = st.one_of(
    st.from_regex(r"[1-9][0-9]{17}", fullmatch=True),
    st.from_regex(r"KD20[0-9]{12}", fullmatch=True),
    st.from_regex(r"DJ[0-9]{20}", fullmatch=True),
)
phones = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"\+86 1[3-9][0-9] [0-9]{4} [0-9]{4}", fullmatch=True),
    st.from_regex(r"\+1-[2-9][0-9]{2}-[0-9]{3}-[0-9]{4}", fullmatch=True),
)
mails = st.from_regex(r"[a-z][a-z0-9._]{2,12}@(?:qq|gmail|shop-kami)\.com", fullmatch=True)
links = st.from_regex(r"https://[a-z]{3,12}\.(?:com|cn|net)/[a-z0-9]{3,16}", fullmatch=True)
han_names = st.text(
    "张王李赵陈杨黄周吴徐孙马朱胡郭何高林郑梁伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚", min_size=2, max_size=3
)
latin_names = st.sampled_from(["Xiaoming Zhang", "Katarzyna Nowak", "Jürgen Müller", "Dmitri", "María-José Ruiz"])
names = st.one_of(han_names, latin_names)
before = st.sampled_from(["我的", "麻烦看下 ", "卡密用不了，", "hello, ", "please check ", "订单号：", "our order is "])
after = st.sampled_from([" 怎么退款", "，什么时候到账？", " how do I get a refund?", "\n谢谢", " why does it not work"])


def sent(text: str, *who: str) -> str:
    """The whole prompt, folded: width, case and accents hide nothing."""
    prompt = prompt_for(AskModel(fit_to_leave(text, who), "zh"), [ENTRY], str)
    return fold(prompt.matter)


@given(before, st.one_of(keys, orders, phones, mails, links), after)
def test_no_key_order_phone_mail_or_link_leaves(start: str, private: str, end: str) -> None:
    out = sent(f"{start}{private}{end}")
    assert fold(private) not in out
    runs = [run for run in "".join(one if one.isdigit() else " " for one in out).split() if len(run) > 4]
    assert runs == []


@given(before, names, after)
def test_the_name_of_who_writes_does_not_leave(start: str, name: str, end: str) -> None:
    out = sent(f"{start}{name}{end}", name)
    assert fold(name) not in out
    assert not any(fold(part) in out for part in name.split() if len(part) > 3)


@given(st.sampled_from(["我叫{}，", "my name is {}. ", "收款人：{}，", "Me llamo {}, "]), names, after)
def test_nor_does_a_name_that_he_tells(told: str, name: str, end: str) -> None:
    assert fold(name) not in sent(f"{told.format(name)}{end}")


@given(st.text(string.ascii_letters + string.digits + "!$%", min_size=6, max_size=16), after)
def test_nor_a_password(password: str, end: str) -> None:
    secret = f"{password}7Q"
    assert fold(secret) not in sent(f"密码是 {secret} {end}")


@given(st.text(max_size=300), st.text(max_size=20))
def test_any_text_can_be_made_fit(text: str, name: str) -> None:
    out = fit_to_leave(text, (name,))
    assert len(out) <= 200
    assert out == "" or sum(one.isalpha() for one in out) > 1


def test_what_is_asked_stays() -> None:
    assert fit_to_leave("小明想问卡密用不了怎么办", ("小明",)) == "#想问卡密用不了怎么办"
    assert fit_to_leave("Can Ana analyse why windows10 fails?", ("Ana",)) == "Can # analyse why windows10 fails?"
    assert fit_to_leave("怎么退款", ("",)) == "怎么退款"


def test_nothing_is_asked_where_nothing_is_left() -> None:
    assert fit_to_leave("13812345678", ()) == ""
    assert fit_to_leave("小明", ("小明",)) == ""


def test_keys_in_an_entry_stay_here_too() -> None:
    careless = Entry(id="x", language="zh", question="示例", answer="卡密长这样：ABCD-1234-EFGH-5678。")
    assert "1234-efgh" not in fold(prompt_for(AskModel("怎么兑换", "zh"), [careless], str).matter)
