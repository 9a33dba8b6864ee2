"""sync_msg: what happened in an account, from a cursor on (document/path/94670)."""

import secrets
from datetime import timedelta

from tests.wechat.wecomplatform.model import HISTORY, Account, Entry, Json
from tests.wechat.wecomplatform.people import People
from tests.wechat.wecomplatform.refusals import Declined

TOKEN_LIFE = timedelta(minutes=10)
MOST = 1000
CURSOR_BYTES = 64


class Syncing:
    """`tokenless`: so many calls a minute are let through without the token of a callback (WeCom names no number)."""

    def __init__(self, people: People, tokenless: int = 10) -> None:
        self.tokenless = tokenless
        self._people = people
        self._tokens: dict[str, tuple[Account, float]] = {}
        self._bare: list[float] = []

    def new_token(self, account: Account) -> str:
        """What a callback carries."""
        token = f"ENC{secrets.token_urlsafe(40)}"
        self._tokens[token] = (account, self._people.clock.now())
        return token

    def sync_msg(self, people: People, body: Json) -> Json:
        """Raises: Declined."""
        account = people.account_named(body.get("open_kfid"))
        limit, start = _limit(body), _start(account, body)
        self._check_token(account, body)
        if people.empty_pages > 0:
            people.empty_pages -= 1
            return _page(account, [], start, more=True)
        horizon = people.clock.now() - HISTORY.total_seconds()
        waiting = [entry for entry in account.history if entry.seq > start and entry.at > horizon]
        told = waiting[: min(limit, people.page)]
        for entry in told:
            entry.handed += 1
        people.tell_watchers()
        return _page(account, told, start, more=len(told) < len(waiting))

    def _check_token(self, account: Account, body: Json) -> None:
        """Raises: Declined."""
        token, now = body.get("token") or "", self._people.clock.now()
        if not token:
            self._bare = [at for at in self._bare if now - at < 60]
            if len(self._bare) >= self.tokenless:
                raise Declined(45009)
            self._bare.append(now)
            return
        owner, born = self._tokens.get(str(token), (None, 0.0))
        if owner is not account or now - born >= TOKEN_LIFE.total_seconds():
            raise Declined(95007)


def _page(account: Account, told: list[Entry], start: int, *, more: bool) -> Json:
    last = told[-1].seq if told else start
    known = {"errcode": 0, "errmsg": "ok", "next_cursor": _cursor(account, last), "has_more": int(more)}
    return known | {"msg_list": [entry.json for entry in told]}


def _cursor(account: Account, seq: int) -> str:
    return f"4gw7{account.open_kfid[2:14]}.{seq:x}"


def _start(account: Account, body: Json) -> int:
    """Raises: Declined: a cursor that is not from here."""
    cursor = body.get("cursor") or ""
    if not isinstance(cursor, str) or len(cursor.encode()) > CURSOR_BYTES:
        raise Declined(40058, "cursor")
    if not cursor:
        return 0
    before, _, seq = cursor.rpartition(".")
    if before != _cursor(account, 0).rpartition(".")[0]:
        raise Declined(40058, "invalid cursor")
    return int(seq, 16)


def _limit(body: Json) -> int:
    limit = body.get("limit", MOST)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 < limit <= MOST:
        raise Declined(40058, "limit")
    if body.get("voice_format", 0) not in (0, 1):
        raise Declined(40058, "voice_format")
    return limit
