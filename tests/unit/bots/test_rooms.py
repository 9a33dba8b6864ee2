"""The staff rooms as the settings and the channels make them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bots.rooms import examine_rooms, room_of, rooms_of, rooms_with_tickets, web_room
from config.settings import RoomRule, Settings
from core.channel import Channel, Severity
from core.errors import WrongSetting
from core.messages import AccountId, Address, ChannelName, ChatId
from tests.flows.desk import settings_for

NAMES = ("web-staff/main", "web-staff/second", "telegram-staff/main")


@dataclass
class Host:
    """Of a channel only this is looked at."""

    room: Address | None


def channels(*names: str) -> dict[tuple[ChannelName, AccountId], Channel]:
    made: dict[tuple[ChannelName, AccountId], Any] = {(ChannelName("web"), AccountId("main")): object()}
    for name in names:
        channel, _, account = name.partition("/")
        key = ChannelName(channel), AccountId(account)
        made[key] = Host(Address(*key, ChatId("room")))
    return made


def settings(*rules: RoomRule, room: str = NAMES[0]) -> Settings:
    accounts: dict[str, list[str]] = {"web": ["main"], "web-staff": ["main", "second"], "telegram-staff": ["main"]}
    configured: dict[str, Any] = {channel: {account: {} for account in names} for channel, names in accounts.items()}
    made = settings_for(Path(), "", configured, room)
    return made.model_copy(update={"desk": made.desk.model_copy(update={"rooms": rules})})


def test_every_host_is_known_by_its_name_whether_tickets_go_there_or_not() -> None:
    known, there = settings(RoomRule(room=NAMES[2], product=("Steam*",))), channels(*NAMES)
    assert set(rooms_of(known, there).named) == set(NAMES)
    assert [room.channel for room in rooms_with_tickets(known, there)] == ["web-staff", "telegram-staff"]
    assert room_of(known, there).account == "main"


def test_a_room_on_a_channel_that_has_none_is_a_wrong_setting() -> None:
    with pytest.raises(WrongSetting, match=r"desk\.rooms\.room"):
        rooms_of(settings(RoomRule(room="web/main")), channels(*NAMES))
    with pytest.raises(WrongSetting, match=r"desk\.room:"):
        room_of(settings(room="web/main"), channels(*NAMES))


def test_a_reason_that_nobody_gives_is_a_wrong_setting() -> None:
    with pytest.raises(WrongSetting, match="angry is no reason"):
        rooms_of(settings(RoomRule(room=NAMES[1], reason=("angry",))), channels(*NAMES))


def test_the_doctor_tells_what_each_room_gets_and_which_rule_gets_nothing() -> None:
    rules = RoomRule(room=NAMES[2], product=("Steam*",)), RoomRule(room=NAMES[1]), RoomRule(room=NAMES[2])
    found = examine_rooms(settings(*rules), channels(*NAMES))
    assert [(one.subject, one.severity) for one in found] == [
        ("staff room telegram-staff/main", Severity.OK),
        ("staff room web-staff/second", Severity.OK),
        ("staff room telegram-staff/main", Severity.WARNING),
        ("staff room web-staff/main", Severity.OK),
    ]
    assert found[0].seen == "gets tickets with product Steam*"
    assert found[-1].seen == "gets what agents move there"
    (one,) = examine_rooms(settings(), channels(*NAMES))
    assert one.seen == "gets every ticket"
    (broken,) = examine_rooms(settings(room="web/main"), channels(*NAMES))
    assert (broken.severity, broken.subject) == (Severity.FAILURE, "desk.room")
    assert broken.seen == "web/main is not a configured staff room."


def test_a_login_link_leads_to_the_web_room_that_gets_tickets_or_the_one_asked_for() -> None:
    telegram = settings(RoomRule(room=NAMES[1], language=("en",)), room=NAMES[2])
    assert web_room(telegram) == NAMES[1]
    assert web_room(telegram, "main") == NAMES[0]
    assert web_room(settings(), NAMES[1]) == NAMES[1]
    with pytest.raises(WrongSetting, match="needs no link"):
        web_room(settings(room=NAMES[2]))
    with pytest.raises(WrongSetting, match="web-staff/third is not a web staff room"):
        web_room(settings(), "third")
