"""What stands behind /faq: a word for what to do, in Chinese or English, and what to do it with. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from core.reading import fold
from faq.entries import LANGUAGES, Language


class Verb(StrEnum):
    OVERVIEW = "overview"
    LIST = "list"
    FIND = "find"
    SHOW = "show"
    WHY = "why"
    ADD = "add"
    EDIT = "edit"
    ON = "on"
    OFF = "off"
    REMOVE = "remove"
    HISTORY = "history"
    UNDO = "undo"
    IMPORT = "import"
    EXPORT = "export"
    TRY = "try"
    RESULT = "result"
    KEEP = "keep"
    HELP = "help"
    SAVE = "save"
    DROP = "drop"
    BACK = "back"
    FORM = "form"
    NEW = "new"
    EXTEND = "extend"


_NAMES = {
    Verb.OVERVIEW: ("overview", "总览"),
    Verb.LIST: ("list", "ls", "列表", "目录", "分类"),
    Verb.FIND: ("find", "search", "找", "搜", "搜索", "查找"),
    Verb.SHOW: ("show", "view", "看", "查看"),
    Verb.WHY: ("why", "为什么", "试问"),
    Verb.ADD: ("add", "新增", "加", "添加", "新建"),
    Verb.EDIT: ("edit", "change", "改", "编辑", "修改"),
    Verb.ON: ("on", "enable", "开", "启用", "开启"),
    Verb.OFF: ("off", "disable", "关", "停", "停用", "关闭"),
    Verb.REMOVE: ("remove", "delete", "del", "rm", "删", "删除"),
    Verb.HISTORY: ("history", "log", "历史", "记录"),
    Verb.UNDO: ("undo", "撤销", "还原"),
    Verb.IMPORT: ("import", "导入"),
    Verb.EXPORT: ("export", "导出"),
    Verb.TRY: ("try", "variants", "试", "试答"),
    Verb.RESULT: ("result", "results", "结果"),
    Verb.KEEP: ("keep", "采用", "留"),
    Verb.HELP: ("help", "帮助", "h", "?"),
    Verb.SAVE: ("save", "保存"),
    Verb.DROP: ("drop", "不要", "放弃"),
    Verb.BACK: ("back",),
    Verb.FORM: ("form",),
    Verb.NEW: ("new",),
    Verb.EXTEND: ("extend",),
}
_BY_NAME = {name: verb for verb, names in _NAMES.items() for name in names}

CHANGING = frozenset(
    {Verb.ADD, Verb.EDIT, Verb.ON, Verb.OFF, Verb.REMOVE, Verb.UNDO, Verb.IMPORT, Verb.TRY, Verb.KEEP, Verb.SAVE}
    | {Verb.BACK, Verb.FORM, Verb.NEW, Verb.EXTEND}
)
"""What changes the FAQ, or prepares to."""


@dataclass(frozen=True, slots=True)
class Command:
    """`argument`: all that stands behind the word, line ends included."""

    verb: Verb
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """An entry that a command names: `id`, or words that are none; `rest` is what stands behind."""

    id: str
    language: Language | None = None
    rest: str = ""


def read(words: str) -> Command:
    """Words that begin with no command are looked for."""
    text = words.strip()
    if not text:
        return Command(Verb.OVERVIEW)
    name, rest = _first(text)
    verb = _BY_NAME.get(fold(name))
    return Command(verb, rest) if verb is not None else Command(Verb.FIND, text)


def target(argument: str) -> Target:
    """`refund-how`, `refund-how en`, and what else stands there."""
    id_, rest = _first(argument.strip())
    named, others = _first(rest)
    language = language_of(named)
    return Target(fold(id_), language, others) if language else Target(fold(id_), None, rest)


def language_of(name: str) -> Language | None:
    """None: it is the name of none."""
    return next((one for one in LANGUAGES if one.lower() == fold(name)), None)


def _first(text: str) -> tuple[str, str]:
    """The first word and what follows it."""
    parts = text.split(maxsplit=1)
    return (parts[0], parts[1].strip()) if len(parts) > 1 else (text.strip(), "")
