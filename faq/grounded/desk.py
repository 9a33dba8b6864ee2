"""Asks the language model about the entries near a question, within its limits: implements core.grounding.ModelDesk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from core.grounding import AskModel, Completion, Grounded, LanguageModel, ModelUnavailable, Prompt
from core.messages import Address
from core.ports import Attempts, Clock
from faq.entries import Entry, Situation
from faq.grounded.limits import Breaker, ModelLimits, Purse, is_free
from faq.grounded.prompt import MOST_ENTRIES, prompt_for
from faq.grounded.reply import End, judge

Observe = Callable[[str, int], None]
"""Told how each question ended (an End, or why the model gave no answer), and the tokens that it took."""
_BYTES_PER_TOKEN = 3


class Nearest(Protocol):
    def __call__(self, text: str, situation: Situation, most: int) -> Sequence[Entry]:
        """The entries that are nearest to a text and count in that situation, the nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedParts:
    """`filled`: an answer with what stands for `{shop}` and the like."""

    model: LanguageModel
    nearest: Nearest
    filled: Callable[[str], str]
    attempts: Attempts
    clock: Clock
    observe: Observe
    limits: ModelLimits = field(default_factory=ModelLimits)
    seconds: Callable[[], float] = monotonic


class GroundedDesk:
    def __init__(self, parts: GroundedParts) -> None:
        self._parts = parts
        self._purse = Purse(parts.attempts, parts.limits.tokens_a_day)
        self._breaker = Breaker(parts.limits, parts.seconds)

    async def do(self, work: AskModel, buyer: Address) -> Grounded:
        """Raises: StoreUnavailable."""
        near = self._near(work, buyer)
        if (why := await self._refused(near, buyer)) is not None:
            return self._without(work, why, 0)
        prompt = prompt_for(work, near, self._parts.filled)
        self._breaker.trying()
        try:
            completion = await self._parts.model.complete(prompt)
        except ModelUnavailable as away:
            self._breaker.failed(away.after)
            return self._without(work, away.why, 0)
        self._breaker.worked()
        return self._judged(work, near, prompt, completion)

    def _near(self, work: AskModel, buyer: Address) -> Sequence[Entry]:
        """One entry for each matter, and no intents: those have no words to answer with."""
        situation = Situation(language=work.language, channel=buyer.channel, at=self._parts.clock.now())
        found = self._parts.nearest(work.question, situation, 2 * MOST_ENTRIES)
        matters = {entry.id: entry for entry in reversed(found) if entry.answer and not entry.does}
        return tuple(reversed(matters.values()))[:MOST_ENTRIES]

    async def _refused(self, near: Sequence[Entry], buyer: Address) -> End | None:
        """Why it is not asked at all; what costs nothing is looked at first."""
        if not near:
            return End.NOTHING_NEAR
        if self._breaker.rests:
            return End.RESTING
        if not await is_free(self._parts.attempts, buyer, self._parts.limits):
            return End.BUYER_LIMIT
        return None if await self._purse.has_some() else End.DAY_LIMIT

    def _judged(self, work: AskModel, near: Sequence[Entry], prompt: Prompt, completion: Completion) -> Grounded:
        tokens = _estimated(prompt, completion) if completion.tokens is None else completion.tokens
        self._purse.spend(tokens)
        verdict = judge(completion.text, {entry.id: entry for entry in near}, self._parts.filled)
        if verdict.end is not End.ANSWERED:
            return self._without(work, verdict.end, tokens)
        self._parts.observe(verdict.end, tokens)
        return Grounded(work, verdict.answer, verdict.cites)

    def _without(self, work: AskModel, why: str, tokens: int) -> Grounded:
        self._parts.observe(why, tokens)
        return Grounded(work)


def _estimated(prompt: Prompt, completion: Completion) -> int:
    texts = (prompt.rules, prompt.matter, completion.text)
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) // _BYTES_PER_TOKEN
