"""What a refusal at the first step means, and what to do about it: codes of both platforms in words. Pure.

Sources: the return codes of developers.weixin.qq.com/doc/oplatform/developers/errCode and
developer.work.weixin.qq.com/document/path/90313; where things are in the consoles: docs/wechat.md."""

import ipaddress
from collections.abc import Mapping
from re import findall
from typing import Final, NamedTuple

CONSOLE: Final = "developers.weixin.qq.com/platform, 我的业务, the account, 基础信息"
WECOM_CONSOLE: Final = "work.weixin.qq.com, 应用管理, the app"
ALLOW: Final = (
    "Add the app: work.weixin.qq.com, 应用管理, 微信客服, API, 可调用接口的应用; and take the secret of just that app."
)
GRANT: Final = (
    "Hand the account to the app: work.weixin.qq.com, 应用管理, 微信客服, API, 通过API管理微信客服账号, 企业内部开发."
)


class Meaning(NamedTuple):
    """`remedy` may have {address}: the address of this machine as the platform saw it."""

    seen: str
    remedy: str


OFFICIAL: Final[Mapping[int, Meaning]] = {
    40164: Meaning(
        "WeChat does not know the address {address} of this machine",
        f"Put {{address}} on the whitelist: {CONSOLE}, API IP白名单. It counts some minutes later.",
    ),
    40013: Meaning("there is no account with this app_id", f"Copy the AppID (wx…) again: {CONSOLE}."),
    40125: Meaning("app_secret is not this account's", f"Copy it anew or reset it: {CONSOLE}, AppSecret."),
    40001: Meaning("app_secret is not this account's", f"Copy it anew or reset it: {CONSOLE}, AppSecret."),
    41004: Meaning("app_secret is empty", f"Set it: {CONSOLE}, AppSecret."),
    40243: Meaning("app_secret is frozen", f"Unfreeze it: {CONSOLE}, AppSecret, 解冻. It counts 10 minutes later."),
    50004: Meaning("this account may not use the interface", "Look into the console for a notice of WeChat's."),
    48004: Meaning("WeChat has taken this right away", "Look into the console for a notice of WeChat's."),
    61004: Meaning(
        "WeChat does not know the address {address} of this machine",
        f"Put {{address}} on the whitelist: {CONSOLE}, API IP白名单. It counts some minutes later.",
    ),
    50007: Meaning("this account is frozen", "Look into the console for a notice of WeChat's."),
    89501: Meaning("an administrator has been asked to allow {address}", "Let him allow it in his WeChat."),
    89503: Meaning("an administrator has been asked to allow {address}", "Let him allow it in his WeChat."),
    89506: Meaning("an administrator has refused {address} twice", "Ask him to allow it; try again in 24 hours."),
    89507: Meaning("an administrator has refused {address}", "Ask him to allow it; try again in an hour."),
    45009: Meaning("today's calls are used up", "Wait for midnight, and see which other program uses this account."),
    45011: Meaning("too many calls within a minute", "Try again in a minute."),
}

WECOM: Final[Mapping[int, Meaning]] = {
    60020: Meaning(
        "WeCom does not let this machine's address {address} in",
        f"Enter {{address}}: {WECOM_CONSOLE}, 企业可信IP (it asks for 接收消息 to be set up first).",
    ),
    40013: Meaning("there is no company with this corp_id", "Copy it (ww…): work.weixin.qq.com, 我的企业, 企业ID."),
    40001: Meaning("secret is not this company's", f"Copy it again: {WECOM_CONSOLE}, Secret, 查看."),
    40091: Meaning("secret is of another company", f"Copy it again: {WECOM_CONSOLE}, Secret, 查看."),
    41004: Meaning("secret is empty", f"Set it: {WECOM_CONSOLE}, Secret, 查看."),
    48002: Meaning("the app of this secret may not use 微信客服", ALLOW),
    60011: Meaning("the app may not see the people of this account", f"Widen its range: {WECOM_CONSOLE}, 可见范围."),
    95011: Meaning("the account is managed in WeCom itself", GRANT),
    95012: Meaning("微信客服 has not been opened", "Open it: work.weixin.qq.com, 应用管理, 微信客服."),
    95017: Meaning(
        "the API of 微信客服 is not switched on", "Switch it on: work.weixin.qq.com, 应用管理, 微信客服, API."
    ),
    95023: Meaning("the account was handed to another app", GRANT),
    43009: Meaning("the company is not verified", "Have it verified: work.weixin.qq.com, 我的企业, 企业认证."),
    301002: Meaning("the app of this secret may not use 微信客服", ALLOW),
    45009: Meaning("too many calls", "Try again in a minute, and see which other program uses this app."),
}


def meaning(codes: Mapping[int, Meaning], code: int, message: str) -> Meaning:
    """`message`: the platform's own words; shown where we know the code no better."""
    known = codes.get(code)
    if known is None:
        return Meaning(f"{code} {message}", "Look the code up in docs/wechat.md; if it stays, ask WeChat's support.")
    address = address_in(message) or "(not told)"
    return Meaning(f"{known.seen.format(address=address)} ({code})", known.remedy.format(address=address))


def address_in(message: str) -> str:
    """The address of ours that the platform saw: "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist",
    or "not allow to access from your ip, hint: […], from ip: 1.2.3.4, more info at …"."""
    for found in findall(r"\bip(?:v6)?:? ([0-9a-fA-F.:]+)", message):
        try:
            address = ipaddress.ip_address(found.rstrip(".:"))
        except ValueError:
            continue
        if not address.is_unspecified:
            return str(address)
    return ""
