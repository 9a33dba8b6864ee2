"""Keys on their way: opened at the last moment, and never sent twice."""

import asyncio
import logging

import pytest

from core.channel import Capabilities, Level
from core.errors import ChannelUnavailable, DeliveryInDoubt
from core.messages import (
    SECRET_MARK,
    OutgoingMessage,
    Sealed,
    Span,
    Style,
    TicketId,
)
from tests.contracts.engine.script import chat, wrote
from tests.unit.engine.stage import UNREADABLE, Scripted, stage, until

KEY = "ABCD-EFGH-0001"
SEALED = Sealed(KEY[::-1])
T1 = TicketId("t1")


def with_key(text: str = f"Your key: {SECRET_MARK}") -> OutgoingMessage:
    return OutgoingMessage(to=chat("ming"), text=text, secret=(SEALED,))


class TestKeys:
    async def test_the_platform_gets_the_key_and_nothing_else_does(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        async with stage() as on:
            on.shop.troubles[f"Your key: {KEY}"] = [ChannelUnavailable("try later")]
            await on.say(with_key())
            await on.settled()
            (arrived,) = on.shop.arrived
            assert arrived.text == f"Your key: {KEY}"
            assert arrived.parcel.message.protected
            assert KEY not in f"{on.kept} {on.outcomes}"
            assert KEY not in caplog.text

    async def test_spans_stay_on_their_words(self) -> None:
        async with stage() as on:
            message = OutgoingMessage(
                to=chat("ming"),
                text=f"Key: {SECRET_MARK}, bye",
                spans=(Span(5, 6, Style.CODE), Span(8, 11, Style.BOLD)),
                secret=(SEALED,),
            )
            await on.say(message)
            await on.settled()
            sent = on.shop.arrived[0].parcel.message
            assert [sent.text[span.start : span.end] for span in sent.spans] == [KEY, "bye"]

    @pytest.mark.parametrize("trouble", [DeliveryInDoubt(), ZeroDivisionError()])
    async def test_in_doubt_it_is_held_and_the_desk_is_told(self, trouble: Exception) -> None:
        async with stage() as on:
            on.shop.troubles[f"Your key: {KEY}"] = [trouble]
            await on.say(with_key())
            await on.settled()
            key = on.key_of(with_key().text)
            assert on.shop.texts == [f"held {key}"]
            assert on.states()[with_key().text] == "held"

    async def test_after_a_crash_while_sending_it_is_held_too(self) -> None:
        async with stage(running=False) as on:
            await on.say(with_key())
            await on.outbox.mark_sending(on.kept.outbox[on.key_of(with_key().text)].row)
            on.courier.start_over()
            await on.courier.start()
            await on.settled()
            assert on.states()[with_key().text] == "held"
            assert KEY not in " ".join(on.shop.asked)

    async def test_released_it_is_sent_and_a_second_doubt_is_told_again(self) -> None:
        async with stage() as on:
            on.shop.troubles[f"Your key: {KEY}"] = [DeliveryInDoubt(), DeliveryInDoubt()]
            await on.say(with_key())
            await on.settled()
            key = on.key_of(with_key().text)
            for told in (1, 2):
                assert on.shop.texts == [f"held {key}"] * told
                await on.outbox.release(key)
                await on.settled()
            assert on.shop.texts[-1] == f"Your key: {KEY}"

    async def test_where_the_platform_drops_repeats_it_is_simply_sent_again(self) -> None:
        async with stage(shop=Scripted(Capabilities(idempotent_sends=Level.FULL))) as on:
            on.shop.troubles[f"Your key: {KEY}"] = [DeliveryInDoubt()]
            await on.say(with_key())
            await on.settled()
            assert on.shop.texts == [f"Your key: {KEY}"]

    async def test_it_is_stored_before_the_platform_is_asked(self) -> None:
        async with stage() as on:
            on.shop.blocked[f"Your key: {KEY}"] = asyncio.Event()
            await on.say(with_key())
            await until(lambda: bool(on.shop.asked))
            assert on.states()[with_key().text] == "sending"
            on.shop.blocked[f"Your key: {KEY}"].set()
            await on.settled()
            assert on.states()[with_key().text] == "sent"

    async def test_a_seal_nobody_can_open_is_refused_and_told(self) -> None:
        async with stage() as on:
            await on.say(OutgoingMessage(to=chat("ming"), text=SECRET_MARK, secret=(UNREADABLE,)))
            await on.hear("say next")
            await on.settled()
            assert sorted(on.shop.texts) == ["next", f"refused {on.key_of(SECRET_MARK)}"]
            assert on.states()[SECRET_MARK] == "refused"

    async def test_a_key_without_a_place_in_the_text_is_not_sent(self) -> None:
        async with stage() as on:
            await on.say(OutgoingMessage(to=chat("ming"), text="no mark here", secret=(SEALED,)))
            await on.settled()
            assert on.states()["no mark here"] == "held"
            assert KEY not in " ".join(on.shop.asked)


async def test_ordinary_words_in_doubt_are_sent_again() -> None:
    async with stage() as on:
        on.shop.troubles["a"] = [DeliveryInDoubt()]
        await on.door.accept([wrote("say a")])
        await on.settled()
        assert on.shop.asked == ["a", "a"]
