"""May this account write of itself, and when is somebody seen writing?"""

import asyncio
from datetime import timedelta

from structlog.testing import capture_logs

from bots.wechat.api import Answer, Api
from bots.wechat.official.errors import NoSuchAgent, NotVerified
from bots.wechat.official.rights import Rights
from bots.wechat.official.typing import Typing
from core.errors import ChannelError, ChannelUnavailable
from tests.unit.wechat.scene import until
from tests.unit.wechat.surrounded import Clock, CountingMailbox

BOX = "wechat/main/rights"


class Platform(Api):
    """Answers every call with the next of `answers`, the last one for ever."""

    def __init__(self, *answers: ChannelError | None) -> None:
        self.answers = list(answers)
        self.asked: list[object] = []

    async def call(self, path: str, body: object = None, **_: object) -> Answer:  # type: ignore[override]
        self.asked.append(body or path)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is not None:
            raise answer
        return Answer()


async def looked(platform: Platform, mailbox: CountingMailbox | None = None, times: int = 1) -> Rights:
    rights = Rights(mailbox or CountingMailbox(), BOX, Clock(), platform, timedelta(seconds=0.01))
    watching = asyncio.create_task(rights.watch_over())
    await until(lambda: len(platform.asked) >= times)
    await asyncio.sleep(0)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return rights


async def test_a_verified_account_may() -> None:
    assert (await looked(Platform(None))).can_push


async def test_one_without_accounts_of_agents_may_too() -> None:
    assert (await looked(Platform(NoSuchAgent("65400")))).can_push


async def test_one_that_is_not_verified_may_not_and_that_is_told_once() -> None:
    with capture_logs() as lines:
        rights = await looked(Platform(NotVerified("48001")), times=4)
    assert not rights.can_push
    assert len([line for line in lines if "48001" in line["event"]]) == 1


async def test_it_is_looked_at_again_and_becomes_true_when_it_is_verified() -> None:
    assert (await looked(Platform(NotVerified("48001"), NotVerified("48001"), None), times=3)).can_push


async def test_a_platform_in_trouble_says_nothing_about_it() -> None:
    rights = await looked(Platform(NotVerified("48001"), ChannelUnavailable("502")), times=2)
    assert not rights.can_push
    rights = await looked(Platform(None, ChannelUnavailable("502")), times=2)
    assert rights.can_push


async def test_the_next_start_knows_it_before_it_has_asked() -> None:
    mailbox = CountingMailbox()
    await looked(Platform(NotVerified("48001")), mailbox)
    again = await looked(Platform(ChannelUnavailable("502")), mailbox)
    assert not again.can_push


async def test_a_store_that_is_away_harms_nobody() -> None:
    mailbox = CountingMailbox()
    mailbox.away = True
    assert not (await looked(Platform(NotVerified("48001")), mailbox)).can_push


async def test_without_a_secret_nobody_may_and_nobody_asks() -> None:
    rights = Rights(CountingMailbox(), BOX, Clock(), None)
    await rights.watch_over()
    assert not rights.can_push


class Minute:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_typing_keeps_the_platforms_rules() -> None:
    platform, clock = Platform(None), Minute()
    typing = Typing(platform, clock)
    await typing.show("ming")
    assert platform.asked == []  # nothing was said
    typing.heard("ming")
    clock.now += 10
    await typing.show("ming")
    await typing.show("ming")
    clock.now += 14
    await typing.show("ming")
    assert len(platform.asked) == 1  # it is shown for 15 seconds
    clock.now += 2
    await typing.show("ming")
    assert len(platform.asked) == 2
    clock.now += 16
    await typing.show("ming")
    assert len(platform.asked) == 2  # 42 seconds after the last exchange
    typing.said("ming")
    await typing.show("ming")
    assert len(platform.asked) == 3
    assert platform.asked[0] == {"touser": "ming", "command": "Typing"}
