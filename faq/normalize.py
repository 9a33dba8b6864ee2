"""Makes buyers' spellings of the same words the same. Pure, but for OpenCC's table, read when a Normalizer is built.

Width, case, traditional characters, emoji, punctuation, stretched letters, polite wrappers; numbers and addresses that
say nothing about the wish (and card keys, which nobody may keep) become placeholders.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files

MASKS = ("xlinkx", "xmailx", "xnumberx", "xkeyx")
"""Placeholders for a link, an e-mail address, an order or phone number, a card key."""

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_LINK = re.compile(r"(?:https?://|www\.)[^\s" + CJK + r"]+")
_MAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NUMBER = re.compile(r"(?<![a-z0-9])(?:[a-z]{0,3}\d{7,}(?:-\d{1,3})?|\d{4}(?:[ -]\d{4}){2,})(?![a-z0-9])")
# Groups as printed on cards, or one long run that mixes letters and digits.
_KEY = re.compile(
    r"(?<![a-z0-9])(?:(?=[a-z0-9-]*\d)[a-z0-9]{3,8}(?:-[a-z0-9]{2,8}){2,}"
    r"|(?=[a-z0-9]*[a-z])(?=[a-z0-9]*\d)[a-z0-9]{11,})(?![a-z0-9])"
)
_OTHER = re.compile(r"[\W_]+")
_GAP_AT_CJK = re.compile(rf"(?<=[{CJK}]) | (?=[{CJK}])")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")

# Written both ways on the mainland, in Taiwan and Hong Kong; OpenCC's character table leaves them alone.
_VARIANTS = {"帐": "账", "著": "着", "妳": "你", "您": "你"}

_HELLO = "你好呀|你好啊|你好|在吗|在么|在不在|在嘛|有人在吗|有人吗|亲亲|亲"
_THANKS = "谢谢了|谢谢你|谢谢啦|谢谢|多谢|谢了|感谢|拜托了|拜托"
_ASKING = (
    "请问一下|请问下|请问|问一下|问下|咨询一下|咨询下|想咨询|想问一下|想问下|我想问|想问|麻烦问一下|麻烦你|麻烦"
    "|打扰一下|打扰了|打扰|不好意思|哈喽|哈啰|嗨|老板|掌柜的|掌柜|店家|大佬|大哥|早上好|下午好|晚上好|急"
)
_HELLO_EN = (
    "hello there|hello|hi there|hiya|hi|hey there|hey|good morning|good afternoon|good evening|greetings"
    "|excuse me|sorry to bother you|sorry|dear sir|dear|sir|mate|bro|dude"
    "|can you please|could you please|can you help me|could you help me|please help me|please help|pls help"
    "|please|pls|plz|i want to ask|i would like to ask|i d like to ask|may i ask|can i ask|quick question"
    "|just wondering|i was wondering"
)
_THANKS_EN = "thank you so much|thank you very much|thank you|thanks a lot|thanks|thx|ty|please|pls|plz|sir|mate|bro"
_SOFT = "[呀啊吧呢哦哈]?"
_OPENING = re.compile(rf"(?:{_HELLO}|{_THANKS}|{_ASKING}){_SOFT} ?|(?:{_HELLO_EN}|{_THANKS_EN})(?: +|(?=[{CJK}]))")
_CLOSING = re.compile(rf"(?:(?:{_HELLO}|{_THANKS}){_SOFT}|(?: +|(?<=[{CJK}]))(?:{_THANKS_EN}))$")
_LEFT_AT_LEAST = 2


def _simplified() -> dict[int, str]:
    """Traditional to simplified, one character to one: enough to compare texts, and much faster than phrases.

    From the character table of OpenCC; the first of several candidates is the usual one."""
    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line]
    table = {traditional: candidates.split(" ")[0] for traditional, candidates in pairs} | _VARIANTS
    final = {key: table.get(value, value) for key, value in table.items()}
    return {ord(key): final.get(value, value) for key, value in final.items()}


def _unwrapped(text: str) -> str:
    """Without polite openings and closings, as long as something is left."""
    while True:
        opening = _OPENING.match(text)
        shorter = text[opening.end() :] if opening else _CLOSING.sub("", text)
        if shorter == text or len(shorter.strip()) < _LEFT_AT_LEAST:
            return text
        text = shorter.strip()


def _masked(text: str) -> str:
    for pattern, mask in zip((_LINK, _MAIL, _NUMBER, _KEY), MASKS, strict=True):
        text = pattern.sub(f" {mask} ", text)
    return text


@dataclass(frozen=True, slots=True)
class Normalizer:
    """`normalizer(text)`: the same for what means the same; never raises, and twice is the same as once."""

    _table: dict[int, str] = field(default_factory=_simplified, repr=False)

    def all(self, texts: Sequence[str]) -> list[str]:
        return [self(text) for text in texts]

    def __call__(self, text: str) -> str:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        words = _OTHER.sub(" ", _masked(folded.translate(self._table)))
        compact = _GAP_AT_CJK.sub("", words.strip())
        return _unwrapped(_STRETCHED.sub(r"\1\1", compact))
