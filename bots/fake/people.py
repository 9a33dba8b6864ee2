"""The people on the fake platform, who write to the product and read what it answers.

A test reads as a dialogue:

    await platform.buyer_says("xiaoming", "我的卡密没收到")
    answer = await platform.hears("xiaoming")
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any, Final

import aiohttp
import msgspec

from .client import SECRET_HEADER
from .faults import Fault
from .platform import Shown, StoredFile, Thread
from .server import PATIENCE, PlatformServer

DEFAULT_SECRET = "a secret among fakes"
ROOM = "staff-room"
LARGE: Final = 1 << 20  # aiohttp warns of larger bodies that are not streams


class FakePlatform(PlatformServer):
    """A platform with people on it, who write to the product by its webhook.

    The product registers its webhook when it starts; `posts_to` overrules it. Each helper posts one update and gives
    the id of the message that it is about; `status` is the product's answer to the last update."""

    def __init__(self, *, secret: str = DEFAULT_SECRET, takes_keys: bool = True, text_limit: int = 4096) -> None:
        super().__init__(secret=secret, takes_keys=takes_keys, text_limit=text_limit)
        self.status = 0
        self._overruled = ""
        self.rooms = {ROOM}
        self.last_update: dict[str, Any] = {}
        self._heard: set[str] = set()
        self._session: aiohttp.ClientSession | None = None

    def settings(self, **others: object) -> dict[str, Any]:
        """The settings with which the product's channel account finds this platform."""
        return {"secret": self.secret, "platform_url": self.url, "takes_keys": self.takes_keys, **others}

    def posts_to(self, webhook: str) -> None:
        """From now on updates go to this address, whatever the product registers."""
        self._overruled = webhook

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        await super().stop()

    # ------------------------------------------------------------------ what people do

    async def buyer_says(
        self, chat: str, text: str, *, thread: str | None = None, by: str = "", reply_to: str | None = None
    ) -> str:
        quoted = {"reply_to_message": {"message_id": reply_to}} if reply_to else {}
        shown = self._person_writes(chat, thread, text)
        await self.post({"message": self._message(shown, by) | {"text": text} | quoted})
        return shown.id

    async def staff_says(self, thread: str, text: str, *, by: str = "Agent Lin", reply_to: str | None = None) -> str:
        return await self.buyer_says(self.threads[thread].room, text, thread=thread, by=by, reply_to=reply_to)

    async def edits(self, chat: str, message: str, text: str, *, by: str = "") -> None:
        shown = self.keep(replace(self.find(chat, message), text=text, edited=True))
        await self.post({"edited_message": self._message(shown, by) | {"text": text, "edit_date": _now()}})

    async def deletes(self, chat: str, message: str, *, by: str = "") -> None:
        shown = self.find(chat, message)
        self.drop(shown)
        await self.post({"deleted_message": self._message(shown, by)})

    async def presses(self, chat: str, label: str, *, message: str | None = None, by: str = "") -> None:
        """Presses a button by its words: on that message, or on the last one in the chat that has it."""
        shown = self.find(chat, message) if message else self._last_with(chat, label)
        carrier = {"message_id": shown.id, "chat": self._chat(chat)} | _in_thread(shown.thread)
        press = {"from": self._user(chat, by), "date": _now(), "message": carrier, "data": shown.values[label]}
        await self.post({"callback_query": press})

    async def sends_file(
        self, chat: str, file: StoredFile, *, caption: str = "", thread: str | None = None, by: str = ""
    ) -> str:
        ref = self.store_file(file)
        told = {"file_id": ref, "file_name": file.name, "mime_type": file.mime, "file_size": len(file.data)}
        return await self._sends(self._person_writes(chat, thread, caption, file.data), by, {"document": told})

    async def sends_photo(
        self, chat: str, data: bytes, *, caption: str = "", thread: str | None = None, by: str = ""
    ) -> str:
        ref = self.store_file(StoredFile("photo.jpg", "image/jpeg", data))
        photo = {"file_id": ref, "file_size": len(data)}
        return await self._sends(self._person_writes(chat, thread, caption, data), by, {"photo": [photo]})

    async def _sends(self, shown: Shown, by: str, file: Mapping[str, Any]) -> str:
        caption = {"caption": shown.text} if shown.text else {}
        await self.post({"message": self._message(shown, by) | dict(file) | caption})
        return shown.id

    async def opens(self, chat: str, payload: str = "") -> None:
        """Presses start, or comes back after blocking us."""
        self.blocked.discard(chat)
        await self.post({"my_chat_member": self._membership(chat, "member") | {"payload": payload}})

    async def blocks(self, chat: str) -> None:
        self.blocked.add(chat)
        await self.post({"my_chat_member": self._membership(chat, "kicked")})

    async def post(self, update: Mapping[str, Any]) -> int:
        """Posts one update as the next; gives the product's status."""
        self.last_update = {"update_id": int(self.number()), **update}
        return await self.post_raw(msgspec.json.encode(self.last_update))

    async def post_again(self) -> int:
        """The same update once more, as platforms do when they are not sure."""
        return await self.post_raw(msgspec.json.encode(self.last_update))

    async def insist(self, within: timedelta = PATIENCE) -> None:
        """The same update again and again until it is taken. Raises: TimeoutError."""
        async with asyncio.timeout(within.total_seconds()):
            while self.status != 200:
                await asyncio.sleep(0.05)
                await self.post_again()

    async def says_as_a_stranger(self, text: str) -> int:
        """Somebody who does not know the secret posts a message that looks right."""
        shown = Shown(self.number(), "buyer-1", ours=False, text=text)
        update = {"update_id": int(self.number()), "message": self._message(shown, "") | {"text": text}}
        return await self.post_raw(msgspec.json.encode(update), secret=self.secret[::-1])

    async def post_raw(self, payload: bytes, secret: str | None = None) -> int:
        """Any bytes at all. 0: the product does not answer."""
        if not self._overruled:
            await self.until(lambda: bool(self.webhook))
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        headers = {SECRET_HEADER: secret or self.secret, "Content-Type": "application/json"}
        body = BytesIO(payload) if len(payload) > LARGE else payload
        try:
            async with self._session.post(self._overruled or self.webhook, data=body, headers=headers) as answer:
                await answer.read()
                self.status = answer.status
        except aiohttp.ClientError:
            self.status = 0
        return self.status

    # ------------------------------------------------------------------ what people see

    async def hears(self, chat: str, thread: str | None = None, within: timedelta = PATIENCE) -> Shown:
        """The next message of the product there that nobody has heard yet; waits for it. Raises: TimeoutError."""

        def unheard() -> list[Shown]:
            return [one for one in self.answers_in(chat, thread) if one.id not in self._heard]

        await self.until(lambda: bool(unheard()), within)
        answer = unheard()[0]
        self._heard.add(answer.id)
        return answer

    async def new_thread(self, within: timedelta = PATIENCE) -> Thread:
        """The next thread that nobody has seen yet; waits for it. Raises: TimeoutError."""

        def unseen() -> list[Thread]:
            return [one for one in self.threads.values() if not one.gone and one.id not in self._heard]

        await self.until(lambda: bool(unseen()), within)
        thread = unseen()[0]
        self._heard.add(thread.id)
        return thread

    # ------------------------------------------------------------------ what goes wrong

    def slows_down(self, times: int = 1, retry_after: float = 1, on: str = "/send") -> None:
        self.faults.add(Fault(on, times, status=429, code="slow_down", retry_after=retry_after))

    def breaks(self, times: int = 1, status: int = 502, on: str = "/send") -> None:
        self.faults.add(Fault(on, times, status=status))

    def refuses(self, times: int = 1, status: int = 400, code: str = "content", on: str = "/send") -> None:
        self.faults.add(Fault(on, times, status=status, code=code))

    def cuts(self, times: int = 1, *, applied: bool, on: str = "/send") -> None:
        """The connection is lost after the product has asked: before or after it had its effect."""
        self.faults.add(Fault(on, times, applies=applied))

    def hangs(self, times: int = 1, *, applied: bool = False, on: str = "/send") -> None:
        self.faults.add(Fault(on, times, applies=applied, hangs=True))

    # ------------------------------------------------------------------ the parts of an update

    def _person_writes(self, chat: str, thread: str | None, text: str, *files: bytes) -> Shown:
        return self.keep(Shown(self.number(), chat, thread, ours=False, text=text, media=files))

    def _message(self, shown: Shown, by: str) -> dict[str, Any]:
        known = {"message_id": shown.id, "date": _now(), "chat": self._chat(shown.chat)}
        return known | {"from": self._user(shown.chat, by)} | _in_thread(shown.thread)

    def _membership(self, chat: str, status: str) -> dict[str, Any]:
        known = {"date": _now(), "chat": self._chat(chat), "from": self._user(chat, "")}
        return known | {"new_chat_member": {"status": status}}

    def _chat(self, chat: str) -> dict[str, Any]:
        return {"id": chat, "type": "supergroup" if chat in self.rooms else "private"}

    def _user(self, chat: str, by: str) -> dict[str, Any]:
        return {"id": by or chat, "first_name": by or chat, "language_code": "zh-hans"}

    def _last_with(self, chat: str, label: str) -> Shown:
        everything = [one for one in self._chats.get(chat, {}).values() if label in one.values]
        return everything[-1]


def _in_thread(thread: str | None) -> dict[str, Any]:
    return {"message_thread_id": thread} if thread else {}


def _now() -> int:
    return int(time.time())


@asynccontextmanager
async def fake_platform(**options: Any) -> AsyncIterator[FakePlatform]:
    """A platform that listens on a free port, and is gone at the end."""
    platform = FakePlatform(**options)
    await platform.start()
    try:
        yield platform
    finally:
        await platform.stop()
