"""Discord: the shop bot that buyers talk to, and the staff bot in the agents' forum.

Importing this does not import the SDK: discord.py is loaded by the channel that runs."""

from typing import Any

from bots.discord.channel import ShopChannel
from bots.discord.settings import ShopSettings, decode, require
from bots.discord.staff import STAFF, build_staff
from core.channel import Channel
from core.messages import AccountId, ChannelName
from core.ports import Surroundings

SHOP = ChannelName("discord")


def build_shop(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting: a value is wrong or missing, or discord.py is not installed."""
    chosen = decode(ShopSettings, SHOP, account, settings)
    require(SHOP)
    return ShopChannel(SHOP, account, chosen, around)


CHANNELS = {SHOP: build_shop, STAFF: build_staff}
