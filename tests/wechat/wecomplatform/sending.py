"""send_msg and send_msg_on_event (documents 94677 and 95122)."""

import re
import secrets

from tests.wechat.wecomplatform.contents import CHECKS, check_content
from tests.wechat.wecomplatform.model import ALLOWED, Code, FailType, Json, Line, Session, State
from tests.wechat.wecomplatform.people import People
from tests.wechat.wecomplatform.refusals import Declined

MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")
OPEN = frozenset({State.NEW, State.ASSISTANT})
"""In which states the API may write."""
HOURS_48 = 48 * 3600
CODES: dict[str, tuple[int, frozenset[str], State | None]] = {
    "welcome": (20, frozenset({"text", "msgmenu"}), None),
    "pool": (HOURS_48, frozenset({"text"}), State.POOL),
    "accepted": (HOURS_48, frozenset({"text"}), State.PEOPLE),
    "ended": (20, frozenset({"text", "msgmenu"}), State.ENDED),
}
"""Of a code's kind: for how many seconds it is good, for which messages, and in which state."""


def send_msg(people: People, body: Json) -> Json:
    """Raises: Declined."""
    account = people.account_named(body.get("open_kfid"))
    session = people.session(people.customer_named(body.get("touser")), account)
    msgtype, content = _content(body, frozenset(CHECKS))
    data = check_content(people, msgtype, content)
    msgid = _msgid(session, body)
    _check_window(people, session)
    session.used += 1
    return _shown(people, session, Line(msgid, people.clock.now(), "api", msgtype, content, data))


def send_msg_on_event(people: People, body: Json) -> Json:
    """Raises: Declined."""
    if not body.get("code"):
        raise Declined(41049)
    code = people.event_codes.get(str(body["code"]))
    if code is None:
        raise Declined(41050)
    seconds, kinds, state = CODES[code.kind]
    if people.clock.now() - code.at >= seconds:
        raise Declined(41050, "expired")
    if state is not None and people.session(code.session.customer, code.session.account).state is not state:
        raise Declined(95018)
    msgtype, content = _content(body, kinds)
    check_content(people, msgtype, content)
    msgid = _msgid(code.session, body)
    del people.event_codes[str(body["code"])]
    return _answered(people, code, Line(msgid, people.clock.now(), code.kind, msgtype, content))


def _answered(people: People, code: Code, line: Line) -> Json:
    if code.kind == "welcome":
        code.session.welcomed_at = line.at
    return _shown(people, code.session, line)


def _content(body: Json, kinds: frozenset[str]) -> tuple[str, Json]:
    msgtype = body.get("msgtype")
    if not isinstance(msgtype, str) or msgtype not in kinds:
        raise Declined(40008)
    content = body.get(msgtype)
    if not isinstance(content, dict):
        raise Declined(40058, f"{msgtype} missing. Warning: wrong json format.")
    return msgtype, content


def _msgid(session: Session, body: Json) -> str:
    """Ours, or one that WeCom makes up. Within an account it must be new: a repeat is refused, not answered anew."""
    told = body.get("msgid")
    if told is None or told == "":
        return secrets.token_urlsafe(18)
    if not isinstance(told, str) or not MSGID.fullmatch(told):
        raise Declined(40058, "invalid msgid")
    if told in session.account.used:
        raise Declined(40058, "msgid already used")
    return told


def _check_window(people: People, session: Session) -> None:
    if not people.in_window(session):
        raise Declined(95002)
    if session.state not in OPEN:
        raise Declined(95018)
    if session.used >= ALLOWED:
        raise Declined(95001)


def _shown(people: People, session: Session, line: Line) -> Json:
    """It was taken; whether it arrives, an event tells."""
    session.account.used.add(line.msgid)
    why, people.failing = people.failing, None
    if session.customer.refuses:
        why = FailType.REFUSED_BY_CUSTOMER
    if why is None:
        people.shows(session, line)
    else:
        people.fails(session, line.msgid, why)
    return {"errcode": 0, "errmsg": "ok", "msgid": line.msgid}
