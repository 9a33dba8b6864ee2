"""What is asked about the account itself: tokens, addresses, people of customer service, what is left of a quota."""

from tests.wechat.platform.calls import Call
from tests.wechat.platform.model import Json
from tests.wechat.platform.refusals import Declined, not_whitelisted
from tests.wechat.platform.tokens import Token
from tests.wechat.platform.world import World

DAILY = {"/cgi-bin/message/custom/send": 500_000, "/cgi-bin/stable_token": 500_000, "/cgi-bin/media/upload": 100_000}


def stable_token(world: World, call: Call) -> Json:
    """Raises: Declined."""
    told = call.json()
    _check_credentials(world, call, told)
    force = told.get("force_refresh", False)
    if not isinstance(force, bool):
        raise Declined(47001)
    return _token(world, world.tokens.stable(force=force))


def old_token(world: World, call: Call) -> Json:
    """Raises: Declined."""
    _check_credentials(world, call, dict(call.query))
    return _token(world, world.tokens.old())


def _token(world: World, token: Token) -> Json:
    return {"access_token": token.text, "expires_in": int(token.until - world.clock.stamp)}


def _check_credentials(world: World, call: Call, told: Json) -> None:
    if told.get("grant_type") != "client_credential":
        raise Declined(40002)
    if not told.get("appid"):
        raise Declined(41002)
    if told["appid"] != world.account.appid:
        raise Declined(40013)
    if not told.get("secret"):
        raise Declined(41004)
    if told["secret"] != world.account.secret:
        raise Declined(40125)
    if world.whitelist is not None and call.address not in world.whitelist:
        raise not_whitelisted(world.seen_as)


def callback_addresses(_: World, __: Call) -> Json:
    return {"ip_list": ["127.0.0.1", "101.226.103.0/25", "58.60.212.22", "240e:ff:f100:8025::1b"]}


def kf_list(world: World, _: Call) -> Json:
    nobody = {"kf_wx": "", "kf_headimgurl": ""}
    people = [
        {"kf_account": name, "kf_nick": name.split("@")[0], "kf_id": str(1001 + place), **nobody}
        for place, name in enumerate(world.account.kf)
    ]
    return {"kf_list": people}


def quota_left(world: World, call: Call) -> Json:
    """Raises: Declined."""
    told = call.json()
    path = told.get("cgi_path")
    if path not in DAILY:
        raise Declined(76021, "cgi_path not found, please check")
    return {"errcode": 0, "errmsg": "ok", "quota": {"daily_limit": DAILY[path], "used": 0, "remain": DAILY[path]}}
