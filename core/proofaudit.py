"""Every try to prove an order, for the audit log: who, which order, and how it ended. Pure.

Contacts, passwords and codes are no part of it."""

from collections.abc import Iterator

from core.kinship import newly_proven
from core.membership import BindMember, MemberStep, MemberTold, SendMemberCode
from core.messages import ContactOpened, Event
from core.turns import AuditNote, Conversation
from core.work import WorkDone

_BY_CODE = frozenset({BindMember.__name__, SendMemberCode.__name__})


def proof_notes(event: Event, before: Conversation, after: Conversation) -> Iterator[AuditNote]:
    """Of one event; `before` and `after` it."""
    by = before.buyer.id
    match event:
        case WorkDone(awaits=None, tried=str() as number) as done:
            yield AuditNote(f"proof.{done.refusal or 'passed'}", number, by)
        case WorkDone(refusal=refusal, work=work) if refusal is not None and work in _BY_CODE:
            yield AuditNote(f"member.{refusal}", before.where.key, by)
        case WorkDone(member=MemberTold(step=(MemberStep.SENT | MemberStep.WRONG | MemberStep.REFUSED) as step)):
            yield AuditNote(f"member.{step}", before.where.key, by)
        case _:
            how = "vouched" if isinstance(event, ContactOpened) else "known"
            yield from (
                AuditNote(f"proof.{how}", order.number, by) for order in newly_proven(before.memory, after.memory)
            )
