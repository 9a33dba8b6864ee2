"""The composition root: the one module that knows everybody. What is built, in which order it starts and stops."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from bots.doctor import told_apart
from bots.faqmodels import embedder, faq_matcher, language_model
from bots.metrics import Metrics
from bots.openfiles import allow_many
from bots.registry import open_channels
from bots.rooms import WEB_STAFF, web_room
from bots.server import Server
from bots.skills import build_brain
from bots.web.logins import login_link
from bots.web.settings import StaffSettings, decode
from config.settings import Settings
from config.texts import load_words
from core.channel import Channel
from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from core.ports import ShopPort, Surroundings
from core.shopparts import Closes
from faq import files as faq_files
from faq.book import OWNER, FaqBook, putting
from faq.entries import Entry
from faq.live import LiveFaq
from storage.blobs import BlobsOnDisk
from storage.buckets import BucketsInSql
from storage.database import Database, database_from
from storage.faq_book import FaqBookInSql
from storage.mailbox import MailboxInSql
from storage.schema import upgrade
from storage.sessions import Sessions
from storage.shops.opening import open_shops
from storage.vault import FernetVault, derive

YOUNG: Final = 10_000
"""Objects between two looks of the collector. Almost all that a message needs is freed without it; at Python's 700 it
looked at what is in flight again and again, a twelfth of the processor's time (measured)."""

Channels = dict[tuple[ChannelName, AccountId], Channel]


class SystemClock:
    """Implements core.ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """The opened shop: what commands work with, and what serving is built from."""

    settings: Settings
    database: Database
    vault: FernetVault
    shops: Sequence[ShopPort]
    faq_book: FaqBook
    channels: Channels
    clock: SystemClock

    @property
    def sessions(self) -> Sessions:
        return self.database

    @property
    def examined(self) -> Mapping[str, object]:
        """All that may have something to say to the doctor, by name."""
        channels = {f"{channel}/{account}": part for (channel, account), part in self.channels.items()}
        shops = told_apart({f"shop {shop.shop}": shop for shop in self.shops})
        models = {"faq.semantic": embedder(self.settings), "faq.model": language_model(self.settings)}
        return {**channels, **shops, **models}


@dataclass(frozen=True, slots=True)
class Started:
    """What the owner wants to know when everything runs. `buyer_url`: of the web chat; empty: there is none.
    `channels`: of all accounts, "<channel>/<account>"."""

    port: int
    buyer_url: str
    staff_links: Sequence[str]
    channels: Sequence[str] = ()


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Parts]:
    """Database migrated, shops and channels built, nothing started. Raises: WrongSetting, StoreUnavailable."""
    database = database_from(settings.database_url, settings.data_dir)
    try:
        await upgrade(database)
        clock = SystemClock()
        vault = _vault(settings)
        shops = open_shops(settings.shops, database, vault, clock)
        async with _closing(shops):
            channels = open_channels(settings.channels, partial(_surroundings, settings, database))
            yield Parts(settings, database, vault, shops, FaqBookInSql(database), channels, clock)
    finally:
        await database.close()


@asynccontextmanager
async def _closing(shops: Sequence[ShopPort]) -> AsyncIterator[None]:
    """Whatever happens meanwhile, they let go of their connections."""
    try:
        yield
    finally:
        for shop in shops:
            if isinstance(shop, Closes):
                await shop.close()


async def run(settings: Settings, on_ready: Callable[[Started], None], stop: asyncio.Event | None = None) -> None:
    """Serves until SIGINT or SIGTERM (or `stop`). Raises: WrongSetting, StoreUnavailable."""
    allow_many()
    stop = stop or _stop_at_signals()
    async with opened(settings) as parts:
        entries, last = await _entries(parts)
        with faq_matcher(settings, entries) as matcher:
            faq = LiveFaq(parts.faq_book, matcher, parts.database, last)
            brain = build_brain(settings, parts.vault, matcher, parts.channels, parts.shops)
            server = Server(parts, brain, faq, Metrics())
            port = await server.start()
            gc.collect()
            gc.freeze()
            gc.set_threshold(YOUNG)
            try:
                on_ready(_started(settings, port))
                await stop.wait()
            finally:
                await server.stop()
                gc.unfreeze()  # a process that serves again (tests do) would never be rid of the first matcher


def staff_link(settings: Settings, name: str, role: str, room: str = "") -> str:
    """A login link to a web staff room; "": to the first that gets tickets. Raises: WrongSetting: there is no such
    room or role."""
    channel, _, account = web_room(settings, room).partition("/")
    staff = decode(StaffSettings, WEB_STAFF, settings.channels.get(channel, {}).get(account, {}))
    database = database_from(settings.database_url, settings.data_dir)
    around = _surroundings(settings, database, ChannelName(channel), AccountId(account))
    try:
        return login_link(name, name, role, around, valid=staff.link_valid, prefix=staff.prefix)
    except ValueError:
        raise WrongSetting("--role", f"{role} is not a role.", "Choose agent or admin.") from None


async def _entries(parts: Parts) -> tuple[Sequence[Entry], int]:
    """The FAQ; a shop that never had one gets the starter, or the files that the settings name."""
    known, last = await parts.faq_book.load()
    if known or last:
        return known, last
    files = parts.settings.faq.files
    entries = faq_files.load(files) if files else faq_files.load_starter()
    await parts.faq_book.edit(putting(entries), OWNER, parts.clock.now())
    return await parts.faq_book.load()


def _vault(settings: Settings) -> FernetVault:
    keys = [key.get_secret_value() for key in settings.secrets.keys]
    return FernetVault(keys, settings.secrets.fingerprint_key.get_secret_value())


def _signing_key(settings: Settings, channel: ChannelName, account: AccountId) -> bytes:
    """From the fingerprint key, which never changes: visitors stay who they are when the sealing key is exchanged."""
    return derive(settings.secrets.fingerprint_key.get_secret_value(), f"channel {channel}/{account}")


def _surroundings(settings: Settings, database: Database, channel: ChannelName, account: AccountId) -> Surroundings:
    return Surroundings(
        mailbox=MailboxInSql(database),
        blobs=BlobsOnDisk(settings.data_dir / "blobs"),
        buckets=BucketsInSql(database),
        clock=SystemClock(),
        public_url=settings.public_url,
        signing_key=_signing_key(settings, channel, account),
        shop_name=settings.shop.name,
        words=load_words(),
        language=settings.shop.language,
    )


def _started(settings: Settings, port: int) -> Started:
    url = settings.public_url.replace(":0", f":{port}") if settings.web.port == 0 else settings.public_url
    chats = [f"{url}{one.get('prefix', '')}/chat" for one in settings.channels.get("web", {}).values()]
    reached = settings.model_copy(update={"web": settings.web.model_copy(update={"public_url": url})})
    agents = settings.desk.agents or ("Admin",)
    web = [room for room in settings.staff_rooms if room.startswith(f"{WEB_STAFF}/")]
    links = [staff_link(reached, agents[0], "admin", room) for room in web]
    names = [f"{channel}/{account}" for channel, accounts in settings.channels.items() for account in accounts]
    return Started(port, next(iter(chats), ""), links, names)


def _stop_at_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
