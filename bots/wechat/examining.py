"""What the doctor says about an official account: secret, rights, menu, clock, callback."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha1
from typing import Final

from bots.wechat.asking import Asking, Told, asking, token_in
from bots.wechat.codes import CONSOLE, OFFICIAL, meaning
from bots.wechat.handshake import Handshake, examine_callback
from bots.wechat.timekeeping import clock_finding
from core.channel import Finding, Severity
from core.errors import ChannelUnavailable
from core.ports import Clock

UNAUTHORIZED: Final = 48001
NO_DESK: Final = 65400
"""The account may push; it has not opened the customer service accounts of its own that this call lists."""
NO_MENU: Final = 46003


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`url`: our callback's. `freshness`: how old a callback may be. `menu`: whether the settings have one."""

    subject: str
    url: str
    api_url: str
    app_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    secure: bool
    passive_only: bool
    menu: bool
    freshness: timedelta
    clock: Clock

    def finding(self, what: str, severity: Severity, seen: str, remedy: str = "") -> Finding:
        return Finding(f"{self.subject}: {what}", severity, seen, remedy)

    def ok(self, what: str, seen: str) -> Finding:
        return self.finding(what, Severity.OK, seen)


async def examine_account(one: Account) -> Sequence[Finding]:
    """What `kamidesk check` tells. Raises nothing."""
    return [*await _asked(one), _mode(one), *await examine_callback(one.subject, handshake(one))]


async def credentials(ask: Asking, app_id: str, app_secret: str) -> Told:
    """Asks for the token that everybody of this account shares, so nobody loses his. Raises: ChannelUnavailable."""
    body = {"grant_type": "client_credential", "appid": app_id, "secret": app_secret, "force_refresh": False}
    return await ask.post("cgi-bin/stable_token", {}, body)


async def may_push(ask: Asking, access_token: str) -> Told:
    """48001: the account is not verified, and has no customer service API. Raises: ChannelUnavailable."""
    return await ask.get("cgi-bin/customservice/getkflist", {"access_token": access_token})


def handshake(one: Account) -> Handshake:
    """The console's question when its owner presses 提交."""
    now, nonce, echo = str(int(one.clock.now().timestamp())), secrets.token_hex(5), str(secrets.randbits(63))
    signature = sha1("".join(sorted((one.token, now, nonce))).encode()).hexdigest()  # noqa: S324 - WeChat's own choice
    told = {"timestamp": now, "nonce": nonce, "echostr": echo}
    return Handshake(one.url, echo, {**told, "signature": signature}, {**told, "signature": "0" * len(signature)})


async def _asked(one: Account) -> list[Finding]:
    if not one.app_secret:
        return [_only_replies(one)]
    try:
        async with asking(one.api_url) as ask:
            told = await credentials(ask, one.app_id, one.app_secret)
            clock = clock_finding(one.subject, told.date, one.clock.now(), one.freshness)
            access_token = token_in(told)
            if not access_token:
                return [_refused(one, told), clock]
            found = [one.ok("account", one.app_id), _rights(one, await may_push(ask, access_token))]
            if one.menu:
                found.append(_menu(one, await ask.get("cgi-bin/menu/get", {"access_token": access_token})))
            return [*found, clock]
    except ChannelUnavailable as why:
        remedy = "Look at `api_url` and at the way there; behind a proxy set HTTPS_PROXY. Then type it again."
        return [one.finding("WeChat", Severity.FAILURE, why.detail, remedy)]


def _only_replies(one: Account) -> Finding:
    seen = "no app_secret: answers go out as replies within 5 seconds alone, the rest when the buyer writes again"
    remedy = f"Right for an account that is not verified. If yours is, set app_secret: {CONSOLE}, AppSecret."
    return one.finding("sending", Severity.OK if one.passive_only else Severity.WARNING, seen, remedy)


def _refused(one: Account, told: Told) -> Finding:
    why = meaning(OFFICIAL, told.code, told.message)
    return one.finding("account", Severity.FAILURE, why.seen, why.remedy)


def _rights(one: Account, told: Told) -> Finding:
    if told.code == UNAUTHORIZED:
        seen = (
            "not verified (48001): answers go out as replies within 5 seconds; what comes later waits until the buyer"
            " writes again (he is told the word)"
        )
        remedy = "It works like this. To write by yourself, have the account verified (微信认证) at mp.weixin.qq.com."
        return one.finding("sending", Severity.OK if one.passive_only else Severity.WARNING, seen, remedy)
    if not told.ok and told.code != NO_DESK:
        why = meaning(OFFICIAL, told.code, told.message)
        return one.finding("sending", Severity.WARNING, why.seen, why.remedy)
    if one.passive_only:
        remedy = "Take `passive_only` out of the settings, and answers that take longer are pushed."
        return one.finding("sending", Severity.WARNING, "verified, and not used: passive_only is set", remedy)
    return one.ok("sending", "verified: 5 messages within 48 hours after each of the buyer's")


def _menu(one: Account, told: Told) -> Finding:
    if told.ok:
        return one.ok("menu", "there")
    if told.code == NO_MENU:
        return one.finding("menu", Severity.WARNING, "none is there yet", "`kamidesk run` makes it when it starts.")
    if told.code == UNAUTHORIZED:
        remedy = "Take `menu` out of the settings, or have the account verified; make a menu by hand in the console."
        return one.finding("menu", Severity.WARNING, "this account may not make one by program (48001)", remedy)
    why = meaning(OFFICIAL, told.code, told.message)
    return one.finding("menu", Severity.WARNING, why.seen, why.remedy)


def _mode(one: Account) -> Finding:
    if one.secure:
        return one.ok("mode", "secure (安全模式): choose it in the console, too")
    remedy = f"Better: set aes_key and choose 安全模式 with the same EncodingAESKey: {CONSOLE}, 消息推送."
    return one.finding("mode", Severity.OK, "plain (明文模式)", remedy)
