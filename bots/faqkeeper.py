"""Puts together who keeps the FAQ for the agents, and who tells them each day what it lacks."""

from datetime import time
from zoneinfo import ZoneInfo

from config.settings import Settings
from config.texts import load_words
from core.channel import Files
from core.messages import AccountId, Address, ChannelName, ChatId
from core.ports import Clock, Tickets
from faq.admin.desk import FaqAdmin
from faq.admin.drafts import Drafts
from faq.admin.parts import Parts
from faq.admin.shelf import Shelf
from faq.admin.voice import Voice
from faq.favour import Favouring, Favours
from faq.heeding import Heeding, Heeds
from faq.live import LiveFaq
from faq.matcher import FuzzyMatcher, Matcher
from faq.nightly import Accept, Learnt, Nightly
from storage.blobs import BlobsOnDisk
from storage.database import Database
from storage.faq_offers import OffersInSql
from storage.mailbox import MailboxInSql
from storage.question_log import QuestionLogInSql

OWN_FILES = Address(ChannelName("kamidesk"), AccountId("files"), ChatId("files"))
"""The home of files that we have made ourselves."""


def faq_admin(
    settings: Settings, database: Database, faq: LiveFaq, tickets: Tickets, files: Files, clock: Clock
) -> FaqAdmin:
    """`files`: knows the home of every file, ours (OWN_FILES) too."""
    return FaqAdmin(
        Parts(
            book=faq,
            shelf=Shelf(faq),
            matcher=faq.matcher,
            rehearse=lambda entries: FuzzyMatcher(entries, calibration=faq.matcher.explain("").calibration),
            log=QuestionLogInSql(database),
            offers=OffersInSql(database),
            drafts=Drafts(MailboxInSql(database)),
            tickets=tickets,
            files=files,
            blobs=BlobsOnDisk(settings.data_dir / "blobs"),
            home=OWN_FILES,
            clock=clock,
            voice=_voice(settings),
            admins=frozenset(settings.desk.admins),
        )
    )


def faq_nightly(
    settings: Settings, database: Database, matcher: Matcher, room: Address, accept: Accept, clock: Clock
) -> Nightly:
    """`room`: where the shop's agents are told what the FAQ does not answer."""
    learnt = Learnt(QuestionLogInSql(database), matcher, OffersInSql(database))
    at = time.fromisoformat(settings.faq.offer_at) if settings.faq.offer_at else None
    return Nightly(learnt, room, _voice(settings), at, accept, clock)


def faq_favouring(database: Database, faq: LiveFaq, clock: Clock) -> Favouring | None:
    """None: the matcher takes no favours."""
    matcher = faq.matcher
    return Favouring(QuestionLogInSql(database), faq, matcher, clock) if isinstance(matcher, Favours) else None


def faq_heeding(settings: Settings, database: Database, matcher: Matcher, clock: Clock) -> Heeding | None:
    """None: the matcher is as sure as it is."""
    zone = ZoneInfo(settings.shop.time_zone)
    return Heeding(QuestionLogInSql(database), matcher, zone, clock) if isinstance(matcher, Heeds) else None


def _voice(settings: Settings) -> Voice:
    return Voice(load_words(), settings.desk.language, ZoneInfo(settings.shop.time_zone))
