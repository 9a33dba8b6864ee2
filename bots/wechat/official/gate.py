"""What may come in at the official account's callback: verified first, then decrypted. Pure but for the clock.

developers.weixin.qq.com/doc/service/guide/dev/push and .../push/encryption"""

from collections.abc import Mapping
from typing import Final

from bots.wechat.envelope import Envelope, sealed_in
from bots.wechat.signing import MSG_SIGNATURE, SIGNATURE, Signature
from core.errors import Forged, Unreadable
from core.ports import Clock

_LONGEST_ECHO: Final = 256


class Gate:
    """`envelope`: of an account in secure mode, where everything has to come encrypted; None: plain mode."""

    def __init__(self, signature: Signature, envelope: Envelope | None, clock: Clock) -> None:
        self._signature = signature
        self._envelope = envelope
        self._clock = clock

    def echo(self, query: Mapping[str, str]) -> str:
        """What the platform wants to hear when our address is entered in its console. Raises: Forged, Unreadable."""
        self._signature.check(SIGNATURE, query, self._clock.now())
        echo = query.get("echostr", "")
        if not 0 < len(echo) <= _LONGEST_ECHO:
            raise Unreadable("no echostr")
        return echo

    def knock(self, query: Mapping[str, str]) -> None:
        """Before anything of the body is looked at. Raises: Forged."""
        self._signature.check(SIGNATURE, query, self._clock.now())
        if self._envelope is not None and not query.get(MSG_SIGNATURE):
            raise Forged("it is not encrypted, and aes_key is set: choose secure mode in the console as well")

    def open(self, query: Mapping[str, str], body: bytes) -> bytes:
        """The plain XML of what has knocked. Raises: Forged, Unreadable."""
        if self._envelope is None:
            if (
                query.get("encrypt_type") == "aes" and b"<MsgType>" not in body
            ):  # compatible mode brings it in plain, too
                raise Unreadable("it is encrypted, and aes_key is not set: set it, or choose plain mode in the console")
            return body
        sealed = sealed_in(body)
        self._signature.check(MSG_SIGNATURE, query, self._clock.now(), sealed)
        return self._envelope.open(sealed)

    def close(self, query: Mapping[str, str], answer: str) -> str:
        """An answer as the platform wants it in this mode."""
        if self._envelope is None:
            return answer
        stamp = str(int(self._clock.now().timestamp()))
        return self._envelope.seal(answer, stamp, query.get("nonce", ""))
