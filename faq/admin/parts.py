"""What the FAQ's keeper works with, and one command as it comes to him. Pure types."""

from dataclasses import dataclass
from datetime import datetime

from core.channel import Files
from core.messages import Address, Media, Person
from core.ports import Blobs, Clock, Tickets
from faq.admin.checks import Rehearse
from faq.admin.drafts import Drafts
from faq.admin.shelf import Shelf
from faq.admin.voice import Voice
from faq.asked import QuestionLog
from faq.book import FaqBook
from faq.live import LearningMatcher
from faq.offers import Offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`matcher`: follows the book. `files`: brings what was sent; `blobs` and `home`: keep what we send ourselves.

    `admins`: the ids of those who may change something; empty: everybody in the staff rooms."""

    book: FaqBook
    shelf: Shelf
    matcher: LearningMatcher
    rehearse: Rehearse
    log: QuestionLog
    drafts: Drafts
    offers: Offers
    tickets: Tickets
    files: Files
    blobs: Blobs
    home: Address
    clock: Clock
    voice: Voice
    admins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`work`: the id of the work, the same when it is done again. `argument`: behind the command's word.

    `in_ticket`: in a thread, where words without a command go to the buyer."""

    work: str
    at: datetime
    by: Person
    argument: str
    media: tuple[Media, ...] = ()
    in_ticket: bool = False
