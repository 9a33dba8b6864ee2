"""The fake API of WeChat in the benchmarks: one access token, and yes to everything else at once."""

import msgspec

from benchmarks.platform import Platform

_TOKEN = msgspec.json.encode({"access_token": "token-of-the-benchmarks", "expires_in": 7200})
_YES = msgspec.json.encode({"errcode": 0, "errmsg": "ok"})


class WeChatApi(Platform):
    """`pushed`: how many messages came here, and so not as an answer to the callback."""

    def __init__(self) -> None:
        super().__init__()
        self.pushed = 0

    def _heard(self, head: bytes, body: bytes) -> bytes:  # noqa: ARG002 - what is written does not matter here
        if b"/cgi-bin/stable_token" in head:
            return _TOKEN
        self.pushed += b"/custom/send" in head
        return _YES
