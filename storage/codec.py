"""Frozen dataclasses to JSON and back, for the columns that hold them. Pure."""

from functools import cache
from typing import Any, TypeVar

import msgspec

from core.claiming import FileClaim, LookIntoClaim
from core.faqwork import CommandFaq, LearnAnswer
from core.grounding import AskModel
from core.incidentwork import ActOnIncident, FindAffected, ListIncidents, RunBulk, TakeRemedy
from core.kin import AnswerLink, LinkByOrder, ListKin, MakeLinkCode, MeetKin, TellKin, Unlink, UseLinkCode
from core.membership import BindMember, RecogniseBuyer, SendMemberCode
from core.messages import (
    Address,
    OutgoingMessage,
    Person,
)
from core.overview import CountTickets, FindTickets, LastWords, ListTickets, PassReaction
from core.replacing import Decide, GoOn, NoteSent, RefundOrder, ReplaceKey, TellLedger, TellStock
from core.turns import Memory, Ticket
from core.work import FetchKeys, FindOrder, ListOrders, LookUpForStaff, ReleaseHeld, VerifyBuyer, Work

T = TypeVar("T")

WORK_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        FindOrder,
        VerifyBuyer,
        FetchKeys,
        ListOrders,
        LookUpForStaff,
        ReleaseHeld,
        ListTickets,
        FindTickets,
        CountTickets,
        LastWords,
        PassReaction,
        MakeLinkCode,
        UseLinkCode,
        MeetKin,
        LinkByOrder,
        AnswerLink,
        Unlink,
        TellKin,
        ListKin,
        CommandFaq,
        LearnAnswer,
        AskModel,
        ReplaceKey,
        RefundOrder,
        GoOn,
        Decide,
        NoteSent,
        TellStock,
        TellLedger,
        LookIntoClaim,
        FileClaim,
        RecogniseBuyer,
        SendMemberCode,
        BindMember,
        FindAffected,
        ActOnIncident,
        ListIncidents,
        RunBulk,
        TakeRemedy,
    )
}


class ConversationState(msgspec.Struct, frozen=True):
    """The part of a conversation that is one JSON column."""

    where: Address
    buyer: Person
    memory: Memory


_encode = msgspec.json.Encoder().encode


def to_json(value: object) -> str:
    return _encode(value).decode()


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def from_json(kind: type[T], text: str | bytes) -> T:
    """Raises: msgspec.DecodeError: the column holds something else."""
    hashable: Any = kind
    value: T = _decoder(hashable).decode(text)
    return value


def state_of(text: str) -> ConversationState:
    return from_json(ConversationState, text)


def outgoing(text: str) -> OutgoingMessage:
    return from_json(OutgoingMessage, text)


def ticket_of(text: str) -> Ticket:
    return from_json(Ticket, text)


def work_of(kind: str, text: str) -> Work:
    work: Work = from_json(WORK_KINDS[kind], text)
    return work
