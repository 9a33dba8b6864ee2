"""What an operator may write for the staff bot, and what is said when it is wrong."""

from typing import Any

import pytest

from bots.discord.settings import decode
from bots.discord.staff import STAFF, build_staff
from bots.discord.staffsettings import StaffSettings
from core.errors import WrongSetting
from core.messages import AccountId
from tests.conformance.surroundings import surroundings

TOKEN = "MTAxMDEwMTAx.Gabcde.0123456789abcdefghijklmnop"


def chosen(**settings: Any) -> StaffSettings:
    return decode(StaffSettings, STAFF, AccountId("main"), {"token": TOKEN, "forum": 7} | settings)


def test_token_and_forum_are_enough() -> None:
    settings = chosen()
    assert (settings.forum, settings.agents, settings.message_content) == (7, "manage-threads", True)
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize("given", ["12, 34", "[12,34]", [12, 34], ["12", "34"]])
def test_roles_are_a_list_or_a_line_of_a_variable(given: object) -> None:
    assert chosen(agents=given).agents == (12, 34)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"forum": "售后"}, "channels.discord-staff.main.forum"),
        ({"token": "123:abc"}, "channels.discord-staff.main.token"),
        ({"agents": "admins"}, "channels.discord-staff.main.agents"),
        ({"message_content": False}, "channels.discord-staff.main.message_content"),
        ({"group": -100}, "channels.discord-staff.main.group"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(settings: dict[str, Any], name: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        chosen(**settings)
    assert wrong.value.name.startswith(name)
    assert wrong.value.remedy


def test_without_a_forum_it_is_told_where_to_find_its_id() -> None:
    with pytest.raises(WrongSetting, match="Copy Channel ID"):
        build_staff(AccountId("main"), {"token": TOKEN}, surroundings("http://127.0.0.1:1"))
