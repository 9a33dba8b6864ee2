"""Whose a talk is: ours, or that of people in the WeCom app. Source: developer.work.weixin.qq.com, document 94669."""

from enum import IntEnum
from typing import Protocol

import structlog

from bots.wechat.wecom.errors import SessionElsewhere, StepNotAllowed
from bots.wechat.wecom.outbound import Customer
from core.errors import ReplyWindowClosed

log = structlog.get_logger(__name__)


class State(IntEnum):
    NEW = 0
    ASSISTANT = 1
    POOL = 2
    PEOPLE = 3
    ENDED = 4


class AsksStates(Protocol):
    """wecom.calls.Calls."""

    async def state(self, customer: Customer) -> int: ...

    async def change(self, customer: Customer, state: int) -> str: ...


class States:
    """`take_back`: our agents may take a talk over from people in the WeCom app."""

    def __init__(self, calls: AsksStates, *, take_back: bool) -> None:
        self._calls = calls
        self._take_back = take_back

    async def regain(self, customer: Customer, *, by_agent: bool, by_code: bool) -> str:
        """After a message was refused because of the state: what to do about it.

        Gives "" when the message may be sent again, or a code with which it goes as the last one of the session that
        people had: from them nothing leads back to us but an end (and the customer's next words, which begin anew).
        `by_code`: the message can go so: files cannot.

        Raises: ReplyWindowClosed: he must write first; SessionElsewhere: people have it, and keep it; ChannelError."""
        state = await self._calls.state(customer)
        if state in (State.NEW, State.ASSISTANT):
            return ""
        if state == State.ENDED:
            raise ReplyWindowClosed("the session has ended")
        if not (by_agent and self._take_back):
            raise SessionElsewhere("people in the WeCom app have it")
        log.info("an agent of ours takes a talk over from the WeCom app", account=customer.open_kfid, state=state)
        try:
            await self._calls.change(customer, State.ASSISTANT)
        except StepNotAllowed:
            if by_code:
                return await self._ended(customer)
            raise SessionElsewhere("people in the WeCom app have it, and a file cannot end it") from None
        return ""

    async def _ended(self, customer: Customer) -> str:
        code = await self._calls.change(customer, State.ENDED)
        if not code:
            raise ReplyWindowClosed("the session has ended")
        return code
