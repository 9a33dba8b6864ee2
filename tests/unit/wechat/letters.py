"""What the platform sends to an official account, by hand: queries, plain and encrypted bodies."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bots.wechat.envelope import Envelope
from bots.wechat.official.gate import Gate
from bots.wechat.official.inbound import Us
from bots.wechat.signing import Signature, signature
from bots.wechat.xml import write_xml
from core.messages import AccountId, ChannelName
from tests.wechat.platform.crypto import Wrapping

TOKEN = "AAAAA"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx2c2769f8efd9abc2"
OURS = "gh_10f6c3c3ac5a"
BUYER = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
US = Us(ChannelName("wechat"), AccountId("main"))


class StillClock:
    """Implements core.ports.Clock."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


def letter(**fields: "str | int | Mapping[str, str] | None") -> bytes:
    """A text message, unless the fields say otherwise; None takes one away."""
    usual: dict[str, str | int | Mapping[str, str] | None] = {
        "ToUserName": OURS,
        "FromUserName": BUYER,
        "CreateTime": int(STAMP),
        "MsgType": "text",
        "Content": "卡密呢",
        "MsgId": 6054768590064713728,
    }
    return write_xml({name: value for name, value in (usual | fields).items() if value is not None}).encode()


def happening(event: str, key: str = "", **fields: "str | int | Mapping[str, str]") -> bytes:
    return letter(MsgType="event", Event=event, EventKey=key, Content=None, MsgId=None, **fields)


def stamped(*parts: str, token: str = TOKEN, timestamp: str = STAMP, nonce: str = "486452656") -> dict[str, str]:
    """A query as the platform signs it; with parts also `msg_signature`."""
    query = {"signature": signature(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    return query | ({"msg_signature": signature(token, timestamp, nonce, *parts)} if parts else {})


def sealed(plain: bytes, *, app_id: str = APP_ID, aes_key: str = AES_KEY) -> tuple[dict[str, str], bytes]:
    """Query and body in secure mode, encrypted by an implementation that is not ours."""
    encrypted = Wrapping(aes_key, app_id).encrypt(plain)
    return stamped(encrypted), write_xml({"ToUserName": OURS, "Encrypt": encrypted}).encode()


def gate(clock: StillClock | None = None, *, secure: bool = False) -> Gate:
    envelope = Envelope(TOKEN, AES_KEY, APP_ID) if secure else None
    return Gate(Signature(TOKEN, timedelta(seconds=600)), envelope, clock or StillClock())
