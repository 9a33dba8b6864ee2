"""What an owner may write into the settings, and what he is told when he errs."""

from typing import Any

import pytest

from bots.telegram import CHANNELS
from bots.telegram.capabilities import shop_capabilities
from bots.telegram.settings import OFFICIAL, ShopSettings, StaffSettings, decode, webhook_secret
from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from tests.conformance.surroundings import surroundings

TOKEN = "123456789:AAE-abc_DEF"
SHOP = ChannelName("telegram")


def read(**settings: Any) -> ShopSettings:
    return decode(ShopSettings, SHOP, AccountId("main"), {"token": TOKEN, **settings})


def test_a_token_is_enough() -> None:
    settings = read()
    assert (settings.api_url, settings.mode, settings.poll_seconds) == (OFFICIAL, "polling", 50)
    assert (settings.bot_id, settings.download_bytes) == (123456789, 20 << 20)
    assert TOKEN not in repr(settings)


def test_blanks_around_a_pasted_token_and_a_slash_after_an_address_do_no_harm() -> None:
    settings = read(token=f" {TOKEN}\n", api_url="http://127.0.0.1:8081/ ")
    assert (settings.token.get_secret_value(), settings.api_url) == (TOKEN, "http://127.0.0.1:8081")


def test_a_server_of_one_s_own_that_shares_its_disk_knows_no_largest_file() -> None:
    assert read(local_files=True).download_bytes == 0


def test_the_limit_over_all_chats_can_be_lifted_for_a_test_server_and_the_one_of_each_chat_stays() -> None:
    usual, lifted = shop_capabilities(read()), shop_capabilities(read(messages_per_second=0))
    assert usual.account_rate is not None
    assert usual.account_rate.amount == 28
    assert lifted.account_rate is None
    assert lifted.chat_rate == usual.chat_rate


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"token": "my-token"}, "channels.telegram.main.token"),
        ({"token": ""}, "@BotFather"),
        ({"mode": "smoke-signals"}, "channels.telegram.main.mode"),
        ({"api_url": "api.telegram.org"}, "channels.telegram.main.api_url"),
        ({"webhook_secret": "spaces are wrong"}, "channels.telegram.main.webhook_secret"),
        ({"poll_seconds": 51}, "channels.telegram.main.poll_seconds"),
        ({"tokn": "123:abc"}, "channels.telegram.main.tokn"),
    ],
)
def test_a_wrong_value_is_named_with_a_remedy_and_not_shown(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read(**wrong)
    assert told in str(refused.value)
    assert refused.value.remedy
    assert not any(value in str(refused.value) for value in ("my-token", "spaces are wrong", "123:abc"))


def test_the_webhook_s_secret_is_the_owner_s_or_one_that_stays_the_same() -> None:
    around = surroundings("https://shop.example")
    made = webhook_secret(read(), around)
    assert made == webhook_secret(read(), around)
    assert made.isalnum()
    assert webhook_secret(read(webhook_secret="my_own-1"), around) == "my_own-1"


def test_staff_settings_read_agents_as_a_word_or_as_a_list() -> None:
    def agents(value: object) -> object:
        settings = {"token": TOKEN, "group": "-1001234567890", "agents": value}
        return decode(StaffSettings, ChannelName("telegram-staff"), AccountId("main"), settings).agents

    assert (agents("members"), agents([1, "2"])) == ("members", (1, 2))
    with pytest.raises(WrongSetting, match="agents"):
        agents("everybody")


def test_a_missing_library_is_told_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.telegram.settings.find_spec", lambda _: None)
    with pytest.raises(WrongSetting, match=r"aiogram is not installed.*\.\[telegram\]"):
        CHANNELS[SHOP](AccountId("main"), {"token": TOKEN}, surroundings("https://shop.example"))
