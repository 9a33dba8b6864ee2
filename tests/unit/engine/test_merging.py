"""Where a platform lets few messages through: what waits goes together, and the card comes last."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channel import Capabilities, LengthUnit, Level, Merging, Parcel, Rate
from core.errors import DeliveryInDoubt, RateLimited
from core.merging import merged, together
from core.messages import (
    SECRET_MARK,
    Button,
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Priority,
    Receipt,
    Sealed,
    ThreadLook,
    TicketId,
)
from core.outbox import OutboxRow, PutOff
from tests.contracts.engine.script import ROOM, chat
from tests.unit.engine.stage import CUT, Scripted, StaffRoom, stage, until

T1 = TicketId("T1")
CARD = MessageRef(chat("desk"), MessageId("card"))
FEW = Capabilities(merges=Merging.ONE_PERSON, text_limit=40, chat_rate=Rate(20, timedelta(seconds=1), burst=1))


def told(text: str, number: int = 0, who: str = "小明") -> OutgoingMessage:
    """A buyer's words, for the ticket's thread."""
    ref = MessageRef(chat("ming"), MessageId(str(number)))
    return OutgoingMessage(to=ROOM, ticket=T1, text=text, author=who, mirrors=ref, priority=Priority.STAFF)


def card(text: str, *, first: bool = False) -> OutgoingMessage:
    shown = OutgoingMessage(to=ROOM, ticket=T1, text=text, look=ThreadLook("小明"), priority=Priority.STAFF)
    return replace(shown, mirrors=CARD) if first else replace(shown, replaces=CARD, priority=Priority.CARD)


def rows(*messages: OutgoingMessage) -> list[OutboxRow]:
    return [OutboxRow(1, seq, message, chat("ming")) for seq, message in enumerate(messages, 1)]


class TestTogether:
    def test_texts_of_one_person_go_as_one_message(self) -> None:
        lane = rows(told("在吗", 1), told("我没收到卡密", 2), told("急", 3))
        assert together(lane, FEW) == lane
        assert merged(lane).message.text == "在吗\n我没收到卡密\n急"
        assert merged(lane).key == lane[0].key

    def test_another_person_or_anything_but_text_goes_alone(self) -> None:
        for other in (
            told("我来看看", 2, who="小红"),
            replace(told("看图", 2), reply_to=CARD),
            replace(told("卡密", 2), mirrors=None),
            replace(told("改了", 2), mirrors=None, replaces=CARD),
            replace(told("👍", 2), reacts_to=CARD),
        ):
            assert len(together(rows(told("在吗", 1), other), FEW)) == 1
            assert len(together(rows(other, told("在吗", 1)), FEW)) == 1

    def test_one_that_has_failed_goes_alone(self) -> None:
        first, second = rows(told("在吗", 1), told("急", 2))
        assert together([replace(first, tries=1), second], FEW) == [replace(first, tries=1)]
        assert together([first, replace(second, in_doubt=True)], FEW) == [first]

    def test_of_edits_of_the_card_the_last_one_counts(self) -> None:
        lane = rows(card("等待"), card("小红 接单"), card("已解决"))
        assert together(lane, FEW) == lane
        assert merged(lane).message.text == "已解决"

    @given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=12))
    def test_what_goes_together_fits_and_loses_nothing(self, texts: list[str]) -> None:
        lane = rows(*(told(text, number) for number, text in enumerate(texts)))
        gone = []
        while lane:
            taken = together(lane, FEW)
            one = merged(taken).message.text
            assert len(one) <= 40
            gone.append(one)
            lane = lane[len(taken) :]
        assert "\n".join(gone) == "\n".join(texts)

    @pytest.mark.parametrize("merges", [Merging.NONE])
    def test_where_nothing_is_joined_each_goes_alone(self, merges: Merging) -> None:
        assert len(together(rows(told("在吗", 1), told("急", 2)), replace(FEW, merges=merges))) == 1


class TestEverythingTogether:
    """Where a platform counts every message."""

    ALL = Capabilities(merges=Merging.ALL, text_limit=60, text_unit=LengthUnit.UTF8)

    def test_the_bot_s_words_and_an_agent_s_are_told_apart(self) -> None:
        lane = rows(told("稍等，我查一下", 1, who="小红"), replace(told("已发货", 2, who=""), mirrors=None))
        assert together(lane, self.ALL) == lane
        assert merged(lane).message.text == "【小红】稍等，我查一下\n已发货"
        assert merged(lane).message.author == ""

    def test_one_agent_s_words_keep_his_name_outside(self) -> None:
        one = merged(rows(told("在的", 1), told("请说", 2))).message
        assert (one.text, one.author) == ("在的\n请说", "小明")

    def test_choices_stand_below_the_last_words_and_nothing_below_them(self) -> None:
        choices = replace(told("选一个", 2), buttons=((Button("查订单", "order"),),))
        lane = rows(told("您好", 1), choices, told("还有", 3))
        assert together(lane, self.ALL) == lane[:2]
        assert merged(lane[:2]).message.buttons == choices.buttons

    def test_a_key_a_file_and_a_removal_go_alone(self) -> None:
        plain = told("在吗", 1)
        picture = Media(MediaKind.IMAGE, MediaRef("1"), ROOM)
        for other in (
            replace(told(SECRET_MARK, 2), secret=(Sealed("x"),)),
            replace(told("看", 2), media=(picture,)),
            replace(told("看", 2), mirrors=None, deletes=CARD),
            told("  ", 2),
        ):
            assert len(together(rows(plain, other), self.ALL)) == 1

    def test_the_limit_is_counted_as_the_platform_counts(self) -> None:
        lane = rows(*(told("一二三四五六七", number) for number in range(4)))
        assert len(together(lane, self.ALL)) == 2


class TestCourier:
    async def test_a_burst_is_shown_in_few_messages_and_each_is_linked(self) -> None:
        async with stage(staff=StaffRoom(FEW)) as on:
            for number in range(8):
                await on.say(told(f"第{number}句", number))
            await on.settled()
            assert "\n".join(on.staff.texts) == "\n".join(f"第{number}句" for number in range(8))
            assert len(on.staff.texts) <= 4
            assert set(on.states().values()) == {"sent"}
            assert len(on.kept.links) == 8

    async def test_after_a_refusal_of_all_together_each_is_tried_alone(self) -> None:
        async with stage(staff=StaffRoom(FEW), running=False) as on:
            on.staff.troubles["a\nb"] = [RateLimited(after=timedelta(milliseconds=20))]
            await on.say(told("a", 1))
            await on.say(told("b", 2))
            await on.courier.start()
            await on.settled()
            assert on.staff.asked == ["a\nb", "a", "b"]

    async def test_an_edit_of_one_of_several_is_a_new_message_that_quotes_them(self) -> None:
        async with stage(staff=StaffRoom(FEW), running=False) as on:
            await on.say(told("a", 1))
            await on.say(told("b", 2))
            await on.courier.start()
            await on.settled()
            edit = replace(told("b, corrected", 2), mirrors=None, replaces=told("", 2).mirrors)
            await on.say(edit)
            await on.settled()
            assert on.staff.texts == ["a\nb", "✏️ b, corrected"]
            quoted = on.staff.arrived[-1].parcel.reply_to
            assert quoted is not None
            assert quoted.id == "m1"
            assert on.staff.edited == []

    async def test_an_edit_that_quotes_loses_no_part(self) -> None:
        async with stage(staff=StaffRoom(FEW), running=False) as on:
            await on.say(told("a", 1))
            await on.say(told("b", 2))
            await on.courier.start()
            await on.settled()
            await on.say(replace(told(f"one{CUT}two", 2), mirrors=None, replaces=told("", 2).mirrors))
            await on.settled()
            assert on.staff.texts == ["a\nb", "✏️ one", "two"]

    async def test_the_card_waits_while_people_talk(self) -> None:
        async with stage(staff=StaffRoom(replace(FEW, in_flight=1)), running=False) as on:
            await on.say(card("等待", first=True))
            for number in range(3):
                await on.say(card(f"状态 {number}"))
                await on.say(replace(told(f"第{number}句", number), buttons=()))
            await on.courier.start()
            await on.settled()
            assert on.staff.texts == ["等待", "第0句\n第1句\n第2句"]
            assert on.staff.edited == [("m1", "状态 2")]

    async def test_two_lanes_of_a_lost_thread_open_one_new_thread(self) -> None:
        async with stage() as on:
            await on.say(card("等待", first=True))
            await on.settled()
            on.staff.lost.add("thread 1")
            await on.say(card("小红 接单"))
            await on.say(told("在吗", 1))
            await on.settled()
            assert [one.where.thread for one in on.staff.arrived][1:] == ["thread 2"] * (len(on.staff.arrived) - 1)
            assert len(on.staff.opened) == 2

    async def test_the_desk_hears_of_a_lost_thread(self) -> None:
        async with stage() as on:
            await on.say(told("在吗", 1))
            await on.settled()
            on.staff.lost.add("thread 1")
            await on.say(told("还在吗", 2))
            await until(lambda: any("anew:" in id_ for id_ in on.kept.events))


class TestReactions:
    async def test_one_is_put_under_what_shows_the_message(self) -> None:
        async with stage() as on:
            await on.say(told("在吗", 1))
            await on.settled()
            await on.say(OutgoingMessage(to=ROOM, ticket=T1, text="👍", reacts_to=told("", 1).mirrors))
            await on.settled()
            assert on.staff.reactions == [("m1", "👍")]

    async def test_one_to_what_is_not_shown_there_or_cannot_be_shown_is_dropped(self) -> None:
        async with stage() as on:
            nowhere = MessageRef(chat("ming"), MessageId("unknown"))
            await on.say(OutgoingMessage(to=ROOM, ticket=T1, text="👍", reacts_to=nowhere))
            await on.say(
                OutgoingMessage(to=chat("ming"), text="👍", reacts_to=MessageRef(chat("ming"), MessageId("1")))
            )
            await on.settled()
            assert on.staff.reactions == []
            assert on.shop.texts == []


class TestAnEditThatIsFasterThanItsCard:
    async def test_it_waits_for_the_card(self) -> None:
        async with stage() as on:
            card_, edit = card("等待", first=True), card("小红 接单")
            on.staff.blocked["等待"] = asyncio.Event()
            await on.say(told("在吗", 1))
            await on.settled()
            await on.say(card_)
            await on.say(edit)
            await until(lambda: any(isinstance(one, PutOff) for one in on.outcomes))
            on.staff.blocked["等待"].set()
            await on.settled()
            assert on.staff.texts == ["在吗", "等待"]
            assert on.staff.edited == [("m2", "小红 接单")]


class Remembering(Scripted):
    """Drops what it has already by its name, as WeCom does; the first answer is lost on its way."""

    def __init__(self) -> None:
        super().__init__(replace(FEW, merges=Merging.ALL, idempotent_sends=Level.FULL, chat_rate=None))
        self.shown: dict[str, str] = {}

    async def deliver(self, parcel: Parcel) -> Receipt:
        first = not self.shown
        self.shown.setdefault(parcel.key, parcel.message.text)
        if first:
            raise DeliveryInDoubt
        return await super().deliver(parcel)


class TestWhereRepeatsAreDropped:
    async def test_what_went_together_goes_together_again_and_shows_once(self) -> None:
        shop = Remembering()
        async with stage(shop=shop, running=False) as on:
            await on.hear("say a|b")
            await on.courier.start()
            await until(lambda: bool(on.outcomes))
            await on.hear("say c")
            await on.settled()
            assert list(shop.shown.values()) == ["a\nb", "c"]
            assert set(on.states().values()) == {"sent"}

    def test_other_words_have_another_name(self) -> None:
        """After a crash more may go along: under the same name the platform would drop the rest."""
        lane = rows(told("a", 1), told("b", 2), told("c", 3))
        names = {merged(lane[:count]).name for count in (1, 2, 3)}
        assert len(names) == 3
