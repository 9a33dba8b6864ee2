"""What WeCom answers to our calls, as structs, and the paths of the calls.

Source: developer.work.weixin.qq.com, documents 94661, 94669, 94670, 94677, 95122 and 95159."""

from typing import Final

import msgspec

from bots.wechat.api import Answer, Api
from bots.wechat.wecom.outbound import Content, Customer

SYNC: Final = "cgi-bin/kf/sync_msg"
SEND: Final = "cgi-bin/kf/send_msg"
SEND_ON_EVENT: Final = "cgi-bin/kf/send_msg_on_event"
STATE: Final = "cgi-bin/kf/service_state/get"
CHANGE: Final = "cgi-bin/kf/service_state/trans"
ACCOUNTS: Final = "cgi-bin/kf/account/list"
CUSTOMERS: Final = "cgi-bin/kf/customer/batchget"
MOST: Final = 1000
"""Entries of one page (94670)."""
ACCOUNTS_AT_ONCE: Final = 100
CUSTOMERS_AT_ONCE: Final = 100


class Page(Answer):
    """`has_more` may be 1 while the list is empty."""

    next_cursor: str = ""
    has_more: int = 0
    msg_list: tuple[msgspec.Raw, ...] = ()


class Session(Answer):
    service_state: int = 0


class Changed(Answer):
    """`msg_code`: lets us send one more message into the state that was just entered."""

    msg_code: str = ""


class Managed(msgspec.Struct, frozen=True):
    """`manage_privilege`: our app may read and write there."""

    open_kfid: str = ""
    name: str = ""
    manage_privilege: bool = True


class Accounts(Answer):
    account_list: tuple[Managed, ...] = ()


class Known(msgspec.Struct, frozen=True):
    external_userid: str = ""
    nickname: str = ""


class Customers(Answer):
    customer_list: tuple[Known, ...] = ()


class Calls:
    """Every method raises ChannelError only."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def page(self, open_kfid: str, cursor: str, token: str) -> Page:
        """What came after the cursor; `token`: of a callback, without which we may ask but seldom."""
        asked = {"open_kfid": open_kfid, "limit": MOST, "voice_format": 0, "cursor": cursor, "token": token}
        return await self._api.call(SYNC, {name: value for name, value in asked.items() if value != ""}, kind=Page)

    async def send(self, content: Content) -> None:
        """Raises: DeliveryInDoubt, too."""
        await self._api.call(SEND, content, kind=Answer, repeatable=False)

    async def send_on_event(self, content: Content) -> None:
        """Raises: DeliveryInDoubt, too."""
        await self._api.call(SEND_ON_EVENT, content, kind=Answer, repeatable=False)

    async def state(self, customer: Customer) -> int:
        return (await self._api.call(STATE, _named(customer), kind=Session)).service_state

    async def change(self, customer: Customer, state: int) -> str:
        """The code that goes with the new state, if there is one."""
        return (await self._api.call(CHANGE, {**_named(customer), "service_state": state}, kind=Changed)).msg_code

    async def accounts(self) -> list[Managed]:
        """All customer service accounts that our app may manage."""
        found: list[Managed] = []
        while True:
            asked = {"offset": len(found), "limit": ACCOUNTS_AT_ONCE}
            page = (await self._api.call(ACCOUNTS, asked, kind=Accounts)).account_list
            found += page
            if len(page) < ACCOUNTS_AT_ONCE:
                return [one for one in found if one.manage_privilege]

    async def names(self, customers: list[str]) -> dict[str, str]:
        """Of at most CUSTOMERS_AT_ONCE; who is not known is not in it."""
        told = await self._api.call(CUSTOMERS, {"external_userid_list": customers}, kind=Customers)
        return {one.external_userid: one.nickname for one in told.customer_list}


def _named(customer: Customer) -> dict[str, str]:
    return {"open_kfid": customer.open_kfid, "external_userid": customer.user}
