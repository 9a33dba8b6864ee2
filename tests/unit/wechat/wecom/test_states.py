"""Whose a talk is, when the platform does not let us write."""

from dataclasses import dataclass, field

import pytest

from bots.wechat.wecom.errors import SessionElsewhere, StepNotAllowed
from bots.wechat.wecom.outbound import Customer
from bots.wechat.wecom.states import State, States
from core.errors import ReplyWindowClosed

CUSTOMER = Customer("wk1", "wm1")


@dataclass(slots=True)
class Talk:
    """A session on the platform. `back`: whether a talk of people can be given back to us."""

    now: int
    back: bool = False
    code: str = "CODE"
    asked: list[int] = field(default_factory=list)

    async def state(self, customer: Customer) -> int:
        return self.now

    async def change(self, customer: Customer, state: int) -> str:
        self.asked.append(state)
        if state == State.ASSISTANT and not self.back:
            raise StepNotAllowed
        self.now = state
        return self.code if state == State.ENDED else ""


async def regain(talk: Talk, *, by_agent: bool = True, take_back: bool = True, by_code: bool = True) -> str:
    return await States(talk, take_back=take_back).regain(CUSTOMER, by_agent=by_agent, by_code=by_code)


@pytest.mark.parametrize("state", [State.NEW, State.ASSISTANT])
async def test_a_talk_that_is_ours_again_goes_on(state: State) -> None:
    assert await regain(Talk(state)) == ""


async def test_an_ended_talk_waits_for_the_customer() -> None:
    with pytest.raises(ReplyWindowClosed):
        await regain(Talk(State.ENDED))


@pytest.mark.parametrize("state", [State.POOL, State.PEOPLE])
async def test_the_bot_does_not_speak_between_people(state: State) -> None:
    talk = Talk(state, back=True)
    with pytest.raises(SessionElsewhere):
        await regain(talk, by_agent=False)
    assert talk.asked == []


async def test_an_agent_takes_it_back_where_the_platform_allows() -> None:
    talk = Talk(State.PEOPLE, back=True)
    assert (await regain(talk), talk.now) == ("", State.ASSISTANT)


async def test_elsewhere_he_ends_what_people_began_with_his_words() -> None:
    talk = Talk(State.PEOPLE)
    assert (await regain(talk), talk.now) == ("CODE", State.ENDED)


async def test_a_file_ends_nothing() -> None:
    talk = Talk(State.PEOPLE)
    with pytest.raises(SessionElsewhere):
        await regain(talk, by_code=False)
    assert talk.now == State.PEOPLE


async def test_people_keep_it_where_the_owner_wants_it() -> None:
    talk = Talk(State.PEOPLE, back=True)
    with pytest.raises(SessionElsewhere):
        await regain(talk, take_back=False)
    assert talk.asked == []


async def test_an_end_that_brings_no_code_waits_for_the_customer() -> None:
    with pytest.raises(ReplyWindowClosed):
        await regain(Talk(State.PEOPLE, code=""))
