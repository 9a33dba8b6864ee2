"""Any server that speaks the Bot API: ours by default, or the one that the environment names.

KAMIDESK_TELEGRAM_URL          its root, like http://127.0.0.1:8081; nothing: a server of our own, fresh for each test
KAMIDESK_TELEGRAM_SHOP_TOKEN   the shop bot's token        KAMIDESK_TELEGRAM_STAFF_TOKEN   the staff bot's
KAMIDESK_TELEGRAM_CHAT         the id of a person who has started the shop bot
KAMIDESK_TELEGRAM_GROUP        the id of a forum group in which the staff bot is an administrator

What such a server does not implement, or does not know (our chats, our tokens), is skipped with its own words; what it
does implement has to work with both channels."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from tests.telegram.botapi import BotApi
from tests.telegram.botapi.model import Json
from tests.telegram.scene import Scene, scene_on

URL = "KAMIDESK_TELEGRAM_URL"
TOKEN = "{number}:AAHKamiDeskTestsKamiDeskTests{number}"
DEFAULTS = {
    "KAMIDESK_TELEGRAM_SHOP_TOKEN": TOKEN.format(number=1000000001),
    "KAMIDESK_TELEGRAM_STAFF_TOKEN": TOKEN.format(number=1000000002),
    "KAMIDESK_TELEGRAM_CHAT": "700000001",
    "KAMIDESK_TELEGRAM_GROUP": "-1001234567890",
}
MISSING = frozenset({404, 405, 501})
SAYS_SO = ("not supported", "not implemented", "unsupported", "unknown method", "method not found", "not found: method")
"""How servers tell in words that they lack a method, when their status does not."""
SECONDS = 20


@dataclass(slots=True)
class Said:
    """What a server said to one call: HTTP status, and the Bot API's envelope, if it was one."""

    method: str
    status: int
    body: Json | None

    @property
    def ok(self) -> bool:
        return self.body is not None and self.body.get("ok") is True

    @property
    def words(self) -> str:
        return str((self.body or {}).get("description") or f"status {self.status}")

    @property
    def lacks_it(self) -> bool:
        """The server does not implement this method."""
        if self.body is None or "ok" not in self.body:
            return True
        code = int(self.body.get("error_code") or self.status)
        told = self.words.lower()
        return not self.ok and (code in MISSING or any(words in told for words in SAYS_SO))


@dataclass(slots=True)
class AnyServer:
    """`scene`: the people on our own server; None: somebody else's, where we can only play the bots."""

    url: str
    shop_token: str
    staff_token: str
    chat: str
    group: str
    scene: Scene | None = None

    @property
    def ours(self) -> bool:
        return self.scene is not None

    async def says(self, token: str, method: str, **arguments: object) -> Said:
        """One call without any library."""
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            try:
                async with session.post(f"{self.url}/bot{token}/{method}", json=arguments) as answer:
                    status, payload = answer.status, await answer.read()
            except (aiohttp.ClientError, TimeoutError) as failure:
                return Said(method, 0, {"ok": False, "error_code": 501, "description": type(failure).__name__})
        return Said(method, status, _json(payload))

    async def has(self, token: str, *methods: str) -> None:
        """Skips the test unless the server implements all of these."""
        for method in methods:
            chat = self.chat if token == self.shop_token else self.group
            said = await self.says(token, method, chat_id=int(chat), message_id=1, text="?", name="?", media=[])
            if said.lacks_it:
                self.skip(f"it does not implement {method} ({said.words})")

    async def needs(self, token: str, method: str, **arguments: object) -> Json:
        """The whole answer of a call that has to go well; else the test is skipped (on our own server, it fails)."""
        said = await self.says(token, method, **arguments)
        if said.lacks_it:
            self.skip(f"it does not implement {method} ({said.words})")
        if not said.ok:
            self.skip(f"it refuses {method}: {said.words}")
        assert said.body is not None
        return said.body

    def skip(self, why: str) -> None:
        """On our own server nothing is ever skipped."""
        assert not self.ours, why
        pytest.skip(f"{self.url}: {why}")


def _json(payload: bytes) -> Json | None:
    try:
        body = json.loads(payload)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


@asynccontextmanager
async def any_server() -> AsyncIterator[AnyServer]:
    url = os.environ.get(URL, "").rstrip("/")
    if url:
        shop, staff, chat, group = (os.environ.get(name) or default for name, default in DEFAULTS.items())
        yield AnyServer(url, shop, staff, chat, group)
        return
    async with BotApi(second=0.01) as api:
        scene = scene_on(api)
        ids = str(scene.buyer.id), str(scene.group.id)
        yield AnyServer(api.url, scene.shop.token, scene.staff.token, *ids, scene)
