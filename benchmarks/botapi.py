"""The fake Bot API of the benchmarks: takes every call at once, and answers a message with the whole message."""

import time
from urllib.parse import parse_qs

import msgspec

from benchmarks.platform import Platform

TOKEN = "700000001:benchmark-shop_AAE"
STAFF_TOKEN = "700000002:benchmark-staff_AAE"
SECRET = "a-secret-of-the-benchmarks"
HEADERS = b"X-Telegram-Bot-Api-Secret-Token: %b\r\nContent-Type: application/json\r\n" % SECRET.encode()

ME = {"id": 700000001, "is_bot": True, "first_name": "示例小店", "username": "benchmark_shop_bot"}
ABLE = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}


class Sending(msgspec.Struct, gc=False):
    """sendMessage, as far as it is read here."""

    chat_id: int
    text: str


class BotApi(Platform):
    """`sent(chat)` is called for each message. Any other call is a success."""

    def _heard(self, head: bytes, body: bytes) -> bytes | None:
        method = head[: head.index(b" HTTP/1.1")].rpartition(b"/")[2].lower()
        if method == b"getme":
            return _ok(ME | ABLE)
        if method != b"sendmessage":
            return _ok(True)
        sending = _read(body)
        self.sent(b"%d" % sending.chat_id)
        return _ok(self._shown(sending))

    def _shown(self, sending: Sending) -> dict[str, object]:
        """The message in the form that Telegram gives it."""
        chat = {
            "id": sending.chat_id,
            "first_name": "小明",
            "username": f"xiaoming_{sending.chat_id}",
            "type": "private",
        }
        number, now = next(self._numbers), int(time.time())
        return {"message_id": number, "from": ME, "chat": chat, "date": now, "text": sending.text}


_decode = msgspec.json.Decoder(Sending).decode
_encode = msgspec.json.Encoder().encode


def _ok(result: object) -> bytes:
    return _encode({"ok": True, "result": result})


def _read(body: bytes) -> Sending:
    """JSON, or a form as both libraries send it."""
    if body.startswith(b"{"):
        return _decode(body)
    form = parse_qs(body.decode(), strict_parsing=True)
    return Sending(int(form["chat_id"][0]), form["text"][0])
