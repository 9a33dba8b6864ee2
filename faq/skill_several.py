"""Several wishes in one message, each answered or done, in one reply. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.fallback import still_asked
from core.lessons import Lesson
from core.messages import MessageReceived
from core.ordernumbers import OrderNumbers, told
from core.skills import Skill
from core.turns import Answer, Choice, Turn
from core.wishes import wants_keys, wants_my_orders, wants_order
from faq import matcher
from faq.entries import Entry
from faq.skill import POLITE, FaqSkill
from faq.skill_lessons import answered
from faq.skill_offer import value_of
from faq.skill_reply import one_reply
from faq.wishes import MOST, Clause, clauses, without

_OF_ORDERS = frozenset({"order", "keys", "mine", "cancel"})


@dataclass(frozen=True, slots=True)
class _Wish:
    """Of one clause: what the FAQ holds for it, or what is to be done."""

    clause: Clause
    entry: Entry | None = None
    does: str = ""
    score: float = 1.0

    @property
    def matter(self) -> str:
        """The same for wishes that one answer fulfils; all that is asked of orders begins with one question."""
        if self.does in _OF_ORDERS:
            return "orders"
        return self.does or (self.entry.id if self.entry else "")


class SeveralWishes:
    """Stands before the skills that read a message as a whole; where it sees fewer than two wishes, they do.

    `doers`: as FaqSkill has them; they also get what the message tells of an order."""

    def __init__(self, faq: FaqSkill, doers: Sequence[Skill], numbers: OrderNumbers | None = None) -> None:
        self._faq = faq
        self._doers = doers
        self._numbers = numbers or OrderNumbers()

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff or turn.picked is not None or not isinstance(turn.event, MessageReceived):
            return None
        parts = clauses(turn.text)
        return self._answered(turn, parts) if parts else None

    def _answered(self, turn: Turn, parts: Sequence[Clause]) -> Answer | None:
        heard = told(turn.text, self._numbers)
        waits = still_asked(turn.memory.waiting, turn.event.at) is not None
        ordered = waits or bool(heard.number or heard.password)
        wishes, unsure = self._wishes(turn, parts, ordered=ordered)
        if len(wishes) + ordered < 2:
            return None
        deeds = self._deeds(turn, wishes, ordered=ordered)
        read = [wish.entry for wish in wishes if wish.entry is not None and not wish.does]
        sealed = not heard.password or any(deed.redact for deed in deeds)
        if len(deeds) + len(read) < 2 or not sealed:
            return None
        offered = [Choice(entry.question, value_of(turn, entry)) for entry in unsure]
        return replace(one_reply(turn, self._faq.answers, read, deeds, offered), lessons=_lessons(turn, wishes))

    def _wishes(self, turn: Turn, parts: Sequence[Clause], *, ordered: bool) -> tuple[Sequence[_Wish], Sequence[Entry]]:
        """What is surely understood, each matter once, and what may be meant besides. What tells of an order that is
        in question stays together."""
        asked = [one for one in parts if not (ordered and self._tells(one.text))][:MOST]
        found: dict[str, _Wish] = {}
        unsure: list[Entry] = []
        for clause in asked:
            match self._understood(turn, clause):
                case _Wish(does=does) as wish if not (ordered and does in _OF_ORDERS):
                    found.setdefault(wish.matter, wish)
                case matcher.Suggest(entries=(entry, *_)):
                    unsure.append(entry)
        return tuple(found.values()), [entry for entry in unsure if entry.id not in found]

    def _understood(self, turn: Turn, clause: Clause) -> _Wish | matcher.Suggest | None:
        does = _plainly(clause.text)
        if does:
            return _Wish(clause, does=does)
        match self._faq.match(turn, clause.text):
            case matcher.Answer(entry=entry, score=score) if entry.does not in POLITE:
                return _Wish(clause, entry, entry.does, score)
            case matcher.Suggest() as unsure:
                return unsure
        return None

    def _tells(self, text: str) -> bool:
        heard = told(text, self._numbers)
        return bool(heard.number or heard.contact or heard.password or heard.no_password)

    def _deeds(self, turn: Turn, wishes: Sequence[_Wish], *, ordered: bool) -> Sequence[Answer]:
        """What is done, one after the other, so that each knows what the one before has asked."""
        deeds: list[Answer] = []
        for wish in wishes:
            done = self._faq.done(_after(turn, deeds, wish.clause.text), wish.does) if wish.does else None
            deeds += [done] if done else []
        rest = without(turn.text, [wish.clause for wish in wishes]) if ordered else ""
        if self._tells(rest):
            spoken = _after(turn, deeds, rest)
            done = next((answer for doer in self._doers if (answer := doer.answer(spoken)) is not None), None)
            deeds += [done] if done else []
        return deeds


def _plainly(text: str) -> str:
    """Words that the bot knows without a FAQ."""
    if wants_my_orders(text):
        return "mine"
    if wants_keys(text):
        return "keys"
    return "order" if wants_order(text) else ""


def _after(turn: Turn, before: Sequence[Answer], text: str) -> Turn:
    """The turn as if only `text` had been said, and all that had been done before."""
    memory = next((one.remember for one in reversed(before) if one.remember), turn.memory)
    return replace(turn, text=text, conversation=replace(turn.conversation, memory=memory))


def _lessons(turn: Turn, wishes: Iterable[_Wish]) -> tuple[Lesson, ...]:
    known = [(wish, wish.entry) for wish in wishes if wish.entry is not None]
    return tuple(
        one for wish, entry in known for one in answered(replace(turn, text=wish.clause.text), entry, wish.score)
    )
