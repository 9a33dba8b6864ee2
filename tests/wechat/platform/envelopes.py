"""One callback as it goes over the wire: query and body, signed and (in secure mode) encrypted; and its answer."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.wechat.platform.crypto import Wrapping, signature
from tests.wechat.platform.model import Account, Mode
from tests.wechat.platform.xmlwire import BadReply, compose, parse_flat


@dataclass(frozen=True, slots=True)
class Request:
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: nobody answered in time. `took`: seconds."""

    status: int
    body: bytes = field(default=b"", repr=False)
    took: float = 0.0


def seal(account: Account, xml: bytes, *, openid: str, at: float, token: str | None = None) -> Request:
    """As this account wants it now. `token`: another one than its own, for those who guess."""
    token = account.token if token is None else token
    stamp, nonce = str(int(at)), str(secrets.randbelow(10**9))
    query = {"signature": signature(token, stamp, nonce), "timestamp": stamp, "nonce": nonce, "openid": openid}
    if account.mode is Mode.PLAIN:
        return Request(query, xml)
    sealed = Wrapping(account.aes_key, account.appid).encrypt(xml)
    query |= {"encrypt_type": "aes", "msg_signature": signature(token, stamp, nonce, sealed)}
    if account.mode is Mode.MIXED:
        return Request(query, xml.removesuffix(b"</xml>") + f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode())
    return Request(query, compose({"ToUserName": account.original, "Encrypt": sealed}))


def unseal(account: Account, body: bytes) -> bytes:
    """What a passive reply says. Raises: BadReply."""
    if account.mode is Mode.PLAIN:
        return body
    found = parse_flat(body)
    if account.mode is Mode.MIXED and "Encrypt" not in found:
        return body
    if {*found} != {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}:
        raise BadReply("an encrypted reply has Encrypt, MsgSignature, TimeStamp and Nonce")
    told = {name: element.text or "" for name, element in found.items()}
    if told["MsgSignature"] != signature(account.token, told["TimeStamp"], told["Nonce"], told["Encrypt"]):
        raise BadReply("the reply is not signed as it should be")
    try:
        return Wrapping(account.aes_key, account.appid).decrypt(told["Encrypt"])
    except ValueError as wrong:
        raise BadReply(str(wrong)) from None
