"""account/list, add_contact_way, customer/batchget (documents 94661, 94665 and 95159)."""

import re
import secrets

from tests.wechat.wecomplatform.model import Json
from tests.wechat.wecomplatform.people import People
from tests.wechat.wecomplatform.refusals import Declined

PAGE = 100
SCENE = re.compile(r"[0-9a-zA-Z_-]{0,32}")


def account_list(people: People, body: Json) -> Json:
    offset, limit = _number(body, "offset", 0), _number(body, "limit", PAGE)
    if limit > PAGE:
        raise Declined(40058, "limit")
    there = [account for account in people.accounts.values() if not account.deleted][offset : offset + limit]
    avatar = "https://wework.qpic.cn/wwpic/0"
    told = [
        {"open_kfid": one.open_kfid, "name": one.name, "avatar": avatar, "manage_privilege": one.managed}
        for one in there
    ]
    return {"errcode": 0, "errmsg": "ok", "account_list": told}


def add_contact_way(people: People, body: Json) -> Json:
    account = people.account_named(body.get("open_kfid"))
    scene = body.get("scene", "")
    if not isinstance(scene, str) or not SCENE.fullmatch(scene):
        raise Declined(40058, "scene")
    tail = f"?enc_scene=ENC{secrets.token_urlsafe(12)}" if scene else ""
    return {"errcode": 0, "errmsg": "ok", "url": f"https://work.weixin.qq.com/kf/{account.open_kfid}{tail}"}


def batch_get(people: People, body: Json) -> Json:
    wanted = body.get("external_userid_list")
    if not isinstance(wanted, list) or not wanted or len(wanted) > PAGE:
        raise Declined(40058, "external_userid_list")
    known = [people.customers[one] for one in wanted if one in people.customers and people.customers[one].known]
    unknown = [one for one in wanted if one not in {customer.id for customer in known}]
    told = [customer.json for customer in known]
    return {"errcode": 0, "errmsg": "ok", "customer_list": told, "invalid_external_userid": unknown}


def _number(body: Json, name: str, default: int) -> int:
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Declined(40058, name)
    return value
