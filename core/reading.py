"""Reads what people type as they meant it: width, case, traditional characters, accents, wrappers. Pure.

Every folding keeps the length of the text, so that what is found in the folded text can be cut out of the typed one."""

import re
import unicodedata
from datetime import timedelta

from core.hanzi import hanzi
from core.language import has_cjk, is_cjk
from core.remembering import remembered

_ASKS = re.compile(
    r"[?？]|怎么|怎样|如何|为什么|为啥|咋|什么|多久|多少|几点|哪里|哪儿|能不能|可不可以|可以吗|是不是|有没有"
    r"|[吗呢么]$|^(?:how|why|what|when|where|who|which|can|could|do|does|did|is|are|will|would|should|may)\b"
    r"|^(?:por que|que|como|cuando|donde|quien|cual|cuanto|cuanta|puedo|puedes|pueden|tienen|hay)\b"
)
_GAP = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
_NOISE = re.compile(r"[\W_]+")
_POLITE = re.compile(
    r"^(?:你好呀?|您好|哈喽|嗨|亲|麻烦您?你?|请问一?下?|请你?您?|帮我|帮忙|劳驾|不好意思|那个|我要|我想要?|想要?|给我)+"
    r"|(?:谢谢你?您?|多谢|拜托了?|一下|好吗|可以吗|行吗|[吧啊呀哦啦呢嘛哈了的])+$"
    r"|^(?:hi|hello|hey|please|pls|plz|can you|could you|would you|i want to|i need to|i want|i need|i d like to|i)\b"
    r"|^(?:hola|buenas|por favor|porfa|quiero|quisiera|necesito|me gustaria|puedes|podrias)\b"
    r"|\b(?:please|pls|plz|thanks|thank you|thx|now|por favor|porfa|gracias)$"
)
_LOOKED_AT = 1000
WAITS = timedelta(minutes=30)
"""How long a question to the buyer stays open."""


class _Folds(dict[int, str]):
    """For str.translate: a character is looked at once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


FOLDS = _Folds()


@remembered
def fold(text: str) -> str:
    """Half width, lower case, simplified, without accents, plain digits: one character for each character."""
    return text.translate(FOLDS)


def _folded(character: str) -> str:
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0).lower()
    if character == "\u3000":
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    lower = character.lower()
    return _plain(lower if len(lower) == 1 else character)


def _plain(character: str) -> str:
    """訂 as 订, é as e."""
    if character.isascii():
        return character
    if is_cjk(character):
        return hanzi().simpler.get(ord(character), character)
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() and base.isalpha() else character


@remembered
def gist(text: str) -> str:
    """Words only, single spaces, none between Chinese characters: to be compared with what we look for.

    Of a long text only the beginning: what we look for is short."""
    spaced = _NOISE.sub(" ", fold(text[:_LOOKED_AT])).strip()
    return _GAP.sub("", spaced)


@remembered
def plea(text: str) -> str:
    """The gist without greetings, "please" and particles around it."""
    rest, before = gist(text), ""
    while rest != before:
        before, rest = rest, _POLITE.sub("", rest).strip()
    return rest or gist(text)


def asks(text: str) -> bool:
    """Is this clearly a question of the buyer's own, and no answer to ours?"""
    folded = fold(text[:_LOOKED_AT]).strip()
    if _ASKS.search(folded):
        return True
    return len(folded.split()) > 5 if not has_cjk(folded) else False
