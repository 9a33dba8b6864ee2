"""The reference channel: a messenger without a company behind it. Copy this folder to begin a new channel."""

from typing import Any

from pydantic import ValidationError

from core.channel import Channel
from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from core.ports import Surroundings

from .capabilities import FakeSettings
from .channel import open_channel
from .inbound import Account

CHANNEL = ChannelName(__name__.rsplit(".", 1)[-1])


def build(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting: names the first value that is wrong or missing, without showing it."""
    try:
        chosen = FakeSettings.model_validate(settings)
    except ValidationError as wrong:
        raise _named(account, wrong) from None
    return open_channel(Account(CHANNEL, account), chosen, around)


def _named(account: AccountId, wrong: ValidationError) -> WrongSetting:
    first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
    where = [str(part) for part in first["loc"]]
    known = FakeSettings.model_fields.get(where[0])
    remedy = f"Set {known.description}." if known else f"Remove it; there are {', '.join(FakeSettings.model_fields)}."
    return WrongSetting(".".join(["channels", CHANNEL, account, *where]), f"{first['msg']}.", remedy)


CHANNELS = {CHANNEL: build}
