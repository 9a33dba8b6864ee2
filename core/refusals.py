"""What a buyer hears when a question to the shop came back without what was wanted. Pure."""

from datetime import timedelta

from core.awaiting import AWAY, shop_name
from core.choices import offering
from core.durations import in_words
from core.menu import person
from core.ordercard import OWED, next_of
from core.turns import Answer, Choice, Memory, Turn
from core.work import Refusal, WorkDone

_REASONS = {
    Refusal.NO_MATCH: "cannot-prove",
    Refusal.TOO_MANY_TRIES: "cannot-prove",
    Refusal.NOT_ENOUGH_PROOF: "cannot-prove",
    Refusal.TOO_SOON: "key-again",
    Refusal.NO_KEYS: "no-key",
    Refusal.SHOP_SILENT: "shop-silent",
    Refusal.SHOP_REMOVED: "shop-silent",
}
_SOON = timedelta(minutes=1)


def refused(turn: Turn, refusal: Refusal, memory: Memory, done: WorkDone | None = None) -> Answer:
    """The words, another try where that makes sense, and the way to a person."""
    helper = person(turn, _REASONS[refusal])
    again = done.then if done and done.then in {"keys", "claim"} else "order"
    retry = [Choice(turn.say("button-again"), again)] if refusal is Refusal.NO_MATCH else []
    words = _words(turn, done, refusal)
    return offering(turn, words, [*retry, helper], memory.having_tried(f"refused:{refusal}"))


def _words(turn: Turn, done: WorkDone | None, refusal: Refusal) -> str:
    if refusal is Refusal.NO_KEYS and done and done.order:
        key = "no-keys-owed" if done.order.status in OWED else "no-keys-by-status"
        return turn.say(key, number=done.order.number, next=turn.say(next_of(done.order, done.paid)))
    if refusal in (Refusal.TOO_MANY_TRIES, Refusal.TOO_SOON):
        return turn.say(f"refused-{refusal}", wait=waiting_time(turn, (done and done.wait) or _SOON))
    if done and refusal in AWAY:
        return turn.say(_of_shop(done), shop=shop_name(turn, done.shop))
    return turn.say(f"refused-{refusal}")


def _of_shop(done: WorkDone) -> str:
    """Told at once, later, or no more."""
    if done.awaits is not None:
        return "refused-shop-silent-noted"
    return "refused-shop-silent-for-long" if done.late else f"refused-{done.refusal}"


def waiting_time(turn: Turn, wait: timedelta) -> str:
    """In the buyer's language."""
    return in_words(turn.words, turn.language, wait)
