"""The web: the buyers' chat and the staff room in the browser, a platform of our own.

What a page must show is in the mailbox before anybody is told that it was sent; a page that comes back names the last
change it has seen and gets the rest. So nothing is lost, nothing comes twice, and the order is the order of writing.
"""

from collections.abc import Mapping
from typing import Any

from bots.web.channel import BuyerChat
from bots.web.settings import BuyerSettings, StaffSettings, decode
from bots.web.staff import StaffRoom
from core.messages import AccountId
from core.ports import BuildChannel, Surroundings


def build_web(account: AccountId, settings: dict[str, Any], around: Surroundings) -> BuyerChat:
    """The buyers' chat. Raises: WrongSetting."""
    return BuyerChat(account, decode(BuyerSettings, "web", settings), around)


def build_staff(account: AccountId, settings: dict[str, Any], around: Surroundings) -> StaffRoom:
    """The staff room. Raises: WrongSetting."""
    return StaffRoom(account, decode(StaffSettings, "web-staff", settings), around)


CHANNELS: Mapping[str, BuildChannel] = {"web": build_web, "web-staff": build_staff}
