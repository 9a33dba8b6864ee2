"""What a turn teaches the FAQ is stored with the turn, read by time, and forgotten in time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from core.engine import Engine
from core.errors import StoreUnavailable
from core.hearing import heard
from core.lessons import Heard, Outcome, Voted
from core.messages import Body, EventId, MessageId, MessageReceived, OutgoingMessage
from core.turns import Answer, Turn
from faq.asked import QuestionLog, Votes
from storage.database import Database
from storage.door import Door
from storage.kinbook import KinRow
from storage.memory.door import DoorInMemory
from storage.memory.kept import Kept
from storage.memory.question_log import QuestionLogInMemory
from storage.question_log import QuestionLogInSql
from tests.contracts.conftest import Place
from tests.contracts.engine.script import NoDesk, sorry, wrote

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=365)


class Learns:
    """Learns what the message says: "ask refund how long?" is answered by the entry refund, "good refund" a vote."""

    def answer(self, turn: Turn) -> Answer | None:
        verb, _, rest = turn.text.partition(" ")
        entry, _, words = rest.partition(" ")
        name, on_trial = entry.removesuffix("*"), entry.endswith("*")
        said = OutgoingMessage(to=turn.conversation.where, text="ok")
        match verb:
            case "ask" | "guess":
                outcome = Outcome.ANSWERED if verb == "ask" else Outcome.SUGGESTED
                lessons = heard(replace(turn, text=words), outcome, name, 0.75, trial=on_trial)
                return Answer(say=(said,), lessons=lessons)
            case "pass":
                return Answer(lessons=heard(replace(turn, text=rest), Outcome.PASSED))
            case "good" | "bad":
                return Answer(lessons=(Voted(entry=name, language="zh", helped=verb == "good", trial=on_trial),))
            case "english":
                return Answer(lessons=(Voted(entry=words, language="en", helped=entry == "good"),))
            case "boom":
                raise ValueError(rest)
        return Answer(say=(said,))


@dataclass
class Shop:
    """A door behind which everything is learnt, and what was learnt."""

    door: Door | DoorInMemory
    log: QuestionLog

    async def hears(self, *texts: str, buyer: str = "ming", at: datetime = NOON) -> None:
        await self.door.accept([replace(wrote(text, buyer, f"{at} {buyer} {text}"), at=at) for text in texts])

    async def texts(self, since: datetime = LONG_AGO) -> list[str]:
        return [question.heard.text for question in await self.log.questions(since)]


def engine() -> Engine:
    return Engine([Learns()], NoDesk(), lambda _language, key, **_: key, frozenset())


@pytest.fixture
async def shop(any_place: Place) -> AsyncIterator[Shop]:
    if any_place.kind == "memory":
        kept = Kept()
        yield Shop(DoorInMemory(kept, engine(), sorry), QuestionLogInMemory(kept))
        return
    async with any_place.opened() as database:
        door = Door(database, engine(), sorry)
        await door.open(lambda _: None)
        yield Shop(door, QuestionLogInSql(database))


class TestQuestions:
    async def test_nothing_was_asked_yet(self, shop: Shop) -> None:
        assert await shop.log.questions(LONG_AGO) == []
        assert await shop.log.votes(LONG_AGO) == []

    async def test_a_question_is_kept_with_its_fate(self, shop: Shop) -> None:
        await shop.hears("ask refund* 怎么退款", "pass 有没有女朋友", at=NOON)
        passed, answered = await shop.log.questions(LONG_AGO)
        assert answered.heard == Heard(
            text="怎么退款", language="zh", outcome=Outcome.ANSWERED, entry="refund", score=0.75, trial=True
        )
        assert passed.heard == Heard(text="有没有女朋友", language="zh", outcome=Outcome.PASSED)
        assert answered.at == passed.at == NOON
        assert answered.chat == passed.chat

    async def test_chats_are_told_apart(self, shop: Shop) -> None:
        await shop.hears("pass 一")
        await shop.hears("pass 二", buyer="qiang")
        assert len({question.chat for question in await shop.log.questions(LONG_AGO)}) == 2

    async def test_the_newest_come_first_and_no_more_than_wanted(self, shop: Shop) -> None:
        for day in (2, 0, 1):
            await shop.hears(f"pass 第{day}天", at=NOON - timedelta(days=day))
        assert await shop.texts() == ["第0天", "第1天", "第2天"]
        assert await shop.texts(NOON - timedelta(days=1)) == ["第0天", "第1天"]
        assert [one.heard.text for one in await shop.log.questions(LONG_AGO, limit=1)] == ["第0天"]

    async def test_a_repeat_is_learnt_once(self, shop: Shop) -> None:
        for _ in range(3):
            await shop.hears("pass 一", "pass 一")
        assert await shop.texts() == ["一"]

    async def test_a_turn_that_teaches_nothing_leaves_nothing(self, shop: Shop) -> None:
        await shop.hears("hello", "pass 13800138000")
        assert await shop.texts() == []

    async def test_of_a_turn_that_failed_nothing_is_learnt_and_the_others_are(self, shop: Shop) -> None:
        await shop.hears("pass 一", "boom 二", "pass 三")
        assert sorted(await shop.texts()) == ["一", "三"]

    async def test_what_is_his_alone_is_not_in_the_table(self, shop: Shop) -> None:
        secret = "KD20261122000001 ABCDE-12345-FGHIJ zhang@qq.com 13800138000"
        await shop.hears(f"pass 订单 {secret} 退款", f"ask refund 密码是 hunter2x {secret} 退款")
        kept = " ".join(await shop.texts())
        assert "退款" in kept
        assert not [part for part in (*secret.split(), "hunter2x") if part in kept]

    async def test_many_at_once_are_all_kept(self, shop: Shop) -> None:
        await asyncio.gather(*(shop.hears(f"pass 问题{'一' * number}", buyer=f"{number}") for number in range(1, 41)))
        assert len(await shop.texts()) == 40


class TestVotes:
    async def test_a_question_tells_whether_its_answer_helped_who_asked(self, shop: Shop) -> None:
        for buyer in ("a", "b", "c"):
            await shop.hears("ask refund 怎么退款", buyer=buyer)
        await shop.hears("bad refund", "good invoice", "good refund*", buyer="a")
        await shop.hears("good refund", "pass 二", buyer="b")
        found = sorted((one.chat, one.heard.text, one.helped) for one in await shop.log.questions(LONG_AGO))
        assert [told[1:] for told in found] == [
            ("怎么退款", False),
            ("二", None),
            ("怎么退款", True),
            ("怎么退款", None),
        ]

    async def test_each_answer_is_counted_by_chats(self, shop: Shop) -> None:
        for buyer in ("a", "b", "c"):
            await shop.hears("ask refund 怎么退款", "ask refund 退款多久", buyer=buyer)
        await shop.hears("good refund", buyer="a")
        await shop.hears("bad refund", buyer="b")
        await shop.hears("ask invoice 发票", buyer="a")
        assert await shop.log.votes(LONG_AGO) == [
            Votes("invoice", "zh", trial=False, helped=0, unhelped=0, asked=1),
            Votes("refund", "zh", trial=False, helped=1, unhelped=1, asked=3),
        ]

    async def test_the_last_word_of_a_chat_counts(self, shop: Shop) -> None:
        await shop.hears("bad refund", "good refund")
        assert await shop.log.votes(LONG_AGO) == [Votes("refund", "zh", trial=False, helped=1, unhelped=0, asked=0)]
        await shop.hears("bad refund", at=NOON + timedelta(minutes=1))
        assert await shop.log.votes(LONG_AGO) == [Votes("refund", "zh", trial=False, helped=0, unhelped=1, asked=0)]

    async def test_the_answer_on_trial_has_votes_of_its_own(self, shop: Shop) -> None:
        await shop.hears("ask refund* 怎么退款", "good refund*", "bad refund")
        assert await shop.log.votes(LONG_AGO) == [
            Votes("refund", "zh", trial=False, helped=0, unhelped=1, asked=0),
            Votes("refund", "zh", trial=True, helped=1, unhelped=0, asked=1),
        ]

    async def test_only_since_then(self, shop: Shop) -> None:
        await shop.hears("good refund", "ask refund 怎么退", at=NOON - timedelta(days=2))
        assert await shop.log.votes(NOON) == []

    async def test_a_question_that_was_only_suggested_or_passed_was_not_answered(self, shop: Shop) -> None:
        await shop.hears("pass 一", "guess refund 二")
        assert await shop.log.votes(LONG_AGO) == []

    async def test_each_language_is_counted_apart(self, shop: Shop) -> None:
        await shop.hears("good refund", buyer="a")
        await shop.hears("english bad refund", buyer="b")
        assert [(one.language, one.helped, one.unhelped) for one in await shop.log.votes(LONG_AGO)] == [
            ("en", 0, 1),
            ("zh", 1, 0),
        ]


class TestBallots:
    async def test_who_was_answered_and_voted_has_one_ballot_with_his_last_word(self, shop: Shop) -> None:
        await shop.hears("ask refund 怎么退款", "bad refund", buyer="a")
        await shop.hears("ask refund 怎么退款", "good refund", buyer="b", at=NOON + timedelta(minutes=1))
        await shop.hears("good refund", buyer="a", at=NOON + timedelta(minutes=2))
        b, a = await shop.log.ballots(LONG_AGO)
        assert (a.entry, a.language, a.helped, a.at) == ("refund", "zh", True, NOON + timedelta(minutes=2))
        assert (b.entry, b.helped) == ("refund", True)
        assert a.buyer != b.buyer

    async def test_who_votes_on_what_never_answered_him_is_not_counted(self, shop: Shop) -> None:
        await shop.hears("guess refund 退款", "pass 退款", "ask invoice 发票", "good refund")
        assert await shop.log.ballots(LONG_AGO) == []

    async def test_only_since_then(self, shop: Shop) -> None:
        await shop.hears("ask refund 怎么退款", "good refund", at=NOON - timedelta(days=2))
        assert len(await shop.log.ballots(LONG_AGO)) == 1
        assert await shop.log.ballots(NOON) == []


class TestForgetting:
    async def test_what_is_older_is_gone(self, shop: Shop) -> None:
        for day in range(4):
            await shop.hears(f"pass 第{day}天", f"good entry-{day}", at=NOON - timedelta(days=day))
        assert await shop.log.forget(NOON - timedelta(days=1)) == 4
        assert await shop.texts() == ["第0天", "第1天"]
        assert [one.entry for one in await shop.log.votes(LONG_AGO)] == ["entry-0", "entry-1"]
        assert await shop.log.forget(NOON - timedelta(days=1)) == 0


async def test_while_the_store_is_away_everybody_is_told() -> None:
    log = QuestionLogInMemory(Kept(away=True))
    for asked in (log.questions(NOON), log.votes(NOON), log.ballots(NOON), log.forget(NOON)):
        with pytest.raises(StoreUnavailable):
            await asked


async def test_what_is_learnt_is_in_the_transaction_of_the_turn(sessions: Database) -> None:
    """Of an event that cannot be stored the lesson is not stored either."""
    shop = Shop(Door(sessions, engine(), sorry), QuestionLogInSql(sessions))
    await shop.door.open(lambda _: None)
    broken = MessageReceived(
        id=EventId("broken"),
        at=NOON,
        where=wrote("x").where,
        sender=wrote("x").sender,
        message=MessageId("m"),
        body=Body("pass 怎么\ud83d退款"),
    )
    await shop.door.accept([broken])
    assert await shop.texts() == []
    await shop.hears("pass 怎么退款")
    assert await shop.texts() == ["怎么退款"]


async def test_linked_chats_are_one_buyers(sessions: Database) -> None:
    shop = Shop(Door(sessions, engine(), sorry), QuestionLogInSql(sessions))
    await shop.door.open(lambda _: None)
    for chat in ("telegram", "web", "stranger"):
        await shop.hears("ask refund 怎么退款", "good refund", buyer=chat)
    chats = sorted({question.chat for question in await shop.log.questions(LONG_AGO)})

    def link(session: Session) -> None:
        session.add_all(KinRow(conversation=chat, buyer="ming", version=1) for chat in chats[:2])

    await sessions.write(link)
    buyers = [ballot.buyer for ballot in await shop.log.ballots(LONG_AGO)]
    assert buyers.count("ming") == 2
    assert len(set(buyers)) == 2
