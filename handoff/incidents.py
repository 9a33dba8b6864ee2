"""Bad batches, by command or button: what agents write becomes work. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.incident import IncidentId
from core.incidenttimes import read_moment
from core.incidentwork import Act, ActOnIncident, FindAffected, ListIncidents
from core.messages import OutgoingMessage, Priority
from core.shopparts import SoldBy
from core.turns import Answer, AuditNote, Turn
from handoff.cards import DeskSettings

NAME = "incident"
LATELY = timedelta(days=7)
"""As far as is looked back when no time is named."""
_KINDS = {
    SoldBy.PRODUCT: ("product", "商品", "产品", "货"),
    SoldBy.BATCH: ("batch", "批次", "批"),
    SoldBy.SUPPLIER: ("supplier", "供货商", "供应商", "货源", "渠道"),
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words}
_ACTS = {
    "close": Act.CLOSE, "结束": Act.CLOSE, "关闭": Act.CLOSE, "pause": Act.PAUSE, "暂停": Act.PAUSE,
    "resume": Act.RESUME, "继续": Act.RESUME, "report": Act.REPORT, "报告": Act.REPORT, "show": Act.TELL,
} | {act.value: act for act in Act}  # fmt: skip
_ACT = re.compile(r"(?:(?P<act>\w+)[: ]+)?#?(?P<id>\d{1,6})(?:[: ]+(?P<rest>\w+))?")
_SINCE, _UNTIL = r"(?:since|from|after|从|自)", r"(?:until|till|before|to|到|至)"
_TIMES = re.compile(
    rf"(?P<goods>.*?)(?:(?:^|\s+){_SINCE}\s*(?P<since>.+?)(?:起|以来|以后|之后|开始)?)?(?:\s*{_UNTIL}\s*(?P<until>.+?)(?:为止|之前)?)?",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = 100


@dataclass(frozen=True, slots=True)
class Incidents:
    settings: DeskSettings

    def carry_out(self, turn: Turn, argument: str) -> Answer:
        """`argument`: behind /incident, or of a button, whose parts are parted by colons."""
        words = " ".join(argument.split())
        if not words:
            return Answer(work=(ListIncidents(turn.event.where),))
        known = _ACT.fullmatch(words)
        if known is not None and (known["act"] or Act.TELL.value).casefold() in _ACTS:
            return self._act(turn, known)
        return self._find(turn, words)

    def _act(self, turn: Turn, known: re.Match[str]) -> Answer:
        act = _ACTS[(known["act"] or Act.TELL.value).casefold()]
        by, place = turn.event.sender, turn.event.where
        work = ActOnIncident(IncidentId(int(known["id"])), act, by, place, known["rest"] or "")
        if act in {Act.TELL, Act.PICK}:
            return Answer(work=(work,))
        about = f"#{known['id']} {known['rest'] or ''}".strip()
        return Answer(work=(work,), audit=(AuditNote(f"incident.{act}-asked", about, by.id),))

    def _find(self, turn: Turn, words: str) -> Answer:
        first, _, rest = words.partition(" ")
        kind = _KIND.get(first.casefold())
        goods = words if kind is None else rest
        asked = _read(goods, turn.event.at, self.settings.zone)
        if asked is None:
            return Answer(say=(self._line(turn, "desk-incident-how"),))
        goods, since, until = asked
        by, place = turn.event.sender, turn.event.where
        work = FindAffected(kind or SoldBy.PRODUCT, goods[:_WORDS], since, until, by, place)
        note = AuditNote("incident.counted", f"{work.sold_by} {work.words}", by.id)
        return Answer(work=(work,), audit=(note,))

    def _line(self, turn: Turn, key: str) -> OutgoingMessage:
        text = turn.words(self.settings.language, key)
        return OutgoingMessage(to=turn.event.where, text=text, priority=Priority.STAFF)


def _read(words: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime, datetime | None] | None:
    """What is bad, since when, until when. A time may also just stand at the end: "steam 今天", "steam 昨天 14:00".

    None: nothing is named, or a time cannot be read."""
    found = _TIMES.fullmatch(words)
    goods, since, until = (found["goods"], found["since"], found["until"]) if found else (words, None, None)
    if since is None and until is not None and read_moment(until, now, zone) is None:
        goods, until = words, None  # a name with such a word in it
    if until is not None and read_moment(until, now, zone) is None:
        return None
    goods, began = _at_the_end(goods, now, zone) if since is None else (goods, read_moment(since, now, zone))
    goods = goods.strip(" ,，:：\"'“”")
    if began is None or not goods:
        return None
    return goods, began, read_moment(until, now, zone) if until else None


def _at_the_end(words: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime]:
    parts = words.split(" ")
    for count in (2, 1):
        moment = read_moment(" ".join(parts[-count:]), now, zone) if len(parts) > count else None
        if moment is not None:
            return " ".join(parts[:-count]), moment
    return words, now - LATELY
