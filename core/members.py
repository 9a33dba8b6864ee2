"""Buyers whom their shop knows by the messenger: recognised without a question, or introduced by a code that the shop
mails to its member. Pure."""

import re
from dataclasses import dataclass, field, replace

from core.asking import Asking
from core.choices import chosen, offering
from core.fallback import still_asked
from core.masking import mask_contact
from core.membership import Acquaintance, BindMember, MemberStep, MemberTold, RecogniseBuyer, SendMemberCode
from core.menu import person
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from core.ordernumbers import Told, told
from core.orders import OrderSettings
from core.ports import Vault
from core.proof import proven_order, remembering
from core.reading import fold
from core.refusals import refused
from core.shop import OrderNo
from core.skills import to_buyer
from core.turns import NOTHING, Answer, Asked, AuditNote, Choice, Turn, Waiting
from core.wishes import gives_up, speaks_of_keys
from core.work import FetchKeys, FindOrder, ListOrders, Refusal, Work, WorkDone

_CODE = re.compile(r"(?<![0-9a-z])[0-9]{4,8}(?![0-9a-z])")
_LONGEST, _LISTED = 60, 8
_ASKED = frozenset({Asked.MEMBER_MAIL, Asked.MEMBER_CODE})


@dataclass(frozen=True, slots=True)
class Members:
    vault: Vault
    settings: OrderSettings = field(default_factory=OrderSettings)
    shops: Acquaintance = field(default_factory=Acquaintance)

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff or not turn.private or turn.conversation.where.channel not in self.shops.knows:
            return None
        match turn.event:
            case WorkDone(member=MemberTold() as news):
                return self._told(turn, news)
            case WorkDone(refusal=Refusal.NO_MATCH, work="VerifyBuyer") as done if self._binds(turn):
                return _or_as_member(turn, refused(turn, Refusal.NO_MATCH, turn.memory, done))
            case MessageReceived() | ButtonPressed() | ContactOpened():
                return self._heard(turn, still_asked(turn.memory.waiting, turn.event.at))
        return None

    def _binds(self, turn: Turn) -> bool:
        return turn.conversation.where.channel in self.shops.binds

    def _heard(self, turn: Turn, waiting: Waiting | None) -> Answer | None:
        value = chosen(turn)
        if value is not None:
            return self._picked(turn, waiting, value)
        heard = told(turn.text, self.settings.numbers)
        if heard.number is not None:
            return self._numbered(turn, waiting, heard, heard.number)
        if waiting is None or waiting.asked not in _ASKED or gives_up(turn.text):
            return None
        if "@" in heard.contact:
            return _sending(turn, waiting, heard.contact)
        code = _CODE.search(fold(turn.text[:_LONGEST])) if waiting.asked is Asked.MEMBER_CODE else None
        return self._binding(turn, waiting, code[0]) if code else None

    def _picked(self, turn: Turn, waiting: Waiting | None, value: str) -> Answer | None:
        kind, _, about = value.partition(":")
        if kind == "member" and self._binds(turn):
            return _asking_mail(turn, waiting or Waiting(asked=Asked.MEMBER_MAIL, at=turn.event.at))
        number = self.settings.numbers.find(about) if kind == "order" and about else None
        return self._numbered(turn, None, Told(), number) if number else None

    def _numbered(self, turn: Turn, waiting: Waiting | None, heard: Told, number: OrderNo) -> Answer | None:
        """Who tells more than the number has his proof at hand; of what is proven nothing is asked."""
        if heard.contact or heard.password or heard.no_password or proven_order(turn.memory.proven, number):
            return None
        if waiting is not None and waiting.order == number:
            return None
        then = "keys" if speaks_of_keys(turn.text) else waiting.then if waiting else "order"
        asked = waiting if waiting and waiting.asked not in _ASKED else Waiting(asked=Asked.CONTACT, at=turn.event.at)
        asked = replace(asked, asked=Asked.CONTACT, at=turn.event.at, order=number, then=then)
        memory = replace(turn.memory, waiting=asked, choices=(), misses=0, greeted=True)
        return Answer(work=(RecogniseBuyer(number, then),), remember=memory)

    def _binding(self, turn: Turn, waiting: Waiting, code: str) -> Answer:
        return Answer(work=(BindMember(waiting.contact, self.vault.seal(code), waiting.order),), remember=turn.memory)

    def _told(self, turn: Turn, news: MemberTold) -> Answer:
        waiting = turn.memory.waiting
        match news.step:
            case MemberStep.STRANGER:
                return self._go_on(turn, waiting) if waiting and waiting.order == news.number else NOTHING
            case MemberStep.BOUND:
                return _bound(turn, news)
            case MemberStep.REFUSED:
                memory = replace(turn.memory, waiting=None)
                return offering(turn, turn.say("member-refused"), [person(turn, "cannot-prove")], memory)
            case step:
                key = "ask-member-code" if step is MemberStep.SENT else "member-wrong"
                mail = mask_contact(waiting.contact) if waiting else ""
                choices = [_again(turn), Choice(turn.say("button-cancel"), "cancel"), person(turn, "cannot-prove")]
                return offering(turn, turn.say(key, mail=mail), choices)

    def _go_on(self, turn: Turn, waiting: Waiting) -> Answer:
        """Unless he has told more meanwhile, he is asked now."""
        if waiting.asked is not Asked.CONTACT:
            return NOTHING
        question = Asking(self.vault, self.settings.numbers).go_on(turn, waiting)
        return _or_as_member(turn, question) if self._binds(turn) else question


def _asking_mail(turn: Turn, waiting: Waiting) -> Answer:
    asked = replace(waiting, asked=Asked.MEMBER_MAIL, at=turn.event.at)
    choices = [Choice(turn.say("button-cancel"), "cancel"), person(turn, "cannot-prove")]
    return offering(turn, turn.say("ask-member-mail"), choices, replace(turn.memory, waiting=asked, misses=0))


def _sending(turn: Turn, waiting: Waiting, mail: str) -> Answer:
    asked = replace(waiting, asked=Asked.MEMBER_CODE, at=turn.event.at, contact=mail)
    memory = replace(turn.memory, waiting=asked, choices=(), misses=0)
    return Answer(work=(SendMemberCode(mail, waiting.order),), remember=memory)


def _again(turn: Turn) -> Choice:
    return Choice(turn.say("button-member-again"), "member")


def _or_as_member(turn: Turn, answer: Answer) -> Answer:
    """The same, with the other way to prove it."""
    if answer.remember is None or not answer.say:
        return answer
    first = Choice(turn.say("button-member"), "member")
    return replace(
        offering(turn, answer.say[0].text, [first, *answer.remember.choices], answer.remember), work=answer.work
    )


def _bound(turn: Turn, news: MemberTold) -> Answer:
    """Then what he wanted the proof for."""
    memory = replace(turn.memory, waiting=None, misses=0)
    for order in news.proven:
        memory = replace(memory, proven=remembering(memory.proven, order))
    then = turn.memory.waiting.then if turn.memory.waiting else "order"
    meant = proven_order(memory.proven, news.number) if news.number else None
    work: tuple[Work, ...] = (FetchKeys(meant) if then == "keys" else FindOrder(meant),) if meant else ()
    if not work and news.proven:
        work = (ListOrders(news.proven[-_LISTED:]),)
    said = to_buyer(turn, turn.say("member-bound" if work else "member-bound-none"))
    note = AuditNote("member.bound", turn.conversation.where.key, turn.conversation.buyer.id)
    return Answer(say=(said,), work=work, remember=memory, audit=(note,))
