"""What agents see of a key that does not work, at one look; and the buyer's pictures of it. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from core.channelnames import channel_text
from core.claiming import Claim, Earlier
from core.claimrules import KNOWN, SCREENSHOT
from core.masking import without_marks
from core.messages import Button, Event, MessageReceived, OutgoingMessage
from core.ordercard import when
from core.proof import proven_order
from core.reading import WAITS
from core.skills import to_buyer
from core.turns import Answer, Turn
from handoff.aftersales import replace_value
from handoff.cards import Card, buyer_text


def claim_lines(card: Card, event: Event) -> tuple[OutgoingMessage, ...]:
    """For the thread; nothing without a claim, or when it is long past. What `event` brings is shown anyway."""
    claim = card.conversation.memory.claim
    if claim is None or card.at - claim.at > WAITS:
        return ()
    number, key = claim.order.number, claim.key
    values = {
        "replace": replace_value(number, key.mark) if key else f"desk:replace:{number}",
        "refund": f"desk:refund:{number}",
    }
    buttons = tuple(Button(card.say(f"desk-button-{name}"), value) for name, value in values.items())
    told = replace(card.message("\n".join(_lines(card, claim))), buttons=(buttons,))
    here = event.body.media if isinstance(event, MessageReceived) else ()
    before = [one for one in claim.pictures if one not in here]
    return (told, *(replace(card.message(""), media=(one,), author=card.buyer) for one in before))


def filed(turn: Turn, card: Card, answer: Answer) -> Answer:
    """A claim that was made while a person is in charge already: into his thread."""
    memory = answer.remember
    if memory is None or memory.claim is None or not memory.claim.filed:
        return answer
    after = replace(card, conversation=replace(card.conversation, memory=memory))
    told = to_buyer(turn, turn.say("claim-passed-on"))
    line = claim_lines(after, turn.event)[:1]  # his pictures have been shown as they came
    return replace(answer, say=(*answer.say, told, *line), remember=replace(memory, claim=None))


def _lines(card: Card, claim: Claim) -> Iterator[str]:
    known = proven_order(card.conversation.memory.proven, claim.order.number) or claim.order
    product = claim.key.title if claim.key and claim.key.title else ", ".join(known.products[:1])
    yield card.say("desk-claim" if claim.filed else "desk-claim-unfinished")
    yield without_marks(" · ".join(filter(None, (claim.order.number, product))))
    if claim.key is not None:
        yield card.say("desk-claim-key", key=claim.key.masked, count=claim.count)
        yield from (_earlier(card, one) for one in claim.key.earlier[-5:])
    if claim.until is not None:
        over = card.at > claim.until
        yield card.say("desk-claim-over" if over else "desk-claim-until", time=_when(card, claim.until))
    if claim.incident is not None:
        yield card.say("desk-claim-incident", id=str(claim.incident.id))
    if claim.snag is not None:
        yield card.say(f"desk-claim-{claim.snag}", new=claim.key.new if claim.key else "")
    yield from (_given(card, one.what, one.words) for one in claim.given)
    if claim.pictures:
        yield card.say("desk-claim-pictures", count=len(claim.pictures))


def _earlier(card: Card, one: Earlier) -> str:
    channel = channel_text(card.words, card.settings.language, one.channel)
    buyer = buyer_text(card.words, card.settings.language, one.name)
    key = "desk-claim-again" if one.same else "desk-claim-by-other"
    return card.say(key, buyer=buyer, channel=channel, time=_when(card, one.at))


def _given(card: Card, what: str, words: str) -> str:
    """In place of the screenshot words are something else that he wanted to say."""
    asked = "more" if what == SCREENSHOT and words else what
    label = card.say(f"desk-claim-said-{asked}") if what in KNOWN else without_marks(what)
    return card.say("desk-claim-said", label=label, words=without_marks(words) or card.say("desk-claim-none"))


def _when(card: Card, moment: datetime) -> str:
    return when(card.words, card.settings.language, moment, card.at, card.settings.zone)
