"""The state of the platform: who is there, what happened, and who is told."""

import asyncio
import itertools
import secrets
from collections.abc import Callable
from datetime import timedelta

from tests.telegram.botapi.clock import MovableClock
from tests.wechat.wecomplatform.model import (
    ALLOWED,
    WINDOW,
    Account,
    Customer,
    Entry,
    FailType,
    Json,
    Line,
    Origin,
    Session,
    State,
)
from tests.wechat.wecomplatform.refusals import Declined
from tests.wechat.wecomplatform.storage import Files

PATIENCE = timedelta(seconds=45)
"""How long a test waits for something; only one that fails waits so long."""


class World:
    """`page`: sync_msg tells no more entries at once. `empty_pages`: so many pages come empty, with has_more=1.

    `trusted`: our address is on the list of trusted ones. `miniprograms`: those that belong to the corp.
    `servicers`: people in the WeCom app who receive customers, and whether they do now."""

    def __init__(self) -> None:
        self.clock = MovableClock()
        self.files = Files(self.clock)
        self.accounts: dict[str, Account] = {}
        self.customers: dict[str, Customer] = {}
        self.sessions: dict[tuple[str, str], Session] = {}
        self.servicers: dict[str, bool] = {}
        self.miniprograms: set[str] = set()
        self.trusted = True
        self.page = 1000
        self.empty_pages = 0
        self.failing: FailType | None = None
        self._numbers = itertools.count(1)
        self._changed = asyncio.Event()

    # ------------------------------------------------------------------ who is there

    def new_account(self, name: str = "售后客服") -> Account:
        account = Account(f"wk{secrets.token_urlsafe(22)}", name)
        self.accounts[account.open_kfid] = account
        return account

    def new_customer(self, nickname: str = "小明") -> Customer:
        customer = Customer(f"wm{secrets.token_urlsafe(22)}", nickname)
        self.customers[customer.id] = customer
        return customer

    def new_servicer(self, userid: str) -> str:
        self.servicers[userid] = True
        return userid

    @property
    def account(self) -> Account:
        """The only one, in most tests."""
        return next(iter(self.accounts.values()))

    def session(self, customer: Customer, account: Account | None = None) -> Session:
        """The one of these two; there also before a word was said. After 48 hours it has ended by itself."""
        where = account or self.account
        session = self.sessions.setdefault((where.open_kfid, customer.id), Session(where, customer))
        if session.state is not State.ENDED and not self.in_window(session):
            session.state, session.servicer = State.ENDED, ""
        return session

    def in_window(self, session: Session) -> bool:
        """Has the customer written in the last 48 hours?"""
        return session.wrote_at is not None and self.clock.now() - session.wrote_at < WINDOW.total_seconds()

    def left(self, customer: Customer, account: Account | None = None) -> int:
        """How many messages we may still write to the customer now."""
        session = self.session(customer, account)
        return ALLOWED - session.used if self.in_window(session) else 0

    def ages(self, session: Session, by: timedelta) -> None:
        """The customer's last words are so much older now; nothing else is."""
        assert session.wrote_at is not None, "nothing was said"
        session.wrote_at -= by.total_seconds()

    def account_named(self, open_kfid: object) -> Account:
        """Raises: Declined."""
        if not isinstance(open_kfid, str) or not open_kfid.startswith("wk"):
            raise Declined(95000)
        account = self.accounts.get(open_kfid)
        if account is None or account.deleted:
            raise Declined(95004)
        return account

    def customer_named(self, external_userid: object) -> Customer:
        """Raises: Declined."""
        found = self.customers.get(external_userid) if isinstance(external_userid, str) else None
        if found is None or not found.known:
            raise Declined(40096)
        return found

    # ------------------------------------------------------------------ what happened

    def happened(self, account: Account, body: Json, msgid: str = "") -> Entry:
        """Writes it into the account's history, and tells the product that there is something."""
        entry = Entry(len(account.history) + 1, msgid or secrets.token_urlsafe(18), self.clock.now(), body)
        account.history.append(entry)
        self.announce(account)
        self.tell_watchers()
        return entry

    def event(self, session: Session | None, account: Account, kind: str, **fields: object) -> Entry:
        known: Json = {"event_type": kind}
        if session is not None:
            known |= {"open_kfid": account.open_kfid, "external_userid": session.customer.id}
        return self.happened(account, {"origin": Origin.SYSTEM, "msgtype": "event", "event": known | fields})

    def shows(self, session: Session, line: Line) -> None:
        """Puts a message on the customer's screen."""
        session.lines.append(line)
        self.tell_watchers()

    def announce(self, account: Account) -> None:
        """A callback, where somebody listens."""

    def number(self) -> int:
        """Never the same twice."""
        return next(self._numbers)

    # ------------------------------------------------------------------ what a test waits for

    def tell_watchers(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, so: Callable[[], bool], within: timedelta = PATIENCE) -> None:
        """Waits until something is so. Raises: TimeoutError."""
        async with asyncio.timeout(within.total_seconds()):
            while not so():
                await self._changed.wait()
