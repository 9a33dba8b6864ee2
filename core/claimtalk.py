"""What is said while a claim is made: the questions, what is taken as an answer, and why it may not go on. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from core.choices import offering
from core.claiming import FOREIGN, KEY, Claim, FileClaim, Given, Snag
from core.claimrules import ERROR, KNOWN, SCREENSHOT
from core.claimwishes import has_none
from core.masking import mask_keys_in, without_marks
from core.menu import person
from core.messages import MediaKind, MessageReceived
from core.ordercard import when
from core.reading import WAITS
from core.turns import Answer, AuditNote, Choice, Handover, Turn

STOP = "claimstop"
REASON = "key-claim"
_SEEN = frozenset({MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.FILE})
_PICTURES, _WORDS = 6, 200


def asking(turn: Turn) -> Claim | None:
    """The claim whose question is open: nothing else has been offered since."""
    claim = turn.memory.claim
    if claim is None or claim.filed or not claim.asked or turn.event.at - claim.at > WAITS:
        return None
    return claim if any(choice.value == STOP for choice in turn.memory.choices) else None


def day(turn: Turn, moment: datetime, zone: ZoneInfo) -> str:
    """ "11月20日"."""
    local = moment.astimezone(zone)
    now = turn.event.at.astimezone(zone)
    key = "claim-day" if local.year == now.year else "claim-day-year"
    return turn.say(key, day=str(local.day), month=turn.say(f"month-{local.month}"), year=str(local.year))


# ---------------------------------------------------------------------- the checklist


def begun(turn: Turn, claim: Claim, zone: ZoneInfo) -> Answer:
    """The key is known: the first question, or the ticket at once where nothing is asked."""
    assert claim.key is not None
    until = day(turn, claim.until, zone) if claim.until else ""
    key = "claim-begun-until" if until else "claim-begun"
    heading = turn.say(key, number=claim.order.number, key=claim.key.masked, until=until)
    return _next(turn, _seen(claim), heading)


def told(turn: Turn, claim: Claim) -> Answer:
    """An answer in words, a picture, or both."""
    media = turn.event.body.media if isinstance(turn.event, MessageReceived) else ()
    shown = tuple(one for one in media if one.kind in _SEEN)
    claim = replace(claim, pictures=(*claim.pictures, *shown)[:_PICTURES])
    words = mask_keys_in(turn.text.strip())[:_WORDS]
    if words:
        return questioned(turn, claim, words="" if has_none(turn.text) else words)
    if not shown:
        return _asked(turn, claim, turn.say("claim-not-read"))
    if claim.asked in {ERROR, SCREENSHOT}:
        return questioned(turn, claim)
    return _asked(turn, _seen(claim), turn.say("claim-picture"))


def questioned(turn: Turn, claim: Claim, words: str = "", *, skip: bool = False) -> Answer:
    """The open question has its answer: the next one."""
    if claim.asked == KEY:
        return _which_key(turn, claim)
    seen = claim.asked in {ERROR, SCREENSHOT} and bool(claim.pictures) and not skip
    given = () if seen and not words else (Given(claim.asked, words),)
    after = replace(claim, given=(*claim.given, *given))
    return _next(turn, _seen(after))


def _seen(claim: Claim) -> Claim:
    """A picture counts as the screenshot."""
    left = tuple(one for one in claim.left if one != SCREENSHOT) if claim.pictures else claim.left
    return replace(claim, left=left)


def _next(turn: Turn, claim: Claim, heading: str = "") -> Answer:
    if not claim.left:
        return _filed(turn, claim)
    return _asked(turn, replace(claim, asked=claim.left[0], left=claim.left[1:]), heading)


def _asked(turn: Turn, claim: Claim, heading: str = "") -> Answer:
    question = turn.say(f"claim-ask-{claim.asked}") if claim.asked in KNOWN else without_marks(claim.asked)
    text = "\n".join(filter(None, (heading, question)))
    skip = turn.say("button-claim-no-picture" if claim.asked == SCREENSHOT else "button-claim-skip")
    choices = [Choice(skip, "claimskip"), _stop(turn), person(turn, REASON)]
    return _offered(turn, replace(claim, at=turn.event.at), text, choices)


def _filed(turn: Turn, claim: Claim) -> Answer:
    """To the agents, with all that has been told."""
    assert claim.key is not None
    filed = replace(claim, asked="", filed=True, at=turn.event.at)
    reason = " · ".join(one.words for one in claim.given if one.words)[:_WORDS]
    number, buyer = claim.order.number, turn.conversation.buyer.id
    memory = replace(turn.memory, claim=filed, choices=(), misses=0, greeted=True)
    return Answer(
        work=(FileClaim(claim.order, claim.key.mark, claim.key.masked, reason),),
        remember=memory.having_tried(f"claimed:{number}"),
        handover=Handover(REASON),
        audit=(AuditNote("claim.filed", f"{number} {claim.key.masked}", buyer),),
    )


# ---------------------------------------------------------------------- which key, and why it does not go on


def snagged(turn: Turn, claim: Claim, zone: ZoneInfo) -> Answer:
    """Which key is it; or why that one is not claimed so simply, and what can be done."""
    snag, number = claim.snag, claim.order.number
    if snag is None or snag in FOREIGN:
        answer = _which_key(turn, claim)
    else:
        answer = _offered(turn, replace(claim, asked=""), _why(turn, claim, snag, zone), _ways_on(turn, claim, snag))
    if snag is None:
        return answer
    masked = claim.key.masked if claim.key else ""
    note = AuditNote(f"claim.{snag}", f"{number} {masked}".strip(), turn.conversation.buyer.id)
    return replace(answer, audit=(note,))


def _which_key(turn: Turn, claim: Claim) -> Answer:
    keys = [Choice(one.masked, f"claimkey:{one.ref}") for one in claim.keys]
    another = [Choice(turn.say("button-another-order"), "claim:new")] if claim.snag else []
    text = turn.say(f"claim-{claim.snag}" if claim.snag else "claim-ask-key", number=claim.order.number)
    choices = [*keys, *another, _stop(turn), person(turn, REASON)]
    return _offered(turn, replace(claim, asked=KEY, key=None, at=turn.event.at), text, choices)


def _why(turn: Turn, claim: Claim, snag: Snag, zone: ZoneInfo) -> str:
    key = claim.key
    if key is None:
        return turn.say("claim-no-keys", number=claim.order.number)
    if snag is Snag.LATE and claim.until is not None:
        return turn.say("claim-late", key=key.masked, until=day(turn, claim.until, zone))
    if snag is Snag.REPLACED:
        return turn.say("claim-replaced", key=key.masked, new=key.new)
    since = max((one.at for one in key.earlier if one.same), default=turn.event.at)
    told_at = when(turn.words, turn.language, since, turn.event.at, zone)
    return turn.say("claim-open", key=key.masked, time=told_at)


def _ways_on(turn: Turn, claim: Claim, snag: Snag) -> Sequence[Choice]:
    helper = person(turn, "no-key" if snag is Snag.NO_KEYS else REASON)
    if snag is Snag.REPLACED:
        number = claim.order.number
        others = [Choice(turn.say("button-claim-other-key"), f"claim:{number}")] if claim.count > 1 else []
        return [Choice(turn.say("button-keys-again"), f"keys:{number}"), *others, helper]
    return [helper, Choice(turn.say("button-mine"), "mine")]


def _stop(turn: Turn) -> Choice:
    return Choice(turn.say("button-cancel"), STOP)


def _offered(turn: Turn, claim: Claim, text: str, choices: Sequence[Choice]) -> Answer:
    memory = replace(turn.memory, claim=claim, misses=0, greeted=True, waiting=None)
    return offering(turn, text, choices, memory)
