"""Looks at an account of WeChat or WeCom before its secret is kept: is it one, and what may it do?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bots.wechat import examining as official
from bots.wechat.asking import Told, asking, token_in
from bots.wechat.codes import address_in
from bots.wechat.wecom import examining as wecom
from core.errors import ChannelError

WRONG_ID: Final = frozenset({40013})
WRONG_SECRET: Final = frozenset({40001, 40091, 40125, 41004})
UNKNOWN_ADDRESS: Final = frozenset({40164, 60020})
WRONG_APP: Final = frozenset({48002, 95011, 95017, 95023, 301002})


@dataclass(frozen=True, slots=True)
class Seen:
    """`verified`: it may write by itself. `desks`: names of the customer service accounts that it may use, by id."""

    verified: bool = True
    desks: Sequence[tuple[str, str]] = ()


class NotAnAccount(Exception):
    """`key`: of the words that say why. `why`: what they need to know. `later`: what was typed may be right."""

    def __init__(self, key: str, *, later: bool = False, **why: str) -> None:
        super().__init__(key)
        self.key = key
        self.why = why
        self.later = later


def look_at_official(app_id: str, app_secret: str, api_url: str) -> Seen:
    """Raises: NotAnAccount."""

    async def look() -> Seen:
        async with asking(api_url) as ask:
            token = token_in(_good(await official.credentials(ask, app_id, app_secret)))
            told = await official.may_push(ask, token)
            return Seen(verified=told.code != official.UNAUTHORIZED)

    try:
        return asyncio.run(look())
    except ChannelError:
        raise NotAnAccount("cli-wechat-away", later=True, address=api_url) from None


def look_at_wecom(corp_id: str, secret: str, api_url: str) -> Seen:
    """Raises: NotAnAccount."""

    async def look() -> Seen:
        async with asking(api_url) as ask:
            token = token_in(_good(await wecom.credentials(ask, corp_id, secret)))
            told, found = await wecom.desks(ask, token)
            _good(told)
            return Seen(desks=[(desk.open_kfid, desk.name) for desk in found])

    try:
        return asyncio.run(look())
    except ChannelError:
        raise NotAnAccount("cli-wechat-away", later=True, address=api_url) from None


def _good(told: Told) -> Told:
    if told.ok:
        return told
    if told.code in WRONG_ID:
        raise NotAnAccount("cli-wechat-wrong-id")
    if told.code in WRONG_SECRET:
        raise NotAnAccount("cli-wechat-wrong-secret")
    if told.code in UNKNOWN_ADDRESS:
        key = "cli-wechat-unknown-address" if told.code == 40164 else "cli-wecom-unknown-address"
        raise NotAnAccount(key, later=True, address=address_in(told.message) or "?")
    if told.code in WRONG_APP:
        raise NotAnAccount("cli-wecom-wrong-app", later=True)
    raise NotAnAccount("cli-wechat-refused", later=True, code=str(told.code), message=told.message)
