"""What people do: customers in WeChat, and servicers in the WeCom app."""

import secrets

from tests.wechat.wecomplatform.model import (
    WINDOW,
    Account,
    Code,
    Customer,
    Entry,
    FailType,
    Json,
    Line,
    Origin,
    Session,
    State,
)
from tests.wechat.wecomplatform.world import World

FROM_POOL, TRANSFERRED, ENDED, TAKEN_AGAIN = 1, 2, 3, 4
"""change_type of session_status_change; only what people do in the app is told so (document/path/94670)."""


class People(World):
    """Every act tells the product; what it can read of it is given back."""

    def __init__(self) -> None:
        super().__init__()
        self.event_codes: dict[str, Code] = {}

    # ------------------------------------------------------------------ customers

    def enters(
        self, customer: Customer, account: Account | None = None, *, scene: str = "", scene_param: str = ""
    ) -> Entry:
        """Opens the chat, by a link with this scene; who was silent and not welcomed for 48 hours brings a code."""
        session = self.session(customer, account)
        fields: Json = {"scene": scene, "scene_param": scene_param}
        welcomed = session.welcomed_at
        fresh = welcomed is None or self.clock.now() - welcomed >= WINDOW.total_seconds()
        if fresh and not self.in_window(session):
            fields["welcome_code"] = self.new_code(session, "welcome")
        return self.event(session, session.account, "enter_session", **fields)

    def says(self, customer: Customer, text: str, account: Account | None = None) -> Entry:
        return self.writes(customer, "text", {"content": text}, account)

    def sends(
        self, customer: Customer, kind: str, data: bytes, *, name: str = "", account: Account | None = None
    ) -> Entry:
        """A file of this kind: image, voice, video, file."""
        stored = self.files.keep(kind, data, name)
        return self.writes(customer, kind, {"media_id": stored.media_id}, account, data)

    def writes(
        self, customer: Customer, msgtype: str, content: Json, account: Account | None = None, data: bytes = b""
    ) -> Entry:
        """Anything: location, link, business_card, miniprogram, and kinds that nobody has heard of."""
        session = self.session(customer, account)
        if session.state is State.ENDED:
            session.state, session.servicer = State.NEW, ""
        session.wrote_at, session.used = self.clock.now(), 0
        entry = self.happened(session.account, _message(session, Origin.CUSTOMER, msgtype, content))
        self.shows(session, Line(entry.msgid, entry.at, "customer", msgtype, content, data))
        return entry

    def presses(self, customer: Customer, line: Line, label: str) -> Entry:
        """Touches an item of a menu: it answers with its words, and its id."""
        menu_id = next(id_ for id_, words in line.choices if words == label)
        session = next(one for one in self.sessions.values() if line in one.lines)
        return self.writes(customer, "text", {"content": label, "menu_id": menu_id}, session.account)

    def recalls(self, customer: Customer, entry: Entry, account: Account | None = None) -> Entry:
        """Takes a message back, within two minutes."""
        session = self.session(customer, account)
        for line in session.lines:
            line.recalled = line.recalled or line.msgid == entry.msgid
        return self.event(session, session.account, "user_recall_msg", recall_msgid=entry.msgid)

    # ------------------------------------------------------------------ servicers in the WeCom app

    def takes_over(self, servicer: str, customer: Customer, account: Account | None = None) -> Session:
        """From now on people answer: the session is theirs, and the API may not write in it."""
        session = self.session(customer, account)
        old, was = session.servicer, session.state
        session.state, session.servicer = State.PEOPLE, servicer
        kind = {State.POOL: FROM_POOL, State.ENDED: TAKEN_AGAIN}.get(was, TRANSFERRED)
        fields: Json = {"change_type": kind, "new_servicer_userid": servicer}
        if kind != FROM_POOL:
            fields["old_servicer_userid"] = old
        else:
            fields["msg_code"] = self.new_code(session, "accepted")
        self.event(session, session.account, "session_status_change", **fields)
        return session

    def servicer_says(self, servicer: str, customer: Customer, text: str, account: Account | None = None) -> Entry:
        """What the product only reads: origin 5."""
        session = self.session(customer, account)
        body = _message(session, Origin.SERVICER, "text", {"content": text}) | {"servicer_userid": servicer}
        entry = self.happened(session.account, body)
        self.shows(session, Line(entry.msgid, entry.at, servicer, "text", {"content": text}))
        return entry

    def ends(self, servicer: str, customer: Customer, account: Account | None = None) -> Entry:
        """A servicer ends the session."""
        session = self.session(customer, account)
        session.state, session.servicer = State.ENDED, ""
        fields: Json = {"change_type": ENDED, "old_servicer_userid": servicer, "new_servicer_userid": ""}
        code = self.new_code(session, "ended")
        return self.event(session, session.account, "session_status_change", **fields, msg_code=code)

    def receives(self, servicer: str, receiving: bool, account: Account | None = None) -> Entry:
        """Starts or stops receiving customers."""
        self.servicers[servicer] = receiving
        where = account or self.account
        fields = {"servicer_userid": servicer, "status": 1 if receiving else 2, "open_kfid": where.open_kfid}
        return self.event(None, where, "servicer_status_change", **fields)

    # ------------------------------------------------------------------ what WeCom itself does

    def new_code(self, session: Session, kind: str) -> str:
        """A code for send_msg_on_event."""
        code = secrets.token_urlsafe(24)
        self.event_codes[code] = Code(session, kind, self.clock.now())
        return code

    def fails(self, session: Session, msgid: str, why: FailType) -> Entry:
        """A message that was taken did not arrive."""
        return self.event(session, session.account, "msg_send_fail", fail_msgid=msgid, fail_type=int(why))


def _message(session: Session, origin: Origin, msgtype: str, content: Json) -> Json:
    known = {"open_kfid": session.account.open_kfid, "external_userid": session.customer.id}
    return {**known, "origin": int(origin), "msgtype": msgtype, msgtype: content}
