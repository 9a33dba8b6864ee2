"""Telegram: the shop bot that buyers talk to, and the staff bot in the agents' forum group.

Importing this imports neither SDK: aiogram and python-telegram-bot are loaded by the channel that runs, when its door
is open already."""

from typing import Any

from bots.telegram.channel import ShopChannel
from bots.telegram.settings import ShopSettings, decode, require
from bots.telegram.staff import STAFF, build_staff
from core.channel import Channel
from core.messages import AccountId, ChannelName
from core.ports import Surroundings

SHOP = ChannelName("telegram")


def build_shop(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting: a value is wrong or missing, or aiogram is not installed."""
    chosen = decode(ShopSettings, SHOP, account, settings)
    require("aiogram", SHOP)
    return ShopChannel(SHOP, account, chosen, around)


CHANNELS = {SHOP: build_shop, STAFF: build_staff}
