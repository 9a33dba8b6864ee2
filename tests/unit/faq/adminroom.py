"""The FAQ's keeper with everything in memory, and agents who talk to him: `room.says("/faq")`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from config.texts import load_words
from core.faqwork import CommandFaq, FaqTold, LearnAnswer, Reply
from core.lessons import Heard, Outcome, Voted
from core.messages import (
    AccountId,
    Address,
    ChannelName,
    ChatId,
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageReceived,
    MessageRef,
    Person,
    PersonId,
    ThreadId,
)
from core.overview import TicketLine
from core.turns import ConversationId
from faq.admin.desk import FaqAdmin
from faq.admin.drafts import Drafts
from faq.admin.parts import Parts
from faq.admin.shelf import Shelf
from faq.admin.voice import Voice
from faq.book import putting
from faq.entries import Entry
from faq.live import LiveFaq
from faq.matcher import FuzzyMatcher
from storage.blobs import BlobsInMemory
from storage.memory.faq_book import FaqBookInMemory
from storage.memory.faq_offers import OffersInMemory
from storage.memory.kept import Kept
from storage.memory.mailbox import MailboxInMemory
from storage.memory.question_log import QuestionLogInMemory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = Address(ChannelName("web-staff"), AccountId("main"), ChatId("room"))
THREAD = Address(ROOM.channel, ROOM.account, ROOM.chat, ThreadId("t1"))
BUYER = Address(ChannelName("web"), AccountId("main"), ChatId("ming"))
LIN, WANG = Person(PersonId("7"), "Lin"), Person(PersonId("8"), "Wang")
WORDS = load_words()


@dataclass(slots=True)
class Clock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


class NoHints:
    def hint(self, topic: str, text: str) -> None: ...

    def listen(self, topic: str, tell: Callable[[str], None]) -> None: ...


@dataclass(slots=True)
class Sent:
    """Files that agents have sent, by their ref. Implements core.channel.Files."""

    files: dict[str, bytes] = field(default_factory=dict)

    async def open(self, media: Media) -> AsyncIterator[bytes]:
        yield self.files[media.ref]


@dataclass(slots=True)
class Talk:
    """What was said in a ticket. As much of core.ports.Tickets as is asked of it here."""

    said: Sequence[MessageReceived] = ()

    async def last_words(self, buyer: Address, since: datetime, upto: int, limit: int) -> Sequence[MessageReceived]:
        assert (buyer, limit > 0) == (BUYER, True)
        return self.said

    async def open_or_closed_since(self, moment: datetime) -> Sequence[TicketLine]:
        raise NotImplementedError

    async def find(self, words: str, limit: int) -> Sequence[TicketLine]:
        raise NotImplementedError

    async def buyer_behind(self, message: MessageRef) -> Address | None:
        raise NotImplementedError


class AdminRoom:
    """`last`: what was said last. `again()` does the last work once more, as after a crash."""

    def __init__(self, entries: Iterable[Entry], *, language: str = "zh", admins: Iterable[str] = ()) -> None:
        kept, clock = Kept(), Clock()
        known = FaqBookInMemory(kept)
        asyncio.run(known.edit(putting(entries), "owner", clock.now()))
        self.matcher = FuzzyMatcher(known.entries.values())
        self.book = LiveFaq(known, self.matcher, NoHints(), len(known.edits))
        self.kept, self.clock, self.sent, self.talk = kept, clock, Sent(), Talk()
        self.blobs, self.offers = BlobsInMemory(), OffersInMemory(kept)
        self.admin = FaqAdmin(self._parts(language, frozenset(admins)))
        self.last = Reply("")
        self._numbers = count(1)
        self._work: tuple[str, CommandFaq | LearnAnswer] | None = None

    def _parts(self, language: str, admins: frozenset[str]) -> Parts:
        return Parts(
            book=self.book,
            shelf=Shelf(self.book),
            matcher=self.matcher,
            rehearse=FuzzyMatcher,
            log=QuestionLogInMemory(self.kept),
            offers=self.offers,
            drafts=Drafts(MailboxInMemory(self.kept)),
            tickets=self.talk,
            files=self.sent,
            blobs=self.blobs,
            home=Address(ChannelName("kamidesk"), AccountId("files"), ChatId("files")),
            clock=self.clock,
            voice=Voice(WORDS, language, ZoneInfo("Asia/Shanghai")),
            admins=admins,
        )

    # ------------------------------------------------------------------ what agents do

    def says(self, words: str, *, by: Person = LIN, place: Address = ROOM, media: Sequence[Media] = ()) -> str:
        """What they get to read."""
        return self._does(CommandFaq(words.removeprefix("/faq").strip(), by, place, tuple(media))).text

    def presses(self, label: str, *, by: Person = LIN, on: Reply | None = None) -> str:
        value = next(one.value for row in (on or self.last).buttons for one in row if label in one.label)
        assert len(value.encode()) <= 64, "Telegram takes no longer values"
        words = value.removeprefix("desk:faq").lstrip(":").replace(":", " ")
        return self._does(CommandFaq(words, by, ROOM, pressed=MessageRef(ROOM, MessageId("1")))).text

    def sends(self, name: str, content: bytes, words: str = "import") -> str:
        self.sent.files[name] = content
        return self.says(words, media=[Media(MediaKind.FILE, MediaRef(name), ROOM, name, size=len(content))])

    def learns(self, said: Sequence[MessageReceived], quoted: str | None = None, by: Person = LIN) -> str:
        self.talk.said = said
        return self._does(LearnAnswer(by, THREAD, NOON, 9, MessageId(quoted) if quoted else None)).text

    def again(self) -> str:
        assert self._work is not None
        return self._told(*self._work).text

    def _does(self, work: CommandFaq | LearnAnswer) -> Reply:
        self._work = (f"work:1.{next(self._numbers)}", work)
        return self._told(*self._work)

    def _told(self, id_: str, work: CommandFaq | LearnAnswer) -> Reply:
        told: FaqTold = asyncio.run(self.admin.do(id_, work, BUYER))
        assert told.reply is not None
        assert told.place == work.place
        self.last = told.reply
        return told.reply

    # ------------------------------------------------------------------ what buyers do, and what the FAQ holds

    def asked(self, text: str, *, times: int = 1, entry: str = "", trial: bool = False) -> None:
        outcome = Outcome.ANSWERED if entry else Outcome.PASSED
        for _ in range(times):
            heard = Heard(text=text, language="zh", outcome=outcome, entry=entry, trial=trial)
            self.kept.lessons.append((ConversationId(next(self._numbers)), heard, self.clock.at))

    def voted(self, entry: str, *, helped: int, unhelped: int, trial: bool = False, language: str = "zh") -> None:
        for number in range(helped + unhelped):
            vote = Voted(entry=entry, language=language, helped=number < helped, trial=trial)
            self.kept.lessons.append((ConversationId(next(self._numbers)), vote, self.clock.at))

    def entry(self, matter: str, language: str = "zh") -> Entry | None:
        entries, _ = asyncio.run(self.book.load())
        return next((one for one in entries if (one.id, one.language) == (matter, language)), None)

    @property
    def labels(self) -> list[str]:
        """Of the buttons below the last reply."""
        return [one.label for row in self.last.buttons for one in row]

    def later(self, by: timedelta) -> None:
        self.clock.at += by
