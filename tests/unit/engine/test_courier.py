"""The courier: lanes in order and side by side, retries, limits, and nothing lost or sent twice."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from core import courier
from core.channel import Capabilities
from core.errors import ChannelUnavailable, DeliveryInDoubt, RateLimited, RecipientUnreachable
from core.messages import AccountId, OutgoingMessage
from core.outbox import PutOff, Sent
from tests.contracts.engine.script import chat
from tests.unit.engine.stage import Scripted, stage, until

HOUR = timedelta(hours=1)
SOON = timedelta(milliseconds=5)


class TestOrder:
    async def test_a_buyer_hears_everything_in_order(self) -> None:
        async with stage() as on:
            await on.hear("say a|b|c", "d", "say e|f")
            await on.settled()
            assert on.shop.texts == ["a", "b", "c", "echo d", "e", "f"]
            assert set(on.states().values()) == {"sent"}

    async def test_many_buyers_each_in_order(self) -> None:
        async with stage() as on:
            await asyncio.gather(*(on.hear(*(f"say {n}.{m}" for m in range(9)), name=f"buyer {n}") for n in range(30)))
            await on.settled()
            for n in range(30):
                heard = [one.text for one in on.shop.arrived if one.where == chat(f"buyer {n}")]
                assert heard == [f"{n}.{m}" for m in range(9)]

    async def test_one_slow_chat_holds_up_nobody_else(self) -> None:
        async with stage() as on:
            on.shop.blocked["slow"] = asyncio.Event()
            await on.hear("say slow|behind it")
            for n in range(50):
                await on.hear(f"say {n}", name=f"buyer {n}")
            await until(lambda: len(on.shop.arrived) == 50)
            on.shop.blocked["slow"].set()
            await on.settled()
            assert on.shop.texts[-2:] == ["slow", "behind it"]

    async def test_a_reply_goes_before_a_broadcast(self) -> None:
        async with stage(shop=Scripted(Capabilities(in_flight=1))) as on:
            on.shop.blocked["first"] = asyncio.Event()
            await on.hear("say first", name="someone")
            for n in range(3):
                await on.hear(f"broadcast news {n}", name=f"reader {n}")
            await on.hear("say reply", name="asker")
            on.shop.blocked["first"].set()
            await on.settled()
            assert on.shop.texts == ["first", "reply", "news 0", "news 1", "news 2"]

    async def test_a_platform_that_is_away_fills_only_its_own_window(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(courier, "WINDOW", 4)
        async with stage() as on:
            for n in range(20):
                on.shop.blocked[f"s{n}"] = asyncio.Event()
                await on.hear(f"say s{n}", f"mirror to the room {n}", name=f"buyer {n}")
            await until(lambda: len(on.staff.arrived) == 20)
            assert on.shop.arrived == []
            for event in on.shop.blocked.values():
                event.set()
            await on.settled()
            assert sorted(on.shop.texts) == sorted(f"s{n}" for n in range(20))

    async def test_a_backlog_beyond_the_window_goes_out_in_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(courier, "WINDOW", 7)
        monkeypatch.setattr(courier, "AT_ONCE", 3)
        async with stage(running=False) as on:
            for n in range(12):
                await on.hear(*(f"say {n}.{m}" for m in range(5)), name=f"buyer {n}")
            await on.courier.start()
            await on.settled()
            assert len(on.shop.texts) == 60
            for n in range(12):
                assert [one for one in on.shop.texts if one.startswith(f"{n}.")] == [f"{n}.{m}" for m in range(5)]


class TestRetries:
    @pytest.mark.parametrize("trouble", [ChannelUnavailable(), DeliveryInDoubt(), RateLimited(after=SOON), OSError()])
    async def test_what_passes_is_tried_again_under_the_same_key(self, trouble: Exception) -> None:
        async with stage() as on:
            on.shop.troubles["a"] = [trouble, trouble]
            await on.hear("say a|b")
            await on.settled()
            assert on.shop.asked == ["a", "a", "a", "b"]
            assert on.shop.texts == ["a", "b"]
            assert on.shop.arrived[0].key == f"{on.key_of('a')}.0"

    async def test_what_is_refused_is_told_and_the_next_one_goes(self) -> None:
        async with stage() as on:
            on.shop.troubles["a"] = [RecipientUnreachable()]
            await on.hear("say a|b")
            await on.settled()
            assert on.shop.texts == ["b", f"refused {on.key_of('a')}"]
            assert on.states()["a"] == "refused"
            assert on.kept.outbox[on.key_of("a")].why == "RecipientUnreachable"

    async def test_what_must_wait_long_leaves_the_window_and_is_found_when_due(self) -> None:
        async with stage() as on:
            on.shop.troubles["a"] = [ChannelUnavailable(after=HOUR)]
            await on.hear("say a|b")
            await until(lambda: len(on.outcomes) == 1 and on.courier.waiting == 0)
            assert on.shop.arrived == []
            waiting = on.kept.outbox[on.key_of("a")]
            on.kept.put(replace(waiting, due=0))
            await on.settled()
            assert on.shop.texts == ["a", "b"]

    async def test_a_channel_that_is_not_configured_refuses(self) -> None:
        async with stage() as on:
            nowhere = replace(chat("x"), account=AccountId("gone"))
            await on.say(OutgoingMessage(to=nowhere, text="a"))
            await on.settled()
            assert on.states()["a"] == "refused"

    async def test_a_channel_with_a_bug_does_not_stop_the_others(self) -> None:
        async with stage() as on:
            on.shop.troubles["a"] = [ZeroDivisionError()] * 3
            await on.hear("say a", name="unlucky")
            await on.hear("say b", name="lucky")
            await on.settled()
            assert sorted(on.shop.texts) == ["a", "b"]


async def test_the_observer_hears_of_every_outcome() -> None:
    async with stage() as on:
        on.shop.troubles["a"] = [ChannelUnavailable(after=SOON)]
        await on.hear("say a")
        await on.settled()
        assert [type(outcome) for outcome in on.outcomes] == [PutOff, Sent]


async def test_trouble_is_logged_by_name(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with stage() as on:
        on.shop.troubles["a"] = [ZeroDivisionError()]
        await on.hear("say a")
        await on.settled()
    assert "unforeseen" in caplog.text


async def test_it_ends_though_it_was_told_to_look_that_very_moment() -> None:
    async with stage() as on:
        await on.hear("say a")
        await on.settled()
        on.courier.look()
        async with asyncio.timeout(20):
            await on.courier.stop()
