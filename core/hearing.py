"""What the FAQ may keep of a buyer's question: his words, without what is his alone. Pure."""

import re
import unicodedata
from collections.abc import Callable

from core.language import has_cjk
from core.lessons import Heard, Lesson, Outcome
from core.masking import HIDDEN, mask_keys_in
from core.reading import fold
from core.remembering import remembered
from core.turns import Turn

LEFT_OUT = "#"
"""Stands where a number, key, password, link or address was."""

_LONGEST, _LOOKED_AT = 200, 600
_CJK = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff"
_GAP, _START = r"[\W_]{0,3}", r"(?<![a-z0-9])"
_PART, _PART_START = rf"[^\s{_CJK}]", rf"(?<![^\s{_CJK}])"
"""Looking for what a part begins with at its beginning alone keeps the time linear."""
_PERSONAL = re.compile(
    rf"(?:[a-z]{{2,8}}://|www\.|t\.me/){_PART}*"  # links
    rf"|(?<![a-z0-9.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|io|me|top|xyz|cc)(?![a-z0-9]){_PART}*"
    rf"|{_PART_START}{_PART}*@{_PART}*|@{_PART}*"  # mail, handles
    rf"|(?:{_START}[a-z]{{1,4}}[-_]?)?[0-9](?:{_GAP}[0-9]){{5,}}[a-z0-9]*"  # phones, order numbers, cards
    r"|[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{6,}"
    rf"|{_START}[a-z0-9]{{3,}}(?:[-_][a-z0-9]{{3,}}){{2,}}"  # keys in groups
    r"|[a-z]{16,}"
    rf"|{_START}(?![a-z]+[0-9]{{1,4}}(?![a-z0-9]))(?=[a-z]*[0-9])[a-z0-9]{{9,}}"  # in one piece; not "windows10"
    rf"|{_START}(?:(?:[0-9]+[a-z]+){{2,}}[0-9]*|(?:[a-z]+[0-9]+){{2,}}[a-z]*)"
)
_WORDS = re.compile(r"(?>[a-z]{1,15}(?![a-z])|[\u4e00-\u9fff]|[ ,;!?¿¡'。、~]|\.(?= |\Z))++")
_TELLING = re.compile(r"pass|pwd|www|密码|口令|[零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{6}")
"""Folded, and of short words alone: nothing is left out, unless there are these."""
_SPACED_KEY = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z ]*[0-9])(?:[A-Z0-9]{4,6} ){2,}[A-Z0-9]{4,6}(?![A-Za-z0-9])")
_HIDDEN = re.compile(rf"{_PART_START}{_PART}*{re.escape(HIDDEN)}{{2,}}{_PART}*")
_WITH_DIGITS = re.compile(r"[A-Za-z_.-]*[0-9][A-Za-z0-9_.-]*")
_OF_PASSWORDS = re.compile(r"密码|口令|账号|帐号|微信|password|passwd|pwd|pass|login|account|wechat|qq|pin")
_OF_KEYS = re.compile(r"卡密|卡号|密钥|激活|兑换|充值码|cdk|key|code|card")
_REPEATED = re.compile(rf"{LEFT_OUT}(?:{_GAP}{LEFT_OUT})+")


def heard(
    turn: Turn, outcome: Outcome, entry: str = "", score: float = 0.0, *, trial: bool = False
) -> tuple[Lesson, ...]:
    """The lesson of a buyer's question; none where nothing is left of it without what is his alone.

    `entry`: the id of the likeliest one."""
    text = impersonal(turn.text)
    if not text:
        return ()
    return (Heard(text=text, language=turn.language, outcome=outcome, entry=entry, score=score, trial=trial),)


@remembered
def impersonal(text: str) -> str:
    """On one line, 200 characters at most; "" if nothing is left. Rather too much is left out than too little."""
    typed = text[:_LOOKED_AT]
    cut = typed if _is_harmless(fold(typed)) else _cut(_seen(typed))
    short = _REPEATED.sub(LEFT_OUT, " ".join(cut.split()))[:_LONGEST].strip()
    return short if any(map(str.isalpha, short)) else ""


def _is_harmless(folded: str) -> bool:
    """As most questions are: there is nothing to look for, which would take ten times as long."""
    return _WORDS.fullmatch(folded) is not None and _TELLING.search(folded) is None


def _cut(seen: str) -> str:
    cut = _SPACED_KEY.sub(LEFT_OUT, _HIDDEN.sub(LEFT_OUT, mask_keys_in(seen)))
    cut = _without(_PERSONAL, cut)
    return _without(_WITH_DIGITS, cut, _suspect(cut))


def _seen(text: str) -> str:
    if text.isascii() and text.isprintable():  # as it is, and in a tenth of the time
        return text
    return "".join(" " if one.isspace() else one for one in text if _is_seen(one))


def _is_seen(character: str) -> bool:
    """No marks that hide between the digits of a number, no halves of characters, no control characters."""
    return character.isspace() or unicodedata.category(character)[0] not in "CM"


def _without(pattern: re.Pattern[str], text: str, meant: Callable[[str], bool] = bool) -> str:
    """Found in the folded text, cut out of the typed one where it is `meant`."""
    pieces, end = [], 0
    for found in pattern.finditer(fold(text)):
        start, stop = found.span()
        if meant(text[start:stop]):
            pieces += [text[end:start], LEFT_OUT]
            end = stop
    return "".join((*pieces, text[end:]))


def _suspect(text: str) -> Callable[[str], bool]:
    """Which words with digits may be a password or a key, in this text. One that stands alone may answer what we asked
    a while ago; "steam50" in a sentence is a product."""
    folded = fold(text)
    alone = len(text.split()) < 2 and not has_cjk(text)
    if alone or _OF_PASSWORDS.search(folded):
        return lambda word: len(word) >= 4
    of_keys = _OF_KEYS.search(folded) is not None
    return lambda word: of_keys and len(word) >= 6 and (word.isupper() or word[0].isdigit())
