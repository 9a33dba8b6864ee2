"""Tokens of visitors, links and sessions: what we did not sign is not ours."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.web.logins import Logins, Role
from bots.web.settings import StaffSettings
from bots.web.signing import Purpose, Signer
from bots.web.visitors import Visitors
from core.errors import Forged

OURS = Signer(b"k" * 32)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@given(st.binary(max_size=200), st.sampled_from(Purpose))
def test_what_was_signed_reads_back(payload: bytes, purpose: Purpose) -> None:
    assert OURS.read(purpose, OURS.sign(purpose, payload)) == payload


@given(st.binary(max_size=40), st.data())
def test_one_changed_letter_is_enough(payload: bytes, data: st.DataObject) -> None:
    token = OURS.sign(Purpose.VISITOR, payload)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(min_codepoint=32, max_codepoint=0x4E10).filter(lambda c: c != token[at]))
    with pytest.raises(Forged):
        OURS.read(Purpose.VISITOR, token[:at] + letter + token[at + 1 :])


@given(st.text(max_size=100))
def test_invented_tokens_are_forged(token: str) -> None:
    with pytest.raises(Forged):
        OURS.read(Purpose.SESSION, token)


def test_a_token_for_one_purpose_is_good_for_no_other() -> None:
    token = OURS.sign(Purpose.LOGIN, b"{}")
    for other in set(Purpose) - {Purpose.LOGIN}:
        with pytest.raises(Forged):
            OURS.read(other, token)


def test_another_shops_key_makes_other_tokens() -> None:
    with pytest.raises(Forged):
        Signer(b"q" * 32).read(Purpose.VISITOR, OURS.sign(Purpose.VISITOR, b"x"))


def test_visitors_are_random_and_recognised() -> None:
    visitors = Visitors(OURS)
    seen = {visitors.issue().id for _ in range(1000)}
    assert len(seen) == 1000
    visitor = visitors.issue()
    assert visitors.recognise(visitors.token(visitor)).id == visitor.id
    assert visitors.welcome(visitors.token(visitor)).id == visitor.id
    assert visitors.welcome("").new
    assert visitors.welcome(visitors.token(visitor) + "x").new


def test_a_link_is_no_session() -> None:
    logins = Logins(OURS, StaffSettings())
    link = logins.link("mei", "小美", Role.ADMIN, NOW)
    assert logins.agent_of_link(link, NOW).role is Role.ADMIN
    with pytest.raises(Forged):
        logins.agent_of_session(link, NOW)


def test_a_signed_fact_of_another_shape_is_forged() -> None:
    logins = Logins(OURS, StaffSettings())
    with pytest.raises(Forged):
        logins.agent_of_session(OURS.sign(Purpose.SESSION, b'{"id": 5}'), NOW)
