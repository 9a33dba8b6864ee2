"""A conversation as tests write it: the buyer says, the bot answers, agents see their thread."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import TypeVar, cast

from config.texts import load_words
from core.claimrules import ClaimRules
from core.engine import Engine
from core.keyremoval import KeyRemoval
from core.membership import Acquaintance
from core.messages import (
    AccountId,
    Address,
    Body,
    Button,
    ButtonPressed,
    ChannelName,
    ChatId,
    ContactClosed,
    ContactOpened,
    Event,
    EventId,
    Media,
    MediaKind,
    MediaRef,
    MessageDeleted,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    OutgoingMessage,
    Person,
    PersonId,
    Reacted,
    ThreadId,
    TimerRang,
)
from core.orders import OrderSettings
from core.proof import ProofPolicy
from core.reported import DeliveryReported, DeliveryState, ThreadReplaced
from core.shop import OrderNo
from core.turns import Answer, AuditNote, Conversation, ConversationId, Memory, Ticket, Timer
from core.work import Refusal, Work, WorkDone
from handoff.cards import DeskSettings
from tests.unit.core.brain import brain
from tests.unit.core.fakeshop import NOON, NUMBER, OTHER, FakeShop, Sale, an_order

E = TypeVar("E", bound=Event)
D = TypeVar("D", bound="Dialogue")
WORDS = load_words()
CHAT = Address(ChannelName("web"), AccountId("shop"), ChatId("buyer-1"))
ROOM = Address(ChannelName("web-staff"), AccountId("main"), ChatId("room"))


class Dialogue:
    """One buyer, one shop, one staff room; every event goes through the real engine."""

    def __init__(
        self, language: str | None = "zh-CN", *, private: bool = True, settings: DeskSettings | None = None
    ) -> None:
        self.shop = FakeShop({NUMBER: Sale(an_order()), OTHER: Sale(an_order(OTHER), password="", keys=("XYZ-9",))})
        self.policy = ProofPolicy()
        self.removal = KeyRemoval()
        self.claim_rules = ClaimRules()
        self.acquaintance = Acquaintance()
        self.settings = settings or DeskSettings(ROOM)
        self.now = NOON
        self.private = private
        self.agents_room = ROOM
        person = Person(PersonId("b1"), "小明", language)
        self.conversation = Conversation(ConversationId(35), CHAT, person, Memory())
        self.said: list[OutgoingMessage] = []
        self.thread: list[OutgoingMessage] = []
        self.audit: list[AuditNote] = []
        self.answers: list[Answer] = []
        self.work: list[Work] = []
        self.timers: dict[str, tuple[datetime, Timer]] = {}
        self._ids = count(1)

    # ------------------------------------------------------------------ the buyer

    def says(
        self, text: str, *, media: Sequence[Media] = (), unread: Sequence[str] = (), origin: str = "", via: str = ""
    ) -> MessageRef:
        self.said, self.thread = [], []
        message = MessageId(f"m{next(self._ids)}")
        more = {"message": message, "body": Body(text, tuple(media), tuple(unread)), "origin": origin, "via": via}
        self.happens(self._by_buyer(MessageReceived, private=self.private, **more))
        return MessageRef(CHAT, message)

    def sends_picture(self, text: str = "", kind: MediaKind = MediaKind.IMAGE) -> MessageRef:
        return self.says(text, media=[picture(kind)])

    def sends_album(self, *captions: str) -> list[MessageRef]:
        """One picture for each; the parts come one by one."""
        return [self._part(self._by_buyer, caption) for caption in captions]

    def _part(self, by: Callable[..., MessageReceived], caption: str) -> MessageRef:
        self.said, self.thread = [], []
        message = MessageId(f"p{next(self._ids)}")
        event = by(MessageReceived, message=message, body=Body(caption, (picture(),)), album="A")
        self.happens(event)
        return MessageRef(event.where, message)

    def presses(self, label: str) -> None:
        """The last button of that label that the buyer has seen."""
        self.presses_value(next(b.value for b in reversed(self._buttons(self.said)) if b.label == label))

    def presses_value(self, value: str) -> None:
        self.said, self.thread = [], []
        self.happens(self._by_buyer(ButtonPressed, value=value, private=self.private))

    def opens(self, payload: str = "", *, silently: bool = False) -> None:
        self.said, self.thread = [], []
        self.happens(self._by_buyer(ContactOpened, payload=payload, private=self.private, silently=silently))

    def leaves(self) -> None:
        self.said, self.thread = [], []
        self.happens(self._by_buyer(ContactClosed))

    def edits(self, ref: MessageRef, text: str) -> None:
        self.said, self.thread = [], []
        self.happens(self._by_buyer(MessageEdited, message=ref.id, body=Body(text)))

    def deletes(self, ref: MessageRef) -> None:
        self.said, self.thread = [], []
        self.happens(self._by_buyer(MessageDeleted, message=ref.id))

    def reacts(self, ref: MessageRef, *emojis: str) -> None:
        self.said, self.thread = [], []
        self.happens(self._by_buyer(Reacted, message=ref.id, emojis=emojis))

    # ------------------------------------------------------------------ the agents

    def agent(self, text: str, name: str = "小王", media: Sequence[Media] = (), **more: object) -> MessageRef:
        """`more`: of the event (reply_to, origin), and `unread`."""
        self.said, self.thread = [], []
        message = MessageId(f"a{next(self._ids)}")
        body = Body(text, tuple(media), cast(tuple[str, ...], more.pop("unread", ())))
        event = self._by_agent(MessageReceived, name, message=message, body=body, **more)
        self.happens(event)
        return MessageRef(event.where, message)

    def agent_sends_album(self, *captions: str) -> list[MessageRef]:
        return [self._part(partial(self._by_agent, name="小王"), caption) for caption in captions]

    def agent_reacts(self, ref: MessageRef, *emojis: str) -> None:
        self.said, self.thread = [], []
        self.happens(self._by_agent(Reacted, "小王", message=ref.id, emojis=emojis))

    def agent_presses(self, value: str, name: str = "小王") -> None:
        self.said, self.thread = [], []
        self.happens(self._by_agent(ButtonPressed, name, value=value))

    def agent_edits(self, ref: MessageRef, text: str, name: str = "小王") -> None:
        self.said, self.thread = [], []
        self.happens(self._by_agent(MessageEdited, name, message=ref.id, body=Body(text)))

    def agent_deletes(self, ref: MessageRef, name: str = "小王") -> None:
        self.said, self.thread = [], []
        self.happens(self._by_agent(MessageDeleted, name, message=ref.id))

    # ------------------------------------------------------------------ the world

    def later(self, **much: float) -> None:
        """Time passes; timers that are due ring."""
        self.said, self.thread = [], []
        self.now += timedelta(**much)
        for name, (at, timer) in sorted(self.timers.items()):
            if at <= self.now:
                del self.timers[name]
                self.happens(self._by_buyer(TimerRang, name=name, data=timer.data))

    def thread_is_replaced(self) -> None:
        """Somebody has deleted it, and the courier has opened a new one."""
        self.said, self.thread = [], []
        self.happens(self._event(ThreadReplaced, CHAT, Person(PersonId("courier")))(room=self.agents_room))

    def undelivered(self, why: str, *, secret: bool = False, held: bool = False, of: MessageRef | None = None) -> None:
        self.said, self.thread = [], []
        state = DeliveryState.HELD if held else DeliveryState.REFUSED
        told = self._event(DeliveryReported, CHAT, Person(PersonId("courier")))
        self.happens(told(delivery="35.7", state=state, why=why, mirrored=of, secret=secret))

    def waits(self, *, of: MessageRef) -> None:
        """The platform lets that one through only when the person has written again."""
        self.said, self.thread = [], []
        told = self._event(DeliveryReported, CHAT, Person(PersonId("courier")))
        self.happens(told(delivery="35.8", state=DeliveryState.WAITS, why="ReplyWindowClosed", mirrored=of))

    def shop_is_back(self) -> None:
        """What it was asked meanwhile is answered, the first question first."""
        self.said, self.thread = [], []
        self.shop.away, unanswered, self.shop.unanswered = "", self.shop.unanswered, []
        for done, work in unanswered:
            self.happens(self.shop.do(work, replace(done, at=self.now)))

    def shop_stays_away(self) -> None:
        """For so long that it is asked no more."""
        self.said, self.thread = [], []
        unanswered, self.shop.unanswered = self.shop.unanswered, []
        for done, _ in unanswered:
            self.happens(replace(done, at=self.now, refusal=Refusal.SHOP_SILENT, shop=self.shop.away))

    def happens(self, event: Event) -> None:
        """One event through the engine, and then the outcomes of the work that it asked for."""
        answer = self.engine().answer(event, self.conversation)
        self.answers.append(answer)
        if isinstance(event, MessageReceived) and not answer.redact:
            self.shop.words.append(event)
        self.audit += answer.audit
        self.work += answer.work
        self._hear(answer)
        self.conversation = replace(
            self.conversation,
            memory=answer.remember or self.conversation.memory,
            ticket=answer.ticket or self.conversation.ticket,
        )
        self.timers.update({timer.name: (self.now + timer.after, timer) for timer in answer.schedule})
        for name in answer.cancel:
            self.timers.pop(name, None)
        for work in answer.work:
            done = self._event(WorkDone, self.conversation.where, Person(PersonId("shop")))
            self.happens(self.shop.do(work, done(work=type(work).__name__)))

    def engine(self) -> Engine:
        settings = replace(self.settings, removal=self.removal)
        orders = OrderSettings(policy=self.policy, removal=self.removal)
        return brain(settings, orders, self.claim_rules, self.acquaintance, self._rooms, WORDS)

    # ------------------------------------------------------------------ what was heard

    @property
    def bot(self) -> str:
        """What the buyer has just been told, all of it."""
        return "\n".join(message.text for message in self.said)

    @property
    def room(self) -> str:
        """What the agents have just been shown."""
        return "\n".join(message.text for message in self.thread)

    @property
    def memory(self) -> Memory:
        return self.conversation.memory

    @property
    def ticket(self) -> Ticket:
        assert self.conversation.ticket is not None, "nobody has opened a ticket"
        return self.conversation.ticket

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self._buttons(self.said)]

    def asked_for(self, kind: type[Work]) -> list[Work]:
        return [work for work in self.work if isinstance(work, kind)]

    def _hear(self, answer: Answer) -> None:
        for message in answer.say:
            assert message.text or message.media or message.deletes or message.reacts_to, "an empty message"
            (self.thread if message.to.whole_chat in self._rooms else self.said).append(message)

    @property
    def _rooms(self) -> frozenset[Address]:
        return frozenset({ROOM, *self.settings.rooms.named.values()})

    @staticmethod
    def _buttons(messages: Sequence[OutgoingMessage]) -> list[Button]:
        return [button for message in messages for row in message.buttons for button in row]

    def _by_buyer(self, kind: Callable[..., E], **more: object) -> E:
        return self._event(kind, CHAT, self.conversation.buyer)(**more)

    def _by_agent(self, kind: Callable[..., E], name: str, **more: object) -> E:
        agent = Person(PersonId(f"agent-{name}"), name)
        return self._event(kind, replace(self.agents_room, thread=ThreadId("t35")), agent)(**more)

    def _event(self, kind: Callable[..., E], where: Address, sender: Person) -> Callable[..., E]:
        return partial(kind, id=EventId(f"e{next(self._ids)}"), at=self.now, where=where, sender=sender)


def picture(kind: MediaKind = MediaKind.IMAGE) -> Media:
    return Media(kind, MediaRef("file-1"), CHAT, "screenshot.png", "image/png", 1000)


def proven(dialogue: D, number: OrderNo = NUMBER) -> D:
    """A buyer who has proven that order already."""
    sale = dialogue.shop.sales[number]
    dialogue.says(f"{number} {sale.contact} {'密码：' + sale.password if sale.password else '没有密码'}")
    assert number in {order.number for order in dialogue.memory.proven}
    return dialogue
