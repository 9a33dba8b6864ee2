"""What an operator writes into [channels.wecom.main], and what he hears when it is wrong."""

from typing import Any

import pytest

from bots.wechat.wecom.channel import build_customer_service
from bots.wechat.wecom.settings import CustomerServiceSettings
from core.errors import WrongSetting
from core.messages import AccountId
from tests.conformance.surroundings import surroundings

GOOD: dict[str, Any] = {
    "corp_id": "ww5823bf96d3bd56c7",
    "secret": "kf-secret-0123456789abcdefghijklmnopqrstuvw",
    "token": "QDG6eK",
    "aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}


def refused(**changes: Any) -> WrongSetting:
    around = surroundings("https://example.com")
    with pytest.raises(WrongSetting) as wrong:
        build_customer_service(AccountId("main"), {**GOOD, **changes}, around)
    return wrong.value


def test_four_words_of_the_console_are_enough() -> None:
    chosen = CustomerServiceSettings.model_validate(GOOD)
    assert (chosen.open_kfid, chosen.welcome, chosen.take_back, chosen.poll_seconds) == ((), True, True, 300)
    assert chosen.api_url == "https://qyapi.weixin.qq.com"


@pytest.mark.parametrize(
    ("written", "meant"), [("", ()), ("wkA", ("wkA",)), (["wkA", "wkB"], ("wkA", "wkB"))], ids=["all", "one", "some"]
)
def test_accounts_are_one_or_some_or_all(written: object, meant: tuple[str, ...]) -> None:
    assert CustomerServiceSettings.model_validate({**GOOD, "open_kfid": written}).open_kfid == meant


@pytest.mark.parametrize(
    ("name", "value"),
    [("corp_id", "w w"), ("secret", "short"), ("token", "with-dash"), ("aes_key", "42" * 21), ("api_url", "qyapi")],
)
def test_a_wrong_value_is_named_and_not_shown(name: str, value: str) -> None:
    wrong = refused(**{name: value})
    assert wrong.name == f"channels.wecom.main.{name}"
    assert value not in str(wrong)
    assert f"`{name}`" in wrong.remedy


def test_what_is_no_setting_is_said_to_be_none() -> None:
    wrong = refused(agent_id="1000002")
    assert wrong.name == "channels.wecom.main.agent_id"
    assert "corp_id" in wrong.remedy


def test_secrets_are_in_no_repr() -> None:
    shown = repr(CustomerServiceSettings.model_validate(GOOD))
    assert not any(GOOD[name] in shown for name in ("secret", "token", "aes_key"))
