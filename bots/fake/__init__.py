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
    """Raises: WrongSetting: the first value that is wrong or missing, without showing it."""
    try:
        chosen = FakeSettings.model_validate(settings)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        meaning = FakeSettings.model_fields[str(first["loc"][0])].description if first["loc"] else None
        raise WrongSetting(f"{CHANNEL}.{account}.{field}", f"{first['msg']}.", f"Set {meaning or 'it'}.") from None
    return open_channel(Account(CHANNEL, account), chosen, around)


CHANNELS = {CHANNEL: build}
