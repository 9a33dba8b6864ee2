"""The facts in a text: links, contacts, numbers, prices, codes, names of things; and do they stand in another? Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from core.language import has_cjk
from core.reading import fold

_ENUMERATED = re.compile(r"^\s*([1-9])[.、)）](?=\D)", re.MULTILINE)
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]*:/*[!-~]+|www\.[!-~]+|t\.me/[!-~]+"
    r"|[\w.%+-]*@[\w.-]+"
    r"|[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.[a-z]{2,}(?:[/:?][!-~]*)?"
)
_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+|[a-z]+[0-9][a-z0-9]*|[0-9]+[a-z][a-z0-9]*")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_MONEY = re.compile(
    r"(?:[$€£¥]|rmb|usd|cny|usdt)\s*([0-9]+(?:[.,][0-9]+)*)|([0-9]+(?:[.,][0-9]+)*)\s*(?:[$€£¥]|元|块|刀|rmb|usd|cny|usdt|yuan|dollars?|euros?)"
)
_WORD = re.compile(r"[a-z]{2,}")
_LATIN = re.compile(r"[^\W\d_]{4,}")
_SHOUTED = re.compile(r"(?<![A-Za-z])[A-Z]{5,}(?![A-Za-z])")
_HAN_RUN = re.compile("[\u3400-\u9fff]{2,}")

_UNITS: dict[str, str] = {
    "minute": r"分钟|分鐘|minutes?|mins?\b|minutos?",
    "hour": r"个?(?:小时|钟头)|hours?|hrs?\b|horas?",
    "day": r"个?(?:工作日|自然日)|天|日(?!期|常)|(?:business |working )?days?|d[íi]as?",
    "week": r"个?(?:星期|礼拜)|周|weeks?|semanas?",
    "month": r"个?月|months?|mes(?:es)?\b",
    "year": r"年|years?|a[ñn]os?",
    "share": r"%|％|折|成|倍|percent|por ciento",
    "money": r"元|块|毛|yuan|dollars?|d[óo]lares|euros?",
}
_HAN_DIGITS = {one: value for value, one in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "〇": 0, "半": 0}
_HAN_NUMBER = r"[零〇一二两三四五六七八九十百千万半]+"
_NAMED_NUMBERS = {
    name: value
    for value, names in (
        (1, "one una uno"),
        (2, "two dos couple"),
        (3, "three tres"),
        (4, "four cuatro"),
        (5, "five cinco"),
        (6, "six seis"),
        (7, "seven siete"),
        (8, "eight ocho"),
        (9, "nine nueve"),
        (10, "ten diez"),
        (12, "twelve doce dozen"),
        (14, "fourteen catorce"),
        (15, "fifteen quince"),
        (20, "twenty veinte"),
        (24, "twenty-four veinticuatro"),
        (30, "thirty treinta"),
        (48, "forty-eight"),
        (50, "fifty cincuenta"),
        (60, "sixty sesenta"),
        (72, "seventy-two"),
        (90, "ninety noventa"),
        (100, "hundred cien"),
    )
    for name in names.split()
}
_COUNTED = {
    unit: re.compile(
        rf"(?P<digits>[0-9]+(?:[.,][0-9]+)*)\s*(?:{words})|(?P<han>{_HAN_NUMBER})\s*(?:{words})"
        rf"|\b(?P<named>{'|'.join(_NAMED_NUMBERS)})\s+(?:{words})"
    )
    for unit, words in _UNITS.items()
}


@dataclass(frozen=True, slots=True)
class Facts:
    """`counted`: (number, unit). `words`: Latin ones. `loose`: `words` may be free, as in a text of that script.

    `whole`: no hidden or control characters, no placeholder that nobody has filled."""

    links: frozenset[str]
    codes: frozenset[str]
    numbers: frozenset[str]
    prices: frozenset[str]
    counted: frozenset[tuple[str, str]]
    words: frozenset[str]
    shouted: frozenset[str]
    loose: bool
    whole: bool

    @classmethod
    def of(cls, text: str) -> Self:
        folded = fold(_ENUMERATED.sub(" ", text))
        counted = frozenset(_counted(folded))
        digits = (canonical(found[0]) for found in _NUMBER.finditer(folded))
        return cls(
            links=frozenset(found[0].rstrip(".,;:!?)'\"") for found in _LINK.finditer(folded)),
            codes=frozenset(found[0] for found in _CODE.finditer(folded) if _is_code(found[0])),
            numbers=frozenset((*digits, *(number for number, _ in counted))),
            prices=frozenset(canonical(found[1] or found[2]) for found in _MONEY.finditer(folded)),
            counted=counted,
            words=frozenset(_WORD.findall(folded)),
            shouted=frozenset(_SHOUTED.findall(unicodedata.normalize("NFKC", text))),
            loose=not has_cjk(text),
            whole=not any(map(_is_hidden, text)) and "{" not in text and "}" not in text,
        )

    def stand_in(self, source: Self) -> bool:
        """Is there nothing in this text that the source does not tell?"""
        units = {unit for _, unit in source.counted}
        return (
            self.whole
            and self.links <= source.links
            and self.codes <= source.codes
            and self.numbers <= source.numbers
            and self.prices <= source.prices
            and {unit for _, unit in self.counted} <= units
            and self.shouted <= source.shouted
            and (self.loose or self.words <= source.words)
        )


def canonical(number: str) -> str:
    """ "1,000.50" and "1000.5" alike; "007" and "7" too."""
    plain = re.sub(r",(?=[0-9]{3}(?![0-9]))", "", number).replace(",", ".")
    whole, _, part = plain.partition(".")
    part = part.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{'.' if part else ''}{part}"


def overlap(answer: str, source: str) -> float:
    """The share of the answer's words that the source has, too: pairs of characters where it is Chinese."""
    said, known = _pieces(answer), _pieces(source)
    return len(said & known) / len(said) if said else 0.0


def _pieces(text: str) -> set[str]:
    folded = fold(text)
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(folded) for at in range(len(run) - 1)}
    return pairs | {word[:5] for word in _LATIN.findall(folded) if not has_cjk(word)}


def _counted(folded: str) -> Iterator[tuple[str, str]]:
    for unit, pattern in _COUNTED.items():
        for found in pattern.finditer(folded):
            if found["digits"]:
                yield canonical(found["digits"]), unit
            elif found["han"]:
                yield _of_han(found["han"]), unit
            else:
                yield str(_NAMED_NUMBERS[found["named"]]), unit


def _of_han(numeral: str) -> str:
    if numeral == "半":
        return "0.5"
    total = part = 0
    for one in numeral:
        scale = {"十": 10, "百": 100, "千": 1000, "万": 10000}.get(one)
        if scale is None:
            part = part * 10 + _HAN_DIGITS[one] if part else _HAN_DIGITS[one]
        else:
            total, part = total + (part or 1) * scale, 0
    return str(total + part)


def _is_code(token: str) -> bool:
    """Hyphenated words ("pre-order") and ranges ("1-3") are none."""
    mixed = any(map(str.isdigit, token)) and any(map(str.isalpha, token))
    return mixed or "_" in token


def _is_hidden(character: str) -> bool:
    """Emoji are joined by two marks of this kind."""
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"} and character not in "\n\u200d\ufe0f"
