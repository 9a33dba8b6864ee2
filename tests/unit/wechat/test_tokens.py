"""One access token for all processes, and no more questions than the platform allows."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bots.wechat.tokens import REST, Issued, Tokens
from core.errors import ChannelUnavailable
from core.ports import Surroundings
from tests.unit.wechat.surrounded import Clock, CountingMailbox, around

BOX = "wechat/main/token"


class Platform:
    """Gives the same token until it is forced. `asked`: each question, true where it was forced."""

    def __init__(self) -> None:
        self.asked: list[bool] = []
        self.away = False
        self.number = 1
        self.slow = 0.0

    @property
    def token(self) -> str:
        return f"secret-token-{self.number}"

    async def give(self, forced: bool) -> Issued:
        self.asked.append(forced)
        await asyncio.sleep(self.slow)
        if self.away:
            raise ChannelUnavailable("ClientConnectorError")
        self.number += forced
        return Issued(self.token, timedelta(hours=2))


class Processes:
    def __init__(self) -> None:
        self.clock = Clock()
        self.platform = Platform()
        self.mailbox = CountingMailbox()
        self.around: Surroundings = around(self.clock, self.mailbox)
        self.one = Tokens(self.around, BOX, self.platform.give)
        self.other = Tokens(self.around, BOX, self.platform.give)


@pytest.fixture
async def processes() -> AsyncIterator[Processes]:
    processes = Processes()
    yield processes
    await processes.one.close()
    await processes.other.close()


async def test_one_asks_and_all_have_it(processes: Processes) -> None:
    processes.platform.slow = 0.05
    asking = [tokens.get() for tokens in (processes.one, processes.other) for _ in range(10)]
    assert set(await asyncio.gather(*asking)) == {"secret-token-1"}
    assert processes.platform.asked == [False]


async def test_after_a_restart_nobody_asks(processes: Processes) -> None:
    await processes.one.get()
    again = Tokens(processes.around, BOX, processes.platform.give)
    assert await again.get() == "secret-token-1"
    assert processes.platform.asked == [False]


async def test_it_is_renewed_before_its_end_and_nobody_waits_for_that(processes: Processes) -> None:
    await processes.one.get()
    processes.clock.forward(minutes=111)
    processes.platform.number = 2
    assert await processes.one.get() == "secret-token-1"
    await asyncio.sleep(0.05)
    assert await processes.one.get() == "secret-token-2"
    assert await processes.other.get() == "secret-token-2"
    assert processes.platform.asked == [False, False]


async def test_a_refused_token_is_replaced_once_for_both_processes(processes: Processes) -> None:
    refused = await processes.one.get()
    assert await processes.other.get() == refused
    processes.clock.forward(minutes=30)
    processes.platform.number = 2
    told = await asyncio.gather(processes.one.another(refused), processes.other.another(refused))
    assert set(told) == {"secret-token-2"}
    assert processes.platform.asked == [False, False]


async def test_a_platform_that_insists_is_forced_once(processes: Processes) -> None:
    refused = await processes.one.get()
    assert await processes.one.another(refused) == "secret-token-2"
    assert processes.platform.asked == [False, True]


async def test_a_platform_that_refuses_every_token_is_left_alone(processes: Processes) -> None:
    refused = await processes.one.get()
    with capture_logs() as lines:
        for _ in range(20):
            try:
                refused = await processes.one.another(refused)
            except ChannelUnavailable:
                continue
            assert isinstance(await processes.one.give_up(refused), ChannelUnavailable)
        with pytest.raises(ChannelUnavailable):
            await processes.other.another(refused)
    assert processes.platform.asked == [False, True]
    assert [line["event"] for line in lines if "every access token" in line["event"]] != []
    assert "secret-token" not in str(lines)


async def test_after_a_rest_it_is_asked_again_and_after_a_success_at_once(processes: Processes) -> None:
    refused = await processes.one.another(await processes.one.get())
    await processes.one.give_up(refused)
    processes.clock.forward(seconds=REST.total_seconds() + 1)
    processes.platform.number += 1
    assert await processes.one.another(refused) == "secret-token-3"
    await processes.one.give_up("secret-token-3")
    await processes.one.trust("secret-token-3")
    processes.platform.number += 1
    processes.clock.forward(minutes=2)
    assert await processes.one.another("secret-token-3") == "secret-token-4"


async def test_nobody_gets_one_while_the_platform_is_away_and_all_do_when_it_is_back(processes: Processes) -> None:
    processes.platform.away = True
    told = await asyncio.gather(*(processes.one.get() for _ in range(5)), return_exceptions=True)
    assert all(isinstance(one, ChannelUnavailable) for one in told)
    assert processes.platform.asked == [False]
    processes.platform.away = False
    processes.clock.forward(seconds=2)
    assert await processes.one.get() == "secret-token-1"


async def test_a_failed_early_renewal_harms_nobody(processes: Processes) -> None:
    await processes.one.get()
    processes.clock.forward(minutes=115)
    processes.platform.away = True
    assert await processes.one.get() == "secret-token-1"
    await asyncio.sleep(0.05)
    assert await processes.one.get() == "secret-token-1"


async def test_it_lies_in_the_mailbox_sealed_and_is_shown_nowhere(processes: Processes) -> None:
    await processes.one.get()
    kept = await processes.mailbox.get(BOX, "token")
    assert kept is not None
    assert b"secret-token" not in kept.body
    assert "secret-token" not in repr(Issued("secret-token-1", timedelta(hours=2)))
    assert "secret-token" not in repr(vars(processes.one))


async def test_a_store_that_is_away_is_a_platform_that_is_away(processes: Processes) -> None:
    processes.mailbox.away = True
    with pytest.raises(ChannelUnavailable):
        await processes.one.get()
