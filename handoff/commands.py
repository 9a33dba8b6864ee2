"""What agents command with a slash or a button. Pure."""

import re
from dataclasses import dataclass

_NAMES = {
    "take": ("take", "接单", "接"),
    "close": ("close", "done", "结束", "关闭", "关单"),
    "resend": ("resend", "重发", "补发", "再发"),
    "order": ("order", "订单", "查单"),
    "replace": ("replace", "换卡密", "换卡", "换码"),
    "refund": ("refund", "退款", "退钱"),
    "goon": ("goon",),
    "approve": ("approve",),
    "refuse": ("refuse",),
    "stock": ("stock", "库存"),
    "replacements": ("replacements", "售后记录", "换卡记录"),
    "incident": ("incident", "坏批次", "批次"),
    "note": ("note", "备注", "n"),
    "delete": ("delete", "del", "撤回", "删除"),
    "prove": ("prove", "核对"),
    "release": ("release",),
    "lang": ("lang", "language", "语言"),
    "move": ("move", "转组", "换群", "移交"),
    "history": ("history", "记录"),
    "open": ("open", "待处理", "工单"),
    "search": ("search", "find", "搜索", "搜", "查找"),
    "stats": ("stats", "today", "统计", "今天"),
    "unlink": ("unlink", "取消关联", "解绑"),
    "faq": ("faq", "知识库", "常见问题"),
    "learn": ("learn", "学习", "学"),
    "help": ("help", "帮助", "h", "?"),
}
_BY_NAME = {alias: name for name, aliases in _NAMES.items() for alias in aliases}
_SLASHES = "/／"
_COMMAND = re.compile(rf"[{_SLASHES}](?P<name>[^\s@{_SLASHES}]*)(?:@\S+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
_DESK = "desk:"
_FORM = re.compile(
    r"\s*(?:(?:编号|id)\s*[:：]\s*[a-z0-9-]+\s*\n|(?:问题|question)\s*[:：].*?^\s*(?:答案|回答|answer)\s*[:：])",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is one of ours, or "" for one that is not."""

    name: str
    argument: str = ""


def is_inside(text: str) -> bool:
    """Begins with two slashes: said among agents."""
    return text.lstrip()[:1] in tuple(_SLASHES) and text.lstrip()[1:2] in tuple(_SLASHES)


def read_command(text: str) -> Command | None:
    """None: no command but words for the buyer. Case and width do not matter; `/take@bot` is `/take`."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None or is_inside(text):
        return None
    return Command(_BY_NAME.get(found["name"].lower(), ""), (found["rest"] or "").strip())


def is_entry_form(text: str) -> bool:
    """An entry of the FAQ, filled in: begins with its id, or with its question and has an answer."""
    return _FORM.match(text) is not None


def pressed_command(value: str) -> Command | None:
    """From a button's value, such as `desk:take` or `desk:release:12.3`."""
    if not value.startswith(_DESK):
        return None
    name, _, argument = value.removeprefix(_DESK).partition(":")
    return Command(name if name in _NAMES else "", argument)
