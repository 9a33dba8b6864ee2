"""An entry as a text that people copy, fill in and send: `问题: …`, one part below the other. Pure.

YAML of one simple entry reads the same, as its keys are labels too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.reading import fold
from faq.admin.voice import Voice
from faq.entries import Action, Entry, Priority, Scope
from faq.filing.problems import Problem
from faq.filing.rows import Row, check

LABELS = {
    "id": ("编号", "id"),
    "language": ("语言", "language"),
    "category": ("分类", "category"),
    "question": ("问题", "question"),
    "phrasings": ("说法", "问法", "phrasings", "wordings"),
    "answer": ("答案", "回答", "answer"),
    "links": ("按钮", "buttons", "links"),
    "actions": ("动作", "操作", "actions"),
    "channels": ("渠道", "channels"),
    "products": ("商品", "products"),
    "since": ("开始", "since", "from"),
    "until": ("结束", "until"),
    "priority": ("紧急", "urgent", "priority"),
    "enabled": ("启用", "enabled"),
    "does": ("意图", "does"),
    "trial": ("试答", "trial"),
    "pictures": ("图片", "pictures"),
}
_BY_LABEL = {label: name for name, labels in LABELS.items() for label in labels}
_LABEL = re.compile(rf"({'|'.join(sorted(_BY_LABEL, key=len, reverse=True))})\s*[:：](.*)", re.IGNORECASE | re.DOTALL)
_NAME = frozenset({"id", "language"})
_WORDS = _NAME | {"question", "answer"}
"""Parts that no entry is without: "无" stands for itself there."""
_TEXTS = frozenset({"answer", "trial"})
_LISTS = frozenset({"phrasings", "links", "actions", "channels", "products"})
_ACTIONS = {
    **dict.fromkeys(("order", "查订单"), Action.ORDER),
    **dict.fromkeys(("keys", "再发卡密", "卡密"), Action.KEYS),
    **dict.fromkeys(("claim", "卡密用不了"), Action.CLAIM),
    **dict.fromkeys(("person", "转人工", "人工"), Action.PERSON),
}
_YES = frozenset({"true", "yes", "1", "是", "on", "person", "开"})
_NO = frozenset({"false", "no", "0", "否", "off", "normal", "关"})
_NONE = frozenset({"", "无", "没有", "none", "-"})
_PARTS = re.compile(r"\s+/\s+|\s*[|｜\n]\s*")
_NAMES = re.compile(r"\s*[,，、|｜\n]\s*|\s+/\s+")
_BULLET = re.compile(r"^[-•*·]\s+")
_LINK = re.compile(r"(?P<label>.*?)\s*(?:→|->|=)?\s*(?P<url>https?://\S+)")


@dataclass(frozen=True, slots=True)
class Form:
    """`texts`: what stands behind each label. `plus`, `minus`: phrasings to be added and taken away.

    `spare`: lines in front of the first label that are none of these."""

    texts: Mapping[str, str] = field(default_factory=dict)
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.texts or self.plus or self.minus)


def read_form(text: str) -> Form:
    """A label stands at the very beginning of its line: with a blank before it, it is a word of the text above."""
    texts: dict[str, list[str]] = {}
    plus, minus, spare = [], [], []
    lines: list[str] | None = None
    for line in text.strip().splitlines():
        found = _LABEL.match(line)
        if found:
            lines = texts.setdefault(_BY_LABEL[found[1].lower()], [])
            lines.append(found[2].strip())
        elif lines is not None:
            lines.append(line)
        elif line[:1] in "+＋" and line.strip():
            plus.append(line[1:].strip())
        elif line[:1] in "-－" and line.strip():
            minus.append(line[1:].strip())
        elif line.strip():
            spare.append(line.strip())
    return Form({name: _joined(parts) for name, parts in texts.items()}, tuple(plus), tuple(minus), tuple(spare))


def values_of(form: Form, before: Entry | None, zone: ZoneInfo) -> dict[str, Any]:
    """What faq.filing.rows checks: the entry as it was, with what the form tells; "无" empties a part."""
    values = _plain(before) if before is not None else {}
    for name, text in form.texts.items():
        if name != "pictures":
            empty = not text or (text in _NONE and name not in _WORDS)
            values[name] = None if empty else _value(name, text, zone)
    phrasings = [one for one in values.get("phrasings") or () if one not in form.minus]
    values["phrasings"] = list(dict.fromkeys([*phrasings, *form.plus]))
    return {name: value for name, value in values.items() if value is not None}


def entry_of(values: Mapping[str, Any], before: Entry | None) -> Entry | tuple[Problem, ...]:
    """With the pictures that it had."""
    entry = check(Row("", values, {(): 1}))
    return replace(entry, pictures=before.pictures) if isinstance(entry, Entry) and before is not None else entry


def drops_pictures(form: Form) -> bool:
    return "pictures" in form.texts and form.texts["pictures"] in _NONE


def form_of(entry: Entry, voice: Voice, *, named: bool = True) -> str:
    """What `read_form` takes back; the answer comes last. `named`: with its id and language."""
    shown = [(name, text) for name, text in _shown(entry, voice) if text and (named or name not in _NAME)]
    return "\n".join(f"{voice.say(f'faq-field-{name}')}: {text}" for name, text in shown)


# ------------------------------------------------------------------ reading


def _joined(lines: Sequence[str]) -> str:
    """Without YAML's sign for a text of several lines, and its indent."""
    first, *rest = lines
    kept = rest if first in {"|", "|-", ">"} else [first, *rest]
    indent = min((len(line) - len(line.lstrip()) for line in kept if line.strip()), default=0)
    return "\n".join(line[indent:] for line in kept).strip() if kept is rest else "\n".join(map(_bared, kept)).strip()


def _bared(line: str) -> str:
    """A word like a label has one blank in front, as our own form writes it."""
    return line[1:] if line.startswith(" ") and _LABEL.match(line[1:]) else line


def _value(name: str, text: str, zone: ZoneInfo) -> Any:
    if name in _TEXTS:
        return text
    if name in _LISTS:
        return _LISTED[name](text)
    if name in {"since", "until"}:
        return _moment(text, zone, ends=name == "until")
    if name == "priority":
        urgent = _truth(text)
        return text if urgent is None else (Priority.PERSON if urgent else Priority.NORMAL).value
    on = _truth(text) if name == "enabled" else None
    return " ".join(text.split()) if on is None else on


def _truth(text: str) -> bool | None:
    """None: it is neither yes nor no."""
    word = fold(text).strip()
    return word in _YES if word in _YES | _NO else None


def _moment(text: str, zone: ZoneInfo, *, ends: bool) -> str:
    """In the shop's own time; a day ends with its night. What is no moment is left for the check to name."""
    told = text.strip().replace("/", "-").replace(" ", "T")
    try:
        if len(told) == len("2026-12-31"):
            day = date.fromisoformat(told) + timedelta(days=ends)
            return datetime.combine(day, time(), zone).isoformat()
        moment = datetime.fromisoformat(told)
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def _phrasings(text: str) -> list[str]:
    parts = (_BULLET.sub("", part.strip()) for part in _PARTS.split(text))
    return [part for part in parts if part]


def _names(text: str) -> list[str]:
    """Parted by commas, too; but not where each has a line of its own."""
    if _BULLET.match(text):
        return _phrasings(text)
    parts = (_BULLET.sub("", part.strip()) for part in _NAMES.split(text.strip("[]")))
    return [part for part in parts if part]


def _links(text: str) -> list[dict[str, str]]:
    """What has no address is left for the check to name."""
    found = ((_LINK.fullmatch(line), line) for line in _phrasings(text))
    return [{"label": one["label"] or one["url"], "url": one["url"]} if one else {"label": line} for one, line in found]


def _actions(text: str) -> list[str]:
    return [_ACTIONS.get(fold(name), name) for name in _names(text)]


_LISTED = {"phrasings": _phrasings, "links": _links, "actions": _actions, "channels": _names, "products": _names}


# ------------------------------------------------------------------ writing


def _plain(entry: Entry) -> dict[str, Any]:
    scope = entry.scope
    return {
        "id": entry.id,
        "language": entry.language,
        "question": entry.question,
        "answer": entry.answer or None,
        "phrasings": list(entry.phrasings),
        "category": entry.category,
        "priority": entry.priority.value,
        "actions": [action.value for action in entry.actions],
        "enabled": entry.enabled,
        "does": entry.does or None,
        "channels": list(scope.channels),
        "products": list(scope.products),
        "since": scope.since.isoformat() if scope.since else None,
        "until": scope.until.isoformat() if scope.until else None,
        "links": [{"label": link.label, "url": link.url} for link in entry.links],
        "trial": entry.trial or None,
    }


def _shown(entry: Entry, voice: Voice) -> Iterator[tuple[str, str]]:
    yield "id", entry.id
    yield "language", entry.language
    yield "category", entry.category
    yield "question", entry.question
    yield "phrasings", "".join(f"\n{one}" for one in entry.phrasings)
    yield "actions", voice.list_of(voice.say(f"faq-action-{action}") for action in entry.actions)
    yield "links", "".join(f"\n{link.label} {link.url}" for link in entry.links)
    yield from _shown_scope(entry.scope, voice)
    yield "priority", voice.say("faq-yes") if entry.priority is Priority.PERSON else ""
    yield "enabled", "" if entry.enabled else voice.say("faq-no")
    yield "does", entry.does
    yield "trial", _guarded(entry.trial)
    yield "answer", _guarded(entry.answer)


def _shown_scope(scope: Scope, voice: Voice) -> Iterator[tuple[str, str]]:
    yield "channels", voice.list_of(scope.channels)
    yield "products", "".join(f"\n- {one}" for one in scope.products)
    yield "since", voice.begins(scope.since) if scope.since else ""
    yield "until", voice.ends(scope.until) if scope.until else ""


def _guarded(text: str) -> str:
    lines = (f" {line}" if _LABEL.match(line) else line for line in text.splitlines())
    return "\n".join(lines)
