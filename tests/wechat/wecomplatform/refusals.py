"""How WeCom says no: error code and words. Pure.

The codes are those that developer.work.weixin.qq.com/document/path/90313 lists for the calls of customer service,
media and tokens; the words are what the API answers, as far as they have been published."""

from collections.abc import Mapping

CODES: Mapping[int, str] = {
    -1: "system busy",
    40001: "invalid credential",
    40004: "invalid media type",
    40005: "invalid type parameter",
    40006: "invalid file size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40011: "invalid video size",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40039: "invalid url length",
    40058: "invalid Request Parameter",
    40063: "some parameters are empty",
    40096: "invalid external userid",
    40123: "invalid image format",
    40201: "content blocked by anti-spam",
    41001: "access_token missing",
    41002: "corpid missing",
    41004: "corpsecret missing",
    41006: "media_id missing",
    41010: "url missing",
    41016: "title missing",
    41049: "welcome code missing",
    41050: "invalid welcome code",
    41051: "externaluser has started chatting",
    42001: "access_token expired",
    43009: "corp not verified",
    44001: "empty media data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45007: "playtime out of limit",
    45009: "api freq out of limit",
    45029: "response size out of limit",
    45033: "api concurrent out of limit",
    45034: "url must have a scheme",
    48001: "api unauthorized",
    48002: "api forbidden for this app",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    90207: "invalid miniprogram appid",
    95000: "invalid open_kfid",
    95001: "send msg count limit",
    95002: "send msg time limit",
    95003: "send msg reception limit, corp not verified",
    95004: "open_kfid not exist",
    95007: "invalid msg token",
    95008: "menu list size out of limit",
    95009: "invalid menu type",
    95011: "kf already used in wework",
    95012: "kf not used in wework",
    95013: "conversation end",
    95014: "user is not servicer",
    95015: "exclusive service configured",
    95016: "not allow transition state",
    95017: "api switch closed",
    95018: "send msg session status invalid",
    95019: "servicer stopped reception",
    95022: "invalid location_type",
    95023: "api switch authorized to another app",
    301002: "not allow operate another agent with this accesstoken",
    301016: "invalid voice file",
    301017: "voice file is not amr",
}


class Declined(Exception):
    """One refused call, as it goes over the wire: status 200 with an `errcode`."""

    def __init__(self, code: int, detail: str = "") -> None:
        super().__init__(f"{code} {CODES[code]} {detail}".strip())
        self.code = code
        self.detail = detail

    def body(self, hint: int, address: str) -> dict[str, object]:
        """As the API words it: the address that it saw, and a page to look the code up."""
        words = f"{CODES[self.code]}{', ' if self.detail else ''}{self.detail}"
        more = f"more info at https://open.work.weixin.qq.com/devtool/query?e={self.code}"
        return {"errcode": self.code, "errmsg": f"{words}, hint: [{hint}], from ip: {address}, {more}"}
