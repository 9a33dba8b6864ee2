"""The whole product on Telegram: both bots on the wire of these tests' server."""

import asyncio
import json
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import copy
from typing import Any

import aiohttp

from config.settings import DEFAULTS, Settings
from tests.flows.desk import CONTACT, ORDER, PASSWORD, running, sell
from tests.telegram.botapi import BotApi, Chat, Message, Topic, User
from tests.telegram.scene import Scene, scene_on

FAQ = "付了款没收到卡密怎么办"
FOR_KEYS = f"{ORDER} 没收到卡密 {CONTACT} 密码:{PASSWORD}"
DATABASE = "kamidesk.sqlite3"
PATIENCE = timedelta(seconds=20)


@dataclass(slots=True)
class Place:
    """`folder`: what the product keeps; `raw`: its settings as they are written; `port`: where it listens."""

    scene: Scene
    folder: Path
    raw: dict[str, Any]
    port: int = 0
    buyers: dict[str, User] = field(default_factory=dict)

    @property
    def api(self) -> BotApi:
        return self.scene.api

    @property
    def settings(self) -> Settings:
        return Settings.model_validate(self.raw)

    @property
    def token_halves(self) -> list[str]:
        """The secret halves of the bots' tokens: what no log may hold."""
        return [bot.token.partition(":")[2] for bot in self.api.bots.values()]

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """The product runs meanwhile, in this process."""
        async with running(self.settings) as self.port:
            if self.raw["channels"]["telegram"]["main"].get("mode") == "webhook":
                await self.let_in()
            yield

    async def let_in(self) -> None:
        """The port is known only now: what was registered leads there."""
        for bot, channel in ((self.scene.shop, "telegram"), (self.scene.staff, "telegram-staff")):
            await self.until(lambda bot=bot: bool(self.api.webhook(bot).url))  # type: ignore[misc]
            url = f"http://127.0.0.1:{self.port}/{channel}/main/webhook"
            self.api.delivery.set(bot, url, self.api.webhook(bot).secret, 40)

    # ------------------------------------------------------------------ buyers

    def buyer(self, name: str) -> User:
        if name not in self.buyers:
            self.buyers[name] = self.api.new_user(name, language="zh-hans")
        return self.buyers[name]

    def chat(self, name: str) -> Chat:
        return self.api.private(self.scene.shop, self.buyer(name))

    def writes(self, name: str, text: str) -> Message:
        return self.api.says(self.buyer(name), self.chat(name), text)

    def heard(self, name: str) -> list[str]:
        """All that the buyer was told, in order."""
        return [one.text for one in self.api.answers_in(self.chat(name))]

    async def hears(self, name: str, words: str) -> Message:
        """The first message to the buyer that has these words; waits for it."""
        await self.until(lambda: any(words in text for text in self.heard(name)))
        return next(one for one in self.api.answers_in(self.chat(name)) if words in one.text)

    # ------------------------------------------------------------------ agents

    def topics(self, name: str) -> list[Topic]:
        return [topic for topic in self.scene.group.topics.values() if name in topic.name]

    async def asks_for_a_person(self, name: str) -> Topic:
        """The buyer's topic, with the card on top."""
        self.writes(name, "转人工")
        await self.until(lambda: any(self.cards(topic) for topic in self.topics(name)))
        return self.topics(name)[0]

    def cards(self, topic: Topic) -> list[Message]:
        return [one for one in self.api.answers_in(self.scene.group, topic.id) if one.pinned]

    def shown(self, topic: Topic) -> list[Message]:
        """What the product wrote there, without the card."""
        return [one for one in self.api.answers_in(self.scene.group, topic.id) if not one.pinned]

    def lines(self, topic: Topic) -> str:
        return "\n".join(one.text for one in self.shown(topic))

    async def shows(self, topic: Topic, words: str) -> Message:
        await self.until(lambda: words in self.lines(topic))
        return next(one for one in self.shown(topic) if words in one.text)

    def answers(self, topic: Topic, text: str) -> Message:
        return self.api.says(self.scene.agent, self.scene.group, text, thread=topic.id)

    # ------------------------------------------------------------------ both

    async def until(self, so: Callable[[], bool], within: timedelta = PATIENCE) -> None:
        await self.api.until(so, within)

    async def metric(self, name: str, **labels: str) -> float:
        """As /metrics has it; 0 if it is not there."""
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        for line in (await self._get("/metrics")).splitlines():
            if line.startswith(name) and all(one in line for one in wanted):
                return float(line.rpartition(" ")[2])
        return 0.0

    async def health(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(await self._get("/healthz"))
        return found

    async def _get(self, path: str) -> str:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}{path}") as answer:
            return await answer.text()


@asynccontextmanager
async def place_in(
    folder: Path,
    *,
    shop: dict[str, Any] | None = None,
    staff: dict[str, Any] | None = None,
    database: str = "",
    stock: Path | None = None,
) -> AsyncIterator[Place]:
    """A server and a shop that sells; the product does not run yet. `stock`: a database to begin with a copy of."""
    async with BotApi(second=0.05) as api:
        scene = scene_on(api)
        raw = _settings(scene, folder, {"poll_seconds": 5, **(shop or {})}, {"poll_seconds": 5, **(staff or {})})
        raw["database"] = {"url": database}
        place = Place(scene, folder, raw)
        if stock is None:
            await sell(place.settings, folder)
        else:
            await asyncio.to_thread(copy, stock, folder / DATABASE)
        yield place


def _settings(scene: Scene, folder: Path, shop: dict[str, Any], staff: dict[str, Any]) -> dict[str, Any]:
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))
    known = {"api_url": scene.api.url}
    return {
        **defaults,
        "data_dir": str(folder),
        "secrets": {"keys": ["seal" * 10], "fingerprint_key": "mark" * 10},
        "web": {**defaults["web"], "host": "127.0.0.1", "port": 0, "public_url": "https://shop.example"},
        "desk": {**defaults["desk"], "room": "telegram-staff/main"},
        "channels": {
            "telegram": {"main": {"token": scene.shop.token, **known, **shop}},
            "telegram-staff": {"main": {"token": scene.staff.token, "group": scene.group.id, **known, **staff}},
        },
    }
