"""Hides what may not be read by others: card keys, contacts, passwords. Pure."""

import re
import unicodedata

from core.messages import SECRET_MARK
from core.reading import fold

HIDDEN = "*"
_SEPARATORS = frozenset("-_ ./|")
_HEAD, _TAIL = 4, 2
_WIDEST = 40

_CHARACTER = "a-z0-9"
_GROUPED = rf"[{_CHARACTER}]{{2,10}}(?:[-_][{_CHARACTER}]{{2,10}}){{2,}}"
_RUN = rf"(?=[{_CHARACTER}]*[a-z])(?=[{_CHARACTER}]*[0-9])[{_CHARACTER}]{{10,}}"
_DIGITS = r"[0-9]{14,}"
_TOKEN = re.compile(
    rf"(?<![{_CHARACTER}@./_-])(?:{_GROUPED}|{_RUN}|{_DIGITS})(?![{_CHARACTER}@]|[-_.][{_CHARACTER}]|/)"
)
_LINK = re.compile(r"(?:https?://|www\.|t\.me/)[!-~]+|(?<![a-z0-9._%+-])[a-z0-9._%+-]+@[a-z0-9.-]+")
_ORDER = re.compile(r"(?:kd[0-9]{10,24}|dj[0-9]{20})(?:-[0-9]{1,3})?")
_SIXTEEN = re.compile(r"[a-z0-9]{16}")
_ORDER_WORD = re.compile(r"订单|单号|order")
_KEY_WORD = re.compile(r"卡密|卡号|激活|兑换|充值码|礼品卡|密钥|cdk|key|code|card|voucher")
_PASSWORD = re.compile(r"(?:密码|口令|password|passwd|pwd|pass)\s*(?:是|为|:|：|=|is\b)\s*(?P<password>[!-~]{2,})")
_SHORTEST_NUMBER, _ORDER_DIGITS = 14, 18


def mask_key(key: str) -> str:
    """`ABCDE-12345-FGHIJ-6789Z` → `ABCD*-*****-*****-***9Z`; at most a third of the characters is shown."""
    hidden = [i for i, character in enumerate(key) if character not in _SEPARATORS]
    shown = min(len(hidden) // 3, _HEAD + _TAIL)
    tail = shown // 3
    clear = {*hidden[: shown - tail], *(hidden[-tail:] if tail else ())}
    separators = _SEPARATORS if len(hidden) > 3 else frozenset()
    masked = [c if i in clear or c in separators else HIDDEN for i, c in enumerate(key)]
    if len(masked) > _WIDEST:
        return f"{''.join(masked[: _HEAD + _TAIL])}{HIDDEN * 6}{''.join(masked[-_HEAD:])}"
    return "".join(masked)


def mask_contact(contact: str) -> str:
    """`zhang@qq.com` → `z***@qq.com`; `13812345678` → `138****78`."""
    name, at, domain = contact.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    shown = min(len(contact) // 2, 5)
    tail = shown * 2 // 5
    return f"{contact[: shown - tail]}****{contact[len(contact) - tail :]}" if contact else ""


def without_marks(text: str) -> str:
    """Typed text may not hold the character that stands for a sealed key."""
    return text.replace(SECRET_MARK, "")


def mask_keys_in(text: str) -> str:
    """Text of a buyer as agents may read it: keys and passwords masked; orders, mail, phones and links as they are."""
    typed = without_marks(text)
    folded = fold(typed)
    kept = [match.span() for match in _LINK.finditer(folded)]
    pieces: list[str] = []
    end = 0
    for start, stop, masked in sorted(_secrets(typed, folded)):
        if start < end or any(first < stop and start < last for first, last in kept):
            continue
        pieces += (typed[end:start], masked)
        end = stop
    return "".join((*pieces, typed[end:]))


def _secrets(typed: str, folded: str) -> list[tuple[int, int, str]]:
    """Where they are, and what is shown instead."""
    passwords = [(*match.span("password"), HIDDEN * 6) for match in _PASSWORD.finditer(folded)]
    keys = [
        (match.start(), match.end(), mask_key(unicodedata.normalize("NFKC", typed[match.start() : match.end()])))
        for match in _TOKEN.finditer(folded)
        if not _readable(typed[match.start() : match.end()], match[0], folded)
    ]
    return [*passwords, *keys]


def _readable(typed: str, token: str, folded: str) -> bool:
    """Words, order numbers, phone numbers; sixteen letters and digits if the text speaks of orders, not of keys."""
    digits = sum(character.isdecimal() for character in token)
    letters = sum(character.isalpha() for character in token)
    if _ORDER.fullmatch(token) or not (digits or typed.isupper()):
        return True
    of_keys = _KEY_WORD.search(folded) is not None
    if not letters:
        return digits == _ORDER_DIGITS or not (of_keys or ("-" in token and digits >= _SHORTEST_NUMBER))
    if not _SIXTEEN.fullmatch(token) or _KEY_WORD.search(folded.replace(token, "")):
        return False
    return bool(_ORDER_WORD.search(folded)) or folded.strip() == token
