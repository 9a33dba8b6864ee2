"""What agents ask about all tickets, and how the answers read. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.channelnames import channel_text
from core.durations import in_words
from core.messages import Address, Event
from core.overview import CountTickets, FindTickets, ListTickets, RoomWork, TicketCount, TicketLine, TicketList
from core.turns import Words
from core.work import WorkDone
from handoff.cards import DeskSettings, buyer_text, state_of
from handoff.commands import Command

INQUIRIES = frozenset({"open", "search", "stats"})
_ALL = frozenset({"all", "全部", "所有"})


@dataclass(frozen=True, slots=True)
class Inquiries:
    settings: DeskSettings

    def work(self, command: Command, asked: Event) -> RoomWork | None:
        """None: it lacks the words to search for. Where there are several rooms, each has its own list and figures;
        what is looked for is found in all of them."""
        everywhere = not self.settings.rooms.several or command.argument.casefold() in _ALL
        room = None if everywhere else asked.where.whole_chat
        match command.name:
            case "open":
                return ListTickets(room)
            case "stats":
                return self._today(asked.at, room)
            case _:
                return FindTickets(command.argument) if command.argument else None

    def told(self, words: Words, done: WorkDone) -> str | None:
        """None: it is the outcome of something else."""
        voice = _Voice(words, self.settings, done.at)
        if done.work not in {ListTickets.__name__, FindTickets.__name__, CountTickets.__name__}:
            return None
        if done.count is not None:
            return self._figures(voice, done.count)
        if done.tickets is None:
            return voice.say("desk-inquiry-failed")
        return voice.list_of("desk-open" if done.work == ListTickets.__name__ else "desk-search", done.tickets)

    def _figures(self, voice: "_Voice", count: TicketCount) -> str:
        day = f"{voice.at.astimezone(self.settings.zone):%Y-%m-%d}"
        heading = voice.say("desk-stats-today" if count.longest is None else "desk-stats-daily", day=day)
        median = voice.time(count.median) if count.median is not None else voice.say("desk-stats-none")
        figures = voice.say(
            "desk-stats",
            opened=count.opened,
            answered=count.answered,
            closed=count.closed,
            median=median,
            open=count.open,
            waiting=count.waiting,
        )
        longest = count.longest.lines if count.longest else ()
        return "\n".join([heading, figures, *map(voice.line, longest)])

    def _today(self, at: datetime, room: Address | None) -> CountTickets:
        """To its end: platforms tell times in whole seconds, so "now" may be the second that counts."""
        midnight = at.astimezone(self.settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return CountTickets(midnight, midnight + timedelta(days=1), room=room)


@dataclass(frozen=True, slots=True)
class _Voice:
    """The room's language, and now."""

    words: Words
    settings: DeskSettings
    at: datetime

    @property
    def language(self) -> str:
        return self.settings.language

    def say(self, key: str, /, **arguments: object) -> str:
        return self.words(self.language, key, **arguments)

    def time(self, length: timedelta) -> str:
        return in_words(self.words, self.language, length)

    def list_of(self, key: str, tickets: TicketList) -> str:
        if not tickets.lines:
            return self.say(f"{key}-none")
        heading = self.say(key, count=len(tickets.lines) + tickets.left_out)
        more = [self.say("desk-list-more", count=tickets.left_out)] if tickets.left_out else []
        return "\n".join([heading, *map(self.line, tickets.lines), *more])

    def line(self, ticket: TicketLine) -> str:
        """`#35 小明 · 网页 · 🟡 等人接 · 等了 12 分钟`, and its room where there are several."""
        rooms = self.settings.rooms
        parts = [
            f"#{ticket.id} {buyer_text(self.words, self.language, ticket.buyer)}",
            channel_text(self.words, self.language, ticket.channel),
            self.say(f"desk-state-{state_of(ticket)}", agent=ticket.agent),
            *self._since(ticket),
            *([rooms.name_of(ticket.room)] if rooms.several and ticket.room else []),
        ]
        return " · ".join(parts)

    def _since(self, ticket: TicketLine) -> list[str]:
        if ticket.closed_at is not None:
            return [self.say("desk-closed-ago", time=self.time(self.at - ticket.closed_at))]
        if ticket.waiting_since is not None:
            return [self.say("desk-waits-since", time=self.time(self.at - ticket.waiting_since))]
        return []
