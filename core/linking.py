"""One buyer, several messengers: makes codes, takes them, asks whether it is really him, tells what came of it. Pure.

A link needs proof (a code, or the same order proven twice) and the yes of both sides: who reads a code over a shoulder
lacks the yes of the one, who has a buyer send a stranger's code lacks that of the other."""

import re
from dataclasses import replace
from datetime import timedelta

from core.channelnames import channel_text
from core.choices import chosen, offering
from core.durations import in_words
from core.kin import (
    AnswerLink,
    IntroductionId,
    KinTold,
    KinWork,
    LinkByOrder,
    LinkNews,
    LinkStep,
    MakeLinkCode,
    Unlink,
    UseLinkCode,
)
from core.kinship import knowing
from core.linkcode import code_in, mark_of
from core.menu import invitation, menu_choices
from core.messages import SECRET_MARK, ButtonPressed, ContactOpened, MessageEdited, MessageReceived, Span, Style
from core.ports import Vault
from core.reading import gist, plea
from core.remembering import judged
from core.shop import OrderNo
from core.skills import to_buyer
from core.turns import NOTHING, Answer, AuditNote, Choice, Turn
from core.work import WorkDone

_LINK = re.compile(
    r"(?:我要|想)?(?:关联|绑定|合并)(?:一下)?(?:我的)?(?:账号|帐号|账户|聊天|其他聊天|别的聊天|微信|网页|telegram|discord|qq)?码?"
    r"|关联码|绑定码|link(?: code)?|link (?:my )?(?:accounts?|chats?|another chat|telegram|discord|wechat|web)"
    r"|vincular?(?: (?:mis? |otro )?(?:cuentas?|chats?|telegram|discord|wechat))?|codigo de vinculacion"
)
_UNLINK = re.compile(
    r"(?:取消|解除|断开)(?:我的|所有|全部)?(?:关联|绑定|合并)(?:账号|帐号|账户|聊天)?|解绑|取关联"
    r"|unlink(?: (?:my |all )?(?:accounts?|chats?))?|desvincular?(?: (?:mis? |este )?(?:cuentas?|chats?))?"
)
LINK_VALUES = frozenset({"link", "link-yes", "link-no", "link-order", "unlink"})
"""What stands before the colon in the values of our buttons."""


@judged
def wants_link(text: str) -> bool:
    return any(_LINK.fullmatch(form) for form in {gist(text), plea(text)})


@judged
def wants_unlink(text: str) -> bool:
    return any(_UNLINK.fullmatch(form) for form in {gist(text), plea(text)})


def speaks_of_linking(text: str) -> bool:
    return code_in(text) is not None or wants_link(text) or wants_unlink(text)


def link_choice(turn: Turn) -> Choice:
    return Choice(turn.say("button-link"), "link")


class Linking:
    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff:
            return None
        match turn.event:
            case WorkDone(silent=False) as done if done.work in _KINDS:
                return news(turn, done.link) if done.link else NOTHING
            case MessageEdited(body=body) if code_in(body.text):
                return Answer(redact=True)
            case MessageReceived() | ButtonPressed() | ContactOpened():
                return self._asked(turn)
        return None

    def _asked(self, turn: Turn) -> Answer | None:
        code, value = code_in(turn.text), chosen(turn)
        if code is not None:
            return self._used(turn, code)
        wanted = _wanted(turn, value)
        if wanted is None:
            return None
        if not turn.private:
            return invitation(turn, "link-in-private")
        memory = replace(turn.memory, waiting=None, misses=0)
        return Answer(work=(wanted,), remember=memory)

    def _used(self, turn: Turn, code: str) -> Answer:
        """Its text is kept nowhere; in a group everybody has read it."""
        if not turn.private:
            return replace(invitation(turn, "link-in-private"), redact=True)
        message = turn.event.message if isinstance(turn.event, MessageReceived) else None
        memory = replace(turn.memory, waiting=None, misses=0, redacted=message)
        return Answer(work=(UseLinkCode(mark_of(self._vault, code)),), remember=memory, redact=True)


_KINDS = frozenset(kind.__name__ for kind in KinWork.__args__)


def _wanted(turn: Turn, value: str | None) -> KinWork | None:
    if value is None:
        asks = MakeLinkCode() if wants_link(turn.text) else None
        return Unlink() if wants_unlink(turn.text) else asks
    kind, _, about = value.partition(":")
    match kind:
        case "link":
            return MakeLinkCode()
        case "unlink":
            return Unlink()
        case "link-order":
            return LinkByOrder(OrderNo(about))
        case "link-yes" | "link-no":
            return AnswerLink(IntroductionId(about), yes=kind == "link-yes")
        case _:
            return None


def heard(turn: Turn, told: KinTold) -> Answer:
    """Something happened in another chat of this buyer."""
    memory = knowing(turn.memory, told.view) if told.view else turn.memory
    if told.news is None:
        return Answer(remember=memory)
    known = replace(turn, conversation=replace(turn.conversation, memory=memory))
    answer = news(known, told.news)
    return replace(answer, remember=answer.remember or memory, audit=_noted(turn, told.news))


def _noted(turn: Turn, told: LinkNews) -> tuple[AuditNote, ...]:
    """Links and their ends are for the record, on both sides."""
    if told.step not in (LinkStep.LINKED, LinkStep.UNLINKED):
        return ()
    who = turn.conversation.buyer.id
    return (AuditNote(f"chat.{told.step}", f"{turn.conversation.where.key} {told.channel or ''}".strip(), who),)


def news(turn: Turn, told: LinkNews) -> Answer:
    """What this buyer hears."""
    if told.code is not None:
        return _code(turn, told)
    choices = _choices(turn, told)
    text = turn.say(
        _key(told),
        channel=channel_text(turn.words, turn.language, told.channel or ""),
        order=(told.order or "")[-6:],
        wait=in_words(turn.words, turn.language, told.wait or timedelta(minutes=1)),
    )
    return offering(turn, text, choices) if choices else Answer(say=(to_buyer(turn, text),), remember=turn.memory)


def _key(told: LinkNews) -> str:
    if told.step is LinkStep.ASKED:
        return "link-asked-order" if told.order else "link-asked"
    if told.step is LinkStep.UNLINKED:
        return "link-unlinked-there" if told.channel else "link-unlinked"
    return f"link-{told.step}"


def _choices(turn: Turn, told: LinkNews) -> list[Choice]:
    yes, no = turn.say("button-link-yes"), turn.say("button-link-no")
    match told.step:
        case LinkStep.OFFERED | LinkStep.ASKED:
            return [Choice(yes, f"link-yes:{told.id}"), Choice(no, f"link-no:{told.id}")]
        case LinkStep.MET:
            return [Choice(yes, f"link-order:{told.order}"), *turn.memory.choices]
        case LinkStep.LINKED:
            return [Choice(turn.say("button-mine"), "mine"), Choice(turn.say("button-unlink"), "unlink")]
        case LinkStep.WRONG:
            return [link_choice(turn)]
        case LinkStep.UNLINKED | LinkStep.ALONE | LinkStep.DECLINED:
            return menu_choices(turn)
        case _:
            return []


def _code(turn: Turn, told: LinkNews) -> Answer:
    """To copy at a tap; sealed until it is sent."""
    text = f"{turn.say('link-code')}\n{SECRET_MARK}\n{turn.say('link-code-how')}"
    at = text.index(SECRET_MARK)
    secret = (told.code,) if told.code else ()
    message = replace(to_buyer(turn, text), secret=secret, fleeting=True, spans=(Span(at, at + 1, Style.CODE),))
    return Answer(say=(message,), remember=turn.memory)
