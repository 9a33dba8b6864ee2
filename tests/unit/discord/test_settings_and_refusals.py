"""What an operator writes down, and what Discord's no means."""

from datetime import timedelta
from typing import Any

import pytest

from bots.discord import build_shop
from bots.discord.errors import CODES, Declined
from bots.discord.restraint import REFUSALS, Restraint
from bots.discord.routes import parts_of
from core.errors import (
    ChannelUnavailable,
    ContentRejected,
    DeliveryRefused,
    RateLimited,
    RecipientUnreachable,
    TargetGone,
    WrongSetting,
)
from core.messages import AccountId
from tests.conformance.surroundings import surroundings

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4." + "Gabcde." + "x" * 38


def build(**settings: Any) -> None:
    build_shop(AccountId("main"), settings, surroundings("https://shop.example"))


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "token"),
        ({"token": "123"}, "token"),
        ({"token": TOKEN, "colour": "red"}, "colour"),
        ({"token": TOKEN, "guild": -1}, "guild"),
        ({"token": TOKEN, "open_in": "thread"}, "message_content"),
        ({"token": TOKEN, "open_in": "thread", "contact_channel": 1}, "message_content"),
        ({"token": TOKEN, "api_url": "discord.com"}, "api_url"),
    ],
)
def test_a_wrong_setting_is_named_with_a_remedy_and_not_shown(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        build(**settings)
    assert named in str(wrong.value)
    assert wrong.value.remedy
    assert TOKEN not in str(wrong.value)


def test_a_token_may_be_pasted_with_what_stands_around_it() -> None:
    build(token=f" Bot {TOKEN} ")


@pytest.mark.parametrize(
    ("no", "meaning"),
    [
        (Declined(403, 50007), RecipientUnreachable),
        (Declined(404, 10003), TargetGone),
        (Declined(404, 10008), TargetGone),
        (Declined(400, 50035), ContentRejected),
        (Declined(400, 160005), TargetGone),
        (Declined(403, 50013), DeliveryRefused),
        (Declined(403, 50001), DeliveryRefused),
        (Declined(400, 40003), RateLimited),
        (Declined(429), RateLimited),
        (Declined(401), ChannelUnavailable),
        (Declined(401, 50027), DeliveryRefused),
        (Declined(503), ChannelUnavailable),
        (Declined(413), ContentRejected),
        (Declined(404), TargetGone),
        (Declined(418), DeliveryRefused),
    ],
)
def test_a_code_has_its_meaning(no: Declined, meaning: type[Exception]) -> None:
    assert type(no.meaning) is meaning


@pytest.mark.parametrize("code", sorted(CODES))
def test_words_change_no_meaning(code: int) -> None:
    assert type(Declined(400, code, "Unknown Channel").meaning) is type(Declined(400, code, "别的").meaning)


def test_a_limit_without_a_time_is_waited_for_all_the_same() -> None:
    meaning = Declined(429).meaning
    assert isinstance(meaning, RateLimited)
    assert meaning.after is not None
    assert meaning.after > timedelta(0)


def test_after_many_refusals_we_stop_asking_for_a_while() -> None:
    now = 0.0
    restraint = Restraint(lambda: now)
    for _ in range(REFUSALS - 1):
        restraint.note(Declined(403, 50007))
    restraint.check()
    restraint.note(Declined(403, 50007))
    with pytest.raises(ChannelUnavailable):
        restraint.check()
    now += 601
    restraint.check()


def test_a_wrong_token_is_not_asked_with_again_and_again_and_an_old_answer_harms_nobody() -> None:
    now = 0.0
    restraint = Restraint(lambda: now)
    restraint.note(Declined(401, 50027))
    restraint.check()
    restraint.note(Declined(401))
    with pytest.raises(ChannelUnavailable):
        restraint.check()
    now += 61
    restraint.check()


@pytest.mark.parametrize(
    ("path", "template", "ids"),
    [
        ("/users/@me", "/users/@me", {}),
        ("/channels/1/messages/2", "/channels/{channel_id}/messages/{id3}", {"channel_id": "1", "id3": "2"}),
        (
            "/channels/1/messages/2/reactions/👍/@me",
            "/channels/{channel_id}/messages/{id3}/reactions/{id5}/@me",
            {"channel_id": "1", "id3": "2", "id5": "👍"},
        ),
        (
            f"/webhooks/7/{'t' * 50}/messages/@original",
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            {"webhook_id": "7", "webhook_token": "t" * 50},
        ),
        (f"/interactions/7/{'t' * 50}/callback", "/interactions/{id1}/{id2}/callback", {"id1": "7", "id2": "t" * 50}),
    ],
)
def test_limits_are_kept_by_what_a_path_is_about(path: str, template: str, ids: dict[str, str]) -> None:
    assert parts_of(path) == (template, ids)
