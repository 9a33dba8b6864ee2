"""A talk with an official account as a page that looks like WeChat. Pure: what was shown in, HTML out."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.wechat.platform import Shown, Way

ZONE = ZoneInfo("Asia/Shanghai")
CSS = Path(__file__).with_name("wechat.css").read_text("utf-8")


def page(*phones: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{CSS}</style><div id="all">{"".join(phones)}</div>'


def phone(account: str, about: str, talk: Sequence[Shown]) -> str:
    """`about`: stands below the phone."""
    first = f'<div class="time">{talk[0].at.astimezone(ZONE):%H:%M}</div>' if talk else ""
    lines = "".join(_line(one, account) for one in talk)
    head = f'<div class="head"><span>‹</span><b>{escape(account)}</b><span>···</span></div>'
    shown = f'<div class="phone">{head}<div class="talk">{first}{lines}</div></div>'
    return f"<figure>{shown}<figcaption>{escape(about)}</figcaption></figure>"


def _line(shown: Shown, account: str) -> str:
    mine = shown.way is Way.OWN
    face = f'<i class="face">{escape("我" if mine else account[0])}</i>'
    bubble = f'<div class="bubble">{_words(shown)}</div>'
    return f'<div class="line{" mine" if mine else ""}">{face}{bubble}</div>'


def _words(shown: Shown) -> str:
    head, tail = str(shown.content.get("head_content", "")), str(shown.content.get("tail_content", ""))
    if not shown.choices:
        return escape(shown.text)
    links = "".join(f"<a>{escape(one.content)}</a>" for one in shown.choices)
    return f"{escape(head)}{links}{escape(tail)}"
