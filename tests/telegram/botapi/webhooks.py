"""Updates handed to bots: webhooks and long polls, as telegram-bot-api/WebhookActor.cpp and Client.cpp do it.

Of one chat the next update goes out only when the one before was taken; chats go in parallel. Anything but 2xx is
tried again: at once after a second, then doubling, or as `Retry-After` says, until the update expires.
Plain http addresses are taken, as by a self-hosted server in --local mode."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.telegram.botapi.model import Bot, Json
from tests.telegram.botapi.refusals import BY_WEBHOOK, OTHER_POLLER, WEBHOOK_SET, bad, conflict
from tests.telegram.botapi.updates import Update, UpdateQueue
from tests.telegram.botapi.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LONGEST_POLL = 50
MAX_DELAY = 60.0
MAX_RETRY_AFTER = 3600


@dataclass(slots=True)
class Webhook:
    """`status`: the bot's answer to the last update; 0: it could not be reached."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0
    status: int | None = None
    busy: set[int] = field(default_factory=set)


class Delivery:
    """Hands updates to bots. `second`: how long a second of waiting for the next try lasts, in real ones."""

    def __init__(self, world: World, *, second: float = 1.0) -> None:
        self.second = second
        self.webhooks: dict[int, Webhook] = {}
        self._world = world
        self._polls: dict[int, asyncio.Future[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    def of(self, bot: Bot) -> Webhook:
        return self.webhooks.setdefault(bot.id, Webhook())

    async def stop(self) -> None:
        for task in [*self._tasks]:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()
        for hook in self.webhooks.values():
            hook.busy.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    # ------------------------------------------------------------------ long poll

    async def poll(self, bot: Bot, offset: int, limit: int, wait: float) -> list[Json]:
        """Raises: Declined: another poll or a webhook came in between."""
        if self.of(bot).url:
            raise conflict(WEBHOOK_SET)
        self._end_poll(bot, OTHER_POLLER)
        queue, ended = self._world.queue(bot), asyncio.get_running_loop().create_future()
        self._polls[bot.id] = ended
        try:
            return [update.json for update in await self._awaited(queue, ended, (offset, limit, wait))]
        finally:
            if self._polls.get(bot.id) is ended:
                del self._polls[bot.id]

    async def _awaited(
        self, queue: UpdateQueue, ended: asyncio.Future[str], asked: tuple[int, int, float]
    ) -> list[Update]:
        offset, limit, wait = asked
        until = asyncio.get_running_loop().time() + min(wait, LONGEST_POLL)
        while True:
            changed = asyncio.ensure_future(queue.changed.wait())
            found = queue.take(offset, limit)
            left = until - asyncio.get_running_loop().time()
            if found or left <= 0:
                changed.cancel()
                return self._handed(found)
            either: list[asyncio.Future[Any]] = [changed, ended]
            await asyncio.wait(either, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            changed.cancel()
            if ended.done():
                raise conflict(ended.result())

    def _handed(self, updates: list[Update]) -> list[Update]:
        for update in updates:
            update.attempts += 1
        self._world.tell_watchers()
        return updates

    def _end_poll(self, bot: Bot, why: str) -> None:
        running = self._polls.pop(bot.id, None)
        if running is not None and not running.done():
            running.set_result(why)

    # ------------------------------------------------------------------ webhook

    def set(self, bot: Bot, url: str, secret: str, max_connections: int) -> None:
        """An empty `url` deletes it. Raises: Declined."""
        if url and not url.startswith(("http://", "https://")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256:
            raise bad("secret token is too long")
        if not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        if url:
            self._end_poll(bot, BY_WEBHOOK)
        was = self.of(bot)
        self.webhooks[bot.id] = Webhook(url, secret, max_connections, busy=was.busy)
        self.push(bot)
        self._world.tell_watchers()

    def push(self, bot: Bot) -> None:
        """Starts on what waits for this bot's webhook."""
        hook, queue = self.of(bot), self._world.queue(bot)
        if not hook.url:
            return
        queue.forget_expired()
        for update in [*queue.waiting]:
            if update.chat not in hook.busy:
                hook.busy.add(update.chat)
                self._spawn(bot, update)

    def _spawn(self, bot: Bot, update: Update) -> None:
        task = asyncio.create_task(self._insist(bot, update), name=f"update {update.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _insist(self, bot: Bot, update: Update) -> None:
        queue, hook = self._world.queue(bot), self.of(bot)
        delay = 1.0
        try:
            while update in queue.waiting and (retry_after := await self._try(bot, update)) is not None:
                wait = min(retry_after, MAX_RETRY_AFTER) or delay
                delay = min(delay * 2, MAX_DELAY)
                with suppress(TimeoutError):
                    await asyncio.wait_for(update.hurry.wait(), wait * self.second)
                update.hurry.clear()
                queue.forget_expired()
        finally:
            self.of(bot).busy.discard(update.chat)
            hook.busy.discard(update.chat)
        self.push(bot)

    async def _try(self, bot: Bot, update: Update) -> float | None:
        """None: it was taken; otherwise the seconds that the bot asks to wait (0: it asks nothing)."""
        status, retry_after = await self.post(bot, update.json)
        update.status, update.attempts = status, update.attempts + 1
        if 200 <= status < 300:
            self._world.queue(bot).settle(update)
        self._world.tell_watchers()
        return None if 200 <= status < 300 else retry_after

    async def post(self, bot: Bot, body: Json | bytes, secret: str | None = None) -> tuple[int, float]:
        """Anything to a bot's webhook; gives the status (0: nobody there) and `Retry-After`."""
        hook = self.of(bot)
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(60))
        headers = {SECRET_HEADER: hook.secret if secret is None else secret, "Content-Type": "application/json"}
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        try:
            async with self._session.post(hook.url, headers=headers, **sent) as answer:
                hook.status, told = answer.status, answer.headers.get("Retry-After", "0")
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            hook.status, told = 0, "0"
        if not 200 <= hook.status < 300:
            words = f"Wrong response from the webhook: {hook.status}" if hook.status else "Connection refused"
            hook.last_error, hook.last_error_date = words, int(self._world.clock.now())
        return hook.status, float(told) if told.isdigit() else 0.0
