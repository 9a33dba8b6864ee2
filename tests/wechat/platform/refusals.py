"""How the platform says no: code and words of the global table of return codes. Pure.

Source: developers.weixin.qq.com/doc/oplatform/developers/errCode (words as they come over the wire)."""

from typing import Any

SEE_STABLE = "could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
WORDS = {
    -1: "system error",
    40001: f"invalid credential, access_token is invalid or not latest, {SEE_STABLE}",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media file size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40010: "invalid voice size",
    40011: "invalid video size",
    40012: "invalid thumb size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40025: "invalid sub button name size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid template size",
    40055: "invalid button url domain",
    40066: "invalid url",
    40125: "invalid appsecret",
    40200: "invalid account type",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41006: "media_id missing",
    41009: "missing openid",
    42001: f"access_token expired, {SEE_STABLE}",
    43001: "require GET method",
    43002: "require POST method",
    43003: "require https",
    43004: "require subscribe",
    44001: "empty media data",
    44002: "empty post data",
    44003: "empty news data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45007: "playtime out of limit",
    45008: "article size out of limit",
    45009: f"reach max api daily quota limit, {SEE_STABLE}",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45048: "msgmenu list size out of limit",
    45072: "invalid command",
    45080: "need interaction with the user within 30s before typing",
    45081: "already in typing status",
    46003: "menu no exist",
    47001: "data format error",
    48001: "api unauthorized",
    48002: "user block receive message",
    48004: "api forbidden",
    50002: "user limited",
    50005: "user is unsubscribed",
    61004: "access clientip is not registered",
    65400: "new customer service is not enabled for this account",
    65401: "invalid custom service account",
    87009: "reply is not exists",
    87014: "risky content",
}


class Declined(Exception):
    """One refused call, as it goes over the wire."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(f"{code} {words or WORDS[code]}")
        self.code = code
        self.words = words or WORDS[code]

    def body(self, rid: str) -> dict[str, Any]:
        return {"errcode": self.code, "errmsg": f"{self.words} rid: {rid}"}


def not_whitelisted(address: str) -> Declined:
    return Declined(40164, f"invalid ip {address} ipv6 ::ffff:{address}, not in whitelist")
