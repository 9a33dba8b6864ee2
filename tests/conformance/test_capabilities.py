"""Capabilities are data that the core believes, so they must not lie, in either direction."""

import pytest

from core.channel import Channel, DeletesMessages, EditsMessages, HostsRoom, Level, OpensThreads, ShowsTyping
from core.messages import Address
from tests.conformance.folders import every_channel
from tests.conformance.stage import Stage

ABILITIES = [
    ("edits", EditsMessages),
    ("deletes", DeletesMessages),
    ("threads", OpensThreads),
    ("typing", ShowsTyping),
]


@every_channel()
@pytest.mark.parametrize(("level", "ability"), ABILITIES)
def test_a_level_and_a_type_say_the_same(stage: Stage, level: str, ability: type) -> None:
    claimed: Level = getattr(stage.channel.capabilities, level)
    assert isinstance(stage.channel, ability) == (claimed is not Level.NONE)


@every_channel()
def test_what_is_claimed_has_room_to_be_used(stage: Stage) -> None:
    can = stage.channel.capabilities
    assert can.text_limit > 0
    assert can.in_flight > 0
    if can.buttons is not Level.NONE:
        assert can.button_limit > 0
        assert can.button_value_bytes > 0
    if can.media is not Level.NONE:
        assert can.media_per_message > 0
    for rate in (can.account_rate, can.chat_rate):
        assert rate is None or (rate.amount > 0 and rate.per.total_seconds() > 0 and rate.burst >= 1)


@every_channel()
def test_a_channel_with_threads_has_a_room_to_open_them_in(stage: Stage) -> None:
    assert isinstance(stage.channel, OpensThreads) == (stage.kit.room is not None)


@every_channel()
def test_who_hosts_a_room_names_its_address(stage: Stage) -> None:
    """The core asks by type: a method of that name is no room."""
    if isinstance(stage.channel, HostsRoom):
        assert stage.channel.room is None or isinstance(stage.channel.room, Address)


@every_channel()
def test_what_a_channel_can_does_not_change_while_it_runs(stage: Stage) -> None:
    channel: Channel = stage.channel
    before = channel.capabilities
    assert channel.capabilities is before
    with pytest.raises(AttributeError):
        before.text_limit = 1  # type: ignore[misc]
