"""Several staff rooms in the settings."""

import pytest

from tests.unit.config.conftest import Complain, Load

ROOMS = "[channels.web.main]\n[channels.web-staff.main]\n[channels.web-staff.second]\n[channels.telegram-staff.main]\n"
RULES = """
[desk]
room = "web-staff/main"

[[desk.rooms]]
room = "telegram-staff/main"
product = ["Steam*", "月卡"]
reason = "complaint, key"

[[desk.rooms]]
room = "web-staff/second"
language = ["en"]
channel = ["web"]
"""


def test_rules_are_read_in_their_order(loaded: Load) -> None:
    settings = loaded(RULES + ROOMS)
    first, second = settings.desk.rooms
    assert (first.room, first.product, first.reason) == (
        "telegram-staff/main",
        ("Steam*", "月卡"),
        ("complaint", "key"),
    )
    assert (second.language, second.channel, second.product) == (("en",), ("web",), ())
    assert settings.staff_rooms == ("web-staff/main", "telegram-staff/main", "web-staff/second")


def test_a_variable_holds_them_as_json(loaded: Load) -> None:
    variable = '[{"room": "web-staff/second", "language": ["en"]}]'
    settings = loaded(ROOMS, KAMIDESK_DESK__ROOMS=variable, KAMIDESK_DESK__ROOM="web-staff/main")
    assert settings.staff_rooms == ("web-staff/main", "web-staff/second")


def test_without_rules_there_is_one_room(loaded: Load) -> None:
    assert loaded(ROOMS).staff_rooms == ("telegram-staff/main",)


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('room = "web-staff/secnd"', "desk.rooms.room: web-staff/secnd is not among the configured channels. Did you"),
        ('room = ""', "desk.rooms.room: must be channel/account, and it is ''."),
        ('product = "Steam"', "desk.rooms.room: is missing."),
        (
            'room = "web-staff/main"\nlanguage = ["fr"]',
            "desk.rooms.language: must be one of zh, zh-Hant, en, es, and it is 'fr'.",
        ),
        ('room = "web-staff/main"\nchannel = ["telegramm"]', "desk.rooms.channel: telegramm is not among"),
        ('room = "web-staff/main"\nrooms = 1', "desk.rooms.rooms: is not a setting."),
    ],
)
def test_a_mistake_in_a_rule_is_named_with_its_remedy(complaints: Complain, toml: str, line: str) -> None:
    (problem,) = complaints(f"{ROOMS}[[desk.rooms]]\n{toml}")
    assert str(problem).startswith(line)
    assert problem.remedy
