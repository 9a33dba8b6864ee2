"""The one WebSocket protocol of both pages: JSON frames told apart by `type`. Pure types.

A page says `hello` first and names, per box, the last change it has seen; the server welcomes it and sends what it
missed, then every change as it happens. A box is `chat` for a buyer; for an agent `room` (the list of threads),
`read` (how far this agent has read) or the id of a thread. Items are upserts by `key`, shown in the order of `born`.
"""

from typing import Annotated

from msgspec import UNSET, DecodeError, Meta, Raw, Struct, UnsetType, json

from bots.web.capabilities import TEXT_LIMIT
from bots.web.errors import Why
from bots.web.puzzles import MOST
from core.errors import Unreadable

FRAME_BYTES = 64 * 1024
"""The longest frame a page may send."""

NO_NUL = r"^[^\x00]*$"
"""No database takes a NUL inside a text."""

Short = Annotated[str, Meta(max_length=128, pattern=NO_NUL)]
Token = Annotated[str, Meta(max_length=2048)]
Text = Annotated[str, Meta(max_length=2 * TEXT_LIMIT, pattern=NO_NUL)]
Nonce = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Language = Annotated[str, Meta(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})?$")]

# ------------------------------------------------------------------ from the page


class Hello(Struct, tag="hello", frozen=True):
    """`token`: the visitor's; `start`: what the link to the chat carried; `order`: see Bring."""

    since: dict[Short, int] = {}
    language: Language = ""
    token: Token = ""
    start: Short = ""
    order: Token = ""


class Speak(Struct, tag="speak", frozen=True):
    """The page's language from now on."""

    language: Language


class Bring(Struct, tag="bring", frozen=True):
    """An order that the shop's page has signed, brought along by the buyer who looks at the chat now."""

    order: Token


class Say(Struct, tag="say", frozen=True, kw_only=True):
    """`id`: the page's own, the same at every try. `files`: the tokens that their uploads gave."""

    id: Nonce
    box: Short = "chat"
    text: Text = ""
    files: Annotated[tuple[Token, ...], Meta(max_length=10)] = ()
    reply_to: Short = ""


class Edit(Struct, tag="edit", frozen=True, kw_only=True):
    id: Nonce
    box: Short = "chat"
    message: Short
    text: Text


class Delete(Struct, tag="delete", frozen=True, kw_only=True):
    id: Nonce
    box: Short = "chat"
    message: Short


class Press(Struct, tag="press", frozen=True, kw_only=True):
    id: Nonce
    box: Short = "chat"
    message: Short
    value: Annotated[str, Meta(max_length=512, pattern=NO_NUL)]


class Solve(Struct, tag="solve", frozen=True, kw_only=True):
    """The number that the check of a message asks for."""

    id: Nonce
    box: Short = "chat"
    message: Short
    number: Annotated[int, Meta(ge=0, lt=MOST)]


class Typing(Struct, tag="typing", frozen=True):
    box: Short = "chat"


class Older(Struct, tag="older", frozen=True):
    """What came before `before`: a `born`, in the box `room` a `seq`."""

    before: int
    box: Short = "chat"


class Open(Struct, tag="open", frozen=True):
    """An agent looks at a thread now, and has it up to `since`; an empty thread: at none."""

    thread: Short
    since: int = 0


class Seen(Struct, tag="seen", frozen=True):
    """This agent has read a thread up to `born`."""

    thread: Short
    born: int


class Find(Struct, tag="find", frozen=True):
    """Which threads hold these words in their title, card or last line?"""

    text: Short


Said = Say | Edit | Delete | Press
Spoken = Said | Solve
"""What is acknowledged, and may be sent again under the same id."""

FromPage = Hello | Speak | Bring | Spoken | Typing | Older | Open | Seen | Find
_frames = json.Decoder(FromPage)


def decode_frame(raw: str | bytes) -> FromPage:
    """Raises: Unreadable: no JSON, no frame of ours, or a field out of its bounds."""
    try:
        frame: FromPage = _frames.decode(raw)
    except (DecodeError, UnicodeError, RecursionError):
        raise Unreadable from None
    return frame


# ------------------------------------------------------------------ to the page


class Me(Struct, frozen=True):
    id: str
    name: str
    role: str


class Welcome(Struct, tag="welcome", tag_field="type", frozen=True, kw_only=True):
    """`now`: milliseconds since 1970, so that a wrong clock in the browser does no harm."""

    me: Me
    shop: str
    now: int
    text_limit: int
    upload_bytes: int
    token: str | UnsetType = UNSET
    bot: str | UnsetType = UNSET


class Item(Struct, frozen=True):
    """One entry of a box; the body's shape is the box's."""

    key: str
    born: int
    seq: int
    body: Raw


class Entries(Struct, tag="entries", tag_field="type", frozen=True, kw_only=True):
    """`fresh`: a first look, what the page has of this box is void. `more`: there is something before the first."""

    box: str
    items: list[Item]
    seq: int
    fresh: bool = False
    more: bool | UnsetType = UNSET


class Ack(Struct, tag="ack", tag_field="type", frozen=True):
    """Stored for good; `key` is the message it became."""

    id: str
    key: str


class RefusedFrame(Struct, tag="refused", tag_field="type", frozen=True):
    """`retry_after`: seconds after which the same frame may be sent again; unset: never."""

    id: str
    why: Why
    retry_after: float | UnsetType = UNSET


class TypingNow(Struct, tag="typing", tag_field="type", frozen=True):
    box: str
    name: str
    side: str


class Watcher(Struct, frozen=True):
    """An agent who is here, and the threads that are open on his screens."""

    id: str
    name: str
    threads: tuple[str, ...]


class Presence(Struct, tag="presence", tag_field="type", frozen=True):
    agents: tuple[Watcher, ...]


class Found(Struct, tag="found", tag_field="type", frozen=True):
    text: str
    items: list[Item]


class Trouble(Struct, tag="error", tag_field="type", frozen=True):
    """About a frame that has no id to refuse."""

    why: Why


ToPage = Welcome | Entries | Ack | RefusedFrame | TypingNow | Presence | Found | Trouble
_encoder = json.Encoder()


def encode(frame: Struct) -> str:
    return _encoder.encode(frame).decode()
