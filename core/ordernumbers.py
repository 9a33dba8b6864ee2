"""Finds what buyers tell of an order in free text: its number, their contact, the query password. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from string import punctuation

from core.language import has_cjk
from core.reading import fold
from core.remembering import judged
from core.shop import OrderNo

_LOOKED_AT = 4000
_BEFORE, _AFTER = r"(?<![a-z0-9@._%+-])", r"(?![a-z0-9]|[@_]|\.[a-z0-9]|-[a-z0-9])"
_SPACED = r"[0-9]+(?:[ -][0-9]+){1,5}"
_GAPPED = re.compile(rf"{_BEFORE}(?P<prefix>kd|dj)?[ -]?{_SPACED}(?![a-z0-9@])")
_NO_KEY = re.compile(
    r"(?:卡密|卡号|密码|激活码|兑换码|cdk|key|code|password|clave|codigo|contrasena)\s*(?:是|为|:|：|=|is|es)\s*$"
)
_ORDER_WORD = re.compile(r"订单|单号|查单|order|pedido")

DEFAULT_SHAPES = (
    r"kd[0-9]{10,24}",
    r"dj[0-9]{20}(?:-[0-9]{1,3})?",
    r"[0-9]{18}",
    r"(?=[a-z0-9]*[a-z])[a-z0-9]{16}",
    r"[0-9]{14}(?=[a-z0-9]*[a-z])[a-z0-9]{5}",
    r"[a-z]{2,4}[0-9]{12,30}(?:-[0-9]{1,3})?",
)
"""Built-in shop; dujiao-next; acg-faka; dujiaoka; card-system; a few letters and a time or a long count, as other shops
have them. Written for folded text: lower case, half width."""


@dataclass(frozen=True, slots=True)
class OrderNumbers:
    """Finds order numbers of the given shapes (regular expressions, for capitals and small letters alike).

    Digits may be parted by spaces or dashes; sixteen letters and digits need the word "order", or to stand alone
    in capitals, because card keys look the same."""

    shapes: Sequence[str] = DEFAULT_SHAPES
    _token: re.Pattern[str] = field(init=False, repr=False)
    _whole: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        any_shape = "|".join(f"(?:{shape})" for shape in self.shapes)
        object.__setattr__(self, "_token", re.compile(f"{_BEFORE}(?:{any_shape}){_AFTER}", re.IGNORECASE))
        object.__setattr__(self, "_whole", re.compile(any_shape, re.IGNORECASE))

    def find(self, text: str) -> OrderNo | None:
        found = next(self.spans(text), None)
        return found[0] if found else None

    def spans(self, text: str) -> Iterator[tuple[OrderNo, int, int]]:
        """The numbers, in capitals, with their places in the text: plain ones first, then those with gaps."""
        folded = fold(text[:_LOOKED_AT])
        plain = [match for match in self._token.finditer(folded) if self._means_order(match, text, folded)]
        for match in plain:
            yield OrderNo(match[0].upper()), match.start(), match.end()
        if not plain:
            yield from self._with_gaps(folded)

    def _means_order(self, match: re.Match[str], text: str, folded: str) -> bool:
        if _NO_KEY.search(folded[: match.start()]):
            return False
        token = match[0]
        if len(token) != 16 or token.isdecimal() or token.startswith("kd"):
            return True
        typed = text[match.start() : match.end()]
        return bool(_ORDER_WORD.search(folded)) or (typed.isupper() and text.strip() == typed)

    def _with_gaps(self, folded: str) -> Iterator[tuple[OrderNo, int, int]]:
        """ "302261 122095-245598": neighbouring groups of digits that make a number together."""
        for run in _GAPPED.finditer(folded):
            groups = [group.span() for group in re.finditer(r"[0-9]+", run[0])]
            for first, last in combinations(range(len(groups) + 1), 2):
                start, end = groups[first][0], groups[last - 1][1]
                joined = (run["prefix"] or "" if first == 0 else "") + re.sub("[ -]", "", run[0][start:end])
                if self._whole.fullmatch(joined) and not _NO_KEY.search(folded[: run.start()]):
                    yield OrderNo(joined.upper()), run.start() + (start if first else 0), run.start() + end
                    return


_MAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_PHONE = re.compile(r"(?<![a-z0-9@._-])(?:\+?86[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9a-z@])")
_QQ = re.compile(r"(?<![a-z0-9@._-])(?:qq号?码?\s*(?:是|为|:|：|=)?\s*)?([1-9][0-9]{4,10})(?![0-9a-z@._-])")
_ACCOUNT = re.compile(
    r"(?:联系方式|用户名|账号|contact|username|account|contacto|usuario)\s*(?:是|为|:|：|=|is\b|es\b)\s*(?P<contact>[!-~]{2,100})"
)
_PASSWORD = re.compile(
    r"(?:(?:查询密码|取卡密码|订单密码|密码)\s*(?:是|为|:|：|=)?\s*"
    r"|(?<![a-z])(?:password|passwd|pwd|pass|pw|contrasena(?: de consulta)?)"
    r"(?:\s*(?:是|为|:|：|=|is\b|es\b)\s*|\s+(?=[!-~]*[0-9])))(?P<password>[!-~]{1,128})"
)
_NO_PASSWORD = re.compile(
    r"(?:没有?|无|没有?设置?|没设|不用|未设置?)(?:过|查询|订单|取卡)*(?:密码|口令)|^(?:无|没有?|没有?设[置定]?过?|没设|空|否)[的了]?$"
    r"|\bno (?:query )?(?:password|pass|pw)\b|^(?:none|no|nope|nothing|skip|empty|n/?a|-)$|(?:did ?n.t|never) set"
    r"|\b(?:sin|no (?:puse|tengo|tiene|hay)(?: ninguna)?|nunca puse) (?:la )?contrasena"
    r"|^(?:ninguna|no puse(?: ninguna)?|nada)$"
)
_WORD = re.compile(r"[!-~]+")
_LATIN = re.compile(r"[a-z0-9]")
"""Numbers, contacts and passwords all have one of these; most of what buyers write has none."""
_ENDED = re.compile(r"[，。；！？、]")
_LABELS = frozenset(
    [
        "qq",
        "订单",
        "order",
        "number",
        "no.",
        "no",
        "contact",
        "email",
        "mail",
        "phone",
        "password",
        "my",
        "is",
        "and",
        "the",
        "it",
        "here",
        "mobile",
        "号码",
        "pedido",
        "numero",
        "correo",
        "telefono",
        "contacto",
        "contrasena",
        "mi",
        "es",
        "y",
        "el",
        "la",
        "de",
    ]
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one message tells. `password` as it was typed; "" with `no_password`: there is none."""

    number: OrderNo | None = None
    contact: str = ""
    password: str = ""
    no_password: bool = False
    spare: tuple[str, ...] = ()


def told(text: str, numbers: OrderNumbers) -> Told:
    """Everything of an order that is in the text, in any order; `spare`: words that may be a password or a name."""
    typed = text[:_LOOKED_AT]
    left = _Left(typed, fold(typed))
    if _LATIN.search(left.folded) is None:
        return Told(no_password=_says_none(left.folded))
    found = next(numbers.spans(typed), None)
    if found:
        left.take(found[1], found[2])
    contact = left.first(_MAIL) or left.first(_PHONE, compact=True)
    none = _says_none(left.folded)
    password = "" if none else left.named(_PASSWORD, "password")
    contact = contact or left.named(_ACCOUNT, "contact") or left.first(_QQ, group=1)
    return Told(found[0] if found else None, contact, password, none, left.words())


@judged
def _says_none(folded: str) -> bool:
    return _NO_PASSWORD.search(folded.strip(" ,，。.!！")) is not None


class _Left:
    """The part of a text that nobody has taken yet: taken characters become spaces, so places stay true."""

    def __init__(self, typed: str, folded: str) -> None:
        self.typed = typed
        self.folded = folded

    def take(self, start: int, end: int) -> str:
        taken = self.typed[start:end]
        gap = " " * (end - start)
        self.folded = self.folded[:start] + gap + self.folded[end:]
        return taken

    def first(self, pattern: re.Pattern[str], group: int = 0, *, compact: bool = False) -> str:
        match = pattern.search(self.folded)
        if match is None:
            return ""
        text = "".join(match.groups()) if compact else match[group]
        self.take(*match.span())
        return text

    def named(self, pattern: re.Pattern[str], name: str) -> str:
        match = pattern.search(self.folded)
        if match is None:
            return ""
        value = _ENDED.split(self.take(*match.span(name)))[0]
        goes_on = self.folded[match.end() :].strip() != ""
        self.take(*match.span())
        return value.rstrip(",;." if goes_on else ",;") or value

    def words(self) -> tuple[str, ...]:
        found = (match for match in _WORD.finditer(self.folded) if match[0].strip(punctuation) not in _LABELS)
        return tuple(self.typed[match.start() : match.end()] for match in found if any(map(str.isalnum, match[0])))


def is_word(text: str) -> bool:
    """One word without Chinese: what a contact or a password looks like."""
    return 0 < len(text) <= 128 and not has_cjk(text) and not any(map(str.isspace, text))
