"""One message on its way: thread, links, parts, files."""

import asyncio
from dataclasses import replace

import pytest

from core.errors import ChannelUnavailable, RateLimited, TargetGone
from core.messages import (
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Priority,
    Sealed,
    ThreadLook,
    TicketId,
)
from storage.memory.kept import KeptLink
from tests.contracts.engine.script import ROOM, chat
from tests.unit.engine.stage import CUT, Stage, stage, until

KEY = "ABCD-EFGH-0001"
SEALED = Sealed(KEY[::-1])
T1 = TicketId("t1")


def in_ticket(text: str, title: str = "", *, closed: bool = False) -> OutgoingMessage:
    return OutgoingMessage(to=ROOM, text=text, ticket=T1, look=ThreadLook(title, closed) if title else None)


def theirs(id_: str) -> MessageRef:
    return MessageRef(chat("ming"), MessageId(id_))


async def shown(on: Stage, id_: str, text: str = "hello") -> None:
    """The buyer's message is shown in the room."""
    await on.say(OutgoingMessage(to=ROOM, text=text, mirrors=theirs(id_)))
    await on.settled()


class TestThreads:
    async def test_a_ticket_gets_one_thread_for_all_its_messages(self) -> None:
        async with stage() as on:
            for text in ("a", "b", "c"):
                await on.say(in_ticket(text, "Ming"))
            await on.settled()
            assert on.staff.opened == [("t1", "Ming")]
            assert [(one.where.thread, one.text) for one in on.staff.arrived] == [("thread 1", t) for t in "abc"]
            assert on.staff.titled == [("thread 1", "Ming", False)] * 2

    async def test_it_shows_when_the_ticket_is_closed(self) -> None:
        async with stage() as on:
            await on.say(in_ticket("a", "Ming"))
            await on.say(in_ticket("bye", "Ming ✓", closed=True))
            await on.settled()
            assert on.staff.titled == [("thread 1", "Ming ✓", True)]

    async def test_a_thread_that_is_gone_is_opened_anew(self) -> None:
        async with stage() as on:
            await on.say(in_ticket("a", "Ming"))
            await on.settled()
            on.staff.troubles["b"] = [TargetGone()]
            await on.say(in_ticket("b"))
            await on.say(in_ticket("c"))
            await on.settled()
            assert [(one.where.thread, one.text) for one in on.staff.arrived] == [
                ("thread 1", "a"),
                ("thread 2", "b"),
                ("thread 2", "c"),
            ]
            assert len({key for key, _ in on.staff.opened}) == 2

    async def test_also_when_that_shows_in_its_title_first(self) -> None:
        async with stage() as on:
            await on.say(in_ticket("a", "Ming"))
            await on.settled()
            on.staff.title_troubles = [TargetGone()]
            await on.say(in_ticket("b", "Ming again"))
            await on.settled()
            assert (on.staff.arrived[-1].where.thread, on.staff.arrived[-1].text) == ("thread 2", "b")

    async def test_a_room_without_threads_gets_it_plainly(self) -> None:
        async with stage() as on:
            await on.say(OutgoingMessage(to=chat("ming"), text="a", ticket=T1))
            await on.settled()
            assert on.shop.texts == ["a"]


class TestLinks:
    async def test_an_edit_changes_what_shows_the_message(self) -> None:
        async with stage() as on:
            await shown(on, "1")
            await on.say(OutgoingMessage(to=ROOM, text="hello!", replaces=theirs("1")))
            await on.settled()
            assert on.staff.edited == [("m1", "hello!")]
            assert on.staff.texts == ["hello"]

    @pytest.mark.parametrize("case", ["never shown", "gone", "too long for one"])
    async def test_otherwise_it_comes_as_a_new_message(self, case: str) -> None:
        text = f"long{CUT}er" if case == "too long for one" else "hello!"
        async with stage() as on:
            if case != "never shown":
                await shown(on, "1")
            on.staff.edit_troubles = [TargetGone()] if case == "gone" else []
            await on.say(OutgoingMessage(to=ROOM, text=text, replaces=theirs("1")))
            await on.settled()
            assert on.staff.edited == []
            assert on.staff.texts[-1] == text.rsplit(CUT, maxsplit=1)[-1]

    async def test_an_edit_of_the_card_waits_for_the_card(self) -> None:
        """They go in two lanes; the first one to come must not become a second card."""
        async with stage() as on:
            await on.say(in_ticket("a", "Ming"))
            await on.settled()
            on.staff.blocked["card"] = asyncio.Event()
            await on.say(replace(in_ticket("card", "Ming"), mirrors=theirs("card")))
            again = replace(in_ticket("card, later", "Ming"), replaces=theirs("card"), priority=Priority.CARD)
            await on.say(again)
            await until(lambda: any(row.row.tries for row in on.kept.outbox.values()))
            on.staff.blocked["card"].set()
            await on.settled()
            assert on.staff.texts == ["a", "card"]
            assert on.staff.edited == [("m2", "card, later")]

    async def test_deleted_there_is_deleted_here(self) -> None:
        async with stage() as on:
            await shown(on, "1", f"in two{CUT}parts")
            await on.say(OutgoingMessage(to=ROOM, deletes=theirs("1")))
            await on.settled()
            assert on.staff.deleted == ["m1", "m2"]

    async def test_a_quote_points_to_what_the_other_side_sees(self) -> None:
        async with stage() as on:
            await shown(on, "1")
            await on.say(OutgoingMessage(to=ROOM, text=f"about that{CUT}more", reply_to=theirs("1")))
            await on.settled()
            quotes = [one.parcel.reply_to for one in on.staff.arrived[1:]]
            assert quotes == [MessageRef(ROOM, MessageId("m1")), None]

    async def test_who_wrote_it_sees_that_it_arrived(self) -> None:
        async with stage() as on:
            origin = MessageRef(ROOM, MessageId("77"))
            await on.say(OutgoingMessage(to=chat("ming"), text="from the agent", mirrors=origin))
            await on.settled()
            assert on.staff.marked == [origin]

    async def test_a_tick_that_fails_does_not_send_it_again(self) -> None:
        async with stage() as on:
            on.staff.mark_troubles = [ZeroDivisionError()]
            await on.say(OutgoingMessage(to=chat("ming"), text="a", mirrors=MessageRef(ROOM, MessageId("77"))))
            await on.settled()
            assert on.shop.asked == ["a"]
            assert on.states() == {"a": "sent"}

    async def test_all_parts_are_tied(self) -> None:
        async with stage() as on:
            await shown(on, "1", f"a{CUT}b{CUT}c")
            links: list[KeptLink] = sorted(on.kept.links.values(), key=lambda link: link.place)
            assert [(link.shown.id, link.origin) for link in links] == [(f"m{n}", theirs("1")) for n in (1, 2, 3)]


class TestParts:
    async def test_parts_that_have_arrived_are_not_sent_again(self) -> None:
        async with stage() as on:
            on.shop.troubles["b"] = [RateLimited(), ChannelUnavailable()]
            await on.say(OutgoingMessage(to=chat("ming"), text=f"a{CUT}b{CUT}c"))
            await on.settled()
            assert on.shop.texts == ["a", "b", "c"]
            assert on.shop.asked == ["a", "b", "b", "b", "c"]
            assert [one.key.rpartition(".")[2] for one in on.shop.arrived] == ["0", "1", "2"]

    async def test_in_a_new_thread_all_parts_come_again(self) -> None:
        async with stage() as on:
            on.staff.troubles["b"] = [TargetGone()]
            await on.say(in_ticket(f"a{CUT}b"))
            await on.settled()
            assert [(one.where.thread, one.text) for one in on.staff.arrived] == [
                ("thread 1", "a"),
                ("thread 2", "a"),
                ("thread 2", "b"),
            ]


class TestFiles:
    async def test_they_are_carried_from_where_they_are_at_home(self) -> None:
        picture = Media(MediaKind.IMAGE, MediaRef("p1"), chat("ming"))
        async with stage() as on:
            on.shop.files["p1"] = b"the picture"
            await on.say(OutgoingMessage(to=ROOM, text="look", media=(picture,)))
            await on.settled()
            files = on.staff.arrived[0].parcel.files
            assert b"".join([chunk async for chunk in files.open(picture)]) == b"the picture"
