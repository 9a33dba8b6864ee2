"""What the doctor says about an official account: secret, rights, menu, clock, callback."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from bots.wechat.asking import Asking, Told, asking, token_in
from bots.wechat.codes import CONSOLE, OFFICIAL, meaning
from bots.wechat.handshake import Handshake, examine_callback
from bots.wechat.official.menu import is_as_wanted
from bots.wechat.official.settings import OfficialSettings
from bots.wechat.signing import SIGNATURE, signature
from bots.wechat.timekeeping import clock_finding
from core.channel import Finding, Severity
from core.errors import ChannelUnavailable
from core.ports import Clock, Surroundings

UNAUTHORIZED: Final = 48001
NO_DESK: Final = 65400
"""The account may push; it has not opened the customer service accounts of its own that this call lists."""
NO_MENU: Final = 46003
PUSH: Final = "cgi-bin/message/custom/send"
SCARCE: Final = 0.1
"""Of a day's messages."""


class _Quota(msgspec.Struct):
    daily_limit: int = 0
    remain: int = 0


class _QuotaTold(msgspec.Struct):
    quota: _Quota = msgspec.field(default_factory=_Quota)


_decode_quota: Final = msgspec.json.Decoder(_QuotaTold).decode


@dataclass(frozen=True, slots=True)
class Account:
    subject: str
    settings: OfficialSettings
    clock: Clock

    def finding(self, what: str, severity: Severity, seen: str, remedy: str = "") -> Finding:
        return Finding(f"{self.subject}: {what}", severity, seen, remedy)

    def ok(self, what: str, seen: str) -> Finding:
        return self.finding(what, Severity.OK, seen)


async def examine_account(subject: str, settings: OfficialSettings, around: Surroundings) -> Sequence[Finding]:
    """What `kamidesk check` tells of one account; `subject`: "wechat/main". Raises nothing."""
    one = Account(subject, settings, around.clock)
    hand = handshake(settings, f"{around.public_url}/{subject}/callback", around.clock.now())
    return [*await _asked(one), _mode(one), *await examine_callback(subject, hand)]


async def credentials(ask: Asking, app_id: str, app_secret: str) -> Told:
    """Asks for the token that everybody of this account shares, so nobody loses his. Raises: ChannelUnavailable."""
    body = {"grant_type": "client_credential", "appid": app_id, "secret": app_secret, "force_refresh": False}
    return await ask.post("cgi-bin/stable_token", {}, body)


async def may_push(ask: Asking, access_token: str) -> Told:
    """48001: the account is not verified, and has no customer service API. Raises: ChannelUnavailable."""
    return await ask.get("cgi-bin/customservice/getkflist", {"access_token": access_token})


async def quota(ask: Asking, access_token: str) -> Told:
    """How many messages the whole account may still push today. Raises: ChannelUnavailable."""
    return await ask.post("cgi-bin/openapi/quota/get", {"access_token": access_token}, {"cgi_path": f"/{PUSH}"})


def handshake(settings: OfficialSettings, url: str, now: datetime) -> Handshake:
    """The console's question when its owner presses 提交: a word, to be answered as it is."""
    stamp, nonce, echo = str(int(now.timestamp())), secrets.token_hex(5), str(secrets.randbits(63))
    right = signature(settings.token.get_secret_value(), stamp, nonce)
    told = {"timestamp": stamp, "nonce": nonce, "echostr": echo}
    return Handshake(url, echo, {SIGNATURE: right, **told}, {SIGNATURE: "0" * len(right), **told})


async def _asked(one: Account) -> list[Finding]:
    if one.settings.app_secret is None:
        return [_only_replies(one)]
    try:
        async with asking(one.settings.api_url) as ask:
            told = await credentials(ask, one.settings.app_id, one.settings.app_secret.get_secret_value())
            freshness = timedelta(seconds=one.settings.freshness)
            clock = clock_finding(one.subject, told.date, one.clock.now(), freshness)
            access_token = token_in(told)
            rest = await _allowed(one, ask, access_token) if access_token else [_refused(one, told)]
    except ChannelUnavailable as why:
        remedy = "Look at `api_url` and at the way there; behind a proxy set HTTPS_PROXY. Then type it again."
        return [one.finding("WeChat", Severity.FAILURE, why.detail, remedy)]
    return [*rest, clock]


async def _allowed(one: Account, ask: Asking, access_token: str) -> list[Finding]:
    """Raises: ChannelUnavailable."""
    found = [one.ok("account", one.settings.app_id), _rights(one, await may_push(ask, access_token))]
    if one.settings.menu:
        found.append(_menu(one, await ask.get("cgi-bin/menu/get", {"access_token": access_token})))
    if found[1].severity is Severity.OK and not one.settings.passive_only:
        found += _quota(one, await quota(ask, access_token))
    return found


def _only_replies(one: Account) -> Finding:
    seen = "no app_secret: answers go out as replies within 5 seconds alone, the rest when the buyer writes again"
    remedy = f"Right for an account that is not verified. If yours is, set app_secret: {CONSOLE}, AppSecret."
    return one.finding("sending", Severity.OK if one.settings.passive_only else Severity.WARNING, seen, remedy)


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
        return one.finding("sending", Severity.OK if one.settings.passive_only else Severity.WARNING, seen, remedy)
    if not told.ok and told.code != NO_DESK:
        why = meaning(OFFICIAL, told.code, told.message)
        return one.finding("sending", Severity.WARNING, why.seen, why.remedy)
    if one.settings.passive_only:
        remedy = "Take `passive_only` out of the settings, and answers that take longer are pushed."
        return one.finding("sending", Severity.WARNING, "verified, and not used: passive_only is set", remedy)
    return one.ok("sending", "verified: 5 messages within 48 hours after each of the buyer's")


def _quota(one: Account, told: Told) -> list[Finding]:
    """Only if it is nearly used up: nobody else reaches half a million a day."""
    left = _decode_quota(told.body).quota if told.ok else _Quota()
    if left.daily_limit == 0 or left.remain > left.daily_limit * SCARCE:
        return []
    seen = f"{left.remain} of {left.daily_limit} messages are left for all buyers of today"
    remedy = "See which other program writes for this account. At midnight WeChat counts anew; until then answers wait."
    return [one.finding("quota", Severity.WARNING, seen, remedy)]


def _menu(one: Account, told: Told) -> Finding:
    if told.ok and is_as_wanted(told.body, one.settings.menu):
        return one.ok("menu", "as in the settings")
    if told.ok:
        remedy = "`kamidesk run` replaces it when it starts; take `menu` out of the settings to keep the other one."
        return one.finding("menu", Severity.WARNING, "another one is there", remedy)
    if told.code == NO_MENU:
        return one.finding("menu", Severity.WARNING, "none is there yet", "`kamidesk run` makes it when it starts.")
    if told.code == UNAUTHORIZED:
        remedy = "Take `menu` out of the settings, or have the account verified; make a menu by hand in the console."
        return one.finding("menu", Severity.WARNING, "this account may not make one by program (48001)", remedy)
    why = meaning(OFFICIAL, told.code, told.message)
    return one.finding("menu", Severity.WARNING, why.seen, why.remedy)


def _mode(one: Account) -> Finding:
    if one.settings.aes_key is not None:
        return one.ok("mode", "secure (安全模式): choose it in the console, too")
    remedy = f"Better: set aes_key and choose 安全模式 with the same EncodingAESKey: {CONSOLE}, 消息推送."
    return one.finding("mode", Severity.OK, "plain (明文模式)", remedy)
