"""Two answers of one entry, each for half of the buyers: set up, read honestly, and decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt

from core.faqwork import Reply
from faq.admin.commands import target
from faq.admin.editing import Editing
from faq.admin.parts import Call, Parts
from faq.admin.reading import Reading
from faq.admin.shelf import of_matter
from faq.admin.voice import Voice, clipped, copyable, rows, value_button
from faq.asked import Votes
from faq.entries import Entry
from faq.shares import likely

ENOUGH = 20
"""Votes of each answer: fewer tell nothing."""
_LONG = 160
_ARMS = {"a": False, "b": True, "1": False, "2": True}


@dataclass(frozen=True, slots=True)
class Arm:
    """What became of one answer: `asked` got it, `helped` of `votes` said that it helped."""

    asked: int = 0
    helped: int = 0
    votes: int = 0

    @property
    def share(self) -> float:
        return self.helped / self.votes if self.votes else 0.0

    @property
    def likely(self) -> tuple[float, float]:
        """Between these the true share lies, very likely (Wilson's interval)."""
        return likely(self.helped, self.votes)


def gain(old: Arm, new: Arm) -> tuple[float, float]:
    """Between these lies what the new answer gains, very likely (Newcombe's interval of a difference)."""
    (old_low, old_high), (new_low, new_high) = old.likely, new.likely
    step = new.share - old.share
    down = sqrt((new.share - new_low) ** 2 + (old_high - old.share) ** 2)
    up = sqrt((new_high - new.share) ** 2 + (old.share - old_low) ** 2)
    return step - down, step + up


def verdict(old: Arm, new: Arm) -> str:
    """The key of its text."""
    if min(old.votes, new.votes) < ENOUGH:
        return "faq-trial-early"
    low, high = gain(old, new)
    if low > 0:
        return "faq-trial-b"
    return "faq-trial-a" if high < 0 else "faq-trial-same"


@dataclass(frozen=True, slots=True)
class Trials:
    """Raises: StoreUnavailable, from every member."""

    parts: Parts

    async def try_out(self, call: Call) -> Reply:
        """Another answer for half of the buyers."""
        wanted, voice = target(call.argument), self.parts.voice
        entry = await self._entry(call)
        if entry is None:
            return await Reading(self.parts).unknown(call)
        if wanted.rest:
            return await Editing(self.parts).propose(call, {entry.key: replace(entry, trial=wanted.rest)})
        if entry.trial:
            return await self.result(call)
        return copyable(voice.say("faq-trial-how"), f"/faq try {entry.id} {entry.language}\n{entry.answer}")

    async def result(self, call: Call) -> Reply:
        entry, voice = await self._entry(call), self.parts.voice
        if entry is None:
            return await Reading(self.parts).unknown(call)
        if not entry.trial:
            return voice.line("faq-trial-none", id=entry.id)
        since = await self._since(entry, call.at)
        arms = await self._arms(entry, since)
        tongue, moment = voice.tongue(entry.language), voice.time(since)
        head = voice.say("faq-trial", entry=voice.named(entry), tongue=tongue, since=moment)
        lines = [
            f"A · {_figures(voice, arms[0])}\n{clipped(entry.answer, _LONG)}",
            f"B · {_figures(voice, arms[1])}\n{clipped(entry.trial, _LONG)}",
        ]
        low, high = gain(*arms)
        told = voice.say(verdict(*arms), low=f"{low:+.0%}", high=f"{high:+.0%}", enough=ENOUGH)
        others = await self._others(entry)
        beside = [await self._beside(one, call.at) for one in others]
        keep = [value_button(voice.say(f"faq-button-keep-{one}"), "keep", *entry.key, one) for one in ("a", "b")]
        turns = [value_button(voice.tongue(one.language), "result", *one.key) for one in others]
        return Reply("\n\n".join([head, *lines, told, *beside]), buttons=rows(keep, turns))

    async def keep(self, call: Call) -> Reply:
        """`ID a` ends the trial, `ID b` makes its answer the entry's own."""
        entry, arm = await self._entry(call), _ARMS.get(target(call.argument).rest.strip().lower())
        if entry is None:
            return await Reading(self.parts).unknown(call)
        if not entry.trial:
            return self.parts.voice.line("faq-trial-none", id=entry.id)
        if arm is None:
            return self.parts.voice.line("faq-trial-which", id=entry.id)
        answer = entry.trial if arm else entry.answer
        return await Editing(self.parts).propose(call, {entry.key: replace(entry, answer=answer, trial="")})

    async def _entry(self, call: Call) -> Entry | None:
        """In the language that is told, else the one that has a trial, else the room's."""
        wanted, entries = target(call.argument), await self.parts.shelf.entries()
        found = of_matter(entries, wanted.id, wanted.language or self.parts.voice.language)
        if wanted.language:
            return next((one for one in found if one.language == wanted.language), None)
        return next((one for one in found if one.trial), found[0] if found else None)

    async def _others(self, entry: Entry) -> list[Entry]:
        """The same matter on trial in other languages: each is a trial of its own."""
        same = of_matter(await self.parts.shelf.entries(), entry.id, entry.language)
        return [one for one in same if one.trial and one.language != entry.language]

    async def _beside(self, entry: Entry, now: datetime) -> str:
        """Its figures in a line."""
        a, b = await self._arms(entry, await self._since(entry, now))
        told = {"a": a.helped, "a_votes": a.votes, "b": b.helped, "b_votes": b.votes}
        return self.parts.voice.say("faq-trial-other", tongue=self.parts.voice.tongue(entry.language), **told)

    async def _arms(self, entry: Entry, since: datetime) -> tuple[Arm, Arm]:
        """Of the buyers who get this entry: those of another language whose own it is not written in, too."""
        votes = [one for one in await self.parts.log.votes(since) if one.entry == entry.id]
        mine = [one for one in votes if self._is_read(entry, one.language)]
        return _arm(mine, trial=False), _arm(mine, trial=True)

    def _is_read(self, entry: Entry, language: str) -> bool:
        found = self.parts.matcher.find(entry.id, language)
        return language == entry.language or (found is not None and found.key == entry.key)

    async def _since(self, entry: Entry, now: datetime) -> datetime:
        """Since when these two answers stand against each other."""
        since = now
        for edit in await self.parts.book.history(entry.key, 100):
            if edit.after is None or (edit.after.answer, edit.after.trial) != (entry.answer, entry.trial):
                break
            since = edit.at
        return since


def _arm(votes: Iterable[Votes], *, trial: bool) -> Arm:
    mine = [one for one in votes if one.trial is trial]
    helped, unhelped = sum(one.helped for one in mine), sum(one.unhelped for one in mine)
    return Arm(sum(one.asked for one in mine), helped, helped + unhelped)


def _figures(voice: Voice, arm: Arm) -> str:
    low, high = arm.likely
    key = "faq-trial-figures" if arm.votes else "faq-trial-unvoted"
    shares = {"share": f"{arm.share:.0%}", "low": f"{low:.0%}", "high": f"{high:.0%}"}
    return voice.say(key, asked=arm.asked, helped=arm.helped, votes=arm.votes, **shares)
