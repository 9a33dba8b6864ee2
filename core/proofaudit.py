"""Every try to prove an order, for the audit log: who, which order, and how it ended. Pure."""

from core.messages import Event
from core.turns import AuditNote, Conversation
from core.work import WorkDone


def tried(event: Event, conversation: Conversation) -> tuple[AuditNote, ...]:
    """Contact and password are no part of it. A shop that did not answer is told of when it does."""
    if not isinstance(event, WorkDone) or event.tried is None or event.awaits is not None:
        return ()
    end = event.refusal.value if event.refusal is not None else "passed"
    return (AuditNote(f"proof.{end}", event.tried, conversation.buyer.id),)
