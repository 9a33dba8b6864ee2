"""A FAQ of two questions, for dialogues."""

from dataclasses import replace

from core.choices import chosen
from core.messages import ButtonPressed, MessageReceived
from core.skills import to_buyer
from core.turns import Answer, Handover, Turn

FAQ = {"怎么退款": "七天内没用过的可以退。", "how do refunds work": "Unused keys can be returned within 7 days."}


class TinyFaq:
    """Answers what stands in FAQ; "stolen" is urgent."""

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff or not isinstance(turn.event, MessageReceived | ButtonPressed):
            return None
        if chosen(turn) == "faq":
            return Answer(say=(to_buyer(turn, "FAQ list"),))
        memory = replace(turn.memory, misses=0).having_tried(f"faq:{turn.text}")
        if turn.text == "account stolen":
            said = to_buyer(turn, "Change your password first.")
            return Answer(say=(said,), remember=memory, handover=Handover("faq-priority"))
        if turn.text == "refund maybe":
            guessed = turn.memory.having_tried("faq-offered:refunds")
            return Answer(say=(to_buyer(turn, "Did you mean refunds?"),), remember=guessed)
        text = FAQ.get(turn.text.rstrip("?？"))
        return Answer(say=(to_buyer(turn, text),), remember=memory) if text else None
