"""Guessing runs as the agents see them: one message for each, brought up to date, and closed when it is calm. Pure."""

from dataclasses import dataclass

from core.channelnames import channel_text
from core.guessbook import Run, RunKind
from core.guessnews import GuessingSeen
from core.messages import ChannelName, MessageRef, OutgoingMessage, Priority
from core.ordercard import when
from core.turns import Answer, AuditNote, Turn
from handoff.cards import DeskSettings, buyer_text
from handoff.ticket import own_ref

_MAIN = "main"
"""An account of this name is the only one, in most shops: it is not worth a word."""


@dataclass(frozen=True, slots=True)
class GuessingNews:
    settings: DeskSettings

    def in_room(self, turn: Turn) -> Answer | None:
        """None: it is no news of guessing."""
        seen = turn.event
        if not isinstance(seen, GuessingSeen):
            return None
        text, ref = self._text(turn, seen), _ref(seen.run)
        if seen.run.edition == 1:
            told = OutgoingMessage(to=seen.where, text=text, mirrors=ref, priority=Priority.STAFF)
        else:
            told = OutgoingMessage(to=seen.where, text=text, replaces=ref, priority=Priority.CARD)
        return Answer(say=(told,), audit=_audit(seen))

    def _text(self, turn: Turn, seen: GuessingSeen) -> str:
        run = seen.run
        if run.over:
            return self._say(turn, f"desk-guessing-{run.kind}-over", seen)
        does = f"{run.kind}-checks" if seen.checked and run.kind is RunKind.ACCOUNT else run.kind.value
        lines = (f"desk-guessing-{run.kind}", f"desk-guessing-does-{does}", "desk-guessing-later")
        return "\n".join(self._say(turn, key, seen) for key in lines)

    def _say(self, turn: Turn, key: str, seen: GuessingSeen) -> str:
        run, language = seen.run, self.settings.language
        return turn.words(
            language,
            key,
            where=self._where(turn, run),
            since=when(turn.words, language, run.since, seen.at, self.settings.zone),
            failed=run.tally.failed,
            buyers=run.tally.buyers,
            orders=run.tally.orders,
            number=run.tally.number,
            buyer=buyer_text(turn.words, language, run.tally.name),
            shops=run.tally.shops.replace(",", ", ") or turn.words(language, "desk-guessing-no-shop"),
        )

    def _where(self, turn: Turn, run: Run) -> str:
        channel, _, account = run.tally.account.partition("/")
        name = channel_text(turn.words, self.settings.language, ChannelName(channel))
        return name if account == _MAIN else f"{name} {account}"


def _ref(run: Run) -> MessageRef:
    return own_ref("guessing", run.name, "run")


def _audit(seen: GuessingSeen) -> tuple[AuditNote, ...]:
    """The beginning and the end."""
    if seen.run.edition > 1 and not seen.run.over:
        return ()
    step = "over" if seen.run.over else "begun"
    return (AuditNote(f"guessing.{step}", f"{seen.run.kind} {seen.run.about}", seen.sender.id),)
