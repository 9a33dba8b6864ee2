"""What the buyer has picked: by a button, a link, a number ("2", "②", "第二个"), or the words of the button. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from core.messages import ButtonPressed, ContactOpened, Event, MessageReceived
from core.reading import fold, gist
from core.remembering import judged
from core.skills import to_buyer
from core.turns import Answer, Choice, Memory, Turn

_LINKS = frozenset({"order", "keys", "faq"})
_BARE_LINKS = _LINKS | {"mine", "person"}
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "俩": 2}
_NUMBERED = re.compile(
    r"(?:第|选|选择|我选|no\.?|#|option|choice|number|opcion|numero|el|la)?\s*(?P<number>\d{1,2}|[一二两俩三四五六七八九十]{1,3})"
    r"\s*(?:个|项|条|号|\.|。|、|\)|吧|谢谢)*"
)
_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "first primero primera",
            "second segundo segunda",
            "third tercero tercera",
            "fourth cuarto cuarta",
            "fifth quinto quinta",
            "sixth sexto sexta",
        ),
        1,
    )
    for word in words.split()
}
_ORDINAL = re.compile(rf"(?:the |el |la )?({'|'.join(_ORDINALS)})(?: one| opcion)?")


def chosen(turn: Turn) -> str | None:
    """The value picked in this turn; None: nothing was picked. What agents do is no choice of the buyer's."""
    return turn.picked


def picked(event: Event, memory: Memory) -> str | None:
    """The same value for a press, a link (`order_123`), a number and the words of what was offered last."""
    match event:
        case MessageReceived(body=body):
            return None if body.media or not memory.choices else _typed(body.text, memory.choices)
        case ButtonPressed(value=value):
            return value
        case ContactOpened(payload=payload):
            return _of_link(payload)
        case _:
            return None


def _of_link(payload: str) -> str | None:
    """`order_<number>`, `keys_<number>` and `faq_<id>`: a number and an FAQ id stand in a link as they are, since
    both are made of letters, digits and dashes alone (an id has 48 characters at most, a payload may have 64)."""
    kind, _, rest = payload.partition("_")
    if rest:
        return f"{kind}:{rest}" if kind in _LINKS else None
    return kind if kind in _BARE_LINKS else None


def _typed(text: str, choices: tuple[Choice, ...]) -> str | None:
    if len(text) > 60:
        return None
    number = numbered(text)
    if number is not None:
        return choices[number - 1].value if 1 <= number <= len(choices) else None
    mark = _mark(text)
    return next((choice.value for choice in choices if mark and _mark(choice.label) == mark), None)


@judged
def _mark(text: str) -> int:
    """The same for texts of the same words; 0 without any."""
    words = gist(text)
    return hash(words) if words else 0


@judged
def numbered(text: str) -> int | None:
    """The number that a text consists of, in any of the ways people pick from a list."""
    folded = fold(_plain_digits(text)).strip()
    if ordinal := _ORDINAL.fullmatch(folded):
        return _ORDINALS[ordinal[1]]
    found = _NUMBERED.fullmatch(folded)
    return _value(found["number"]) if found else None


def _plain_digits(text: str) -> str:
    """② and 2️⃣ as 2."""
    return unicodedata.normalize("NFKC", text).replace("\ufe0f", "").replace("\u20e3", "")


def _value(numeral: str) -> int | None:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _NUMERALS[numeral] if len(numeral) == 1 else None
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        return None
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(units, 0)


def offering(turn: Turn, text: str, choices: Sequence[Choice], memory: Memory | None = None) -> Answer:
    """An answer with choices that can be picked later by button, number or words."""
    remember = replace(memory or turn.memory, choices=tuple(choices))
    return Answer(say=(to_buyer(turn, text, choices),), remember=remember)


class Choices:
    """A number beyond what was offered gets told so; everything picked well is the other skills' matter."""

    def answer(self, turn: Turn) -> Answer | None:
        offered = turn.memory.choices
        if turn.staff or not offered or turn.memory.waiting or not isinstance(turn.event, MessageReceived):
            return None
        number = None if turn.event.body.media else numbered(turn.event.body.text)
        if number is None or 1 <= number <= len(offered):
            return None
        return offering(turn, turn.say("choice-beyond", count=str(len(offered))), offered)
