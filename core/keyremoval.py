"""Messages with card keys vanish by themselves after a while, where the channel can take them back. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from core.durations import in_words
from core.messages import (
    AccountId,
    Address,
    ChannelName,
    ChatId,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Priority,
    TimerRang,
)
from core.turns import Answer, Timer, Turn
from core.work import WorkDone

_SHOP = ChannelName("shop")
_KEY = AccountId("key")
_TIMER = "remove-key:"


@dataclass(frozen=True, slots=True)
class KeyRemoval:
    """`after`: zero: never. `removes`: can a channel of this name delete what we have sent?"""

    after: timedelta = timedelta()
    removes: Callable[[ChannelName], bool] = lambda _: False

    def on(self, turn: Turn, done: WorkDone, answer: Answer) -> Answer:
        """`answer`, whose message with keys tells when it vanishes, and does; unchanged where it cannot."""
        if self.after <= timedelta() or not self.removes(turn.conversation.where.channel):
            return answer
        notice = turn.say("keys-vanish", time=in_words(turn.words, turn.language, self.after))
        ref = key_ref(turn, done.id)
        (message,) = answer.say
        said = replace(message, text=f"{message.text}\n{notice}", mirrors=ref)
        timer = Timer(f"{_TIMER}{done.id}", self.after, done.id)
        return replace(answer, say=(said,), schedule=(*answer.schedule, timer))


def key_ref(turn: Turn, name: str) -> MessageRef:
    """What a message with keys mirrors: no message of anybody's, but as good a name for a link. `name`: of the work
    that fetched the keys, so every such message has its own."""
    return MessageRef(Address(_SHOP, _KEY, ChatId(str(turn.conversation.id))), MessageId(name))


def removed(turn: Turn, rang: TimerRang) -> Answer | None:
    """None: another timer."""
    if not rang.name.startswith(_TIMER):
        return None
    gone = OutgoingMessage(to=turn.conversation.where, deletes=key_ref(turn, rang.data), priority=Priority.CARD)
    return Answer(say=(gone,))
