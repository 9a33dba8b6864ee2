"""The menu at the bottom of the talk: made as the settings have it, when the platform's is another one.

developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu and api_getmenu"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import structlog

from bots.wechat.api import Answer, Api
from bots.wechat.official.errors import NoMenu, NotVerified
from bots.wechat.official.settings import MenuButton
from core.errors import DeliveryRefused, RetryLater, StoreUnavailable
from core.patience import persist

log = structlog.get_logger(__name__)

GET: Final = "cgi-bin/menu/get"
CREATE: Final = "cgi-bin/menu/create"


class _Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """`type`: "click" with a key, "view" with an address, or none with buttons below."""

    name: str = ""
    type: str = ""
    key: str = ""
    url: str = ""
    sub_button: tuple["_Button", ...] = ()


class _Menu(msgspec.Struct, frozen=True):
    button: tuple[_Button, ...] = ()


class _Present(Answer):
    menu: _Menu = _Menu()


def to_menu(buttons: Sequence[MenuButton]) -> _Menu:
    return _Menu(tuple(_button(one) for one in buttons))


def _button(one: MenuButton) -> _Button:
    if one.sub:
        return _Button(one.name, sub_button=tuple(_button(below) for below in one.sub))
    if one.url:
        return _Button(one.name, "view", url=one.url)
    return _Button(one.name, "click", one.value)


def is_as_wanted(answer: bytes, buttons: Sequence[MenuButton]) -> bool:
    """`answer`: the platform's to GET."""
    try:
        return msgspec.json.decode(answer, type=_Present).menu == to_menu(buttons)
    except msgspec.MsgspecError:
        return False


async def publish_menu(subject: str, api: Api, buttons: Sequence[MenuButton]) -> None:
    """Without buttons the menu is left as it is. Raises nothing."""
    if not buttons:
        return
    try:
        await persist(
            subject, "making the menu", lambda: _publish(subject, api, to_menu(buttons)), (RetryLater, StoreUnavailable)
        )
    except DeliveryRefused as why:
        log.warning("the menu was refused: look at its names and values", channel=subject, why=str(why))


async def _publish(subject: str, api: Api, wanted: _Menu) -> None:
    """Raises: DeliveryRefused, RetryLater."""
    try:
        if await _present(api) == wanted:
            return
        body: dict[str, Any] = {"button": wanted.button}
        await api.call(CREATE, body, kind=Answer)
    except NotVerified:
        log.warning("this account may not make a menu by program: make it by hand at mp.weixin.qq.com", channel=subject)
    else:
        log.info("the menu is as in the settings now", channel=subject)


async def _present(api: Api) -> _Menu:
    try:
        return (await api.call(GET, kind=_Present)).menu
    except NoMenu:
        return _Menu()
