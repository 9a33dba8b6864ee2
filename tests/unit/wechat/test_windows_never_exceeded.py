"""Never more than the platform lets through: a talk as it may go, held against the platform's own count."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bots.wechat.grants import LASTING, PRESS_LASTING, Grant, Kind
from bots.wechat.windows import Windows
from core.errors import ReplyWindowClosed
from tests.unit.wechat.surrounded import Clock, CountingMailbox
from tests.wechat.platform import quota
from tests.wechat.platform.model import Person

BOX = "wechat/main/windows"


def message(id_: str, at: datetime) -> Grant:
    return Grant(id_, Kind.MESSAGE, at, at + LASTING, 5)


def press(id_: str, at: datetime) -> Grant:
    return Grant(id_, Kind.PRESS, at, at + PRESS_LASTING, 3)


class Talk(RuleBasedStateMachine):
    """One buyer, two processes, restarts and repeats, against the platform's own count."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = Clock()
        self.mailbox = CountingMailbox()
        self.person = Person("ming", "小明")
        self.events: list[Grant] = []
        self.processes = [self._started(), self._started()]
        self.key = 0

    def _started(self) -> Windows:
        windows = Windows(self.mailbox, BOX, self.clock)
        self.runner.run(self._start(windows))
        return windows

    async def _start(self, windows: Windows) -> None:
        windows.start()

    def _stamp(self) -> float:
        return self.clock.now().timestamp()

    def _hears(self, which: int, grant: Grant) -> None:
        self.clock.forward(milliseconds=1)
        self.runner.run(self._heard(self.processes[which], grant))

    async def _heard(self, windows: Windows, grant: Grant) -> None:
        await windows.contact("ming", grant)

    @rule(which=st.integers(0, 1), pressed=st.booleans())
    def does_something(self, which: int, *, pressed: bool) -> None:
        quota.give(self.person, quota.CLICK if pressed else quota.MESSAGE, self._stamp())
        at = self.clock.now().replace(microsecond=0)
        id_ = str(len(self.events))
        self.events.append(press(id_, at) if pressed else message(id_, at))
        self._hears(which, self.events[-1])

    @precondition(lambda self: self.events)
    @rule(which=st.integers(0, 1))
    def the_platform_repeats_itself(self, which: int) -> None:
        """Five seconds after it got no answer, as it does."""
        self.clock.forward(seconds=5)
        self._hears(which, self.events[-1])

    @rule(seconds=st.sampled_from([0.3, 1.0, 7.0, 59.0, 3600.0, 47.0 * 3600]))
    def time_passes(self, seconds: float) -> None:
        self.clock.forward(seconds=seconds)

    @rule()
    def hints_arrive(self) -> None:
        self.runner.run(asyncio.sleep(0.06))

    @rule(which=st.integers(0, 1))
    def a_process_starts_again(self, which: int) -> None:
        self.runner.run(self.processes[which].stop())
        self.processes[which] = self._started()

    @precondition(lambda self: self.events)
    @rule(which=st.integers(0, 1), arrives=st.lists(st.booleans() | st.just(True), min_size=1, max_size=8))
    def pushes(self, which: int, arrives: list[bool]) -> None:
        for one in arrives:
            self._pushes(self.processes[which], arrives=one)

    def _pushes(self, windows: Windows, *, arrives: bool) -> None:
        self.key += 1
        self.clock.forward(milliseconds=1)
        try:
            self.runner.run(self._taken(windows))
        except ReplyWindowClosed:
            return
        if not arrives:
            self.runner.run(windows.give_back("ming", f"{self.key}.0"))
        elif all(grant.until <= self._stamp() for grant in self.person.grants.values()):
            # a restart forgets a deed that was worth no note: five are assumed, and the platform tells us better
            self.runner.run(self._told(windows))
        else:
            quota.take(self.person, self._stamp())  # raises what is one too many

    async def _taken(self, windows: Windows) -> None:
        await windows.take("ming", f"{self.key}.0")

    async def _told(self, windows: Windows) -> None:
        await windows.exhausted("ming")

    @invariant()
    def nothing_is_exceeded(self) -> None:
        assert all(grant.used <= grant.total for grant in self.person.grants.values())

    def teardown(self) -> None:
        for windows in self.processes:
            self.runner.run(windows.stop())
        self.runner.close()


TestTalk = Talk.TestCase
TestTalk.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)


@pytest.fixture
def talk() -> Iterator[Talk]:
    talk = Talk()
    yield talk
    talk.teardown()


def test_two_presses_in_one_second_that_two_processes_hear(talk: Talk) -> None:
    """Neither takes the earlier one for the newer, whoever notes it later."""
    talk.does_something(0, pressed=True)
    talk.pushes(0, [True, True, True])
    talk.does_something(1, pressed=True)
    talk.does_something(0, pressed=False)
    talk.pushes(0, [True, True])
    talk.does_something(0, pressed=False)
    talk.pushes(0, [True, True, True])
    talk.pushes(1, [True] * 8)


def test_a_message_that_is_told_again_after_it_was_forgotten(talk: Talk) -> None:
    talk.does_something(0, pressed=False)
    talk.a_process_starts_again(0)
    talk.pushes(1, [True] * 4)
    talk.the_platform_repeats_itself(0)
    talk.pushes(0, [True, True])
