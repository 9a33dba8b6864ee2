"""The state of the fake platform: chats, threads and files, and what each call of the product does to them."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from .outbound import Edit, Key, OneMessage, OpenThread, Send, TitleThread

Answer = dict[str, Any]


class No(Exception):
    """The platform refuses: status and code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as the platform shows it. `ours`: the product sent it. `media`: the bytes of its files."""

    id: str
    chat: str
    thread: str | None = None
    ours: bool = True
    text: str = ""
    author: str = ""
    buttons: tuple[tuple[str, ...], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[tuple[int, int, str], ...] = ()
    media: tuple[bytes, ...] = ()
    reply_to: str | None = None
    edited: bool = False
    marked: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Thread:
    id: str
    room: str
    title: str
    closed: bool = False
    gone: bool = False


class Platform:
    """`takes_keys`: a second call with a key that was used has no effect and gets the first one's answer."""

    def __init__(self, *, takes_keys: bool = True, text_limit: int = 4096) -> None:
        self.takes_keys = takes_keys
        self.text_limit = text_limit
        self.webhook = ""
        self.threads: dict[str, Thread] = {}
        self.files: dict[str, StoredFile] = {}
        self.blocked: set[str] = set()
        self.closed_windows: set[str] = set()
        self._chats: dict[str, dict[str, Shown]] = {}
        self._by_key: dict[tuple[str, str], Answer] = {}
        self._numbers = itertools.count(1)
        self._does: Mapping[str, Callable[[bytes], Answer]] = {
            "/send": self._send,
            "/edit": self._edit,
            "/delete": self._delete,
            "/mark": self._mark,
            "/open_thread": self._open_thread,
            "/title_thread": self._title_thread,
            "/typing": lambda _: {},
            "/get_me": lambda _: {},
            "/set_webhook": self._set_webhook,
        }

    def messages_in(self, chat: str, thread: str | None = None) -> list[Shown]:
        """What a person sees there, oldest first: messages of both sides, without those that were deleted."""
        return [one for one in self._chats.get(chat, {}).values() if one.thread == thread]

    def answers_in(self, chat: str, thread: str | None = None) -> list[Shown]:
        """What the product wrote there, oldest first."""
        return [one for one in self.messages_in(chat, thread) if one.ours]

    def find(self, chat: str, message: str) -> Shown:
        """Raises: No: there is none (any more)."""
        try:
            return self._chats[chat][message]
        except KeyError:
            raise No(400, "message_not_found") from None

    def keep(self, message: Shown) -> Shown:
        self._chats.setdefault(message.chat, {})[message.id] = message
        return message

    def drop(self, message: Shown) -> None:
        del self._chats[message.chat][message.id]

    def store_file(self, file: StoredFile) -> str:
        """Keeps a file; gives its id on this platform."""
        ref = f"file-{self.number()}"
        self.files[ref] = file
        return ref

    def lose_thread(self, thread: str) -> None:
        """Somebody deletes a thread by hand."""
        self.threads[thread] = replace(self.threads[thread], gone=True)

    def number(self) -> str:
        """The next id, of whatever it is: never the same twice on one platform."""
        return str(next(self._numbers))

    def apply(self, path: str, payload: bytes) -> Answer:
        """What one call does and is answered. Raises: No."""
        return self._does[path](payload)

    def _send(self, payload: bytes) -> Answer:
        sent = msgspec.json.decode(payload, type=Send)
        before = self._answered("/send", sent.key)
        if before is not None:
            return before
        self._check(sent)
        message = Shown(
            id=self.number(),
            chat=sent.chat,
            thread=sent.thread,
            text=sent.text,
            author=sent.author,
            buttons=_labels(sent.buttons),
            values=_values(sent.buttons),
            spans=tuple((one.start, one.end, one.style) for one in sent.spans),
            media=tuple(self.files[one.file_id].data for one in sent.media),
            reply_to=sent.reply_to,
            protected=sent.protect,
        )
        self.keep(message)
        return self._remember("/send", sent.key, {"message_id": message.id})

    def _check(self, sent: Send) -> None:
        """What a platform looks at before it takes a message."""
        if sent.chat in self.blocked:
            raise No(403, "blocked")
        if sent.chat in self.closed_windows:
            raise No(410, "window_closed")
        if sent.thread is not None:
            self._thread(sent.chat, sent.thread)
        if not (sent.text or sent.media):
            raise No(400, "empty")
        if len(sent.text) > self.text_limit:
            raise No(400, "text_too_long")
        if any(one.file_id not in self.files for one in sent.media):
            raise No(404, "file_not_found")

    def _edit(self, payload: bytes) -> Answer:
        edit = msgspec.json.decode(payload, type=Edit)
        old = self.find(edit.chat, edit.message_id)
        new = replace(
            old,
            text=edit.text,
            buttons=_labels(edit.buttons),
            values=_values(edit.buttons),
            spans=tuple((one.start, one.end, one.style) for one in edit.spans),
        )
        if new == old:
            raise No(400, "not_modified")
        self.keep(replace(new, edited=True))
        return {}

    def _delete(self, payload: bytes) -> Answer:
        gone = msgspec.json.decode(payload, type=OneMessage)
        self.drop(self.find(gone.chat, gone.message_id))
        return {}

    def _mark(self, payload: bytes) -> Answer:
        marked = msgspec.json.decode(payload, type=OneMessage)
        self.keep(replace(self.find(marked.chat, marked.message_id), marked=True))
        return {}

    def _open_thread(self, payload: bytes) -> Answer:
        wanted = msgspec.json.decode(payload, type=OpenThread)
        before = self._answered("/open_thread", wanted.key)
        if before is not None and not self.threads[before["thread_id"]].gone:
            return before
        thread = Thread(self.number(), wanted.room, wanted.title)
        self.threads[thread.id] = thread
        return self._remember("/open_thread", wanted.key, {"thread_id": thread.id})

    def _title_thread(self, payload: bytes) -> Answer:
        wanted = msgspec.json.decode(payload, type=TitleThread)
        thread = self._thread(wanted.room, wanted.thread)
        self.threads[thread.id] = replace(thread, title=wanted.title, closed=wanted.closed)
        return {}

    def _set_webhook(self, payload: bytes) -> Answer:
        self.webhook = str(msgspec.json.decode(payload)["url"])
        return {}

    def _thread(self, room: str, thread: str) -> Thread:
        found = self.threads.get(thread)
        if found is None or found.gone or found.room != room:
            raise No(400, "thread_not_found")
        return found

    def _answered(self, path: str, key: str) -> Answer | None:
        return self._by_key.get((path, key)) if self.takes_keys and key else None

    def _remember(self, path: str, key: str, answer: Answer) -> Answer:
        if self.takes_keys and key:
            self._by_key[path, key] = answer
        return answer


def _labels(keyboard: tuple[tuple[Key, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(key.label for key in row) for row in keyboard)


def _values(keyboard: tuple[tuple[Key, ...], ...]) -> Mapping[str, str]:
    return {key.label: key.value for row in keyboard for key in row}
