"""What the doctor says about WeCom customer service (微信客服): company, app, accounts, clock, callback."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from bots.wechat.asking import Asking, Told, asking, token_in
from bots.wechat.codes import GRANT, WECOM, meaning
from bots.wechat.envelope import Envelope, sealed_in
from bots.wechat.handshake import Handshake, examine_callback
from bots.wechat.signing import MSG_SIGNATURE, signature
from bots.wechat.timekeeping import clock_finding
from bots.wechat.wecom.settings import CustomerServiceSettings
from core.channel import Finding, Severity
from core.errors import ChannelUnavailable
from core.ports import Clock, Surroundings

PAGE: Final = 100
"""The most of one answer (developer.work.weixin.qq.com/document/path/94661)."""
PAGES: Final = 50


class _Desk(msgspec.Struct):
    open_kfid: str = ""
    name: str = ""
    manage_privilege: bool = True


class _Desks(msgspec.Struct):
    account_list: list[_Desk] = []


_decode: Final = msgspec.json.Decoder(_Desks).decode


@dataclass(frozen=True, slots=True)
class Company:
    subject: str
    settings: CustomerServiceSettings
    clock: Clock

    def finding(self, what: str, severity: Severity, seen: str, remedy: str = "") -> Finding:
        return Finding(f"{self.subject}: {what}", severity, seen, remedy)

    def ok(self, what: str, seen: str) -> Finding:
        return self.finding(what, Severity.OK, seen)


async def examine_company(subject: str, settings: CustomerServiceSettings, around: Surroundings) -> Sequence[Finding]:
    """What `kamidesk check` tells of one account; `subject`: "wecom/main". Raises nothing."""
    url = f"{around.public_url}/{subject}/callback"
    hand = handshake(settings, url, around.clock.now())
    asked = await _asked(Company(subject, settings, around.clock))
    return [*asked, *await examine_callback(subject, hand, any_port=True)]


def handshake(settings: CustomerServiceSettings, url: str, now: datetime) -> Handshake:
    """The console's question when its owner presses 保存: a sealed word, to be answered in clear."""
    token = settings.token.get_secret_value()
    stamp, nonce, echo = str(int(now.timestamp())), secrets.token_hex(5), str(secrets.randbits(63))
    envelope = Envelope(token, settings.aes_key.get_secret_value(), settings.corp_id)
    sealed = sealed_in(envelope.seal(echo, stamp, nonce).encode())
    told = {"timestamp": stamp, "nonce": nonce, "echostr": sealed}
    right = signature(token, stamp, nonce, sealed)
    return Handshake(url, echo, {MSG_SIGNATURE: right, **told}, {MSG_SIGNATURE: "0" * len(right), **told})


async def credentials(ask: Asking, corp_id: str, secret: str) -> Told:
    """WeCom gives the same token again while it is good. Raises: ChannelUnavailable."""
    return await ask.get("cgi-bin/gettoken", {"corpid": corp_id, "corpsecret": secret})


async def desks(ask: Asking, access_token: str) -> tuple[Told, list[_Desk]]:
    """All customer service accounts that this app may see. Raises: ChannelUnavailable."""
    found: list[_Desk] = []
    told = Told(0, "", "", b"{}")
    for _ in range(PAGES):
        page = {"offset": len(found), "limit": PAGE}
        told = await ask.post("cgi-bin/kf/account/list", {"access_token": access_token}, page)
        new = _decode(told.body).account_list if told.ok else []
        found += new
        if len(new) < PAGE:
            break
    return told, found


async def _asked(one: Company) -> list[Finding]:
    try:
        async with asking(one.settings.api_url) as ask:
            told = await credentials(ask, one.settings.corp_id, one.settings.secret.get_secret_value())
            freshness = timedelta(seconds=one.settings.freshness)
            clock = clock_finding(one.subject, told.date, one.clock.now(), freshness)
            access_token = token_in(told)
            if not access_token:
                return [_refused(one, "company", told), clock]
            told, found = await desks(ask, access_token)
    except ChannelUnavailable as why:
        remedy = "Look at `api_url` and at the way there; behind a proxy set HTTPS_PROXY. Then type it again."
        return [one.finding("WeCom", Severity.FAILURE, why.detail, remedy)]
    accounts = _accounts(one, found) if told.ok else [_refused(one, "accounts", told)]
    return [one.ok("company", one.settings.corp_id), *accounts, clock]


def _refused(one: Company, what: str, told: Told) -> Finding:
    why = meaning(WECOM, told.code, told.message)
    return one.finding(what, Severity.FAILURE, why.seen, why.remedy)


def _accounts(one: Company, found: Sequence[_Desk]) -> list[Finding]:
    known, wanted = {desk.open_kfid: desk for desk in found}, one.settings.open_kfid
    missing = [kfid for kfid in wanted if kfid not in known]
    used = [known[kfid] for kfid in wanted if kfid in known] if wanted else found
    told = [_missing(one, kfid, found) for kfid in missing] + [_desk(one, desk) for desk in used]
    if told:
        return told
    remedy = "Make one: work.weixin.qq.com, 应用管理, 微信客服, 客服账号, 创建账号; then hand it to the app."
    return [one.finding("accounts", Severity.FAILURE, "there is no customer service account yet", remedy)]


def _missing(one: Company, kfid: str, found: Sequence[_Desk]) -> Finding:
    there = ", ".join(f"{desk.open_kfid} ({desk.name})" for desk in found) or "none"
    remedy = f"Set `open_kfid` to one that is there, or leave it out for all: {there}. If it is another one: {GRANT}"
    return one.finding(f"account {kfid}", Severity.FAILURE, "is not among the accounts that this app sees", remedy)


def _desk(one: Company, desk: _Desk) -> Finding:
    if desk.manage_privilege:
        return one.ok(f"account {desk.name}", desk.open_kfid)
    seen = f"{desk.open_kfid}: this app may look, and may not receive or send"
    return one.finding(f"account {desk.name}", Severity.FAILURE, seen, GRANT)
