"""Messages as a page that looks like Telegram. Pure: what was sent in, HTML out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.telegram.botapi import Message, Topic

ZONE = ZoneInfo("Asia/Shanghai")
TAGS = {"bold": "b", "italic": "i", "code": "code", "pre": "code", "underline": "u", "strikethrough": "s"}

CSS = Path(__file__).with_name("telegram.css").read_text("utf-8")


def page(*screens: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{CSS}</style><div id="all">{"".join(screens)}</div>'


def screen(kind: str, title: str, about: str, messages: Sequence[Message], reader: int, pinned: str = "") -> str:
    """`kind`: phone or desk. `reader`: the user id of who holds it; what he wrote stands on the right."""
    head = _head(title, f"<small>{escape(about)}</small>")
    pin = f'<div class="pin"><b>置顶消息 · Pinned</b>{escape(pinned)}</div>' if pinned else ""
    group = kind == "desk"
    lines = "".join(_line(one, mine=one.sender.id == reader, named=group) for one in messages)
    return f'<div class="screen {kind}">{head}{pin}<div class="talk">{lines}</div></div>'


def topics(title: str, shown: Sequence[Topic], current: str) -> str:
    """The list of topics; `current`: the name of the open one, or General's."""
    rows = [("#", "General"), *((one.emoji or "💬", one.name) for one in shown)]
    listed = "".join(
        f'<div class="topic{" on" if name == current else ""}"><i>{escape(icon)}</i>{escape(name)}</div>'
        for icon, name in rows
    )
    return f'<div class="list">{_head(title)}{listed}</div>'


def _head(title: str, more: str = "") -> str:
    face = f'<span class="face">{escape(title[0])}</span>'
    return f'<div class="head">{face}<div>{escape(title)}{more}</div></div>'


def _line(message: Message, *, mine: bool, named: bool) -> str:
    who = f'<div class="who">{escape(message.sender.first_name)}</div>' if named and not mine else ""
    quote = (
        f'<div class="quote">{escape(message.reply_to.text)}</div>'
        if message.reply_to and not message.reply_to.service
        else ""
    )
    clock = datetime.fromtimestamp(message.date, UTC).astimezone(ZONE).strftime("%H:%M")
    lock = " 🔒" if message.protected else ""
    edited = "已编辑 " if message.edited else ""
    marks = "".join(
        f'<div class="react">{escape(one)}</div>' for emojis in message.reactions.values() for one in emojis
    )
    keys = "".join(
        f'<div class="keys">{"".join(f"<span>{escape(label)}</span>" for label in row)}</div>'
        for row in message.buttons
    )
    bubble = f'<div class="bubble">{who}{quote}{_rich(message)}<time>{edited}{clock}{lock}</time>{marks}</div>'
    return f'<div class="line{" mine" if mine else ""}">{bubble}{keys}</div>'


def _rich(message: Message) -> str:
    """The text with its entities, whose offsets count UTF-16 units."""
    units = message.text.encode("utf-16-le")
    cuts = {0, len(units) // 2}
    for one in message.entities:
        cuts |= {one["offset"], one["offset"] + one["length"]}
    places = sorted(cuts)
    return "".join(_piece(message, units, start, end) for start, end in pairwise(places))


def _piece(message: Message, units: bytes, start: int, end: int) -> str:
    text = escape(units[2 * start : 2 * end].decode("utf-16-le"))
    for one in message.entities:
        tag = TAGS.get(one["type"])
        if tag and one["offset"] <= start and end <= one["offset"] + one["length"]:
            text = f"<{tag}>{text}</{tag}>"
    return text
