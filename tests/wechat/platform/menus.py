"""The account's own menu: menu/create, menu/get, get_current_selfmenu_info, menu/delete.

Limits: developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu."""

from tests.wechat.platform.calls import Call
from tests.wechat.platform.model import Json
from tests.wechat.platform.refusals import Declined
from tests.wechat.platform.sending import OK
from tests.wechat.platform.world import World

EVENTS = frozenset(
    {"click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin"}
    | {"location_select"}
)
OTHER_NEEDS = {"view": "url", "media_id": "media_id", "article_id": "article_id", "miniprogram": "appid"}
FIELDS = frozenset({"type", "name", "key", "url", "media_id", "article_id", "appid", "pagepath"})


def create(world: World, call: Call) -> Json:
    """Raises: Declined."""
    told = call.json()
    buttons = told.get("button")
    if {*told} != {"button"} or not isinstance(buttons, list):
        raise Declined(47001)
    if not 1 <= len(buttons) <= 3:
        raise Declined(40016)
    for button in buttons:
        _check(button)
    world.menu = told
    return OK


def get(world: World, _: Call) -> Json:
    """Raises: Declined: there is none."""
    if world.menu is None:
        raise Declined(46003)
    buttons = [{"sub_button": [], **button} for button in world.menu["button"]]
    return {"menu": {"button": [_with_subs(button) for button in buttons]}}


def _with_subs(button: Json) -> Json:
    return {**button, "sub_button": [{"sub_button": [], **sub} for sub in button["sub_button"]]}


def current(world: World, _: Call) -> Json:
    if world.menu is None:
        return {"is_menu_open": 0, "selfmenu_info": {"button": []}}
    shown = [_listed(button) for button in world.menu["button"]]
    return {"is_menu_open": 1, "selfmenu_info": {"button": shown}}


def _listed(button: Json) -> Json:
    if "sub_button" not in button:
        return button
    return {"name": button["name"], "sub_button": {"list": button["sub_button"]}}


def delete(world: World, _: Call) -> Json:
    world.menu = None
    return OK


def _check(button: object) -> None:
    if not isinstance(button, dict):
        raise Declined(47001)
    if "sub_button" not in button:
        _check_leaf(button, 16, 40018)
        return
    subs = button["sub_button"]
    if not isinstance(subs, list) or not {*button} <= {"name", "sub_button"}:
        raise Declined(47001)
    _check_name(button, 16, 40018)
    if not 1 <= len(subs) <= 5:
        raise Declined(40023)
    for sub in subs:
        _check_leaf(sub, 60, 40025)


def _check_leaf(button: object, longest: int, code: int) -> None:
    if not isinstance(button, dict) or not {*button} <= FIELDS:
        raise Declined(47001)
    _check_name(button, longest, code)
    kind = button.get("type")
    if kind in EVENTS:
        if not 1 <= len(str(button.get("key", "")).encode()) <= 128:
            raise Declined(40019)
    elif kind not in OTHER_NEEDS:
        raise Declined(40017)
    elif not button.get(OTHER_NEEDS[kind]):
        raise Declined(40020)
    if kind == "view":
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    if len(url.encode()) > 1024:
        raise Declined(40020)
    if not url.startswith(("http://", "https://")):
        raise Declined(40055)


def _check_name(button: Json, longest: int, code: int) -> None:
    if not 1 <= len(str(button.get("name", "")).encode()) <= longest:
        raise Declined(code)
