"""python -m docs.channels: writes docs/channels.md anew, from what the channels say of themselves (capabilities.py) and
from what the matrix has found (tests/flows/matrix/results.json). Nothing in the page is kept by hand."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from bots.registry import open_channels
from core.channel import Capabilities, LengthUnit, Level, Merging
from tests.conformance.surroundings import surroundings

PAGE = Path(__file__).with_name("channels.md")
RESULTS = Path(__file__).parents[1] / "tests" / "flows" / "matrix" / "results.json"
Results = Mapping[str, Mapping[str, str]]

_DISCORD = ".".join(("a" * 24, "b" * 6, "c" * 38))
EXAMPLES: dict[str, dict[str, Any]] = {
    "web": {},
    "telegram": {"token": "1:shop"},
    "wechat": {"app_id": "wx1234567890abcdef", "token": "Callback", "app_secret": "9f86d081884c7d659a2feaa0c55ad015"},
    "wecom": {
        "corp_id": "ww1234567890abcdef",
        "secret": "kf-secret-0123456789abcdefghijklmnopqrstuvw",
        "token": "Callback",
        "aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    },
    "discord": {"token": _DISCORD, "guild": 1},
    "web-staff": {},
    "telegram-staff": {"token": "2:staff", "group": -1001},
    "discord-staff": {"token": _DISCORD, "guild": 1, "forum": 2},
}
"""The smallest settings with which each channel can be built."""
NAMES = {
    "web": "网页 · web",
    "telegram": "Telegram",
    "wechat": "微信公众号 · WeChat",
    "wecom": "微信客服 · WeCom",
    "discord": "Discord",
    "web-staff": "网页客服台 · web",
    "telegram-staff": "Telegram 群 · group",
    "discord-staff": "Discord 论坛 · forum",
}
SIGNS = {Level.FULL: "✓", Level.PARTIAL: "△", Level.NONE: "—"}
FOUND = {"full": "✓", "partly": "△", "not": "—"}
UNITS = {LengthUnit.CHARACTERS: "字 characters", LengthUnit.UTF16: "UTF-16", LengthUnit.UTF8: "字节 bytes"}
MERGES = {Merging.NONE: "—", Merging.ONE_PERSON: "同一人的 · one person's", Merging.ALL: "✓"}
STEPS = {
    "faq": "常见问题 · FAQ",
    "order": "核对订单 · order and proof",
    "choice": "点按钮选择（△ 回复数字）· choices by button (△ by number)",
    "key": "再发卡密 · keys again",
    "handover": "转人工，卡片里有订单 · hand-over, with the order on the card",
    "answer": "客服的回答 · the agent's answer",
    "picture-to-agent": "买家的图片到客服，逐字节相同 · buyer's picture, byte for byte",
    "picture-to-buyer": "客服的图片到买家 · agent's picture to the buyer",
    "buyer-edits": "买家改自己的话，客服看到 · buyer edits his words",
    "agent-edits": "客服改自己的话（△ 另发一条 ✏️）· agent edits his words (△ sent anew with ✏️)",
    "close": "结束，话题关闭 · closed, the thread too",
}
HEAD = """# 渠道对照 · What each channel can

这一页由程序生成，不要手改：`make channels`。Generated, do not edit: `make channels`.
✓ 完整 full · △ 部分，会换一种方式送到 partly, it arrives in another form · — 没有 not there
"""


def capabilities() -> dict[str, Capabilities]:
    """Of every channel that the product has, as it says itself with the smallest settings."""
    configured = {name: {"main": settings} for name, settings in EXAMPLES.items()}
    built = open_channels(configured, lambda *_: surroundings("https://help.example.com"))
    return {name: channel.capabilities for (name, _), channel in built.items()}


def printed(can: Mapping[str, Capabilities], results: Results) -> str:
    buyers = list(dict.fromkeys(pair.split()[0] for pair in results if pair.split()[0] in can))
    buyers.sort(key=list(can).index)
    rooms = [name for name in can if any(pair.split()[1] == name for pair in results)]
    pairs = [[_name(one), *_pairs(one, rooms, results)] for one in buyers]
    return "\n".join(
        [
            HEAD,
            "## 买家渠道 × 客服群 · Every pair\n",
            "同一段对话（常见问题、订单、卡密、双向图片、转人工、回答、修改、结束）在每一对上都跑过，用的是按官方文档做的模拟平台。",
            "One dialogue (FAQ, order, key, pictures both ways, hand-over, answer, edits, close) runs for each pair,",
            "on platforms of our own that answer as the official ones do. 数字是步骤数。The numbers are of steps.\n",
            *_table(["", *map(_name, rooms)], pairs),
            "",
            "## 每一步 · Each step\n",
            "所有客服群里最差的结果。The worst of all staff rooms.\n",
            *_table(["", *map(_name, buyers)], ([text, *_step(key, buyers, results)] for key, text in STEPS.items())),
            "",
            "## 平台能做什么 · What the platforms can\n",
            "消息发出去之前按这些限制改写：太长就分段，没有按钮就写成编号，发不了的文件写出名字。",
            "Before a message goes out it is fitted: split, buttons become numbers, files that cannot go are named.\n",
            *_table(["", *map(_name, can)], ([text, *map(tell, can.values())] for text, tell in ABILITIES)),
            "",
        ]
    )


def _name(channel: str) -> str:
    return f"{NAMES[channel]}<br>`{channel}`"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _pairs(buyers: str, rooms: Sequence[str], results: Results) -> list[str]:
    found = [results[f"{buyers} {room}"] for room in rooms]
    counted = [[(sign, sum(how == name for how in one.values())) for name, sign in FOUND.items()] for one in found]
    return [" · ".join(f"{sign} {number}" for sign, number in one if number) for one in counted]


def _step(step: str, buyers: Sequence[str], results: Results) -> list[str]:
    order = list(FOUND)
    return [
        FOUND[max((how[step] for pair, how in results.items() if pair.split()[0] == one), key=order.index)]
        for one in buyers
    ]


def _level(name: str) -> Callable[[Capabilities], str]:
    return lambda can: SIGNS[getattr(can, name)]


def _size(can: Capabilities) -> str:
    return f"{can.media_bytes >> 20} MiB" if can.media_bytes else "按种类 by kind"


def _rate(can: Capabilities) -> str:
    rate = can.account_rate
    return f"{rate.amount:g} / {_time(rate.per)}" if rate else "—"


def _time(length: timedelta) -> str:
    return "s" if length == timedelta(seconds=1) else f"{length.total_seconds():g} s"


ABILITIES: tuple[tuple[str, Callable[[Capabilities], str]], ...] = (
    ("一条消息的长度 · length of a message", lambda can: f"{can.text_limit} {UNITS[can.text_unit]}"),
    ("按钮 · buttons", _level("buttons")),
    ("… 最多 · at most", lambda can: str(can.button_limit or "—")),
    ("图片和文件 · files", _level("media")),
    ("… 每条 · in one message", lambda can: str(can.media_per_message or "—")),
    ("… 每个最大 · largest", _size),
    ("粗体、代码 · bold and code", _level("spans")),
    ("引用回复 · replies", _level("replies")),
    ("修改已发的 · edits", _level("edits")),
    ("撤回 · deletes", _level("deletes")),
    ("表情回应 · reactions", _level("reactions")),
    ("“正在输入” · typing", _level("typing")),
    ("话题 · threads", _level("threads")),
    ("自动检查（有人猜订单时）· checks", _level("checks")),
    ("平台自己去重 · the platform drops doubles", _level("idempotent_sends")),
    ("合并成一条 · several go as one", lambda can: MERGES[can.merges]),
    ("整个账号的速度 · rate of the account", _rate),
)


def main() -> None:
    results = json.loads(RESULTS.read_text("utf-8"))
    PAGE.write_text(printed(capabilities(), results), "utf-8")


if __name__ == "__main__":
    main()
