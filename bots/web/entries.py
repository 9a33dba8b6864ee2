"""What the mailbox keeps for the pages: one entry per message. Pure types."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, json

from bots.web.puzzles import Puzzle
from core.messages import Button, MediaKind, Span


class Side(StrEnum):
    """Who speaks, which is how a page paints it."""

    BUYER = "buyer"
    BOT = "bot"
    AGENT = "agent"


class State(StrEnum):
    """SENT: we have it for good. DELIVERED: the other side has got it too."""

    SENT = "sent"
    DELIVERED = "delivered"


class KeptFile(Struct, frozen=True, omit_defaults=True):
    """A file in the blob store; `size` in bytes. `url` is empty in the store: each page gets its own, signed.

    `spot`: "latitude,longitude" of a location, which has no file (and no `ref`)."""

    kind: MediaKind
    ref: str
    name: str = ""
    mime: str = "application/octet-stream"
    size: int = 0
    url: str = ""
    spot: str = ""


class Quote(Struct, frozen=True, omit_defaults=True):
    """The beginning of the message that is answered, for a page that has not loaded it."""

    key: str
    author: str = ""
    text: str = ""


class Entry(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One message as a page shows it.

    `at`      milliseconds since 1970
    `by`      the agent who wrote it; empty for everybody else
    `nonce`   the page's own id of it: how the page knows its unsent copy again
    `echo`    stands for a pressed button: nobody can edit it
    `pressed` the value of the button that was pressed last
    `pinned`  stays on top of its thread
    `check`   what the buyer's page finds out by itself, and `checked`: it has
    """

    side: Side
    at: int
    author: str = ""
    by: str = ""
    text: str = ""
    spans: tuple[Span, ...] = ()
    files: tuple[KeptFile, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    quote: Quote | None = None
    nonce: str = ""
    echo: bool = False
    state: State = State.SENT
    edited: bool = False
    deleted: bool = False
    pressed: str = ""
    pinned: bool = False
    check: Puzzle | None = None
    checked: bool = False

    def button(self, value: str) -> Button | None:
        """The button with that value, if there is one."""
        return next((b for row in self.buttons for b in row if b.value == value), None)

    def quoted(self, key: str) -> Quote:
        """How this entry looks when somebody answers it."""
        return Quote(key, self.author, self.text[:120] or self.first_file)

    @property
    def first_file(self) -> str:
        """What a line of text says of a message that has only files."""
        return (self.files[0].name or self.files[0].spot) if self.files else ""

    def removed(self) -> "Entry":
        """The tombstone: who and when stay, what was said is gone."""
        return Entry(side=self.side, at=self.at, author=self.author, by=self.by, nonce=self.nonce, deleted=True)

    @property
    def command(self) -> bool:
        """An agent's word to the desk or to colleagues, not to the buyer."""
        return self.side is Side.AGENT and self.text.lstrip().startswith(("/", "／"))


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


_entries = json.Decoder(Entry)


def decode_entry(body: bytes) -> Entry:
    """Raises: msgspec.DecodeError."""
    return _entries.decode(body)
