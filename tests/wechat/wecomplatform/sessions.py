"""service_state/get and service_state/trans (document/path/94669)."""

from tests.wechat.wecomplatform.model import Json, Session, State
from tests.wechat.wecomplatform.people import People
from tests.wechat.wecomplatform.refusals import Declined

ALLOWED_FROM: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.ASSISTANT, State.POOL, State.PEOPLE, State.ENDED}),
    State.ASSISTANT: frozenset({State.POOL, State.PEOPLE, State.ENDED}),
    State.POOL: frozenset({State.PEOPLE, State.ENDED}),
    State.PEOPLE: frozenset({State.PEOPLE, State.ENDED}),
    State.ENDED: frozenset(),
}
"""Nothing leads back from people or from the pool to the assistant: such a session can only be ended, and the
customer's next message begins a new one."""
CODE_FOR = {State.POOL: "pool", State.ENDED: "ended"}


def get_state(people: People, body: Json) -> Json:
    session = _session(people, body)
    servicer = {"servicer_userid": session.servicer} if session.state is State.PEOPLE else {}
    return {"errcode": 0, "errmsg": "ok", "service_state": int(session.state)} | servicer


def trans_state(people: People, body: Json) -> Json:
    """Raises: Declined."""
    session, wanted = _session(people, body), _state(body)
    if session.state is State.ENDED:
        raise Declined(95013)
    if wanted not in ALLOWED_FROM[session.state]:
        raise Declined(95016)
    servicer = _servicer(people, body) if wanted is State.PEOPLE else ""
    kind = "accepted" if session.state is State.POOL and wanted is State.PEOPLE else CODE_FOR.get(wanted, "")
    session.state, session.servicer = wanted, servicer
    people.tell_watchers()
    code = {"msg_code": people.new_code(session, kind)} if kind else {}
    return {"errcode": 0, "errmsg": "ok"} | code


def _session(people: People, body: Json) -> Session:
    account = people.account_named(body.get("open_kfid"))
    return people.session(people.customer_named(body.get("external_userid")), account)


def _state(body: Json) -> State:
    told = body.get("service_state")
    if not isinstance(told, int) or isinstance(told, bool) or told not in set(State):
        raise Declined(40058, "service_state")
    return State(told)


def _servicer(people: People, body: Json) -> str:
    userid = body.get("servicer_userid")
    if not isinstance(userid, str) or not userid:
        raise Declined(40058, "servicer_userid")
    if userid not in people.servicers:
        raise Declined(95014)
    if not people.servicers[userid]:
        raise Declined(95019)
    return userid
